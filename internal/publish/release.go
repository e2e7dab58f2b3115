package publish

import (
	"context"
	"errors"
	"fmt"
	"time"

	"lerr/internal/audit"
	"lerr/internal/notify"
	"lerr/internal/report"
)

// ActionPublishDirectly is the action of events that publish without a second person. Up to November
// 2026 it was stored as "publish alone", beside one of "publish".
const ActionPublishDirectly = "publish directly"

// prerender renders the pages of an archive that is about to become public, and returns in good time;
// nil does nothing.
type prerender func(ctx context.Context, next *report.Archive)

// Publish makes an approved draft public now. It renders the pages first, so that readers need not wait
// for them. It refuses what is not announced for now, without a reason, with report.ErrInvalid.
func (s *Service) Publish(ctx context.Context, e Edit, render prerender) (report.Revision, error) {
	draft, err := s.load(ctx, e, ActionPublish)
	if err != nil {
		if revision, ok := s.publishedBy(ctx, e, draft); ok {
			return revision, nil
		}
		return report.Revision{}, fmt.Errorf("publish: %w", err)
	}
	at := s.now()
	archive, err := s.Archive(ctx)
	off := ""
	if err == nil {
		off, err = offCalendar(draft, archive, at, e.Reason)
	}
	if err != nil {
		return report.Revision{}, fmt.Errorf("publish: %w", err)
	}
	if render != nil {
		if _, next, err := s.next(ctx, draft, at); err == nil { // else release says why
			render(ctx, next)
		}
	}
	revision, err := s.release(ctx, draft, at, e.Actor.Name, off)
	if errors.Is(err, report.ErrConflict) {
		if stored, failed := s.store.Draft(ctx, e.Draft); failed == nil {
			if first, ok := s.publishedBy(ctx, e, stored); ok {
				return first, nil
			}
		}
	}
	return revision, err
}

// publishedBy returns what a draft became, if the person of an edit has just published the version that the edit names: a
// button was pressed twice.
func (s *Service) publishedBy(ctx context.Context, e Edit, draft Draft) (report.Revision, bool) {
	if draft.State != DraftPublished || draft.Version != e.Version+1 || draft.UpdatedBy != e.Actor.Name {
		return report.Revision{}, false
	}
	revision, err := s.published(ctx, draft.Edition.Period)
	return revision, err == nil && revision.Digest == draft.Edition.Digest()
}

// release stores a draft's edition as the next revision of its period, and its places, in one
// transaction with the draft's state and the event. It fails unless exactly this content was approved
// and what it follows is still published. It examines nothing again, and renders nothing.
func (s *Service) release(ctx context.Context, draft Draft, at time.Time, actor, text string) (report.Revision, error) {
	fail := func(err error) (report.Revision, error) {
		return report.Revision{}, fmt.Errorf("publish %s: %w", draft.Edition.Period, err)
	}
	publication, _, err := s.next(ctx, draft, at)
	if err != nil {
		return fail(err)
	}
	revision := publication.Revisions[0]
	draft.State, draft.Alert = DraftPublished, ""
	draft.Version++
	draft.UpdatedAt, draft.UpdatedBy = s.now().UTC(), actor
	if draft.Version == 1 {
		draft.CreatedAt = draft.UpdatedAt
	}
	action := "publish"
	if draft.Direct {
		action = ActionPublishDirectly
	}
	event := s.event(&draft, actor, action, text)
	event.Revision, event.Digest = revision.Number, revision.Digest
	publication.Draft, publication.Events = &draft, []audit.Event{event}
	publication.Messages = []notify.Message{publishedMessage(&draft, actor, at)}
	for _, p := range publication.Places {
		publication.Events = append(publication.Events, audit.Event{
			At: event.At, Actor: actor, Action: "publish place", Period: event.Period, Revision: event.Revision, Text: p.text(),
		})
	}
	if err := s.store.Publish(ctx, publication); err != nil {
		return fail(s.explained(ctx, &draft, err))
	}
	return revision, nil
}

// next returns what would be stored if a draft were published at a time, and the archive that would
// include it. It fails unless the draft could be published now.
func (s *Service) next(ctx context.Context, draft Draft, at time.Time) (Publication, *report.Archive, error) {
	if draft.Approved != draft.ContentDigest() || draft.ApprovedBy == "" && !draft.Direct {
		return Publication{}, nil, &Refusal{report.ErrConflict, "The draft has changed since its approval."}
	}
	archive, err := s.Archive(ctx)
	if err == nil {
		err = s.Current(draft, archive)
	}
	if err != nil {
		return Publication{}, nil, err
	}
	return following(draft, archive, at)
}

