package publish_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"lerr/internal/publish"
	"lerr/internal/report"
	"lerr/internal/sitetest"
)

// The audit log says of each edit what was before and what is now, and what the edit ended.
func TestEvents_SayWhatWasAndWhatIs(t *testing.T) {
	c := sitetest.NewConsole(t)
	ctx, p, by := t.Context(), c.Publisher, sitetest.By
	last := func() string {
		events := c.Events()
		e := events[len(events)-1]
		return fmt.Sprintf("%s, %s: %s", e.Actor, e.Action, e.Text)
	}
	want := func(what, text string) {
		t.Helper()
		if got := last(); got != text {
			t.Errorf("%s: got\n%s\nwant\n%s", what, got, text)
		}
	}
	d := c.Must(p.Correct(ctx, "ann", report.Period{Year: 2018, Half: 2}))
	d = c.Must(p.SetNote(ctx, by("ann", d), report.Criminal, "DE", "One."))
	want("a first note", "ann, note: note on criminal DE: none → “One.”")
	d = c.Must(p.SetNote(ctx, by("ann", d), report.Criminal, "DE", "Two."))
	want("another", "ann, note: note on criminal DE: “One.” → “Two.”")
	d = c.Must(p.SetNote(ctx, by("ann", d), report.Criminal, "DE", ""))
	want("no note", "ann, note: note on criminal DE: “Two.” → none")
	d = c.Must(p.SetFigures(ctx, by("ann", d), []report.SingleFigure{{Name: "consumer_warrants", Value: 1}, {Name: "enterprise_disclosures", Value: 4}}))
	d = c.Must(p.SetFigures(ctx, by("ann", d), []report.SingleFigure{{Name: "consumer_warrants", Value: 2}}))
	want("figures", "ann, figures: consumer_warrants: 1 → 2; enterprise_disclosures: 4 → none")
	d = c.Must(p.SetName(ctx, by("ann", d), "DE", "Germania"))
	want("a name", "ann, name: name of DE: none → “Germania”")
	long := "It was wrong" + strings.Repeat(", and more so", 40) + "."
	c.Must(p.SetPublicNote(ctx, by("ann", d), long))
	if got := last(); strings.Contains(got, long) || !strings.Contains(got, "public note: none → “It was wrong") {
		t.Errorf("a long text: got %s", got)
	}

	d = c.Corrected(report.Period{Year: 2018, Half: 1}, "A note.", "Because.")
	at := c.Now().Add(time.Hour).UTC().Truncate(time.Second)
	d = c.Must(p.Schedule(ctx, by("bob", d), at, "UTC"))
	later := at.Add(time.Hour)
	d = c.Must(p.Schedule(ctx, by("bob", d), later, "UTC"))
	want("another time", fmt.Sprintf("bob, schedule: for %s (UTC). The schedule for %s has ended.", later.Format(time.RFC3339), at.Format(time.RFC3339)))
	d = c.Must(p.Reopen(ctx, by("bob", d), "Not yet."))
	if got, text := last(), fmt.Sprintf("The schedule for %s has ended.", later.Format(time.RFC3339)); !strings.HasPrefix(got, "bob, take back: Not yet.") || !strings.Contains(got, text) {
		t.Errorf("taken back: got %s", got)
	}
	d = c.Must(p.Submit(ctx, by("ann", d)))
	d = c.Must(p.Return(ctx, by("bob", d), "Not yet."))
	want("returned before its approval", "bob, return: Not yet. The submission by ann has ended.")

	// A scheduled release is the program's own act, on the word of who approved it.
	d = c.Must(p.Submit(ctx, by("ann", d)))
	d = c.Must(p.Approve(ctx, by("bob", d), d.ContentDigest(), "Compared."))
	at = c.Now().Add(time.Hour).UTC().Truncate(time.Second)
	c.Must(p.Schedule(ctx, by("cleo", d), at, "UTC"))
	c.Pass(time.Hour)
	c.Step()
	if got, text := last(), fmt.Sprintf("lerr, publish: approved by bob, scheduled for %s", at.Format(time.RFC3339)); !strings.HasPrefix(got, text) {
		t.Errorf("released: got %s, want %s", got, text)
	}
	if d := c.Must(p.Draft(ctx, d.ID)); d.ApprovedBy != "bob" || d.State != publish.DraftPublished {
		t.Errorf("got %s, approved by %s", d.State, d.ApprovedBy)
	}
}
