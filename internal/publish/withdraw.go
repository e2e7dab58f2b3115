package publish

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"lerr/internal/audit"
	"lerr/internal/notify"
	"lerr/internal/report"
)

// withdrawAttempts bounds the attempts at a withdrawal while others save the drafts that it ends.
const withdrawAttempts = 10

// Withdraw makes all revisions of a period unavailable to the public and shows the notice instead. What
// was submitted, approved or scheduled for the period goes back to its editor. The other scheduled
// drafts are examined: their Alert says what is new. It refuses an empty notice with
// report.ErrInvalid.
func (s *Service) Withdraw(ctx context.Context, actor string, period report.Period, notice string) error {
	if notice == "" {
		return &Refusal{report.ErrInvalid, "Write the public notice that replaces the period's figures."}
	}
	notice, err := publicText(report.NoteText, notice)
	if err != nil {
		return fmt.Errorf("withdraw %s: %w", period, err)
	}
	archive, err := s.Archive(ctx)
	if err != nil {
		return fmt.Errorf("withdraw %s: %w", period, err)
	}
	if gone, ok := archive.Withdrawn(period); ok && gone.WithdrawalNotice == notice { // a button was pressed twice
		return nil
	}
	revision, err := archive.Revision(period)
	if err != nil {
		return fmt.Errorf("withdraw: %w", err)
	}
	now := s.now().UTC().Truncate(time.Microsecond) // as it is stored
	event := audit.Event{
		At: now, Actor: actor, Action: "withdraw", Period: period, Revision: revision.Number, Digest: revision.Digest, Text: notice,
	}
	alert := fmt.Sprintf("%s was withdrawn by %s.", period.Label(), actor)
	for range withdrawAttempts {
		w := Withdrawal{Period: period, Notice: notice, Events: []audit.Event{event}}
		w.Messages = []notify.Message{{
			ID: notify.NewID(), Kind: notify.Withdrawn, At: now, Period: period.String(), Label: period.Label(), By: actor,
		}}
		if w.Ended, err = s.ended(ctx, period); err != nil {
			return fmt.Errorf("withdraw %s: %w", period, err)
		}
		for i := range w.Ended {
			draft := &w.Ended[i]
			before := draft.standing()
			reopen(draft)
			draft.Version++
			draft.UpdatedAt, draft.UpdatedBy = now, actor
			draft.Alert = alert + " Its release has ended."
			w.Events = append(w.Events, s.event(draft, actor, "return", addEnded(fmt.Sprintf("was %s; the period was withdrawn.", before.State), draft.standing(), before)))
			w.Messages = append(w.Messages, messages(draft, before, actor, string(ActionReturn))...)
		}
		// Somebody may have saved a draft just now.
		if err = s.store.Withdraw(ctx, w); !errors.Is(err, report.ErrConflict) {
			break
		}
	}
	if err != nil {
		return fmt.Errorf("withdraw %s: %w", period, err)
	}
	if err := s.review(ctx, actor, alert); err != nil {
		return fmt.Errorf("%s is withdrawn, but not every scheduled draft could be examined: %w", period, err)
	}
	return nil
}

// ended returns the drafts of a period whose way to the public a withdrawal ends.
func (s *Service) ended(ctx context.Context, period report.Period) (ended []Draft, err error) {
	drafts, err := s.store.Drafts(ctx)
	for _, d := range drafts {
		if d.Edition.Period == period && !d.IsOver() && d.State != DraftOpen {
			ended = append(ended, d)
		}
	}
	return ended, err
}

// review examines what is scheduled after something has happened. It keeps each release, and leaves an
// alert with those that have problems which nobody has accepted.
func (s *Service) review(ctx context.Context, actor, happened string) error {
	archive, err := s.Archive(ctx)
	if err != nil {
		return err
	}
	drafts, err := s.store.Scheduled(ctx)
	if err != nil {
		return err
	}
	var failed error
	for _, d := range drafts {
		blockers := Blockers(d, s.Examine(d, archive))
		if len(blockers) == 0 {
			continue
		}
		texts := []string{happened, "The release stays scheduled. Look at what is new:"}
		for _, p := range blockers[:min(len(blockers), maxListed)] {
			texts = append(texts, p.Text)
		}
		if more := len(blockers) - maxListed; more > 0 {
			texts = append(texts, fmt.Sprintf("And %d more.", more))
		}
		d.Alert = strings.Join(texts, " ")
		err := s.save(ctx, &d, actor, "review", fmt.Sprintf("%s %d new problems and warnings", happened, len(blockers)))
		if !errors.Is(err, report.ErrConflict) { // else somebody is working on it, and sees them
			failed = errors.Join(failed, err)
		}
	}
	return failed
}
