package publish

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"lerr/internal/audit"
	"lerr/internal/report"
)

// prerender renders the pages of an archive that is about to become public; nil does nothing.
type prerender func(ctx context.Context, next *report.Archive)

// Publish makes an approved draft public now.
func (s *Service) Publish(ctx context.Context, e Edit, render prerender) (report.Revision, error) {
	draft, err := s.load(ctx, e, ActionPublish)
	if err != nil {
		return report.Revision{}, fmt.Errorf("publish: %w", err)
	}
	return s.release(ctx, draft, s.now().UTC(), e.Actor.Name, "", render)
}

// release stores a draft's edition as the next revision of its period, in one transaction with the
// draft's state and the event. It fails unless exactly this content was approved. It renders the
// pages first, so that readers need not wait for them.
func (s *Service) release(ctx context.Context, draft Draft, at time.Time, actor, text string, render prerender) (report.Revision, error) {
	fail := func(err error) (report.Revision, error) {
		return report.Revision{}, fmt.Errorf("publish %s: %w", draft.Edition.Period, err)
	}
	revision, next, err := s.next(ctx, draft, at)
	if err != nil {
		return fail(err)
	}
	if render != nil {
		render(ctx, next)
	}
	draft.State = DraftPublished
	draft.Version++
	draft.UpdatedAt, draft.UpdatedBy = s.now().UTC(), actor
	event := s.event(&draft, actor, "publish", text)
	event.Revision, event.Digest = revision.Number, revision.Digest
	err = s.store.Publish(ctx, Publication{
		Revisions: []report.Revision{revision}, Draft: &draft, Events: []audit.Event{event},
	})
	if err != nil {
		return fail(err)
	}
	return revision, nil
}

// next returns the revision that a draft would become if it were published at a time, and the
// archive that would include it.
func (s *Service) next(ctx context.Context, draft Draft, at time.Time) (report.Revision, *report.Archive, error) {
	if draft.Approved != draft.ContentDigest() || draft.ApprovedBy == "" {
		return report.Revision{}, nil, &Refusal{report.ErrConflict, "The draft has changed since its approval."}
	}
	archive, err := s.Archive(ctx)
	if err != nil {
		return report.Revision{}, nil, err
	}
	// The figures were examined before the approval. A rule or a warning that is new since then does not
	// stop a release; only what was published or withdrawn meanwhile can.
	blockers := slices.DeleteFunc(s.Examine(draft, archive), func(p report.Problem) bool {
		return p.Code != CodePublished && p.Code != CodeSequence && p.Code != CodeNothingChanged
	})
	if len(blockers) > 0 {
		return report.Revision{}, nil, fmt.Errorf("not ready: %w", blockers)
	}
	edition := draft.Edition.Clone()
	edition.Sort()
	revision := report.Revision{
		Edition: edition, Number: archive.NextNumber(edition.Period), State: report.Published,
		PublishedAt: at.UTC().Truncate(time.Microsecond), Note: draft.Note, Digest: edition.Digest(),
	}
	next, err := archive.With(revision)
	return revision, next, err
}

// onTimeTolerance is the delay up to which a release still counts as made at its scheduled time,
// which its prerendered pages state.
const onTimeTolerance = time.Second

// Due publishes every scheduled draft whose time has come, and returns how many it published. A
// draft that cannot be published stays scheduled and is in the error; the others are published.
func (s *Service) Due(ctx context.Context, render prerender) (int, error) {
	drafts, err := s.store.Scheduled(ctx)
	if err != nil {
		return 0, fmt.Errorf("list scheduled drafts: %w", err)
	}
	published := 0
	var failed error
	for _, draft := range drafts {
		now := s.now()
		late := now.Sub(draft.ReleaseAt)
		if late < 0 {
			continue
		}
		at := draft.ReleaseAt
		text := fmt.Sprintf("scheduled for %s", draft.ReleaseAt.UTC().Format(time.RFC3339))
		if late > onTimeTolerance {
			at = now
			text += fmt.Sprintf("; late by %s", late.Round(time.Second))
		}
		_, err := s.release(ctx, draft, at, draft.ApprovedBy, text, render)
		switch {
		case err == nil:
			published++
		case !errors.Is(err, report.ErrConflict): // another process may have published it just now
			failed = errors.Join(failed, err)
		}
	}
	return published, failed
}

// Correct creates a draft that corrects a published period, with its present figures.
func (s *Service) Correct(ctx context.Context, actor string, period report.Period) (Draft, error) {
	revision, err := s.published(ctx, period)
	if err != nil {
		return Draft{}, fmt.Errorf("correct: %w", err)
	}
	draft := Draft{
		ID: newID(), State: DraftOpen, Corrects: revision.Number, Edition: revision.Edition.Clone(), UploadedBy: actor,
	}
	if err := s.inherit(ctx, &draft, revision); err != nil {
		return Draft{}, fmt.Errorf("correct: %w", err)
	}
	return draft, s.save(ctx, &draft, actor, "correct", fmt.Sprintf("revision %d", revision.Number))
}

// published returns the published revision of a period, or report.ErrNotFound.
func (s *Service) published(ctx context.Context, period report.Period) (report.Revision, error) {
	archive, err := s.Archive(ctx)
	if err != nil {
		return report.Revision{}, err
	}
	return archive.Revision(period)
}

// Withdraw makes all revisions of a period unavailable to the public and shows the notice instead.
// It refuses an empty notice with report.ErrInvalid.
func (s *Service) Withdraw(ctx context.Context, actor string, period report.Period, notice string) error {
	revision, err := s.published(ctx, period)
	if err != nil {
		return fmt.Errorf("withdraw: %w", err)
	}
	if notice == "" {
		return &Refusal{report.ErrInvalid, "Write the public notice that replaces the period's figures."}
	}
	if notice, err = publicText(report.NoteText, notice); err != nil {
		return fmt.Errorf("withdraw %s: %w", period, err)
	}
	err = s.store.Withdraw(ctx, period, notice, audit.Event{
		At: s.now().UTC(), Actor: actor, Action: "withdraw", Period: period,
		Revision: revision.Number, Digest: revision.Digest, Text: notice,
	})
	if err != nil {
		return fmt.Errorf("withdraw %s: %w", period, err)
	}
	return nil
}
