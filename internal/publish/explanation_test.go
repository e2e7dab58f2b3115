package publish_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lerr/internal/publish"
	"lerr/internal/report"
	"lerr/internal/sitetest"
)

func TestExplanation_HoldsOnlyWithBothNumbers(t *testing.T) {
	x := publish.Explanation{Section: report.Criminal, Country: "DE", Column: 1, Stated: 1454, Computed: 1545}
	for text, want := range map[string]bool{
		"The outcomes add up to 1,545, not to 1,454. As published.": true,
		"1454 requests; 1545 outcomes":                              true,
		"checked 3 Jan KM":                                          false,
		"The outcomes add up to 1,545.":                             false,
		"11,545 and 1,454":                                          false,
		"1,5450 and 1,454":                                          false,
		"1,545,000 and 1,454":                                       false,
		"1545.5 and 1,454":                                          false,
		"3.1545 and 1,454":                                          false,
		"":                                                          false,
	} {
		x.Text = text
		if got := x.Holds(); got != want {
			t.Errorf("%q: got %v, want %v", text, got, want)
		}
	}
}

// An explanation is of one difference: no other note explains it, and it explains nothing else.
func TestExplain_ExplainsOneDifferenceAlone(t *testing.T) {
	o := newOffice(t)
	ctx := t.Context()
	d := o.must(o.Upload(ctx, "ann", "2019-H2.xlsx", file(t, "2019-H2.xlsx"), next))
	severity := func() report.Severity {
		for _, p := range o.problems(d) {
			if p.Code == publish.CodeOutcomes {
				return p.Severity
			}
		}
		return ""
	}
	const text = "The outcomes add up to 269, not to 268. As published."
	d = o.must(o.SetNote(ctx, sitetest.By("ann", d), report.Civil, "US", text))
	d = o.must(o.SetNote(ctx, sitetest.By("ann", d), "", "", text))
	if severity() != report.SeverityError {
		t.Error("a note explains a difference")
	}
	x := publish.Explanation{Section: report.Civil, Country: "US", Column: 2, Stated: 268, Computed: 269, Text: "As published."}
	if _, err := o.Explain(ctx, sitetest.By("ann", d), x); !errors.Is(err, report.ErrInvalid) {
		t.Errorf("without the numbers: got %v, want ErrInvalid", err)
	}
	x.Text = text
	d = o.must(o.Explain(ctx, sitetest.By("ann", d), x))
	if severity() != report.SeverityNotice {
		t.Error("the explanation does not explain")
	}
	row := func() *report.Row {
		rows := tableOf(&d.Edition, report.Civil).Rows
		return &rows[slices.IndexFunc(rows, func(r report.Row) bool { return r.Country == "US" })]
	}
	row().Counts.Rejected++
	if severity() != report.SeverityError {
		t.Error("it explains another difference of the same row")
	}
	row().Counts.Rejected--
	d = o.must(o.SetNote(ctx, sitetest.By("ann", d), report.Civil, "US", "Counted twice."))
	if severity() != report.SeverityError {
		t.Error("it explains when its text is not public any more")
	}
}

func TestExplain_StatesWhyASectionIsMissing(t *testing.T) {
	o := newOffice(t)
	ctx := t.Context()
	period := report.Period{Year: 2019, Half: 2}
	e := shipped(t).Editions[12].Clone()
	e.Period = period
	e.Tables = e.Tables[:2]
	_, content := writtenBy(e, o.archive().Places(), true).bytes(t, period)
	d := o.must(o.Upload(ctx, "ann", "next.csv", content, period))
	missing := func() report.Problem {
		problems := o.problems(d)
		return problems[slices.IndexFunc(problems, func(p report.Problem) bool { return p.Code == publish.CodeSectionMissing })]
	}
	d = o.must(o.SetNote(ctx, sitetest.By("ann", d), "", "", "Figures of Kosovo are listed apart."))
	x, ok := publish.ExplanationFor(missing())
	if missing().Severity != report.SeverityError || !ok {
		t.Fatalf("an unrelated note explains it: %v", missing())
	}
	x.Text = "No civil requests are published any more."
	d = o.must(o.Explain(ctx, sitetest.By("ann", d), x))
	if missing().Severity != report.SeverityNotice || d.Edition.Note != "Figures of Kosovo are listed apart. No civil requests are published any more." {
		t.Errorf("got %v, note %q", missing(), d.Edition.Note)
	}
}

