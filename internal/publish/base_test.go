package publish_test

import (
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"lerr/internal/audit"
	"lerr/internal/publish"
	"lerr/internal/report"
	"lerr/internal/sitetest"
)

// noted is an approved correction of a period with a note on a row of its headline.
func (o *office) noted(country, text string) publish.Draft {
	o.t.Helper()
	ctx := o.t.Context()
	d := o.must(o.Correct(ctx, "ann", corrected))
	d = o.must(o.SetNote(ctx, sitetest.By("ann", d), report.Criminal, country, text))
	d = o.must(o.SetPublicNote(ctx, sitetest.By("ann", d), "Noted: "+text))
	return o.approvedAgain(o.must(o.Submit(ctx, sitetest.By("ann", o.accepted(d)))))
}

func TestPublish_RefusesTheSecondOfTwoCorrections(t *testing.T) {
	o := newOffice(t)
	ctx := t.Context()
	first, second := o.noted("AR", "The first."), o.noted("DE", "The second.")
	scheduled := o.must(o.Schedule(ctx, sitetest.By("bob", o.noted("FR", "The third.")), o.now.Add(time.Hour), "UTC"))
	if _, err := o.Publish(ctx, sitetest.By("bob", first), nil); err != nil {
		t.Fatal(err)
	}
	refused := func(err error) {
		t.Helper()
		if !errors.Is(err, report.ErrConflict) {
			t.Fatalf("got %v, want ErrConflict", err)
		}
		for _, want := range []string{"Revision 2 of 2018 (Jul-Dec)", "Noted: The first.", "Argentina"} {
			if !strings.Contains(err.Error(), want) {
				t.Errorf("got %q, want it to say %q", err, want)
			}
		}
	}
	_, err := o.Publish(ctx, sitetest.By("bob", second), nil)
	refused(err)
	_, err = o.Schedule(ctx, sitetest.By("bob", second), o.now.Add(time.Hour), "UTC")
	refused(err)
	o.now = scheduled.ReleaseAt
	_, err = o.Due(ctx)
	refused(err)
	if !has(o.problems(second), publish.CodeBase, "", "") {
		t.Error("the draft's page does not say it")
	}
	if r, err := o.archive().Revision(corrected); err != nil || r.Number != 2 {
		t.Errorf("got revision %d, %v", r.Number, err)
	}
}

// What the first correction changed is named, also where it is no row.
func TestPublish_NamesWhatChangedSince(t *testing.T) {
	o := newOffice(t)
	ctx := t.Context()
	d := o.must(o.Correct(ctx, "ann", corrected))
	d = o.must(o.SetName(ctx, sitetest.By("ann", d), "TR", "Türkiye"))
	d = o.must(o.SetPublicNote(ctx, sitetest.By("ann", d), "One name."))
	first := o.approvedAgain(o.must(o.Submit(ctx, sitetest.By("ann", o.accepted(d)))))
	second := o.noted("DE", "The second.")
	if _, err := o.Publish(ctx, sitetest.By("bob", first), nil); err != nil {
		t.Fatal(err)
	}
	if _, err := o.Publish(ctx, sitetest.By("bob", second), nil); !errors.Is(err, report.ErrConflict) || !strings.Contains(err.Error(), "names of countries") {
		t.Errorf("got %v, want a conflict that says that names of countries changed", err)
	}
}

