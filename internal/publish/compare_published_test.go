package publish_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"lerr/internal/publish"
	"lerr/internal/report"
	"lerr/internal/sitetest"
)

// A correction of one row asks of that row and of the sum that it is part of: in each half-year that the
// program ships with, and in one whose warnings a person accepted. However much the row changes, nothing comes
// up that lay below the limits of the lists.
func TestCorrect_AsksOnlyOfWhatItTouches(t *testing.T) {
	o := newOffice(t)
	if _, err := o.Publish(t.Context(), sitetest.By("bob", o.approved()), nil); err != nil {
		t.Fatal(err)
	}
	archive := o.archive()
	changes := map[string]func(int) int{
		"one more": func(n int) int { return n + 1 }, "500 more": func(n int) int { return n + 500 },
		"ten times": func(n int) int { return 10 * n }, "none": func(int) int { return 0 },
	}
	every := sitetest.Count(7, 1) // a row of so many
	examined := 0
	for _, period := range archive.Periods() {
		whole := o.must(o.Correct(t.Context(), "ann", period))
		whole.Note = "Once more."
		whole.Edition.Note += " Once more."
		if blockers := publish.Blockers(whole, o.Examine(whole, archive)); len(blockers) > 0 {
			t.Errorf("%s with another note: %v", period, blockers)
		}
		for i := range whole.Edition.Tables {
			table := &whole.Edition.Tables[i]
			for j := range table.Rows {
				if (i+j)%every > 0 {
					continue
				}
				for name, change := range changes {
					d := whole
					d.Edition = whole.Edition.Clone()
					row := &d.Edition.Tables[i].Rows[j]
					figures := row.Counts.Figures()
					for f := range figures {
						figures[f] = change(figures[f])
					}
					figures[0] = figures[2] + figures[3] + figures[4] + figures[5]
					if table.CountUnit() == report.UnitAccounts {
						figures[1] = figures[0]
					}
					row.Counts = report.CountsOf(figures)
					asked := 0
					for _, p := range publish.Blockers(d, o.Examine(d, archive)) {
						asked++
						if p.Section != table.Section || p.Country != row.Country && p.Country != "" {
							t.Errorf("%s, %s, %s, %s: asks of %s %s: %s", period, table.Section, row.Country, name, p.Section, p.Country, p.Text)
						}
					}
					if before := table.Rows[j].Counts.Requests; before >= 50 && name == "ten times" && asked == 0 && period.String() != "2013-H1" {
						t.Errorf("%s, %s, %s has ten times its %d requests, and nobody is asked", period, table.Section, row.Country, before)
					}
					examined++
				}
			}
		}
	}
	t.Logf("%d corrections", examined)
}

// Where a correction moves several rows past another, its rank is new.
func TestCorrect_AsksOfARankThatItMoved(t *testing.T) {
	o := newOffice(t)
	d := o.must(o.Correct(t.Context(), "ann", before))
	criminal := tableOf(&d.Edition, report.Criminal)
	slices.SortFunc(criminal.Rows, func(a, b report.Row) int { return b.Counts.Requests - a.Counts.Requests })
	first := criminal.Rows[0]
	for moved := range 4 {
		c := &criminal.Rows[1+moved].Counts
		more := first.Counts.Requests
		c.Requests, c.NoData = c.Requests+more, c.NoData+more
		asked := slices.ContainsFunc(publish.Blockers(d, o.problems(d)), func(p report.Problem) bool {
			return p.Country == first.Country && p.Section == report.Criminal && strings.Contains(p.Text, ": by requests it is number ")
		})
		if asked != (moved+1 >= 3) {
			t.Errorf("%d rows moved past %s: asked of its rank: %t", moved+1, first.Country, asked)
		}
	}
}

