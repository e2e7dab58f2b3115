package publish

import (
	"context"
	"time"

	"lerr/internal/audit"
	"lerr/internal/notify"
	"lerr/internal/report"
	"lerr/internal/translog"
)

// Store stores what is published and what is being prepared. Its methods return report's errors.
type Store interface {
	// Places returns all places, regions in their order. Both are empty in a new store.
	Places(ctx context.Context) ([]report.Region, []report.Country, error)
	// Revisions returns every revision in every state, read in one transaction. Those that known
	// reports true for come without their edition's content.
	Revisions(ctx context.Context, known func(report.Revision) bool) ([]report.Revision, error)
	// Log returns the transparency log with its signed head, read in one transaction. The head is "" if nothing signs it.
	Log(ctx context.Context) (log *translog.Log, checkpoint string, err error)
	// LogKey returns the public key of the transparency log, "" if the store was opened without the key.
	LogKey() string
	// AppendLog appends entries that no publication makes to the transparency log, with their event.
	AppendLog(ctx context.Context, e audit.Event, entries ...translog.Entry) error
	// LostNumbers returns the numbers of the last revisions of periods that a restore from an older copy has lost.
	LostNumbers(ctx context.Context) (map[report.Period]int, error)
	// Publish stores the publication in one transaction. It fails with ErrConflict unless each revision
	// follows the last of its period, each place is still as it was before its change, and the places that
	// result are a list that has every country with a row, and with which the publication holds.
	Publish(ctx context.Context, p Publication) error
	// Withdraw makes every revision of a period unavailable to the public, and saves the drafts that it
	// ends, in one transaction. It fails with ErrConflict if one of these has changed.
	Withdraw(ctx context.Context, w Withdrawal) error
	// CorrectNotice replaces the notice of a period's last withdrawal, in one transaction with its event. It fails with
	// ErrConflict unless the period is withdrawn with the notice that the correction replaces.
	CorrectNotice(ctx context.Context, n NoticeCorrection) error
	// Announcements returns every announcement, by period and the revision that it follows.
	Announcements(ctx context.Context) ([]Announcement, error)
	// SaveAnnouncement stores an announcement with its event and, if it was approved, its entry of the transparency log, in
	// one transaction. It fails with ErrConflict unless the stored version is the one before it.
	SaveAnnouncement(ctx context.Context, e AnnouncementEdit) error
	// Drafts returns every draft, newest first.
	Drafts(ctx context.Context) ([]Draft, error)
	// Scheduled returns the scheduled drafts, the next release first.
	Scheduled(ctx context.Context) ([]Draft, error)
	// Draft returns a draft, or ErrNotFound.
	Draft(ctx context.Context, id string) (Draft, error)
	// SaveDraft stores a draft with an event and what staff are told of it. It fails with ErrConflict unless the stored version is
	// the one before it.
	SaveDraft(ctx context.Context, d Draft, e audit.Event, messages ...notify.Message) error
	// AddMessages tells staff of what no event says. A message whose ID was used before is not sent again.
	AddMessages(ctx context.Context, messages ...notify.Message) error
	// Looks returns a person's last looks at a draft, the newest first.
	Looks(ctx context.Context, draft, person string) ([]Look, error)
	// SaveLook stores a person's look at a draft, instead of one at the same content.
	SaveLook(ctx context.Context, l Look) error
	// Events returns the audit log, oldest first, verified against its chain of hashes.
	Events(ctx context.Context) ([]audit.Event, error)
	// Changes returns a number that grows with every event, so that a running server notices what
	// another process has published.
	Changes(ctx context.Context) (int, error)
	// Hold returns why releases are held, "" if they are not, and the time of the last event, zero if
	// there is none. A hold is the last event of ActionPause or ActionResume.
	Hold(ctx context.Context) (reason string, last time.Time, err error)
}

// The actions of the events between which releases are held.
const (
	ActionPause  = "pause releases"
	ActionResume = "resume releases"
)

// Publication holds everything that one transaction makes public. Regions and countries are added to the
// stored ones.
type Publication struct {
	Regions   []report.Region
	Countries []report.Country
	Places    []PlaceEdit // changes of stored countries
	// Holds fails with ErrConflict if the listed places, as they are once it is stored, are not those with
	// which its files were made. Nil holds with any.
	Holds     func(*report.Places) error
	Revisions []report.Revision
	Draft     *Draft // the draft that it publishes, in its new state
	Events    []audit.Event
	Messages  []notify.Message // what staff are told
}

// NoticeCorrection is a correction of the notice of a period's last withdrawal.
type NoticeCorrection struct {
	Period       report.Period
	Before, Text string
	Event        audit.Event
}

// Withdrawal holds everything that one transaction takes from the public.
type Withdrawal struct {
	Period report.Period
	Notice string        // replaces the figures
	Ended  []Draft       // drafts of the period whose release has ended, in their new state
	Events []audit.Event // the first is the withdrawal's

	Messages []notify.Message // what staff are told
}