func TestWithdraw_EndsWhatIsScheduledForThePeriod(t *testing.T) {
	o := newOffice(t)
	ctx := t.Context()
	at := o.now.Add(time.Hour)
	correction := o.must(o.Schedule(ctx, sitetest.By("bob", o.noted("AR", "A note.")), at, "UTC"))
	approved := o.noted("DE", "Another.")
	if err := o.Withdraw(ctx, "cleo", corrected, "To be checked."); err != nil {
		t.Fatal(err)
	}
	o.now = at
	if released, err := o.Due(ctx); len(released) != 0 || err != nil {
		t.Errorf("released %d, %v", len(released), err)
	}
	for _, d := range []publish.Draft{correction, approved} {
		now := o.must(o.Draft(ctx, d.ID))
		if now.State != publish.DraftOpen || now.ApprovedBy != "" || !now.ReleaseAt.IsZero() || !strings.Contains(now.Alert, "withdrawn by cleo") {
			t.Errorf("it is %s until %s, approved by %q, with the word %q", now.State, now.ReleaseAt, now.ApprovedBy, now.Alert)
		}
		if _, err := o.Submit(ctx, sitetest.By("ann", now)); err == nil || !strings.Contains(err.Error(), "was withdrawn on") {
			t.Errorf("a correction of a withdrawn period was submitted: %v", err)
		}
	}
	if _, err := o.archive().Revision(corrected); !errors.Is(err, report.ErrNotFound) {
		t.Errorf("the period is public: %v", err)
	}
}

// A withdrawal makes new warnings for what is scheduled: staff are told at once, and it is released all
// the same.
func TestWithdraw_ExaminesTheOtherScheduledDrafts(t *testing.T) {
	o := newOffice(t)
	ctx := t.Context()
	at := o.now.Add(time.Hour)
	d := o.must(o.Schedule(ctx, sitetest.By("bob", o.approved()), at, "UTC"))
	// Nobody accepted the warnings of the draft as it is now.
	d.Acceptances, d.Version = nil, d.Version+1
	if err := o.db.SaveDraft(ctx, d, event(o, "forget what was accepted")); err != nil {
		t.Fatal(err)
	}
	if err := o.Withdraw(ctx, "cleo", corrected, "To be checked."); err != nil {
		t.Fatal(err)
	}
	now := o.must(o.Draft(ctx, d.ID))
	if now.State != publish.DraftScheduled || !strings.Contains(now.Alert, "was withdrawn by cleo") || !strings.Contains(now.Alert, "And ") {
		t.Errorf("it is %s, with the word %q", now.State, now.Alert)
	}
	o.now = at
	if released, err := o.Due(ctx); len(released) != 1 || err != nil {
		t.Errorf("released %d, %v, though it was approved", len(released), err)
	}
}

// A correction that was checked just before the withdrawal cannot be stored after it.
func TestPublish_LosesAgainstAWithdrawalMeanwhile(t *testing.T) {
	o := newOffice(t)
	d := o.noted("AR", "A note.")
	_, err := o.Publish(t.Context(), sitetest.By("bob", d), nil)
	if err != nil {
		t.Fatal(err)
	}
	r, err := o.archive().Revision(corrected)
	if err != nil {
		t.Fatal(err)
	}
	if err := o.Withdraw(t.Context(), "cleo", corrected, "To be checked."); err != nil {
		t.Fatal(err)
	}
	r.Number++
	for _, again := range []bool{false, true} {
		r.Again = again
		if err := o.db.Publish(t.Context(), publish.Publication{Revisions: []report.Revision{r}, Events: []audit.Event{{At: sitetest.Now, Action: "publish"}}}); (err == nil) != again {
			t.Errorf("again %t: got %v", again, err)
		}
	}
}

func TestPublish_TellsWhoComesLaterThatItIsPublic(t *testing.T) {
	o := newOffice(t)
	d := o.approved()
	failed := make([]error, 3)
	names := []string{"bob", "cleo", "dora"}
	var all sync.WaitGroup
	for i, name := range names {
		all.Go(func() { _, failed[i] = o.Publish(t.Context(), sitetest.By(name, d), nil) })
	}
	all.Wait()
	won := 0
	for _, err := range failed {
		switch {
		case err == nil:
			won++
		case !errors.Is(err, report.ErrConflict), !strings.Contains(err.Error(), "is published: it has been public since"):
			t.Errorf("got %v, want that it is published", err)
		}
	}
	if won != 1 {
		t.Errorf("%d publications won, want 1", won)
	}
}