func TestReadExplanations_ReadsRecordsStrictly(t *testing.T) {
	const header = "section,country_code,column,stated,computed,text\n"
	got, err := publish.ReadExplanations(strings.NewReader(header + "civil,US,accounts,268,269,\"269, one more than 268.\"\nemergencies,,,,,Not reported.\n"))
	want := []publish.Explanation{
		{Section: report.Civil, Country: "US", Column: 2, Stated: 268, Computed: 269, Text: "269, one more than 268."},
		{Section: report.Emergencies, Text: "Not reported."},
	}
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Errorf("%v, (-want +got)\n%s", err, diff)
	}
	for name, text := range map[string]string{
		"no header":         "civil,US,accounts,268,269,269 and 268\n",
		"another section":   header + "civic,US,accounts,268,269,269 and 268\n",
		"another column":    header + "civil,US,users,268,269,269 and 268\n",
		"no number":         header + "civil,US,accounts,,269,269 and 268\n",
		"without a number":  header + "civil,US,accounts,268,269,one more than 268\n",
		"a field too many":  header + "civil,US,accounts,268,269,269 and 268,x\n",
		"an unfinished one": header + "civil,US,accounts,268,269,269 and 268 TBD\n",
	} {
		if _, err := publish.ReadExplanations(strings.NewReader(text)); !errors.Is(err, report.ErrInvalid) {
			t.Errorf("%s: got %v, want ErrInvalid", name, err)
		}
	}
}

// What a file says in notes is not public until a person takes it in, note by note.
func TestUpload_PublishesNoNoteOfAFile(t *testing.T) {
	o := newOffice(t)
	ctx := t.Context()
	e := shipped(t).Editions[12].Clone()
	e.Period = next
	f := writtenBy(e, o.archive().Places(), true)
	f.sheets[0].headings = append(f.sheets[0].headings, "notes")
	for i := range f.sheets {
		for j := range f.sheets[i].rows {
			f.sheets[i].rows[j] = append(f.sheets[i].rows[j], "")
		}
	}
	f.sheets[0].rows[0][7], f.sheets[0].rows[1][7] = "INTERNAL: ask legal", "Counted by case."
	_, content := f.bytes(t, next)
	d := o.must(o.Upload(ctx, "ann", "next.csv", content, next))
	left := func() (n int) {
		for _, p := range o.problems(d).Only(report.SeverityWarning) {
			if p.Code == publish.CodeNoteLeftOut {
				n++
			}
		}
		return n
	}
	criminal := tableOf(&d.Edition, e.Tables[0].Section)
	if criminal.Rows[0].Note+criminal.Rows[1].Note != "" || left() != 2 {
		t.Fatalf("got the notes %q, %q and %d warnings, want none and 2", criminal.Rows[0].Note, criminal.Rows[1].Note, left())
	}
	d = o.must(o.SetNote(ctx, sitetest.By("ann", d), e.Tables[0].Section, criminal.Rows[1].Country, "Counted by case."))
	if left() != 1 {
		t.Errorf("got %d warnings after one was taken in, want 1", left())
	}
}

// Nobody is asked again about what was accepted or explained for the revision that a correction corrects.
func TestCorrect_KeepsWhatWasAccepted(t *testing.T) {
	o := newOffice(t)
	ctx := t.Context()
	d := o.approved()
	if _, err := o.Publish(ctx, sitetest.By("bob", d), nil); err != nil {
		t.Fatal(err)
	}
	d = o.must(o.Correct(ctx, "ann", next))
	d = o.must(o.SetNote(ctx, sitetest.By("ann", d), report.Criminal, "AR", "Counted again."))
	d = o.must(o.SetPublicNote(ctx, sitetest.By("ann", d), "A note on Argentina was missing."))
	if blockers := publish.Blockers(d, o.problems(d)); len(blockers) > 0 {
		t.Errorf("asked again: %v", blockers)
	}
	rows := tableOf(&d.Edition, report.Criminal).Rows
	rows[0].Counts.Requests, rows[0].Counts.NoData = rows[0].Counts.Requests+500, rows[0].Counts.NoData+500
	if blockers := publish.Blockers(d, o.problems(d)); len(blockers) == 0 {
		t.Error("another figure is accepted with the old ones")
	}
}

