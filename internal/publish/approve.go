package publish

import (
	"context"
	"fmt"
	"strings"
	"time"

	"lerr/internal/report"
)

// ready returns the archive, or the problems that block the draft, as report.Problems. Among them is
// that what it follows has changed.
func (s *Service) ready(ctx context.Context, draft Draft) (*report.Archive, error) {
	archive, err := s.Archive(ctx)
	if err != nil {
		return nil, err
	}
	if blockers := Blockers(draft, s.Examine(draft, archive)); len(blockers) > 0 {
		return nil, fmt.Errorf("not ready: %w", blockers)
	}
	return archive, nil
}

// Submit passes a draft to a second person. Everything that readers could ask for is made before, and
// thrown away. If anything blocks the draft, the error holds report.Problems.
func (s *Service) Submit(ctx context.Context, e Edit) (Draft, error) {
	return s.apply(ctx, e, ActionSubmit, "submit", "", func(draft *Draft) error {
		archive, err := s.ready(ctx, *draft)
		if err != nil {
			return err
		}
		draft.State, draft.SubmittedBy, draft.Alert = DraftSubmitted, e.Actor.Name, ""
		return s.rehearse(ctx, draft, archive)
	})
}

// Return gives a submitted draft back to its editor. It refuses an empty reason with report.ErrInvalid.
func (s *Service) Return(ctx context.Context, e Edit, reason string) (Draft, error) {
	reason = strings.TrimSpace(reason)
	return s.apply(ctx, e, ActionReturn, "return", reason, func(draft *Draft) error {
		if reason == "" {
			return &Refusal{report.ErrInvalid, "Say what has to be changed. Its editor reads it."}
		}
		reopen(draft)
		draft.Returned = &Decision{e.Actor.Name, s.now().UTC(), reason}
		return nil
	})
}

// Reopen takes an approved or scheduled draft back to its editor: its approval ends, and its schedule. It
// refuses an empty reason with report.ErrInvalid.
func (s *Service) Reopen(ctx context.Context, e Edit, reason string) (Draft, error) {
	reason = strings.TrimSpace(reason)
	return s.apply(ctx, e, ActionReopen, string(ActionReopen), reason, func(draft *Draft) error { // saving adds what has ended
		if reason == "" {
			return &Refusal{report.ErrInvalid, "Say why it is taken back."}
		}
		reopen(draft)
		return nil
	})
}

// Approve approves the content that has the digest, for a reason. It refuses people who changed or submitted
// the draft with report.ErrForbidden, content that has changed with report.ErrConflict, and an empty reason
// with report.ErrInvalid.
func (s *Service) Approve(ctx context.Context, e Edit, digest, reason string) (Draft, error) {
	reason = strings.TrimSpace(reason)
	return s.apply(ctx, e, ActionApprove, "approve", reason, func(draft *Draft) error {
		if reason == "" {
			return &Refusal{report.ErrInvalid, "Say what you compared it with. The audit log keeps it under your name."}
		}
		if digest != draft.ContentDigest() {
			return &Refusal{report.ErrConflict, "The content has changed since you looked at it."}
		}
		draft.State, draft.Approved = DraftApproved, digest
		draft.ApprovedBy, draft.ApprovedAt, draft.ApprovedFor = e.Actor.Name, s.now().UTC(), reason
		draft.Returned = nil
		_, err := s.ready(ctx, *draft)
		return err
	})
}

// Schedule sets the time at which an approved draft becomes public. It refuses a time that is not in the future, and
// one that is not announced without a reason, with report.ErrInvalid. What was approved is not examined again.
func (s *Service) Schedule(ctx context.Context, e Edit, at time.Time, zone string) (Draft, error) {
	text := fmt.Sprintf("for %s (%s)", at.UTC().Format(time.RFC3339), zone)
	return s.applyNoted(ctx, e, ActionSchedule, "schedule", text, func(draft *Draft) (off string, err error) {
		archive, err := s.Archive(ctx)
		if err == nil {
			err = s.Current(*draft, archive)
		}
		if err == nil && at.After(s.now()) {
			off, err = offCalendar(*draft, archive, at, e.Reason)
		}
		if err != nil {
			return "", err
		}
		draft.OffCalendar = off
		draft.ScheduledBy, draft.ScheduledAt = e.Actor.Name, s.now().UTC()
		return off, s.schedule(draft, at, zone)
	})
}

func (s *Service) schedule(draft *Draft, at time.Time, zone string) error {
	if !at.After(s.now()) {
		return &Refusal{report.ErrInvalid, "The time has passed."}
	}
	draft.State, draft.ReleaseAt, draft.Zone, draft.Alert = DraftScheduled, at.UTC(), zone, ""
	return nil
}