// following returns what would be stored if a draft were published into an archive, and the archive
// that would include it.
func following(draft Draft, archive *report.Archive, at time.Time) (Publication, *report.Archive, error) {
	archive, places, err := changePlaces(archive, draft.Places)
	if err != nil {
		return Publication{}, nil, &Refusal{report.ErrConflict, sentence(err)}
	}
	edition := draft.Edition.Clone()
	edition.Sort()
	revision := report.Revision{
		Edition: edition, Number: archive.NextNumber(edition.Period), State: report.Published,
		PublishedAt: at.UTC().Truncate(time.Microsecond), Note: draft.Note, Digest: edition.Digest(),
		Again: draft.Again(), Direct: draft.Direct,
	}
	next, err := archive.With(revision)
	holds := func(listed *report.Places) error {
		if text := renamedSince(draft, listed); text != "" {
			return &Refusal{report.ErrConflict, text}
		}
		return nil
	}
	return Publication{Revisions: []report.Revision{revision}, Places: places, Holds: holds}, next, err
}

// onTimeTolerance is the delay up to which a release still counts as made at its scheduled time,
// which its prerendered pages state.
const onTimeTolerance = time.Second

// Released is a scheduled draft that was published, and how late.
type Released struct {
	Draft Draft
	Late  time.Duration
}

// ReleaseError says why a scheduled draft was not published at its time.
type ReleaseError struct {
	Draft Draft
	Err   error
}

func (e *ReleaseError) Error() string { return e.Err.Error() }

// Unwrap returns the reason.
func (e *ReleaseError) Unwrap() error { return e.Err }

// Due publishes every scheduled draft whose time has come, and returns them. A draft that cannot be
// published stays scheduled and is a ReleaseError in the joined error; the others are published.
func (s *Service) Due(ctx context.Context) ([]Released, error) {
	drafts, err := s.store.Scheduled(ctx)
	if err != nil {
		return nil, fmt.Errorf("list scheduled drafts: %w", err)
	}
	var released []Released
	var failed error
	for _, draft := range drafts {
		now := s.now()
		late := now.Sub(draft.ReleaseAt)
		if late < 0 {
			continue
		}
		at := draft.ReleaseAt
		text := fmt.Sprintf("%s, scheduled for %s", allowed(draft), draft.ReleaseAt.UTC().Format(time.RFC3339))
		if late > onTimeTolerance {
			at = now
			text += fmt.Sprintf("; late by %s", late.Round(time.Second))
		}
		_, err := s.release(ctx, draft, at, program, text)
		switch {
		case err == nil:
			released = append(released, Released{draft, late})
		case !s.outdated(ctx, draft):
			failed = errors.Join(failed, &ReleaseError{draft, err})
		}
	}
	return released, failed
}

// allowed says on whose word a scheduled draft becomes public.
func allowed(d Draft) string {
	if d.Direct {
		return "directly by " + d.UploadedBy
	}
	return "approved by " + d.ApprovedBy
}

// outdated reports whether the stored draft is no longer the one that was to be released: another process has published
// it just now, or somebody has changed it.
func (s *Service) outdated(ctx context.Context, draft Draft) bool {
	stored, err := s.store.Draft(ctx, draft.ID)
	return err == nil && stored.Version != draft.Version
}

// Correct creates a draft that corrects a published period, with its present figures.
func (s *Service) Correct(ctx context.Context, actor string, period report.Period) (Draft, error) {
	revision, err := s.published(ctx, period)
	if err != nil {
		return Draft{}, fmt.Errorf("correct: %w", err)
	}
	draft := Draft{
		State: DraftOpen, Corrects: revision.Number, Base: revision.Number, Edition: revision.Edition.Clone(),
		UploadedBy: actor, ChangedBy: []string{actor},
	}
	if err := s.inherit(ctx, &draft, revision); err != nil {
		return Draft{}, fmt.Errorf("correct: %w", err)
	}
	return s.begin(ctx, draft, actor, "correct", fmt.Sprintf("revision %d", revision.Number))
}

// published returns the published revision of a period, or report.ErrNotFound.
func (s *Service) published(ctx context.Context, period report.Period) (report.Revision, error) {
	archive, err := s.Archive(ctx)
	if err != nil {
		return report.Revision{}, err
	}
	return archive.Revision(period)
}

// LastZone returns the zone in which a person gave a release time last, or else anybody, or else UTC.
func LastZone(drafts []Draft, person string) string {
	zone, at, own := "UTC", time.Time{}, false
	for _, d := range drafts {
		mine := d.ScheduledBy == person
		if d.Zone == "" || own && !mine || own == mine && !d.ScheduledAt.After(at) {
			continue
		}
		zone, at, own = d.Zone, d.ScheduledAt, mine
	}
	return zone
}
