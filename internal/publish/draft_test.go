package publish_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"lerr/internal/audit"
	"lerr/internal/publish"
	"lerr/internal/report"
	"lerr/internal/sitetest"
	"lerr/internal/store"
)

// office is a service on a real database that holds the shipped report, with a clock that tests move.
type office struct {
	*publish.Service
	t   *testing.T
	db  *store.DB
	now time.Time
}

func newOffice(t *testing.T) *office {
	t.Helper()
	o := &office{t: t, now: sitetest.Now}
	o.db = open(t, sitetest.SeededPath(t))
	t.Cleanup(func() { o.db.Close() })
	o.know(nil)
	return o
}

// clock is the time on the office's clock.
func (o *office) clock() time.Time { return o.now }

// know gives the office a service that knows the notes.
func (o *office) know(notes []report.KnownNote) {
	o.Service = publish.NewService(publish.ServiceOptions{
		Store: o.db, Now: func() time.Time { return o.now }, Questions: sitetest.Shipped(o.t).Site.FAQ, KnownNotes: notes,
	})
}

// next is the half-year after the shipped ones.
var next = report.Period{Year: 2019, Half: 2}

// file is one of the workbooks as the publisher laid them out.
func file(t *testing.T, name string) []byte {
	t.Helper()
	content, err := os.ReadFile(filepath.Join("..", "workbook", "testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return content
}

func (o *office) must(d publish.Draft, err error) publish.Draft {
	o.t.Helper()
	if err != nil {
		o.t.Fatal(err)
	}
	return d
}

func (o *office) archive() *report.Archive {
	o.t.Helper()
	a, err := o.Archive(o.t.Context())
	if err != nil {
		o.t.Fatal(err)
	}
	return a
}

func (o *office) problems(d publish.Draft) report.Problems { return o.Examine(d, o.archive()) }

// prepared is the next half-year with everything settled, submitted by ann.
func (o *office) prepared() publish.Draft {
	o.t.Helper()
	ctx := o.t.Context()
	d := o.must(o.Upload(ctx, "ann", "2019-H2.xlsx", file(o.t, "2019-H2.xlsx"), next))
	d = o.must(o.Explain(ctx, sitetest.By("ann", d), publish.Explanation{
		Section: report.Civil, Country: "US", Column: 2, Stated: 268, Computed: 269,
		Text: "The outcomes add up to 269, one more than the 268 accounts. As published.",
	}))
	for _, id := range []string{"enterprise-customers", "cloud-act"} {
		d = o.must(o.KeepAnswer(ctx, sitetest.By("ann", d), id))
	}
	d = o.accepted(d)
	return o.must(o.Submit(ctx, sitetest.By("ann", d)))
}

// accepted is a draft whose every warning ann has taken upon herself.
func (o *office) accepted(d publish.Draft) publish.Draft {
	o.t.Helper()
	var keys []string
	for _, p := range o.problems(d).Only(report.SeverityWarning) {
		keys = append(keys, p.Key())
	}
	if len(keys) == 0 {
		return d
	}
	return o.must(o.Accept(o.t.Context(), sitetest.By("ann", d), keys, "Checked against the source."))
}

func (o *office) approved() publish.Draft {
	o.t.Helper()
	d := o.prepared()
	return o.must(o.Approve(o.t.Context(), sitetest.By("bob", d), d.ContentDigest(), "Compared with the case list."))
}

func has(problems report.Problems, code, sheet, cell string) bool {
	return slices.ContainsFunc(problems, func(p report.Problem) bool {
		s, c := p.Place()
		return p.Code == code && s == sheet && c == cell
	})
}

func TestUpload_TellsWhatStandsAgainstIt(t *testing.T) {
	o := newOffice(t)
	d := o.must(o.Upload(t.Context(), "ann", "2019-H2.xlsx", file(t, "2019-H2.xlsx"), next))
	problems := o.problems(d)
	if !has(problems, publish.CodeOutcomes, "Civil Legal Requests", "E12") {
		t.Errorf("the civil row of the United States is not told: %v", problems)
	}
	if got := len(problems.Only(report.SeverityError)); got != 3 { // that row, and two answers
		t.Errorf("got %d errors, want 3: %v", got, problems.Only(report.SeverityError))
	}
	if !has(problems, publish.CodeCountryNew, "criminal", "") || !has(problems, publish.CodeLargeChange, "Criminal", "E46") {
		t.Errorf("what is new or changed is not told by its cell: %v", problems)
	}
	if _, err := o.Submit(t.Context(), sitetest.By("ann", d)); !errors.Is(err, report.ErrInvalid) {
		t.Errorf("submit: got %v, want ErrInvalid", err)
	}
	if _, err := o.archive().Revision(next); !errors.Is(err, report.ErrNotFound) {
		t.Errorf("a draft is public: %v", err)
	}
}

func TestUpload_NotesTheOddRowsThatAreKnown(t *testing.T) {
	o := newOffice(t)
	o.know(sitetest.Shipped(t).KnownNotes)
	d := o.must(o.Upload(t.Context(), "ann", "2019-H2.xlsx", file(t, "2019-H2.xlsx"), next))
	table, _ := d.Edition.Table(report.Civil)
	row, _ := table.Row("US")
	if !strings.Contains(row.Note, "269") {
		t.Errorf("the row's note is %q", row.Note)
	}
	for _, p := range o.problems(d) {
		if p.Code == publish.CodeOutcomes && p.Severity != report.SeverityNotice {
			t.Errorf("a row that has its note blocks: %v", p)
		}
	}
}

func TestUpload_RefusesTheWrongPeriod(t *testing.T) {
	o := newOffice(t)
	wrong := o.must(o.Upload(t.Context(), "ann", "2019-H1.xlsx", file(t, "2019-H1.xlsx"), next))
	if !has(o.problems(wrong), publish.CodePeriodMismatch, "Criminal", "") {
		t.Errorf("a heading of another half-year is not told: %v", o.problems(wrong))
	}
	csv := []byte("period,section,country,requests,accounts,content,non_content,no_data,rejected\n" +
		"2025-H1,criminal,Brazil,1,1,0,1,0,0\n2025-H1,civil,Brazil,1,1,0,1,0,0\n")
	var texts []string
	for _, p := range o.problems(o.must(o.Upload(t.Context(), "ann", "2025-H1.csv", csv, next))) {
		if p.Code == publish.CodePeriodMismatch {
			texts = append(texts, p.Text)
		}
	}
	if want := []string{"The file's column of periods says 2025 (Jan-Jun), but 2019 (Jul-Dec) was chosen. Correct the file, or choose the other period."}; !slices.Equal(texts, want) {
		t.Errorf("a column of another half-year is told as %q, want %q", texts, want)
	}
	gap := o.must(o.Upload(t.Context(), "ann", "2019-H2.xlsx", file(t, "2019-H2.xlsx"), next.Next()))
	if !has(o.problems(gap), publish.CodeSequence, "", "") {
		t.Errorf("a half-year that is left out is not told: %v", o.problems(gap))
	}
}

func TestPublish_TakesTwoPeople(t *testing.T) {
	o := newOffice(t)
	ctx := t.Context()
	d := o.prepared()
	if _, err := o.Approve(ctx, sitetest.By("ann", d), d.ContentDigest(), "Compared with the case list."); !errors.Is(err, report.ErrForbidden) {
		t.Errorf("who prepared it approved it: %v", err)
	}
	if _, err := o.Publish(ctx, sitetest.By("bob", d), nil); !errors.Is(err, report.ErrConflict) {
		t.Errorf("published without approval: %v", err)
	}
	d = o.must(o.Approve(ctx, sitetest.By("bob", d), d.ContentDigest(), "Compared with the case list."))
	revision, err := o.Publish(ctx, sitetest.By("bob", d), nil)
	if err != nil {
		t.Fatal(err)
	}
	a := o.archive()
	if a.NewestPublished() != next || revision.Number != 1 {
		t.Errorf("newest is %s, revision %d", a.NewestPublished(), revision.Number)
	}
	if sum := revision.Edition.Headline().Sum(); sum.Requests != 21781 || sum.Accounts != 41137 {
		t.Errorf("totals: %+v", sum)
	}
	if again, err := o.Publish(ctx, sitetest.By("bob", d), nil); err != nil || again.Number != 1 || o.archive().LastNumber(next) != 1 {
		t.Errorf("a button pressed twice: %v, revision %d", err, again.Number)
	}
	if _, err := o.Publish(ctx, sitetest.By("eva", d), nil); !errors.Is(err, report.ErrConflict) {
		t.Errorf("published twice: %v", err)
	}
}

func TestApprove_IsOfExactlyThatContent(t *testing.T) {
	o := newOffice(t)
	ctx := t.Context()
	d := o.prepared()
	if _, err := o.Approve(ctx, sitetest.By("bob", d), strings.Repeat("0", 64), "Compared with the case list."); !errors.Is(err, report.ErrConflict) {
		t.Errorf("approved content that nobody looked at: %v", err)
	}
	if _, err := o.Approve(ctx, sitetest.By("bob", d), d.ContentDigest(), " "); !errors.Is(err, report.ErrInvalid) {
		t.Errorf("approved without a reason: %v", err)
	}
	d = o.approvedAgain(d)
	if _, err := o.SetFigures(ctx, sitetest.By("ann", d), []report.SingleFigure{{Name: report.ConsumerWarrants, Value: 145}}); !errors.Is(err, report.ErrConflict) {
		t.Errorf("changed while it is approved: %v", err)
	}
	d = o.must(o.Reopen(ctx, sitetest.By("ann", d), "A figure is missing."))
	d = o.must(o.SetFigures(ctx, sitetest.By("ann", d), []report.SingleFigure{{Name: report.ConsumerWarrants, Value: 145}}))
	if _, err := o.Publish(ctx, sitetest.By("bob", d), nil); !errors.Is(err, report.ErrConflict) {
		t.Errorf("published what was changed after its approval: %v", err)
	}
}

func TestEdit_TakesASubmittedDraftBack(t *testing.T) {
	o := newOffice(t)
	ctx := t.Context()
	d := o.prepared()
	digest := d.ContentDigest()
	d = o.must(o.SetFigures(ctx, sitetest.By("ann", d), []report.SingleFigure{{Name: report.ConsumerWarrants, Value: 145}}))
	if d.State != publish.DraftOpen || d.SubmittedBy != "" {
		t.Errorf("it is %s, submitted by %q, after a change", d.State, d.SubmittedBy)
	}
	if _, err := o.Approve(ctx, sitetest.By("bob", d), digest, "Compared with the case list."); !errors.Is(err, report.ErrConflict) {
		t.Errorf("approved before it was submitted again: %v", err)
	}
}

func TestDiscard_CanBeUndoneForADay(t *testing.T) {
	o := newOffice(t)
	ctx := t.Context()
	for wait, want := range map[time.Duration]bool{publish.RestoreTime - time.Second: true, publish.RestoreTime: false} {
		d := o.prepared()
		if err := o.Discard(ctx, sitetest.By("ann", d)); err != nil {
			t.Fatal(err)
		}
		before := o.must(o.Draft(ctx, d.ID))
		o.now = o.now.Add(wait)
		after, err := o.Restore(ctx, sitetest.By("eva", before))
		if want != (err == nil) || !want && !errors.Is(err, report.ErrConflict) {
			t.Fatalf("after %s: %v, want it restored: %t", wait, err, want)
		}
		if want && (after.State != publish.DraftOpen || after.Edition.Digest() != d.Edition.Digest() || len(after.Acceptances) != len(d.Acceptances)) {
			t.Errorf("it is not as it was: %s", after.State)
		}
	}
}

func TestReturn_GivesASubmittedDraftBack(t *testing.T) {
	o := newOffice(t)
	ctx := t.Context()
	d := o.prepared()
	if _, err := o.Return(ctx, sitetest.By("bob", d), " "); !errors.Is(err, report.ErrInvalid) {
		t.Errorf("returned without a reason: %v", err)
	}
	d = o.must(o.Return(ctx, sitetest.By("bob", d), "Germany once more, please."))
	if d.State != publish.DraftOpen || d.Approved != "" || d.ApprovedBy != "" {
		t.Errorf("it is %s, approved by %q", d.State, d.ApprovedBy)
	}
	if r := d.Returned; r == nil || r.By != "bob" || r.Reason != "Germany once more, please." {
		t.Errorf("its editor does not learn why: %+v", r)
	}
	if _, err := o.Return(ctx, sitetest.By("bob", d), "Again."); !errors.Is(err, report.ErrConflict) {
		t.Errorf("returned what is being prepared: %v", err)
	}
}

func (o *office) approvedAgain(d publish.Draft) publish.Draft {
	o.t.Helper()
	return o.must(o.Approve(o.t.Context(), sitetest.By("bob", d), d.ContentDigest(), "Compared with the case list."))
}

func TestChange_OfAnOlderVersionIsRefused(t *testing.T) {
	o := newOffice(t)
	ctx := t.Context()
	d := o.must(o.Upload(ctx, "ann", "2019-H2.xlsx", file(t, "2019-H2.xlsx"), next))
	changed := o.must(o.SetNote(ctx, sitetest.By("cleo", d), "", "", "On the whole period."))
	_, err := o.SetNote(ctx, sitetest.By("ann", d), "", "", "Something else.")
	if !errors.Is(err, report.ErrConflict) || !strings.Contains(err.Error(), "cleo") {
		t.Errorf("got %v, want a conflict that names cleo", err)
	}
	again, err := o.Draft(ctx, d.ID)
	if err != nil || again.Version != changed.Version || again.Edition.Note != "On the whole period." {
		t.Errorf("got version %d, note %q, %v", again.Version, again.Edition.Note, err)
	}
}

func TestAccept_WantsAReasonAndHoldsForThatWarningOnly(t *testing.T) {
	o := newOffice(t)
	ctx := t.Context()
	d := o.must(o.Upload(ctx, "ann", "2019-H2.xlsx", file(t, "2019-H2.xlsx"), next))
	warning := o.problems(d).Only(report.SeverityWarning)[0]
	if _, err := o.Accept(ctx, sitetest.By("ann", d), []string{warning.Key()}, "  "); !errors.Is(err, report.ErrInvalid) {
		t.Errorf("accepted for no reason: %v", err)
	}
	d = o.must(o.Accept(ctx, sitetest.By("ann", d), []string{warning.Key()}, "Counted again."))
	if a, ok := d.Accepted(warning); !ok || a.By != "ann" || a.Reason != "Counted again." {
		t.Errorf("got %+v, %v", a, ok)
	}
	reworded := warning
	reworded.Text = "The same figure in other words."
	if _, ok := d.Accepted(reworded); !ok {
		t.Error("a warning in other words counts as another one")
	}
	other := warning
	other.Figures += "1"
	if _, ok := d.Accepted(other); ok {
		t.Error("a warning about another figure counts as accepted")
	}
}

func TestSchedule_PublishesAtItsTimeAndNeverBefore(t *testing.T) {
	o := newOffice(t)
	ctx := t.Context()
	d := o.approved()
	if _, err := o.Schedule(ctx, sitetest.By("bob", d), o.now, "UTC"); !errors.Is(err, report.ErrInvalid) {
		t.Errorf("scheduled for a time that has passed: %v", err)
	}
	at := o.now.Add(time.Hour)
	d = o.must(o.Schedule(ctx, sitetest.By("bob", d), at, "Europe/Berlin"))
	for _, early := range []time.Duration{-time.Hour, -time.Second, -time.Millisecond} {
		o.now = at.Add(early)
		if n, err := o.Due(ctx); len(n) != 0 || err != nil {
			t.Fatalf("%s: published %d, %v", early, len(n), err)
		}
	}
	o.now = at
	if n, err := o.Due(ctx); len(n) != 1 || err != nil {
		t.Fatalf("at its time: published %d, %v", len(n), err)
	}
	if n, err := o.Due(ctx); len(n) != 0 || err != nil {
		t.Errorf("again: published %d, %v", len(n), err)
	}
	if o.archive().NewestPublished() != next {
		t.Error("it is not public")
	}
	if published, err := o.Draft(ctx, d.ID); err != nil || published.State != publish.DraftPublished {
		t.Errorf("the draft is %s, %v", published.State, err)
	}
}

func TestSchedule_IsMadeUpForWhenTheProgramWasDown(t *testing.T) {
	o := newOffice(t)
	ctx := t.Context()
	d := o.approved()
	at := o.now.Add(time.Hour)
	o.must(o.Schedule(ctx, sitetest.By("bob", d), at, "UTC"))
	o.now = at.Add(42 * time.Minute)
	if n, err := o.Due(ctx); len(n) != 1 || err != nil {
		t.Fatalf("published %d, %v", len(n), err)
	}
	events, err := o.Events(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if last := events[len(events)-1]; last.Action != "publish" || !strings.Contains(last.Text, "late by 42m0s") {
		t.Errorf("the log does not say how late it was: %+v", last)
	}
}

func TestReopen_EndsApprovalAndSchedule(t *testing.T) {
	o := newOffice(t)
	ctx := t.Context()
	d := o.approved()
	at := o.now.Add(time.Hour)
	d = o.must(o.Schedule(ctx, sitetest.By("bob", d), at, "UTC"))
	if _, err := o.SetFigures(ctx, sitetest.By("ann", d), nil); !errors.Is(err, report.ErrConflict) || !strings.Contains(err.Error(), "Take it back first: that ends its approval and its schedule.") {
		t.Errorf("a scheduled draft was saved: %v", err)
	}
	if _, err := o.Reopen(ctx, sitetest.By("ann", d), " "); !errors.Is(err, report.ErrInvalid) {
		t.Errorf("taken back without a reason: %v", err)
	}
	d = o.must(o.Reopen(ctx, sitetest.By("ann", d), "A doubt about Poland."))
	if d.State != publish.DraftOpen || d.Approved != "" || d.ApprovedBy != "" || d.ApprovedFor != "" || !d.ReleaseAt.IsZero() {
		t.Errorf("its approval or schedule did not end: %+v", d)
	}
	events, err := o.Events(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if last := events[len(events)-1]; last.Action != "take back" || last.Actor != "ann" || !strings.Contains(last.Text, "A doubt about Poland. The approval by bob has ended. The schedule for 2026-11-24T13:00:00Z has ended.") {
		t.Errorf("the audit log has %+v", last)
	}
	o.now = at.Add(time.Minute)
	if n, err := o.Due(ctx); len(n) != 0 || err != nil {
		t.Errorf("published %d, %v", len(n), err)
	}
}

func TestCorrect_IsAFurtherRevision(t *testing.T) {
	o := newOffice(t)
	ctx := t.Context()
	period := report.Period{Year: 2018, Half: 2}
	d, err := o.Correct(ctx, "ann", period)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := o.Submit(ctx, sitetest.By("ann", d)); err == nil || !strings.Contains(err.Error(), "public note") {
		t.Errorf("submitted without a public note: %v", err)
	}
	if !has(o.problems(d), publish.CodeNothingChanged, "", "") {
		t.Error("a correction that changes nothing is not told")
	}
	d = o.must(o.SetNote(ctx, sitetest.By("ann", d), report.Criminal, "AR", "Counted again."))
	d = o.must(o.SetPublicNote(ctx, sitetest.By("ann", d), "A note on Argentina was missing."))
	d = o.accepted(d)
	d = o.must(o.Submit(ctx, sitetest.By("ann", d)))
	d = o.approvedAgain(d)
	revision, err := o.Publish(ctx, sitetest.By("bob", d), nil)
	if err != nil || revision.Number != 2 {
		t.Fatalf("got revision %d, %v", revision.Number, err)
	}
	a := o.archive()
	old, err := a.RevisionNumber(period, 1)
	if err != nil || old.State != report.Superseded {
		t.Errorf("revision 1: %s, %v", old.State, err)
	}
	now, err := a.Revision(period)
	if err != nil || now.Number != 2 || now.Note != "A note on Argentina was missing." {
		t.Errorf("the published revision: %+v, %v", now.Number, err)
	}
}

func TestWithdraw_LeavesANoticeAndNoFigure(t *testing.T) {
	o := newOffice(t)
	ctx := t.Context()
	period := report.Period{Year: 2019, Half: 1}
	if err := o.Withdraw(ctx, "bob", period, ""); !errors.Is(err, report.ErrInvalid) {
		t.Errorf("withdrawn without a notice: %v", err)
	}
	if err := o.Withdraw(ctx, "bob", period, "To be checked."); err != nil {
		t.Fatal(err)
	}
	a := o.archive()
	if _, err := a.Revision(period); !errors.Is(err, report.ErrNotFound) {
		t.Errorf("it is still public: %v", err)
	}
	if _, err := a.RevisionNumber(period, 1); !errors.Is(err, report.ErrNotFound) {
		t.Errorf("its revision is still public: %v", err)
	}
	r, ok := a.Withdrawn(period)
	if !ok || r.WithdrawalNotice != "To be checked." || len(r.Edition.Tables) != 0 {
		t.Errorf("got %+v, %v", r, ok)
	}
	if a.NewestEver() != period || a.NewestPublished() != period.Previous() {
		t.Errorf("latest %s, newest %s", a.NewestEver(), a.NewestPublished())
	}
}

func TestPublish_CanTakeAWithdrawnPeriodsPlaceAgain(t *testing.T) {
	o := newOffice(t)
	ctx := t.Context()
	o.know(sitetest.Shipped(t).KnownNotes)
	period := report.Period{Year: 2018, Half: 1}
	if err := o.Withdraw(ctx, "bob", period, "To be checked."); err != nil {
		t.Fatal(err)
	}
	d := o.must(o.Upload(ctx, "ann", "2018-H1.xlsx", file(t, "2018-H1.xlsx"), period))
	if !has(o.problems(d), publish.CodePublicNote, "", "") {
		t.Error("it needs no public note")
	}
	d = o.must(o.SetPublicNote(ctx, sitetest.By("ann", d), "Checked, and found right."))
	for _, id := range []string{"enterprise-customers", "cloud-act"} {
		d = o.must(o.KeepAnswer(ctx, sitetest.By("ann", d), id))
	}
	d = o.accepted(d)
	d = o.must(o.Submit(ctx, sitetest.By("ann", d)))
	d = o.approvedAgain(d)
	revision, err := o.Publish(ctx, sitetest.By("bob", d), nil)
	if err != nil || revision.Number != 2 || !revision.Again {
		t.Fatalf("got %+v, %v", revision, err)
	}
	a := o.archive()
	if _, withdrawn := a.Withdrawn(period); withdrawn {
		t.Error("it still counts as withdrawn")
	}
	if now, err := a.Revision(period); err != nil || now.Edition.Headline().Sum().Requests != 23222 {
		t.Errorf("published: %+v, %v", now.Number, err)
	}
}

func TestEvents_TellWhoDidWhatToWhichDigest(t *testing.T) {
	o := newOffice(t)
	ctx := t.Context()
	d := o.approved()
	if _, err := o.Publish(ctx, sitetest.By("bob", d), nil); err != nil {
		t.Fatal(err)
	}
	events, err := o.Events(ctx)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, e := range events[13:] {
		got = append(got, fmt.Sprintf("%s %s", e.Actor, e.Action))
	}
	want := []string{"ann upload", "ann explain", "ann keep answer", "ann keep answer", "ann accept warnings", "ann submit", "bob approve", "bob publish"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if last := events[len(events)-1]; last.Digest != d.Edition.Digest() || last.Revision != 1 {
		t.Errorf("got %+v", last)
	}
}

func TestCompare_CatchesTheMistakesThatWereMade(t *testing.T) {
	o := newOffice(t)
	edit := func(change func(e *report.Edition)) report.Problems {
		d := o.must(o.Upload(t.Context(), "ann", "2019-H2.xlsx", file(t, "2019-H2.xlsx"), next))
		change(&d.Edition)
		return o.problems(d)
	}
	for _, c := range []struct {
		name, code, sheet string
		change            func(e *report.Edition)
	}{
		{"orders published as 1,000 to 1,499 instead of 0 to 499", publish.CodeLargeChange, "Emergencies", func(e *report.Edition) {
			e.Tables[1].Rows[5].Counts = report.CountsOf([6]int{1000, 1499, 0, 0, 0, 1000})
		}},
		{"280 requests omitted", publish.CodeOutcomes, "Criminal", func(e *report.Edition) {
			e.Tables[0].Rows[10].Counts.Requests -= 280
		}},
		{"a section left out", publish.CodeSectionMissing, "Civil Legal Requests", func(e *report.Edition) { e.Tables = e.Tables[:2] }},
		{"a large country left out", publish.CodeCountryGone, "criminal", func(e *report.Edition) {
			e.Tables[0].Rows = slices.DeleteFunc(e.Tables[0].Rows, func(r report.Row) bool { return r.Country == "DE" })
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			problems := edit(c.change)
			if !slices.ContainsFunc(problems, func(p report.Problem) bool {
				sheet, _ := p.Place()
				return p.Code == c.code && sheet == c.sheet
			}) {
				t.Errorf("not told: %v", problems)
			}
		})
	}
}

// All shipped periods pass the checks, with only the oddities that are known.
func TestExamine_PassesTheRealHistory(t *testing.T) {
	s := shipped(t)
	places, err := report.NewPlaces(s.Regions, s.Countries)
	if err != nil {
		t.Fatal(err)
	}
	var earlier []report.Edition
	for _, e := range s.Editions {
		problems := publish.Compare(e, places, earlier, publish.ExplanationsIn(e)...)
		if errs := problems.Only(report.SeverityError); len(errs) > 0 {
			t.Errorf("%s: %v", e.Period, errs)
		}
		earlier = append([]report.Edition{e}, earlier...)
	}
}

// event is one that a test stores.
func event(o *office, action string) audit.Event {
	return audit.Event{At: o.now, Actor: "a test", Action: action}
}
