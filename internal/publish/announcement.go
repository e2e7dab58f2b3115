package publish

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"lerr/internal/audit"
	"lerr/internal/notify"
	"lerr/internal/report"
	"lerr/internal/translog"
)

// Announcement is the announcement of a release: what is public of it, and what waits for a second person.
type Announcement struct {
	Period   report.Period
	Follows  int // the revision that a planned update follows; 0 for a first publication
	Version  int // grows with every change
	Changes  []ApprovedChange
	Proposed *Proposal // waits for a second person; nil if nothing does
}

// ApprovedChange is a public change of an announcement, with the people who made it.
type ApprovedChange struct {
	report.AnnouncementChange
	ProposedBy, ApprovedBy string
}

// Proposal is a change of an announcement that waits for a second person. Nothing of it is public.
type Proposal struct {
	Change report.AnnouncementChange // without its time
	By     string
	At     time.Time
}

// Public returns what readers see of the announcement. ok is false if that is nothing.
func (a Announcement) Public() (public report.Announcement, ok bool) {
	public = report.Announcement{Period: a.Period, Follows: a.Follows}
	for _, c := range a.Changes {
		public.Changes = append(public.Changes, c.AnnouncementChange)
	}
	return public, len(a.Changes) > 0
}

// PublicAnnouncements returns what readers see of announcements.
func PublicAnnouncements(list []Announcement) (public []report.Announcement) {
	for _, a := range list {
		if p, ok := a.Public(); ok {
			public = append(public, p)
		}
	}
	return public
}

// AnnouncementEdit is a new version of an announcement, as a store takes it.
type AnnouncementEdit struct {
	Announcement
	Approved bool // its last change is new
	Event    audit.Event
	Messages []notify.Message
}

// Entry returns what the transparency log records of the edit, if it makes anything public.
func (e AnnouncementEdit) Entry() (entry translog.Entry, ok bool) {
	if !e.Approved {
		return translog.Entry{}, false
	}
	return translog.AnnouncementEntry(e.Period, e.Follows, e.Changes[len(e.Changes)-1].AnnouncementChange), true
}

// AnnouncementRef names a version of a period's announcement to be changed, and the actor. Version 0 is one that does
// not exist yet.
type AnnouncementRef struct {
	Actor   Actor
	Period  report.Period
	Follows int
	Version int
}

// The actions of the events on announcements.
const (
	ActionProposeAnnouncement = "propose announcement"
	ActionApproveAnnouncement = "approve announcement"
	ActionDiscardProposal     = "discard announcement"
)

// Announcements returns every announcement, by period and the revision that it follows.
func (s *Service) Announcements(ctx context.Context) ([]Announcement, error) {
	return s.store.Announcements(ctx)
}

// Propose suggests a change of an announcement, or a new one. It replaces what was suggested before. It refuses what
// cannot become public, and what breaks the announced date without a reason, with report.ErrInvalid; and a release that
// was made or a version that is not the stored one with report.ErrConflict.
func (s *Service) Propose(ctx context.Context, ref AnnouncementRef, change report.AnnouncementChange) (Announcement, error) {
	if !ref.Actor.Editor {
		return Announcement{}, fmt.Errorf("propose: your roles do not permit it: %w", report.ErrForbidden)
	}
	change.At = time.Time{}
	if change.Reason = strings.TrimSpace(change.Reason); change.Reason != "" {
		var err error
		if change.Reason, err = publicText(report.NoteText, change.Reason); err != nil {
			return Announcement{}, err
		}
	}
	a, err := s.announcement(ctx, ref)
	if a.Proposed != nil && a.Version == ref.Version+1 && a.Proposed.By == ref.Actor.Name && a.Proposed.Change == change {
		return a, nil // a button was pressed twice
	}
	if err == nil {
		err = s.checkChange(ctx, a, change)
	}
	if err != nil {
		return a, fmt.Errorf("propose: %w", err)
	}
	a.Proposed = &Proposal{change, ref.Actor.Name, s.now().UTC().Truncate(time.Microsecond)}
	return s.saveAnnouncement(ctx, AnnouncementEdit{Announcement: a}, ref, ActionProposeAnnouncement, changeText(change))
}

// ApproveAnnouncement makes what somebody proposed public. It refuses the person who proposed it with
// report.ErrForbidden. A draft of the period that is scheduled for another time stands in the way.
func (s *Service) ApproveAnnouncement(ctx context.Context, ref AnnouncementRef) (Announcement, error) {
	if !ref.Actor.Approver {
		return Announcement{}, fmt.Errorf("approve the announcement: your roles do not permit it: %w", report.ErrForbidden)
	}
	a, err := s.announcement(ctx, ref)
	if n := len(a.Changes); err != nil && n > 0 && a.Version == ref.Version+1 && a.Changes[n-1].ApprovedBy == ref.Actor.Name && a.Proposed == nil {
		return a, nil // a button was pressed twice
	}
	if err == nil {
		err = s.mayApprove(ctx, a, ref.Actor)
	}
	if err != nil {
		return a, fmt.Errorf("approve the announcement: %w", err)
	}
	change := ApprovedChange{a.Proposed.Change, a.Proposed.By, ref.Actor.Name}
	change.At = s.now().UTC().Truncate(time.Microsecond)
	a.Changes, a.Proposed = append(slices.Clone(a.Changes), change), nil
	text := fmt.Sprintf("%s, proposed by %s", changeText(change.AnnouncementChange), change.ProposedBy)
	return s.saveAnnouncement(ctx, AnnouncementEdit{Announcement: a, Approved: true}, ref, ActionApproveAnnouncement, text)
}

