package publish

import (
	"context"
	"errors"
	"fmt"
	"time"

	"lerr/internal/audit"
	"lerr/internal/report"
)

// Publish makes an approved draft public now.
func (d *Desk) Publish(ctx context.Context, c Change) (report.Revision, error) {
	draft, err := d.store.Draft(ctx, c.Draft)
	switch {
	case err != nil:
		return report.Revision{}, fmt.Errorf("publish: %w", err)
	case draft.Version != c.Version:
		return report.Revision{}, fmt.Errorf("publish: %s changed it meanwhile: %w", draft.UpdatedBy, report.ErrConflict)
	case draft.State != DraftApproved && draft.State != DraftScheduled:
		return report.Revision{}, fmt.Errorf("publish: it is %s, want approved: %w", draft.State, report.ErrConflict)
	}
	return d.release(ctx, draft, d.now().UTC(), c.Actor, "")
}

// release writes a draft's edition as the next revision of its period, in one transaction with the
// draft's state and the audit row. The approval must be of exactly what is written. Its pages are
// made before, so that readers have them as soon as it is public.
func (d *Desk) release(ctx context.Context, draft Draft, at time.Time, actor, text string) (report.Revision, error) {
	period := draft.Edition.Period
	fail := func(err error) (report.Revision, error) {
		return report.Revision{}, fmt.Errorf("publish %s: %w", period, err)
	}
	revision, next, err := d.next(ctx, draft, at)
	if err != nil {
		return fail(err)
	}
	if d.prepare != nil {
		d.prepare(ctx, next)
	}
	draft.State = DraftPublished
	draft.Version++
	draft.UpdatedAt, draft.UpdatedBy = d.now().UTC(), actor
	event := d.event(&draft, actor, "publish", text)
	event.Revision, event.Digest = revision.Number, revision.Digest
	err = d.store.Publish(ctx, Publication{
		Revisions: []report.Revision{revision}, Draft: &draft, Events: []audit.Event{event},
	})
	if err != nil {
		return fail(err)
	}
	if d.wake != nil {
		d.wake()
	}
	return revision, nil
}

// next is what a draft would be published as at a moment, and the archive as it would be then.
func (d *Desk) next(ctx context.Context, draft Draft, at time.Time) (report.Revision, *report.Archive, error) {
	if draft.Approved != draft.ContentDigest() || draft.ApprovedBy == "" {
		return report.Revision{}, nil, fmt.Errorf("it was not approved as it is: %w", report.ErrConflict)
	}
	archive, err := d.ready(ctx, draft)
	if err != nil {
		return report.Revision{}, nil, err
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

// rehearse is the archive as a scheduled draft will make it at its time. It is shown to nobody.
func (d *Desk) rehearse(ctx context.Context, draft Draft) (*report.Archive, error) {
	_, next, err := d.next(ctx, draft, draft.ReleaseAt)
	if err != nil {
		return nil, fmt.Errorf("prepare the release of %s: %w", draft.Edition.Period, err)
	}
	return next, nil
}

// Scheduled lists the drafts that have a time of release, the next first.
func (d *Desk) Scheduled(ctx context.Context) ([]Draft, error) { return d.store.Scheduled(ctx) }

// punctual is how late a release may be and still count as made at its time: what its pages, which
// were made before, say.
const punctual = time.Second

// Due publishes every scheduled draft whose time has come, and reports how many that were. One that
// cannot be published stays scheduled and is in the error; the others go on.
func (d *Desk) Due(ctx context.Context) (int, error) {
	drafts, err := d.Scheduled(ctx)
	if err != nil {
		return 0, fmt.Errorf("look for what is due: %w", err)
	}
	published := 0
	var failed error
	for _, draft := range drafts {
		now := d.now()
		late := now.Sub(draft.ReleaseAt)
		if late < 0 {
			continue
		}
		at := draft.ReleaseAt
		text := fmt.Sprintf("scheduled for %s", draft.ReleaseAt.UTC().Format(time.RFC3339))
		if late > punctual {
			at = now
			text += fmt.Sprintf("; late by %s", late.Round(time.Second))
		}
		if _, err := d.release(ctx, draft, at, draft.ApprovedBy, text); err != nil {
			// Another instance may have published it in this very moment.
			if !errors.Is(err, report.ErrConflict) {
				failed = errors.Join(failed, err)
			}
			continue
		}
		published++
	}
	return published, failed
}

// Correct starts a draft that corrects a published period, from its figures as they are.
func (d *Desk) Correct(ctx context.Context, actor string, period report.Period) (Draft, error) {
	archive, err := d.Archive(ctx)
	if err != nil {
		return Draft{}, fmt.Errorf("correct %s: %w", period, err)
	}
	revision, err := archive.Revision(period)
	if err != nil {
		return Draft{}, fmt.Errorf("correct: %w", err)
	}
	draft := Draft{
		State: DraftOpen, Corrects: revision.Number, Edition: revision.Edition.Clone(), UploadedBy: actor,
	}
	if draft.ID, err = newID(); err != nil {
		return draft, err
	}
	return draft, d.save(ctx, &draft, actor, "correct", fmt.Sprintf("revision %d", revision.Number))
}

// Withdraw takes a period's figures, all their revisions, from the public. The notice takes their
// place; an empty one is report.ErrInvalid.
func (d *Desk) Withdraw(ctx context.Context, actor string, period report.Period, notice string) error {
	archive, err := d.Archive(ctx)
	if err != nil {
		return fmt.Errorf("withdraw %s: %w", period, err)
	}
	revision, err := archive.Revision(period)
	if err != nil {
		return fmt.Errorf("withdraw: %w", err)
	}
	if notice == "" {
		return fmt.Errorf("withdraw %s: give the public notice that takes its place: %w", period, report.ErrInvalid)
	}
	err = d.store.Withdraw(ctx, period, notice, audit.Event{
		At: d.now().UTC(), Actor: actor, Action: "withdraw", Period: period,
		Revision: revision.Number, Digest: revision.Digest, Text: notice,
	})
	if err != nil {
		return fmt.Errorf("withdraw %s: %w", period, err)
	}
	if d.wake != nil {
		d.wake()
	}
	return nil
}