// What a revision was published with is not asked about in its correction, of whatever kind; a further change
// of the same kind is.
func TestCorrect_AsksOfNothingThatWasPublished(t *testing.T) {
	all, places := histories(t)
	h := all[len(all)-1]
	criminal := func(e *report.Edition) *report.Table { return tableOf(e, report.Criminal) }
	before, _ := h.earlier[0].Table(report.Criminal)
	remove := func(country string) func(*report.Edition) {
		return func(e *report.Edition) {
			t := criminal(e)
			t.Rows = slices.DeleteFunc(t.Rows, func(r report.Row) bool { return r.Country == country })
		}
	}
	add := func(country string) func(*report.Edition) {
		return func(e *report.Edition) {
			t := criminal(e)
			t.Rows = append(t.Rows, report.Row{Country: country, Counts: report.CountsOf([6]int{30, 40, 0, 20, 5, 5})})
		}
	}
	copied := func(country string) func(*report.Edition) {
		return func(e *report.Edition) {
			row, _ := before.Row(country)
			remove(country)(e)
			criminal(e).Rows = append(criminal(e).Rows, row)
		}
	}
	var fresh []string // countries without a row
	for _, c := range places.Countries() {
		_, was := before.Row(c.Code)
		if _, is := criminal(&h.edition).Row(c.Code); !is && !was && !c.IsNoCountry() {
			fresh = append(fresh, c.Code)
		}
	}
	hasCode := func(problems report.Problems, code string) bool {
		return slices.ContainsFunc(problems, func(p report.Problem) bool { return p.Code == code })
	}
	for name, tt := range map[string]struct {
		code      string
		odd, more func(*report.Edition)
	}{
		"a single figure": {publish.CodeLargeFigure,
			func(e *report.Edition) { e.Figures[0].Value *= 20 },
			func(e *report.Edition) { e.Figures[0].Value *= 20 }},
		"a figure that is gone": {publish.CodeFigureMissing,
			func(e *report.Edition) { e.Figures = e.Figures[1:] },
			func(e *report.Edition) { e.Figures = e.Figures[2:] }},
		"an empty cell": {publish.CodeNotGiven,
			func(e *report.Edition) { criminal(e).Rows[0].Counts.NotGiven = 1 << 1 },
			func(e *report.Edition) { criminal(e).Rows[1].Counts.NotGiven = 1 << 1 }},
		"a country that is gone": {publish.CodeCountryGone, remove("DE"), remove("FR")},
		"a country that is new":  {publish.CodeCountryNew, add(fresh[0]), add(fresh[1])},
		"a sum": {publish.CodeLargeTotal,
			func(e *report.Edition) { eachRow(criminal(e), func(f *[6]int) { f[1] *= 2 }) },
			func(e *report.Edition) { eachRow(criminal(e), func(f *[6]int) { f[1] *= 2 }) }},
		"a copied row": {publish.CodeCopiedRow, copied("DE"), copied("FR")},
	} {
		odd := h.edition.Clone()
		if len(odd.Figures) == 0 {
			odd.Figures = append(odd.Figures, h.earlier[0].Figures...)
		}
		tt.odd(&odd)
		if problems := publish.ExamineFile(publish.Draft{Edition: odd}, h.archive); !hasCode(problems, tt.code) {
			t.Errorf("%s: nothing is said at first: %v", name, problems)
		}
		archive, err := report.NewArchive(places, append(h.archive.Revisions(), report.Revision{Edition: odd, Number: 1, State: report.Published}))
		if err != nil {
			t.Fatal(err)
		}
		correction := publish.Draft{Corrects: 1, Base: 1, Edition: odd.Clone()}
		if problems := publish.ExamineFile(correction, archive); hasCode(problems, tt.code) {
			t.Errorf("%s: asked again: %v", name, problems.Only(report.SeverityWarning))
		}
		tt.more(&correction.Edition)
		asked := 0
		for _, p := range publish.ExamineFile(correction, archive) {
			if p.Code == tt.code {
				asked++
			}
		}
		if asked != 1 {
			t.Errorf("%s: one more is asked about %d times, want once", name, asked)
		}
	}
}

// A corrected file of a half-year that the program ships with asks of the row that it changes alone.
func TestPublishFile_AsksOnlyOfWhatACorrectionTouches(t *testing.T) {
	o := newOffice(t)
	o.know(sitetest.Shipped(t).KnownNotes)
	archive := o.archive()
	for i, e := range shipped(t).Editions {
		for _, isCSV := range []bool{true, false} {
			corrected := e.Clone()
			row := &corrected.Tables[0].Rows[i]
			row.Counts.Requests, row.Counts.NoData = 10*row.Counts.Requests+500, row.Counts.NoData+9*row.Counts.Requests+500
			name, content := writtenBy(corrected, archive.Places(), isCSV).bytes(t, e.Period)
			_, err := o.PublishFile(t.Context(), publish.DirectPublication{Actor: "shell", Name: name, File: content, Note: "Once more."})
			var problems report.Problems
			if !errors.As(err, &problems) && i > 0 { // nothing is before the first
				t.Errorf("%s of %s, %s: got %v, want to be asked", name, e.Period, row.Country, err)
			}
			for _, p := range problems {
				if p.Country != row.Country && p.Country != "" {
					t.Errorf("%s of %s, %s: asks of %s", name, e.Period, row.Country, p)
				}
			}
		}
	}
}