// MayApprove returns nil unless the actor proposed what waits, or else report.ErrForbidden.
func (a Announcement) MayApprove(actor Actor) error {
	if a.Proposed != nil && a.Proposed.By == actor.Name {
		return &Refusal{report.ErrForbidden, "You proposed this date" + secondPerson}
	}
	return nil
}

func (s *Service) mayApprove(ctx context.Context, a Announcement, actor Actor) error {
	if a.Proposed == nil {
		return &Refusal{report.ErrConflict, "Nothing is proposed."}
	}
	if err := a.MayApprove(actor); err != nil {
		return err
	}
	if err := s.checkChange(ctx, a, a.Proposed.Change); err != nil {
		return err
	}
	drafts, err := s.store.Scheduled(ctx)
	if err != nil {
		return err
	}
	for _, d := range drafts {
		scheduled := report.AnnouncementChange{Release: d.ReleaseAt, Zone: d.Zone}
		if d.Edition.Period == a.Period && !scheduled.Keeps(a.Proposed.Change) {
			return &Refusal{report.ErrConflict, fmt.Sprintf(
				"A draft of %s is scheduled for %s. Change its time or take it back first, so that it does not become public at another time than announced.",
				a.Period.Label(), clockText(d.ReleaseAt))}
		}
	}
	return nil
}

// DiscardProposal ends what somebody proposed. What is public stays.
func (s *Service) DiscardProposal(ctx context.Context, ref AnnouncementRef) (Announcement, error) {
	if !ref.Actor.Editor && !ref.Actor.Approver {
		return Announcement{}, fmt.Errorf("discard the proposal: your roles do not permit it: %w", report.ErrForbidden)
	}
	a, err := s.announcement(ctx, ref)
	if err != nil && a.Proposed == nil && a.Version == ref.Version+1 {
		if done, failed := s.discardedBy(ctx, ref); failed == nil && done {
			return a, nil // a button was pressed twice
		}
	}
	if err == nil && a.Proposed == nil {
		err = &Refusal{report.ErrConflict, "Nothing is proposed."}
	}
	if err != nil {
		return a, fmt.Errorf("discard the proposal: %w", err)
	}
	text := changeText(a.Proposed.Change) + ", proposed by " + a.Proposed.By
	a.Proposed = nil
	return s.saveAnnouncement(ctx, AnnouncementEdit{Announcement: a}, ref, ActionDiscardProposal, text)
}

// discardedBy reports whether the last event on the announcements of a period is that the actor discarded one.
func (s *Service) discardedBy(ctx context.Context, ref AnnouncementRef) (bool, error) {
	events, err := s.store.Events(ctx)
	for _, e := range slices.Backward(events) {
		switch e.Action {
		case ActionProposeAnnouncement, ActionApproveAnnouncement, ActionDiscardProposal:
			if e.Period == ref.Period {
				return e.Action == ActionDiscardProposal && e.Actor == ref.Actor.Name, err
			}
		}
	}
	return false, err
}

// announcement returns the named announcement, a new one for version 0. It fails with ErrConflict, beside the stored
// one, unless that has the version.
func (s *Service) announcement(ctx context.Context, ref AnnouncementRef) (Announcement, error) {
	list, err := s.store.Announcements(ctx)
	if err != nil {
		return Announcement{}, err
	}
	a := Announcement{Period: ref.Period, Follows: ref.Follows}
	if i := slices.IndexFunc(list, func(a Announcement) bool { return a.Period == ref.Period && a.Follows == ref.Follows }); i >= 0 {
		a = list[i]
	}
	if a.Version != ref.Version {
		return a, announcedMeanwhile(a)
	}
	return a, nil
}

// announcedMeanwhile returns the refusal of an edit of an announcement that is not as its actor saw it.
func announcedMeanwhile(a Announcement) error {
	text := "Somebody changed the announcement meanwhile."
	if a.Proposed != nil {
		text = a.Proposed.By + " proposed another date meanwhile: " + changeText(a.Proposed.Change) + "."
	} else if n := len(a.Changes); n > 0 {
		text = fmt.Sprintf("The announcement says meanwhile: %s, approved by %s.", changeText(a.Changes[n-1].AnnouncementChange), a.Changes[n-1].ApprovedBy)
	}
	return &Refusal{report.ErrConflict, text}
}

