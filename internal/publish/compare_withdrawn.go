package publish

import (
	"cmp"
	"fmt"
	"slices"

	"lerr/internal/report"
)

// The codes of the problems of a period that is published again after a withdrawal.
const (
	CodeWithdrawnDiffers = "differs-from-withdrawn"
	CodeWithdrawnEqual   = "equals-withdrawn"
)

// maxWithdrawn is the number of rows that are listed with their differences from what was withdrawn.
const maxWithdrawn = 10

// compareWithdrawn compares an edition with the withdrawn one of the same period: its sums, and the rows
// with the largest differences.
func compareWithdrawn(e report.Edition, places *report.Places, withdrawn report.Edition) report.Problems {
	c := comparison{checker: checker{places: places}, edition: e, before: &withdrawn}
	var rows []comparedRow
	compare := func(s report.Section, country string, now, old report.Counts) {
		if now != old {
			rows = append(rows, comparedRow{at: location{section: s, country: country}, counts: now, before: old, known: true})
		}
	}
	for _, s := range report.Sections() {
		t, _ := e.Table(s)
		old, _ := withdrawn.Table(s)
		compare(s, "", t.Sum(), old.Sum())
		for _, r := range t.Rows {
			before, _ := old.Row(r.Country)
			compare(s, r.Country, r.Counts, before.Counts)
		}
		for _, r := range old.Rows {
			if _, ok := t.Row(r.Country); !ok {
				compare(s, r.Country, report.Counts{}, r.Counts)
			}
		}
	}
	if len(rows) == 0 {
		c.add(report.SeverityNotice, CodeWithdrawnEqual, location{}, "", "Every figure of the tables is as it was before the withdrawal.")
	}
	slices.SortStableFunc(rows, func(a, b comparedRow) int {
		if (a.at.country == "") != (b.at.country == "") {
			return cmp.Compare(a.at.country, b.at.country) // sums first
		}
		return b.moved() - a.moved()
	})
	listed := 0
	for i, r := range rows {
		name := "All countries"
		if r.at.country != "" {
			name = c.name(r.at.country)
			listed++
		}
		if listed > maxWithdrawn {
			more := "1 more row differs"
			if n := len(rows) - i; n > 1 {
				more = fmt.Sprintf("%d more rows differ", n)
			}
			c.warn(CodeWithdrawnDiffers, location{}, []any{len(rows) - i, e.Digest()}, "%s from what was withdrawn. Compare the files.", more)
			break
		}
		c.warn(CodeWithdrawnDiffers, r.at, c.figuresOf(r), "%s differs from what was withdrawn. %s Confirm the figures.", name, c.sixFigures(r))
	}
	for _, f := range e.Figures {
		if old, ok := withdrawn.SingleFigure(f.Name); ok && old != f.Value {
			c.warn(CodeWithdrawnDiffers, location{}, []any{f.Name, f.Value, old}, "Figure %s is %s, and was %s before the withdrawal. Confirm it.", f.Name, report.Grouped(f.Value), report.Grouped(old))
		}
	}
	return c.problems
}