// A correction that loses a row or a section of the published revision says so, also where the last period has
// none, or there is no last period.
func TestCorrect_AsksOfWhatItLoses(t *testing.T) {
	all, places := histories(t)
	examined := func(h history, published report.Edition, lose func(*report.Edition)) report.Problems {
		archive, err := report.NewArchive(places, append(h.archive.Revisions(), report.Revision{Edition: published, Number: 1, State: report.Published}))
		if err != nil {
			t.Fatal(err)
		}
		d := publish.Draft{Corrects: 1, Base: 1, Edition: published.Clone()}
		lose(&d.Edition)
		return publish.Blockers(d, publish.ExamineFile(d, archive))
	}
	drop := func(s report.Section, country string) func(*report.Edition) {
		return func(e *report.Edition) {
			t := tableOf(e, s)
			t.Rows = slices.DeleteFunc(t.Rows, func(r report.Row) bool { return r.Country == country })
		}
	}
	last := all[len(all)-1]
	withNew := last.edition.Clone()
	withNew.Tables = append(withNew.Tables, report.Table{Section: report.Skype, Rows: []report.Row{
		{Country: "DE", Counts: report.CountsOf([6]int{2, 2, 0, 2, 0, 0})}, {Country: "FR", Counts: report.CountsOf([6]int{3, 3, 0, 3, 0, 0})},
	}})
	asBefore := last.edition.Clone() // Germany's row is that of the last period
	drop(report.Criminal, "DE")(&asBefore)
	before, _ := last.earlier[0].Table(report.Criminal)
	germany, _ := before.Row("DE")
	tableOf(&asBefore, report.Criminal).Rows = append(tableOf(&asBefore, report.Criminal).Rows, germany)
	for name, tt := range map[string]struct {
		h         history
		published report.Edition
		lose      func(*report.Edition)
		code      string
		text      string
	}{
		"a row of the first half-year": {all[0], all[0].edition, drop(report.Combined, "DE"), publish.CodeCountryGone, "Germany"},
		"a row of a new section":       {last, withNew, drop(report.Skype, "DE"), publish.CodeCountryGone, "Germany (2)"},
		"a row as in the last period":  {last, asBefore, drop(report.Criminal, "DE"), publish.CodeCountryGone, "Germany"},
		"a section that was new":       {last, withNew, func(e *report.Edition) { e.Tables = e.Tables[:len(e.Tables)-1] }, publish.CodeSectionMissing, "published revision"},
		"a section of the last period": {last, withNew, func(e *report.Edition) { e.Tables = e.Tables[:2] }, publish.CodeSectionMissing, "2019 (Jan-Jun) had"},
	} {
		found := 0
		for _, p := range examined(tt.h, tt.published, tt.lose) {
			if p.Code == tt.code && strings.Contains(p.Text, tt.text) {
				found++
			}
		}
		if found != 1 {
			t.Errorf("%s: told %d times, want once: %v", name, found, examined(tt.h, tt.published, tt.lose))
		}
	}
}

// What a person accepted about a file holds for the corrected file, too.
func TestPublishFile_KeepsWhatWasAcceptedAboutItsFile(t *testing.T) {
	o := newOffice(t)
	o.know(sitetest.Shipped(t).KnownNotes)
	all, places := histories(t)
	publishing := func(e report.Edition, accept ...string) error {
		f := writtenBy(e, places, false)
		f.sheets[0].title += " (draft)"
		name, content := f.bytes(t, next)
		_, err := o.PublishFile(t.Context(), publish.DirectPublication{Actor: "shell", Name: name, File: content, Note: "Once more.", Accept: accept})
		return err
	}
	e := all[len(all)-1].edition.Clone()
	var problems report.Problems
	if err := publishing(e); !errors.As(err, &problems) {
		t.Fatalf("got %v, want to be asked", err)
	}
	var codes []string
	about := 0 // the file
	for _, p := range problems {
		codes = append(codes, p.Code)
		if strings.Contains(p.Text, "draft") {
			about++
		}
	}
	if err := publishing(e, codes...); err != nil || about == 0 {
		t.Fatalf("%v, of %d about the file", err, about)
	}
	row := &tableOf(&e, report.Criminal).Rows[0]
	row.Counts.Requests, row.Counts.NoData = row.Counts.Requests+1, row.Counts.NoData+1
	problems = nil
	if err := publishing(e); err != nil && !errors.As(err, &problems) {
		t.Fatal(err)
	}
	for _, p := range problems {
		if p.Country != row.Country {
			t.Errorf("asked again: %s", p)
		}
	}
}
