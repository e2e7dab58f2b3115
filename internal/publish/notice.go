package publish

import (
	"context"
	"fmt"
	"time"

	"lerr/internal/audit"
	"lerr/internal/report"
)

// ActionCorrectNotice is the action of the events that correct the notice of a withdrawal.
const ActionCorrectNotice = "correct notice"

// CorrectNotice replaces the public notice of a withdrawn period. The transparency log and the audit log keep what it
// said. It refuses a period that is not withdrawn, or whose notice is not before any more, with report.ErrConflict,
// and a notice that is empty or says the same with report.ErrInvalid.
func (s *Service) CorrectNotice(ctx context.Context, actor string, period report.Period, before, notice string) error {
	fail := func(err error) error { return fmt.Errorf("correct the notice on %s: %w", period, err) }
	notice, err := publicText(report.NoteText, notice)
	if err != nil {
		return fail(err)
	}
	archive, err := s.Archive(ctx)
	if err != nil {
		return fail(err)
	}
	gone, ok := archive.Withdrawn(period)
	switch {
	case !ok:
		return fail(&Refusal{report.ErrConflict, fmt.Sprintf("%s is not withdrawn, so it has no notice.", period.Label())})
	case gone.WithdrawalNotice == notice && notice != before: // a button was pressed twice
		return nil
	case gone.WithdrawalNotice != before:
		return fail(&Refusal{report.ErrConflict, "Somebody else has corrected the notice meanwhile. It says now: “" + gone.WithdrawalNotice + "”"})
	case notice == before:
		return fail(&Refusal{report.ErrInvalid, "The notice says this already. Change it, or leave it."})
	}
	err = s.store.CorrectNotice(ctx, NoticeCorrection{Period: period, Before: before, Text: notice, Event: audit.Event{
		At: s.now().UTC().Truncate(time.Microsecond), Actor: actor, Action: ActionCorrectNotice, Period: period, Revision: gone.Number,
		Digest: gone.Digest, Text: fmt.Sprintf("%s → %s", quoted(before), quoted(notice)),
	}})
	if err != nil {
		return fail(err)
	}
	return nil
}