// checkChange refuses a change that an announcement cannot have now.
func (s *Service) checkChange(ctx context.Context, a Announcement, c report.AnnouncementChange) error {
	archive, err := s.Archive(ctx)
	if err != nil {
		return err
	}
	refuse := func(format string, args ...any) error {
		return &Refusal{report.ErrInvalid, fmt.Sprintf(format, args...)}
	}
	if err := c.Check(); err != nil {
		return refuse("Give a month, or a date with its time and zone.")
	}
	public, announced := a.Public()
	if entry, ok := archive.AnnouncementOf(a.Period, a.Follows); ok && entry.State == report.Released {
		return &Refusal{report.ErrConflict, fmt.Sprintf("%s is published, as announced. Announce an update of it instead.", a.Period.Label())}
	}
	if last := archive.LastNumber(a.Period); !announced && a.Follows != last {
		return &Refusal{report.ErrConflict, fmt.Sprintf("%s has revision %d by now.", a.Period.Label(), last)}
	}
	end := a.Period.Next().First()
	switch {
	case c.Cancelled && !announced:
		return refuse("Nothing is announced that could be cancelled.")
	case !c.Cancelled && !c.Due().After(s.now()):
		return refuse("The time has passed. Give one that is to come.")
	case c.IsConfirmed() && c.Release.Before(end.AddDate(0, 0, -1)), !c.Month.IsZero() && c.Month.First().Before(end):
		return refuse("%s is not over by then. Give a later time.", a.Period.Label())
	case announced && c.Same(public.Last()):
		return refuse("This is announced already.")
	case announced && !c.Keeps(public.Last()) && c.Reason == "":
		return refuse("Say why, in words for the public: it breaks what was announced.")
	}
	return nil
}

// saveAnnouncement stores an edit as the next version, with its event and what staff are told.
func (s *Service) saveAnnouncement(ctx context.Context, e AnnouncementEdit, ref AnnouncementRef, action, text string) (Announcement, error) {
	e.Version++
	now := s.now().UTC()
	if e.Follows > 0 {
		text = fmt.Sprintf("update after revision %d: %s", e.Follows, text)
	}
	e.Event = audit.Event{At: now, Actor: ref.Actor.Name, Action: action, Period: e.Period, Text: text}
	m := notify.Message{ID: notify.NewID(), At: now, Period: e.Period.String(), Label: e.Period.Label(), By: ref.Actor.Name}
	switch action {
	case ActionProposeAnnouncement:
		m.Kind = notify.DateProposed
	case ActionApproveAnnouncement:
		m.Kind = notify.DateAnnounced
		last := e.Changes[len(e.Changes)-1]
		m.Release, m.Zone = last.Release, last.Zone
	}
	if m.Kind != "" {
		e.Messages = []notify.Message{m}
	}
	err := s.store.SaveAnnouncement(ctx, e)
	if errors.Is(err, report.ErrConflict) {
		if stored, failed := s.announcement(ctx, ref); errors.Is(failed, report.ErrConflict) {
			return stored, failed
		}
	}
	if err != nil {
		return e.Announcement, fmt.Errorf("%s: %w", action, err)
	}
	return e.Announcement, nil
}

// changeText says what a change says, for the audit log and for staff.
func changeText(c report.AnnouncementChange) (text string) {
	switch {
	case c.Cancelled:
		text = "cancelled"
	case c.IsConfirmed():
		text = fmt.Sprintf("%s (%s)", clockText(c.Release), c.Zone)
	default:
		text = c.Month.Label()
	}
	if c.Reason != "" {
		text += ", because: " + quoted(c.Reason)
	}
	return text
}

// clockText returns a time for people.
func clockText(at time.Time) string { return at.UTC().Format("2 January 2006, 15:04 UTC") }

// SayWhyOff asks for the reason of a release at another time than announced.
const SayWhyOff = "Say why it becomes public at this time. The audit log keeps it."

// OffCalendar says how a release of a draft at a time differs from what is announced, "" if it does not. A correction
// of an error is not announced, and neither is the publication after a withdrawal.
func OffCalendar(draft Draft, archive *report.Archive, at time.Time) string {
	entry, ok := archive.OpenAnnouncement(draft.Edition.Period)
	switch {
	case ok && entry.Last().IsConfirmed() && at.Truncate(time.Minute).Equal(entry.Last().Release):
		return ""
	case ok && entry.Last().IsConfirmed():
		return "It is announced for " + clockText(entry.Last().Release) + "."
	case ok:
		return "It is announced for " + entry.Last().Month.Label() + ", without a day."
	case draft.Corrects > 0 || draft.Again():
		return ""
	}
	return "It is not announced."
}

// offCalendar returns what an event says of a release at another time than announced, "" if it is not. It refuses one
// without a reason with report.ErrInvalid.
func offCalendar(draft Draft, archive *report.Archive, at time.Time, reason string) (text string, err error) {
	off := OffCalendar(draft, archive, at)
	if off == "" {
		return "", nil
	}
	if reason = strings.TrimSpace(reason); reason == "" {
		return "", &Refusal{report.ErrInvalid, off + " " + SayWhyOff}
	}
	return off + " Reason: " + reason, nil
}
