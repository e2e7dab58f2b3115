package console

import (
	"fmt"
	"slices"
	"strings"

	"lerr/internal/publish"
	"lerr/internal/report"
	"lerr/views"
)

// Says is what a draft says of all countries.
type Says struct {
	About    string // which rows are summed, and what they are compared with
	Compared bool   // there is something to compare them with
	Figures  []SaysFigure
	Also     string // the sums of the other sections, in a sentence
}

// SaysFigure is one of the six sums of the headline, as it is and as it was.
type SaysFigure struct {
	Name, Now, Share, Before, ShareBefore, Change string
}

// newSays returns what a draft says of all countries, beside what its review is compared with.
func newSays(v DraftView) Says {
	d := v.Draft
	now := d.Edition.Headline()
	against := publish.Against(d, v.Archive)
	before := against.Edition.Headline()
	m := Says{
		About:    fmt.Sprintf("%s, %s.", now.Section.Name(), views.Plural(now.CountryRows(), "country", "countries")),
		Compared: against.Number > 0,
	}
	if m.Compared {
		m.About += fmt.Sprintf(" Before: %s, as published.", against.Edition.Period.Label())
	}
	is, was := views.FigureTexts(now.Sum()), views.FigureTexts(before.Sum())
	comparable := report.Comparable
	if report.SeriesBreak(against.Edition.Period, d.Edition.Period) {
		comparable = report.AcrossBreak
	}
	for i, name := range columnNames() {
		f := SaysFigure{Name: name, Now: is[i], Before: was[i]}
		if i >= 2 {
			f.Share, f.ShareBefore = shareText(now.Sum(), i-2), shareText(before.Sum(), i-2)
		}
		if m.Compared && now.Sum().IsWhole(i) && before.Sum().IsWhole(i) && now.Sum().Has(i) && before.Sum().Has(i) {
			change := report.Delta{Comparison: comparable, From: before.Sum().Figures()[i], To: now.Sum().Figures()[i]}
			rate, known := change.Rate()
			switch {
			case change.Difference() == 0:
				f.Change = "none"
			case d.Corrects > 0 || !known || rate == 0:
				f.Change = views.Signed(change.Difference())
			default:
				f.Change = views.Rate(rate)
			}
		}
		m.Figures = append(m.Figures, f)
	}
	m.Also = also(d.Edition, against)
	return m
}

// also returns the requests of the other sections, and how many single figures there are.
func also(e report.Edition, against report.Revision) string {
	var parts []string
	for _, t := range e.Tables {
		if t.Section == e.Headline().Section {
			continue
		}
		text := fmt.Sprintf("%s: %s", t.Section.Name(), views.FigureTexts(t.Sum())[0])
		if old, ok := against.Edition.Table(t.Section); ok {
			text += fmt.Sprintf(" (before %s)", views.FigureTexts(old.Sum())[0])
		}
		parts = append(parts, text)
	}
	if n := len(e.Figures); n > 0 || len(against.Edition.Figures) > 0 {
		parts = append(parts, fmt.Sprintf("single figures: %d given (before %d)", n, len(against.Edition.Figures)))
	}
	if len(parts) == 0 {
		return ""
	}
	return "Also: " + strings.Join(parts, "; ") + "."
}

// DoneRow is one thing that was done with a draft.
type DoneRow struct{ At, By, What, Text string }

// maxDone is the number of things that the overview lists. The audit log has all.
const maxDone = 8

// doneRows returns what was done with a draft, the last first.
func doneRows(d publish.Draft) (rows []DoneRow) {
	for _, change := range slices.Backward(d.History) {
		if len(rows) == maxDone {
			break
		}
		rows = append(rows, DoneRow{Clock(change.At), change.By, views.Capital(actionName(change.Action)), change.Text})
	}
	return rows
}

// approversText says who can approve a draft that nobody has approved, and why the reader cannot.
func approversText(v DraftView) string {
	d := v.Draft
	if d.State != publish.DraftOpen && d.State != publish.DraftSubmitted {
		return ""
	}
	changed := func(name string) bool { return name == d.SubmittedBy || slices.Contains(d.Changers(), name) }
	able := slices.DeleteFunc(slices.Clone(v.Approvers), changed)
	text := views.Sentence(able) + " can approve it."
	if len(able) == 0 {
		text = "Nobody can approve it: it needs an approver who changed nothing in it. An administrator can invite one, or give somebody the role."
	}
	if v.Actor.Approver && changed(v.Actor.Name) {
		text += " You cannot, since you changed something in it."
	}
	return text
}
