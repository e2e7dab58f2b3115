package publish

import (
	"context"

	"lerr/internal/audit"
	"lerr/internal/report"
)

// Store stores what is published and what is being prepared. Its methods return report's errors.
type Store interface {
	// Places returns all places, regions in their order. Both are empty in a new store.
	Places(ctx context.Context) ([]report.Region, []report.Country, error)
	// Revisions returns every revision in every state, read in one transaction. Those that known
	// reports true for come without their edition's content.
	Revisions(ctx context.Context, known func(report.Revision) bool) ([]report.Revision, error)
	// Publish stores the publication in one transaction. It fails with ErrConflict if a revision of
	// that number exists.
	Publish(ctx context.Context, p Publication) error
	// Withdraw makes every revision of a period unavailable to the public, with an event.
	Withdraw(ctx context.Context, p report.Period, notice string, e audit.Event) error
	// Drafts returns every draft, newest first.
	Drafts(ctx context.Context) ([]Draft, error)
	// Scheduled returns the scheduled drafts, the next release first.
	Scheduled(ctx context.Context) ([]Draft, error)
	// Draft returns a draft, or ErrNotFound.
	Draft(ctx context.Context, id string) (Draft, error)
	// SaveDraft stores a draft with an event. It fails with ErrConflict unless the stored version is
	// the one before it.
	SaveDraft(ctx context.Context, d Draft, e audit.Event) error
	// Events returns the audit log, oldest first, verified against its chain of hashes.
	Events(ctx context.Context) ([]audit.Event, error)
	// Changes returns a number that grows with every event, so that a running server notices what
	// another process has published.
	Changes(ctx context.Context) (int, error)
}

// Publication holds everything that one transaction makes public. Regions, countries and spellings are
// added to the stored ones.
type Publication struct {
	Regions   []report.Region
	Countries []report.Country
	Spellings []Spelling
	Revisions []report.Revision
	Draft     *Draft // the draft that it publishes, in its new state
	Events    []audit.Event
}

// Spelling is another way in which a workbook may write a country's name.
type Spelling struct {
	Country  string // code
	Spelling string
}