// Who accepted warnings for a revision did not work on its correction, and can approve that.
func TestCorrect_CanBeApprovedByWhoAcceptedWarningsBefore(t *testing.T) {
	o := newOffice(t)
	ctx := t.Context()
	if _, err := o.Publish(ctx, sitetest.By("bob", o.approved()), nil); err != nil { // ann accepted its warnings
		t.Fatal(err)
	}
	for number, people := range [][2]string{2: {"bob", "ann"}, 3: {"cleo", "ann"}} {
		if number < 2 {
			continue
		}
		d := o.must(o.Correct(ctx, people[0], next))
		d = o.must(o.SetNote(ctx, sitetest.By(people[0], d), report.Criminal, "AR", "Counted again by "+people[0]))
		d = o.must(o.SetPublicNote(ctx, sitetest.By(people[0], d), "A note on Argentina was missing."))
		d = o.must(o.Submit(ctx, sitetest.By(people[0], d)))
		if got := d.Changers(); !slices.Equal(got, people[:1]) {
			t.Errorf("revision %d was changed by %v, want %s", number, got, people[0])
		}
		d = o.must(o.Approve(ctx, sitetest.By(people[1], d), d.ContentDigest(), "Compared with the case list."))
		if r, err := o.Publish(ctx, sitetest.By(people[1], d), nil); err != nil || r.Number != number {
			t.Fatalf("got revision %d, %v, want %d", r.Number, err, number)
		}
	}
	// Accepting once more is work on the draft.
	d := o.must(o.Correct(ctx, "bob", next))
	d = o.must(o.Accept(ctx, sitetest.By("ann", d), []string{d.Acceptances[0].Problem}, "Looked at once more."))
	if got := d.Changers(); !slices.Equal(got, []string{"ann", "bob"}) {
		t.Errorf("it was changed by %v, want by both", got)
	}
}

func TestExamine_ComparesWithWhatWasWithdrawn(t *testing.T) {
	o := newOffice(t)
	ctx := t.Context()
	o.know(sitetest.Shipped(t).KnownNotes)
	if err := o.Withdraw(ctx, "bob", before, "To be checked."); err != nil {
		t.Fatal(err)
	}
	e := shipped(t).Editions[12].Clone()
	upload := func(e report.Edition) report.Problems {
		_, content := writtenBy(e, o.archive().Places(), true).bytes(t, e.Period)
		return o.problems(o.must(o.Upload(ctx, "ann", "again.csv", content, e.Period)))
	}
	if problems := upload(e); !has(problems, publish.CodeWithdrawnEqual, "", "") {
		t.Errorf("the same figures: %v", problems)
	}
	rows := tableOf(&e, report.Criminal).Rows
	rows[0].Counts.Requests, rows[0].Counts.NoData = rows[0].Counts.Requests+1, rows[0].Counts.NoData+1
	found := 0
	for _, p := range upload(e) {
		if p.Code == publish.CodeWithdrawnDiffers && p.Section == report.Criminal {
			found++
		}
	}
	if found != 2 { // the sum and the row
		t.Errorf("got %d differences, want 2", found)
	}
	if r, withdrawn := o.archive().Withdrawn(before); !withdrawn || len(r.Edition.Tables) > 0 {
		t.Error("the archive holds withdrawn figures")
	}
	// The next period is compared with it, too.
	d := o.must(o.Upload(ctx, "ann", "2019-H2.xlsx", file(t, "2019-H2.xlsx"), next))
	if !slices.ContainsFunc(o.problems(d), func(p report.Problem) bool {
		return p.Code == publish.CodeLargeChange && strings.Contains(p.Text, "Requests 34 (before 189)")
	}) {
		t.Error("the next period is not compared with what was withdrawn")
	}
}
