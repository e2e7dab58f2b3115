package report

import (
	"fmt"
	"slices"
	"time"
)

// Archive is everything that is published: the places, and each period's newest revision. It is
// never changed once made, so any number of readers share it; a publication makes a new one.
type Archive struct {
	places    *Places
	revisions []Revision // newest period first
}

// NewArchive makes an archive of each period's newest revision. Two revisions of one period are
// ErrInvalid.
func NewArchive(places *Places, newest []Revision) (*Archive, error) {
	a := &Archive{places: places, revisions: slices.Clone(newest)}
	slices.SortFunc(a.revisions, func(x, y Revision) int {
		return y.Edition.Period.Compare(x.Edition.Period)
	})
	for i := 1; i < len(a.revisions); i++ {
		if p := a.revisions[i].Edition.Period; p == a.revisions[i-1].Edition.Period {
			return nil, fmt.Errorf("archive: %s stands twice: %w", p, ErrInvalid)
		}
	}
	return a, nil
}

// Places lists the places that the archive's figures are about.
func (a *Archive) Places() *Places { return a.places }

// Revisions lists each period's newest revision, newest period first. The caller must not change
// what they hold.
func (a *Archive) Revisions() []Revision { return slices.Clone(a.revisions) }

// Periods lists the published periods, newest first.
func (a *Archive) Periods() []Period {
	periods := make([]Period, len(a.revisions))
	for i, r := range a.revisions {
		periods[i] = r.Edition.Period
	}
	return periods
}

// Newest is the newest published period; the zero Period when nothing is published.
func (a *Archive) Newest() Period {
	if len(a.revisions) == 0 {
		return Period{}
	}
	return a.revisions[0].Edition.Period
}

// Revision finds the newest revision of a period. A period that is not public is ErrNotFound,
// whether it is scheduled or never existed.
func (a *Archive) Revision(p Period) (Revision, error) {
	for _, r := range a.revisions {
		if r.Edition.Period == p {
			return r, nil
		}
	}
	return Revision{}, fmt.Errorf("period %s: %w", p, ErrNotFound)
}

// UpdatedAt is when the archive last changed; the zero time when nothing is published.
func (a *Archive) UpdatedAt() time.Time {
	var latest time.Time
	for _, r := range a.revisions {
		if r.PublishedAt.After(latest) {
			latest = r.PublishedAt
		}
	}
	return latest
}
