package publish

import (
	"context"
	"errors"
	"fmt"
	"time"

	"lerr/internal/report"
)

// Store keeps what is published. Its methods return report's errors: ErrConflict from Publish when
// a revision of that number exists already.
type Store interface {
	// Places lists every place; regions in their order. Both are empty in a new store.
	Places(ctx context.Context) ([]report.Region, []report.Country, error)
	// Revisions lists every revision, in every state.
	Revisions(ctx context.Context) ([]report.Revision, error)
	// Publish makes the publication public in one transaction: all of it or nothing.
	Publish(ctx context.Context, p report.Publication) error
	// Withdraw takes every revision of a period from the public, with an event.
	Withdraw(ctx context.Context, p report.Period, notice string, e report.Event) error
	// Drafts lists every draft, newest first.
	Drafts(ctx context.Context) ([]report.Draft, error)
	// Draft finds a draft; ErrNotFound when there is none of that id.
	Draft(ctx context.Context, id string) (report.Draft, error)
	// SaveDraft writes a draft with an event; ErrConflict when the one stored is not the version
	// before it.
	SaveDraft(ctx context.Context, d report.Draft, e report.Event) error
	// Events lists the audit log, oldest first, proven against its chain of hashes.
	Events(ctx context.Context) ([]report.Event, error)
	// Changes is a number that grows with whatever anybody does.
	Changes(ctx context.Context) (int, error)
}

// ErrDamaged says that stored figures no longer match the digest that was kept with them. They must
// not be shown.
var ErrDamaged = errors.New("stored figures do not match their digest")

// Desk is where figures are published.
type Desk struct {
	store     Store
	now       func() time.Time
	questions []report.Question
	remarks   []report.Remark
}

// NewDesk makes a desk that publishes into the store and tells the time by now. The questions are
// those of the FAQ, whose answers must be confirmed where they quote a period's figures.
func NewDesk(store Store, now func() time.Time, questions []report.Question) *Desk {
	return &Desk{store: store, now: now, questions: questions}
}

// Remember lets the desk know what is to be said of rows that are odd in their source. A draft in
// which such a row comes has its note from the start.
func (d *Desk) Remember(remarks []report.Remark) { d.remarks = remarks }

// Changes is a number that grows with whatever anybody does, so that a running server sees what
// another process has published.
func (d *Desk) Changes(ctx context.Context) (int, error) { return d.store.Changes(ctx) }

// Events lists the audit log, oldest first. A log that was altered is an error.
func (d *Desk) Events(ctx context.Context) ([]report.Event, error) { return d.store.Events(ctx) }

// Archive loads everything that is published and proves it against its digests. The error is
// ErrDamaged when a single figure or note is not as it was published.
func (d *Desk) Archive(ctx context.Context) (*report.Archive, error) {
	regions, countries, err := d.store.Places(ctx)
	if err != nil {
		return nil, fmt.Errorf("load places: %w", err)
	}
	places, err := report.NewPlaces(regions, countries)
	if err != nil {
		return nil, fmt.Errorf("load places: %w", err)
	}
	revisions, err := d.store.Revisions(ctx)
	if err != nil {
		return nil, fmt.Errorf("load revisions: %w", err)
	}
	for i := range revisions {
		r := &revisions[i]
		r.Edition.Sort()
		if digest := r.Edition.Digest(); digest != r.Digest {
			return nil, fmt.Errorf("%s revision %d: %w: have %s, want %s",
				r.Edition.Period, r.Number, ErrDamaged, digest, r.Digest)
		}
		if r.State == report.Withdrawn {
			// Its figures were proven, and go no further.
			r.Edition = report.Edition{Period: r.Edition.Period}
		}
	}
	return report.NewArchive(places, revisions)
}

// Shipped is a report to seed an empty store with.
type Shipped struct {
	Regions   []report.Region
	Countries []report.Country
	Editions  []report.Edition // oldest first
	Dates     map[report.Period]time.Time
}

// Seed publishes the shipped report into an empty store, all of it in one transaction, and reports
// how many editions that were. A store that holds any edition is left as it is. Editions with
// errors are refused whole, as Problems.
func (d *Desk) Seed(ctx context.Context, s Shipped) (int, error) {
	published, err := d.store.Revisions(ctx)
	if err != nil {
		return 0, fmt.Errorf("seed: %w", err)
	}
	if len(published) > 0 {
		return 0, nil
	}
	places, err := report.NewPlaces(s.Regions, s.Countries)
	if err != nil {
		return 0, fmt.Errorf("seed: %w", err)
	}
	publication := report.Publication{Regions: s.Regions, Countries: s.Countries}
	var problems report.Problems
	var newest report.Period
	for _, e := range s.Editions {
		at, ok := s.Dates[e.Period]
		if !ok {
			return 0, fmt.Errorf("seed %s: no date of publication: %w", e.Period, report.ErrInvalid)
		}
		problems = append(problems, Check(e, places, newest).Only(report.SeverityError)...)
		newest = e.Period
		r := report.Revision{Edition: e, Number: 1, PublishedAt: at, Digest: e.Digest()}
		publication.Revisions = append(publication.Revisions, r)
		publication.Events = append(publication.Events, report.Event{
			At: d.now().UTC(), Actor: "lerr serve", Action: "seed", Period: e.Period,
			Revision: 1, Digest: r.Digest, Text: "Published from the files that the program ships with.",
		})
	}
	if len(problems) > 0 {
		return 0, fmt.Errorf("seed: %w", problems)
	}
	if err := d.store.Publish(ctx, publication); err != nil {
		return 0, fmt.Errorf("seed: %w", err)
	}
	return len(publication.Revisions), nil
}
