package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"
)

// Archive is everything that is public: the places, each period's published revision, and what was
// public before. It is never changed once made, so any number of readers share it; a publication
// makes a new one.
type Archive struct {
	places    *Places
	published []Revision     // newest period first
	all       []Revision     // newest period first, and within it the highest number first
	current   map[Period]int // where a period's published revision is, in published
	last      map[Period]int // where a period's revisions begin, in all
	rows      int            // in the published editions' tables
	quoted    *sync.Map      // which published edition reports all that an answer quotes, by what that is
}

// NewArchive makes an archive of revisions in every state. Withdrawn ones must come without their
// figures. Two published revisions of one period, two of one number, or a state that is none of the
// three are ErrInvalid.
func NewArchive(places *Places, revisions []Revision) (*Archive, error) {
	a := &Archive{places: places, all: slices.Clone(revisions), current: map[Period]int{}, last: map[Period]int{}, quoted: &sync.Map{}}
	slices.SortFunc(a.all, func(x, y Revision) int {
		return cmp.Or(y.Edition.Period.Compare(x.Edition.Period), y.Number-x.Number)
	})
	for i, r := range a.all {
		p := r.Edition.Period
		if _, ok := a.last[p]; !ok {
			a.last[p] = i
		}
		if i > 0 && a.all[i-1].Edition.Period == p && a.all[i-1].Number == r.Number {
			return nil, fmt.Errorf("archive: %s revision %d stands twice: %w", p, r.Number, ErrInvalid)
		}
		switch r.State {
		case Published:
			if n := len(a.published); n > 0 && a.published[n-1].Edition.Period == p {
				return nil, fmt.Errorf("archive: %s is published twice: %w", p, ErrInvalid)
			}
			a.current[p] = len(a.published)
			a.published = append(a.published, r)
			for _, t := range r.Edition.Tables {
				a.rows += len(t.Rows)
			}
		case Withdrawn:
			if len(r.Edition.Tables)+len(r.Edition.Figures)+len(r.Edition.Answers) > 0 {
				return nil, fmt.Errorf("archive: %s is withdrawn and has figures: %w", p, ErrInvalid)
			}
		case Superseded:
		default:
			return nil, fmt.Errorf("archive: %s has the state %q: %w", p, r.State, ErrInvalid)
		}
	}
	return a, nil
}

// Places lists the places that the archive's figures are about.
func (a *Archive) Places() *Places { return a.places }

// Revisions lists each period's published revision, newest period first. The caller must not change
// what they hold.
func (a *Archive) Revisions() []Revision { return slices.Clone(a.published) }

// History lists every revision that is or was public, newest period first, the highest number first
// within it. Withdrawn ones hold no figures.
func (a *Archive) History() []Revision { return slices.Clone(a.all) }

// Periods lists the published periods, newest first.
func (a *Archive) Periods() []Period {
	periods := make([]Period, len(a.published))
	for i := range a.published {
		periods[i] = a.published[i].Edition.Period
	}
	return periods
}

// NewestPublished is the newest published period; the zero Period when nothing is published.
func (a *Archive) NewestPublished() Period {
	if len(a.published) == 0 {
		return Period{}
	}
	return a.published[0].Edition.Period
}

// NewestEver is the newest period that was ever published, withdrawn or not: the next to publish
// follows it. It is the zero Period when nothing was.
func (a *Archive) NewestEver() Period {
	if len(a.all) == 0 {
		return Period{}
	}
	return a.all[0].Edition.Period
}

// Revision finds the published revision of a period. A period that is not public is ErrNotFound,
// whether it is scheduled, withdrawn or never existed.
func (a *Archive) Revision(p Period) (Revision, error) {
	if i, ok := a.current[p]; ok {
		return a.published[i], nil
	}
	return Revision{}, fmt.Errorf("period %s: %w", p, ErrNotFound)
}

// RevisionNumber finds a revision by its number, published or superseded.
func (a *Archive) RevisionNumber(p Period, number int) (Revision, error) {
	for _, r := range a.of(p) {
		if r.Number == number && r.State != Withdrawn {
			return r, nil
		}
	}
	return Revision{}, fmt.Errorf("period %s revision %d: %w", p, number, ErrNotFound)
}

// Withdrawn finds what stands in the place of a period that was withdrawn and not published again:
// its last revision, with its notice and without its figures.
func (a *Archive) Withdrawn(p Period) (Revision, bool) {
	if of := a.of(p); len(of) > 0 {
		return of[0], of[0].State == Withdrawn
	}
	return Revision{}, false
}

