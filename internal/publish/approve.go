package publish

import (
	"context"
	"fmt"
	"time"

	"lerr/internal/report"
)

// examined loads what is published and examines a draft against it.
func (d *Desk) examined(ctx context.Context, draft Draft) (*report.Archive, report.Problems, error) {
	archive, err := d.Archive(ctx)
	if err != nil {
		return nil, nil, err
	}
	return archive, d.Examine(draft, archive), nil
}

// ready refuses a draft that anything stands against.
func (d *Desk) ready(ctx context.Context, draft Draft) (*report.Archive, error) {
	archive, problems, err := d.examined(ctx, draft)
	if err != nil {
		return nil, err
	}
	if blockers := Blockers(draft, problems); len(blockers) > 0 {
		return nil, fmt.Errorf("%w: %w", errNotReady, blockers)
	}
	return archive, nil
}

// Submit hands a draft to a second person. Anything that still stands against it is in the error,
// as report.Problems.
func (d *Desk) Submit(ctx context.Context, c Change) (Draft, error) {
	return d.change(ctx, c, "submit", "", func(draft *Draft) error {
		if draft.State != DraftOpen {
			return fmt.Errorf("it is %s: %w", draft.State, report.ErrConflict)
		}
		if _, err := d.ready(ctx, *draft); err != nil {
			return err
		}
		draft.State, draft.SubmittedBy = DraftSubmitted, c.Actor
		return nil
	})
}

// Return gives a submitted or approved draft back to be changed, with a reason.
func (d *Desk) Return(ctx context.Context, c Change, reason string) (Draft, error) {
	return d.edit(ctx, c, "return", reason, func(draft *Draft) error {
		if draft.State == DraftOpen {
			return fmt.Errorf("it is being prepared already: %w", report.ErrConflict)
		}
		return nil
	})
}

// Approve approves exactly the content that has the digest. Whoever uploaded or submitted it may
// not: report.ErrForbidden. Content that is no longer the same is report.ErrConflict.
func (d *Desk) Approve(ctx context.Context, c Change, digest string) (Draft, error) {
	return d.change(ctx, c, "approve", digest, func(draft *Draft) error {
		switch {
		case draft.State != DraftSubmitted:
			return fmt.Errorf("it is %s: %w", draft.State, report.ErrConflict)
		case c.Actor == draft.SubmittedBy || c.Actor == draft.UploadedBy:
			return fmt.Errorf("a second person approves; you prepared it: %w", report.ErrForbidden)
		case digest != draft.ContentDigest():
			return fmt.Errorf("its content is no longer what you looked at: %w", report.ErrConflict)
		}
		if _, err := d.ready(ctx, *draft); err != nil {
			return err
		}
		draft.State, draft.Approved = DraftApproved, digest
		draft.ApprovedBy, draft.ApprovedAt = c.Actor, d.now().UTC()
		return nil
	})
}

// Schedule sets the moment from which an approved draft is public. A moment that is not in the
// future is report.ErrInvalid.
func (d *Desk) Schedule(ctx context.Context, c Change, at time.Time, zone string) (Draft, error) {
	text := fmt.Sprintf("for %s (%s)", at.UTC().Format(time.RFC3339), zone)
	return d.change(ctx, c, "schedule", text, func(draft *Draft) error {
		if draft.State != DraftApproved && draft.State != DraftScheduled {
			return fmt.Errorf("it is %s, want approved: %w", draft.State, report.ErrConflict)
		}
		if !at.After(d.now()) {
			return fmt.Errorf("the time has passed: %w", report.ErrInvalid)
		}
		if _, err := d.ready(ctx, *draft); err != nil {
			return err
		}
		draft.State, draft.ReleaseAt, draft.Zone = DraftScheduled, at.UTC(), zone
		return nil
	})
}

// Hold takes a scheduled draft back to being approved, with no time.
func (d *Desk) Hold(ctx context.Context, c Change) (Draft, error) {
	return d.change(ctx, c, "hold", "", func(draft *Draft) error {
		if draft.State != DraftScheduled {
			return fmt.Errorf("it is %s: %w", draft.State, report.ErrConflict)
		}
		draft.State, draft.ReleaseAt, draft.Zone = DraftApproved, time.Time{}, ""
		return nil
	})
}
