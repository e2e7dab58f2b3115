package publish

import (
	"context"
	"fmt"
	"slices"
	"time"

	"lerr/internal/report"
)

// Alone is a publication by whoever has the machine, with nobody to approve it.
type Alone struct {
	Actor  string
	Name   string // of the file
	File   []byte
	At     time.Time // when it becomes public; zero is now
	Note   string    // on rows that do not add up; on a correction, what it corrects
	Accept []string  // the codes of warnings that are accepted
}

// PublishAlone takes a file through the same door: the same checks and the same record, and every
// warning accepted by its code. Answers that quote figures go on quoting the earlier period, which
// they name. What stands against it is in the error, as report.Problems; then nothing is written.
func (d *Desk) PublishAlone(ctx context.Context, a Alone) (Draft, error) {
	fail := func(err error) (Draft, error) {
		return Draft{}, fmt.Errorf("publish %s: %w", a.Name, err)
	}
	archive, err := d.Archive(ctx)
	if err != nil {
		return fail(err)
	}
	draft := readDraft(ctx, archive.Places(), d.remarks, a.Name, a.File, report.Period{})
	if draft.ID, err = newID(); err != nil {
		return fail(err)
	}
	if published, err := archive.Revision(draft.Edition.Period); err == nil {
		draft.Corrects, draft.Note = published.Number, a.Note
		carry(&draft.Edition, published.Edition)
	}
	explain(&draft.Edition, a.Note)
	for _, q := range d.Quoting(draft, archive) {
		draft.Kept = append(draft.Kept, q.ID)
	}
	now := d.now().UTC()
	problems := d.Examine(draft, archive)
	for _, p := range problems.Only(report.SeverityWarning) {
		if slices.Contains(a.Accept, p.Code) {
			draft.Acceptances = append(draft.Acceptances, Acceptance{
				Problem: p.Key(), By: a.Actor, At: now, Reason: "accepted by code on the command line",
			})
		}
	}
	if blockers := Blockers(draft, problems); len(blockers) > 0 {
		return fail(blockers)
	}
	draft.UploadedBy, draft.ApprovedBy, draft.ApprovedAt = a.Actor, a.Actor, now
	draft.Approved, draft.State = draft.ContentDigest(), DraftApproved
	if !a.At.IsZero() {
		if !a.At.After(now) {
			return fail(fmt.Errorf("the time has passed: %w", report.ErrInvalid))
		}
		draft.State, draft.ReleaseAt, draft.Zone = DraftScheduled, a.At.UTC(), "UTC"
	}
	if err := d.save(ctx, &draft, a.Actor, "publish alone", draft.File.SHA256); err != nil {
		return fail(err)
	}
	if draft.State == DraftScheduled {
		return draft, nil
	}
	if _, err := d.release(ctx, draft, d.now().UTC(), a.Actor, "from the command line, with no second person"); err != nil {
		return fail(err)
	}
	return draft, nil
}

// explain gives a note to each row whose outcomes do not add up and that has none.
func explain(e *report.Edition, note string) {
	for i := range e.Tables {
		t := &e.Tables[i]
		for j := range t.Rows {
			if r := &t.Rows[j]; r.Note == "" && r.Counts.OutcomeSum() != r.Counts.Expected(t.Section) {
				r.Note = note
			}
		}
	}
}