// NextNumber is the number of a period's next revision.
func (a *Archive) NextNumber(p Period) int {
	if of := a.of(p); len(of) > 0 {
		return of[0].Number + 1
	}
	return 1
}

// With is the archive as it would be with a revision published: what a preview shows.
func (a *Archive) With(r Revision) (*Archive, error) {
	r.State = Published
	revisions := []Revision{r}
	for _, old := range a.all {
		if old.Edition.Period == r.Edition.Period && old.State == Published {
			old.State = Superseded
		}
		revisions = append(revisions, old)
	}
	return NewArchive(a.places, revisions)
}

// At is the archive with one period at an earlier revision: what that revision's address shows.
// The period must be published; ErrNotFound when it is not.
func (a *Archive) At(r Revision) (*Archive, error) {
	i, ok := a.current[r.Edition.Period]
	if !ok {
		return nil, fmt.Errorf("period %s: %w", r.Edition.Period, ErrNotFound)
	}
	r.State = Published
	pinned := *a
	pinned.quoted = &sync.Map{}
	pinned.published = slices.Clone(a.published)
	pinned.published[i] = r
	return &pinned, nil
}

// Fingerprint tells one archive from another: it changes with whatever readers can see, and with
// nothing else.
func (a *Archive) Fingerprint() string {
	var b strings.Builder
	for _, r := range a.places.regions {
		fmt.Fprintf(&b, "%q\n", []string{r.Slug, r.Name})
	}
	for _, c := range a.places.countries {
		fmt.Fprintf(&b, "%q %q\n", []string{c.Code, c.Name, c.Region}, c.Spellings)
	}
	for _, r := range a.all {
		fmt.Fprintf(&b, "%s %d %s %d %q %s %q %d\n", r.Edition.Period, r.Number, r.State,
			r.PublishedAt.UnixMicro(), r.Note, r.Digest, r.WithdrawalNotice, r.WithdrawnAt.UnixMicro())
	}
	return DigestOf(b.String())
}

// of lists a period's revisions, the highest number first.
func (a *Archive) of(p Period) []Revision {
	first, ok := a.last[p]
	if !ok {
		return nil
	}
	end := first
	for end < len(a.all) && a.all[end].Edition.Period == p {
		end++
	}
	return a.all[first:end]
}

// Rows is how many rows the tables of all published editions have.
func (a *Archive) Rows() int { return a.rows }

// UpdatedAt is when the archive last changed; the zero time when nothing was published.
func (a *Archive) UpdatedAt() time.Time {
	var latest time.Time
	for _, r := range a.all {
		for _, at := range []time.Time{r.PublishedAt, r.WithdrawnAt} {
			if at.After(latest) {
				latest = at
			}
		}
	}
	return latest
}

// Question is a question with the answer that is public now: the text that the newest period
// confirmed, or the one that the site ships with.
func (a *Archive) Question(q Question) Question {
	for i := range a.published {
		if answer, ok := a.published[i].Edition.Answer(q.ID); ok {
			q.Body = answer.Body
			return q
		}
	}
	return q
}

// Answer is a question's answer with its fields filled: from the edition that confirmed its text,
// or else from the newest that reports all that it quotes. When none that is public does, such as
// after that period was withdrawn, it is ErrNotFound.
func (a *Archive) Answer(q Question, format func(int) string) (string, error) {
	for i := range a.published {
		e := &a.published[i].Edition
		if answer, ok := e.Answer(q.ID); ok {
			return Question{ID: q.ID, Body: answer.Body}.Answer(e, format)
		}
	}
	quotes := q.Quotes()
	if len(quotes) == 0 {
		return q.Body, nil
	}
	if i := a.reporting(quotes); i >= 0 {
		return q.Answer(&a.published[i].Edition, format)
	}
	return "", fmt.Errorf("answer %s: no published period reports all that it quotes: %w", q.ID, ErrNotFound)
}

// reporting is where the newest published edition is that reports everything named, or -1. It is
// looked for once: an archive does not change.
func (a *Archive) reporting(names []string) int {
	key := strings.Join(names, " ")
	if i, ok := a.quoted.Load(key); ok {
		return i.(int)
	}
	i := slices.IndexFunc(a.published, func(r Revision) bool { return r.Edition.reports(names) })
	a.quoted.Store(key, i)
	return i
}
