package publish

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"lerr/internal/audit"
	"lerr/internal/report"
)

// Store keeps what is published. Its methods return report's errors: ErrConflict from Publish when
// a revision of that number exists already.
type Store interface {
	// Places lists every place; regions in their order. Both are empty in a new store.
	Places(ctx context.Context) ([]report.Region, []report.Country, error)
	// Revisions lists every revision, in every state, all of one moment. Those that are known come
	// without their edition's content.
	Revisions(ctx context.Context, known func(report.Revision) bool) ([]report.Revision, error)
	// Publish makes the publication public in one transaction: all of it or nothing.
	Publish(ctx context.Context, p Publication) error
	// Withdraw takes every revision of a period from the public, with an event.
	Withdraw(ctx context.Context, p report.Period, notice string, e audit.Event) error
	// Drafts lists every draft, newest first.
	Drafts(ctx context.Context) ([]Draft, error)
	// Scheduled lists the drafts that have a time of release, the next first.
	Scheduled(ctx context.Context) ([]Draft, error)
	// Draft finds a draft; ErrNotFound when there is none of that id.
	Draft(ctx context.Context, id string) (Draft, error)
	// SaveDraft writes a draft with an event; ErrConflict when the one stored is not the version
	// before it.
	SaveDraft(ctx context.Context, d Draft, e audit.Event) error
	// Events lists the audit log, oldest first, proven against its chain of hashes.
	Events(ctx context.Context) ([]audit.Event, error)
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
	remarks   []report.KnownNote

	prepare func(ctx context.Context, next *report.Archive) // before something becomes public; may be nil
	wake    func()                                          // after something has changed for readers; may be nil

	mu     sync.Mutex
	proven map[revisionKey]report.Edition
}

// revisionKey names an edition by its place in the archive and its digest.
type revisionKey struct {
	period report.Period
	number int
	digest string
}

func keyOf(r report.Revision) revisionKey {
	return revisionKey{r.Edition.Period, r.Number, r.Digest}
}

// watched lets a watch know what is about to be public, and then that it is.
func (d *Desk) watched(prepare func(context.Context, *report.Archive), wake func()) {
	d.prepare, d.wake = prepare, wake
}

// NewDesk makes a desk that publishes into the store and tells the time by now. The questions are
// those of the FAQ, whose answers must be confirmed where they quote a period's figures.
func NewDesk(store Store, now func() time.Time, questions []report.Question) *Desk {
	return &Desk{store: store, now: now, questions: questions}
}

// Remember lets the desk know what is to be said of rows that are odd in their source. A draft in
// which such a row comes has its note from the start.
func (d *Desk) Remember(remarks []report.KnownNote) { d.remarks = remarks }

// Changes is a number that grows with whatever anybody does, so that a running server sees what
// another process has published.
func (d *Desk) Changes(ctx context.Context) (int, error) { return d.store.Changes(ctx) }

// Events lists the audit log, oldest first. A log that was altered is an error.
func (d *Desk) Events(ctx context.Context) ([]audit.Event, error) { return d.store.Events(ctx) }

// Archive loads everything that is published and proves it against its digests. The error is
// ErrDamaged when a single figure or note is not as it was published. What this desk has proven
// once it does not load again: an edition never changes, so a publication costs one edition
// however many there are.
func (d *Desk) Archive(ctx context.Context) (*report.Archive, error) {
	regions, countries, err := d.store.Places(ctx)
	if err != nil {
		return nil, fmt.Errorf("load places: %w", err)
	}
	places, err := report.NewPlaces(regions, countries)
	if err != nil {
		return nil, fmt.Errorf("load places: %w", err)
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	revisions, err := d.store.Revisions(ctx, func(r report.Revision) bool {
		_, ok := d.proven[keyOf(r)]
		return ok
	})
	if err != nil {
		return nil, fmt.Errorf("load revisions: %w", err)
	}
	if err := d.prove(revisions); err != nil {
		return nil, err
	}
	return report.NewArchive(places, revisions)
}

// prove checks the editions that are new to the desk against their digests, and completes those
// that are not. What is withdrawn goes no further than that.
func (d *Desk) prove(revisions []report.Revision) error {
	var all errgroup.Group
	all.SetLimit(runtime.NumCPU())
	proven := make(map[revisionKey]report.Edition, len(revisions))
	for i := range revisions {
		r := &revisions[i]
		if e, ok := d.proven[keyOf(*r)]; ok {
			r.Edition = e
			continue
		}
		all.Go(func() error {
			r.Edition.Sort()
			if digest := r.Edition.Digest(); digest != r.Digest {
				return fmt.Errorf("%s revision %d: %w: have %s, want %s", r.Edition.Period, r.Number, ErrDamaged, digest, r.Digest)
			}
			return nil
		})
	}
	if err := all.Wait(); err != nil {
		return err
	}
	for i := range revisions {
		r := &revisions[i]
		if r.State == report.Withdrawn {
			r.Edition = report.Edition{Period: r.Edition.Period}
		}
		proven[keyOf(*r)] = r.Edition
	}
	d.proven = proven
	return nil
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
	published, err := d.store.Revisions(ctx, func(report.Revision) bool { return true })
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
	publication := Publication{Regions: s.Regions, Countries: s.Countries}
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
		publication.Events = append(publication.Events, audit.Event{
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
