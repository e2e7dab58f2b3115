package console

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"lerr/internal/publish"
	"lerr/internal/report"
	"lerr/views"
)

// WarningKind holds the warnings of one kind: those that are open, and those that were accepted.
type WarningKind struct {
	ID       string // such as "large-change-1": the code, and the column if its rows are of one
	Name     string
	About    string // why such a row is listed
	Open     []WarningRow
	Accepted []AcceptedWarnings
}

// WarningRow is a warning as a row of the table.
type WarningRow struct {
	Key     string
	Place   string // a country, or the sheet and cell
	Section string // empty for the headline section
	What    string // the figure; empty if the warning is about none
	Before  string
	Now     string
	Times   string // how many times as large
	Rank    string // among the half-years of its series
	Text    string // the whole finding

	Href, Link string // to where a wrong figure is corrected; empty if nowhere
}

// AcceptedWarnings are warnings of a kind that one person accepted for one reason.
type AcceptedWarnings struct {
	By, At, Reason string
	Inherited      bool // given to the revision that is corrected
	Rows           []WarningRow
}

// label names the row for people who do not see its table.
func (r WarningRow) label() string {
	return strings.Join(slices.DeleteFunc([]string{r.Section, r.What}, func(s string) bool { return s == "" }), ", ")
}

// keys returns the keys of the open warnings.
func (k WarningKind) keys() string {
	var keys []string
	for _, r := range k.Open {
		keys = append(keys, r.Key)
	}
	return strings.Join(keys, " ")
}

// rows returns the number of warnings of the kind.
func (k WarningKind) rows() int {
	n := len(k.Open)
	for _, a := range k.Accepted {
		n += len(a.Rows)
	}
	return n
}

// kindTexts are the names of kinds of warnings, and why a row is listed.
var kindTexts = map[string][2]string{
	publish.CodeLargeTotal:       {"All countries", "The sum of a section left its series."},
	"large-change-0":             {"More rows", "As unusual as those above, but beyond their number."},
	"large-change-1":             {"Number of requests", "Far more or fewer than in the last half-year, or another rank than ever."},
	"large-change-2":             {"Accounts for each request", "Far more or fewer than is usual for the country, or as many as in an earlier half-year."},
	"large-change-3":             {"How requests ended", "An outcome has another share than is usual for the country."},
	publish.CodeLargestMovers:    {"What moved the totals most", "These rows changed the sums most, whether or not they are unusual."},
	publish.CodeCopiedRow:        {"The same as in an earlier half-year", "All six figures of a row are those of an earlier half-year."},
	publish.CodeCountryNew:       {"In this report, not in the last", "These countries had no row."},
	publish.CodeCountryGone:      {"In the last report, not in this one", "These countries have no row any more."},
	publish.CodeSectionNew:       {"New section", "The last half-year did not have it."},
	publish.CodeNotGiven:         {"Empty cells", "A cell is empty in a row that has other figures."},
	publish.CodeFigureMissing:    {"Single figures that are not given", "The last half-year gave them."},
	publish.CodeLargeFigure:      {"Single figures", "A single figure left its series."},
	publish.CodeNoteLeftOut:      {"Notes of the file that are left out", "No note of a file becomes public unless somebody takes it in, under Texts."},
	publish.CodeWithdrawnDiffers: {"Beside what was withdrawn", "The period was public before with other figures."},
}

// kindOf returns the ID of a warning's kind. Outcomes are one kind.
func kindOf(p report.Problem) string {
	if p.Code != publish.CodeLargeChange {
		return p.Code
	}
	if p.Country == "" {
		return "large-change-0"
	}
	return fmt.Sprintf("large-change-%d", min(p.Column, 3))
}

// warningKinds returns the warnings of a draft by kind, in the order in which they were found: within a kind, the
// most unusual row is first.
func warningKinds(v DraftView) []WarningKind {
	var kinds []WarningKind
	past := newPast(v)
	for _, p := range v.Problems.Only(report.SeverityWarning) {
		id := kindOf(p)
		i := slices.IndexFunc(kinds, func(k WarningKind) bool { return k.ID == id })
		if i < 0 {
			texts, ok := kindTexts[id]
			if !ok {
				texts = [2]string{views.Capital(strings.ReplaceAll(id, "-", " ")), ""}
			}
			i = len(kinds)
			kinds = append(kinds, WarningKind{ID: id, Name: texts[0], About: texts[1]})
		}
		row := past.row(p)
		row.Href, row.Link = remedy(v, p)
		kinds[i].add(v.Draft, p, row)
	}
	slices.SortStableFunc(kinds, func(a, b WarningKind) int { // what is accepted comes last
		return cmp.Compare(min(len(b.Open), 1), min(len(a.Open), 1))
	})
	return kinds
}

// add adds a warning to its kind.
func (k *WarningKind) add(d publish.Draft, p report.Problem, row WarningRow) {
	a, ok := d.Accepted(p)
	if !ok {
		k.Open = append(k.Open, row)
		return
	}
	i := slices.IndexFunc(k.Accepted, func(w AcceptedWarnings) bool { return w.By == a.By && w.Reason == a.Reason })
	if i < 0 {
		i = len(k.Accepted)
		k.Accepted = append(k.Accepted, AcceptedWarnings{By: a.By, At: Clock(a.At), Reason: a.Reason, Inherited: a.Inherited})
	}
	k.Accepted[i].Rows = append(k.Accepted[i].Rows, row)
}

// WarningProblems returns the warnings of a draft that are of a kind.
func WarningProblems(problems report.Problems, kind string) report.Problems {
	return slices.DeleteFunc(problems.Only(report.SeverityWarning), func(p report.Problem) bool { return kindOf(p) != kind })
}

// past holds what a draft's figures are shown beside.
type past struct {
	draft  publish.Draft
	places *report.Places
	before report.Edition   // the half-year before; zero if it is of another series
	series []report.Edition // the earlier half-years of the series, newest first
}

func newPast(v DraftView) past {
	p := past{draft: v.Draft, places: v.Archive.Places()}
	period := v.Draft.Edition.Period
	for _, r := range v.Archive.Revisions() {
		if e := r.Edition; e.Period.Compare(period) < 0 && !report.SeriesBreak(e.Period, period) {
			p.series = append(p.series, e)
		}
	}
	if len(p.series) > 0 && p.series[0].Period == period.Previous() {
		p.before = p.series[0]
	}
	return p
}

// row returns a warning's row. Figures are beside those of the half-year before.
func (p past) row(w report.Problem) WarningRow {
	row := WarningRow{Key: w.Key(), Place: warningPlace(w), Text: w.Text}
	if w.Section != "" && !w.Section.IsHeadline() {
		row.Section = w.Section.Name()
	}
	if c, ok := p.places.Country(w.Country); ok {
		row.Place = c.Name
	}
	if _, isCell := map[string]bool{publish.CodeLargeTotal: true, publish.CodeLargeChange: true, publish.CodeLargestMovers: true, publish.CodeCopiedRow: true}[w.Code]; !isCell || w.Section == "" {
		return row
	}
	now, _ := p.counts(p.draft.Edition, w)
	before, known := p.counts(p.before, w)
	column := w.Column
	if w.Code == publish.CodeLargestMovers || w.Code == publish.CodeCopiedRow {
		column = 1
	}
	m := measureOf(column)
	row.What = m.name
	row.Now, row.Before = m.text(now), views.Dash
	if w.Country == "" {
		row.Place = "All countries"
	}
	if known {
		row.Before = m.text(before)
		row.Times = times(m.value(now), m.value(before))
	}
	row.Rank = p.rank(w, m, now)
	return row
}

// counts returns the figures of a warning's row, or of all rows, in an edition.
func (p past) counts(e report.Edition, w report.Problem) (report.Counts, bool) {
	t, ok := e.Table(w.Section)
	if !ok || w.Country == "" {
		return t.Sum(), ok
	}
	r, ok := t.Row(w.Country)
	return r.Counts, ok
}

// rank says where a figure stands among those of its series, such as "2nd highest of 6".
func (p past) rank(w report.Problem, m measure, now report.Counts) string {
	higher, n := 0, 1
	for _, e := range p.series {
		if c, ok := p.counts(e, w); ok {
			n++
			if m.value(c) > m.value(now) {
				higher++
			}
		}
	}
	lower := n - 1 - higher
	switch {
	case n < 3:
		return ""
	case higher == 0:
		return fmt.Sprintf("highest of %d", n)
	case lower == 0:
		return fmt.Sprintf("lowest of %d", n)
	case higher <= lower:
		return fmt.Sprintf("%s highest of %d", views.Ordinal(1+higher), n)
	}
	return fmt.Sprintf("%s lowest of %d", views.Ordinal(1+lower), n)
}

// measure is one way to look at the figures of a row.
type measure struct {
	name  string
	value func(report.Counts) float64
	text  func(report.Counts) string
}

// measureOf returns the measure of a column, 1 to 6: its requests, its accounts for each request or the share of an
// outcome.
func measureOf(column int) measure {
	switch column {
	case 0, 1:
		return measure{"Requests",
			func(c report.Counts) float64 { return float64(c.Requests) },
			func(c report.Counts) string { return views.FigureTexts(c)[0] }}
	case 2:
		each := func(c report.Counts) float64 { return float64(c.Accounts) / float64(max(c.Requests, 1)) }
		return measure{"Accounts for each request", each, func(c report.Counts) string { return fmt.Sprintf("%.1f", each(c)) }}
	}
	outcome := column - 3
	return measure{views.OutcomeLabels[outcome].Short,
		func(c report.Counts) float64 { return c.Rate(outcome).Exact() },
		func(c report.Counts) string { return views.Share(c.Rate(outcome).Permille) }}
}

// times says how many times as large a figure is as before.
func times(now, before float64) string {
	switch {
	case before == now:
		return "the same"
	case before == 0:
		return "from none"
	case now == 0:
		return "to none"
	case now > before:
		return fmt.Sprintf("× %.1f", now/before)
	}
	return fmt.Sprintf("÷ %.1f", before/now)
}

// warningsLead says how much is to be looked at.
func warningsLead(m DraftPage) string {
	open, kinds := openWarnings(m), 0
	for _, k := range m.Kinds {
		kinds += min(len(k.Open), 1)
	}
	if open == 0 {
		return "Every warning was accepted; the second person reads the reasons beside the figures."
	}
	return fmt.Sprintf("%s in %s. If a figure is right, tick it and say why; the second person reads the reason beside it. If not, correct it under Figures.",
		views.Plural(open, "row is unusual", "rows are unusual"), views.Plural(kinds, "kind", "kinds"))
}

func openWarnings(m DraftPage) (n int) {
	for _, k := range m.Kinds {
		n += len(k.Open)
	}
	return n
}

// acceptedBy says who accepted warnings, and when.
func acceptedBy(a AcceptedWarnings) string {
	text := fmt.Sprintf("by %s, %s:", a.By, a.At)
	if a.Inherited {
		return "for the revision that is corrected " + text
	}
	return text
}
