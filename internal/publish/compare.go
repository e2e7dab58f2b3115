package publish

import (
	"slices"
	"strings"

	"lerr/internal/report"
)

// The codes of the problems that Compare finds.
const (
	CodeSectionMissing = "section-missing"
	CodeCountryGone    = "country-gone"
	CodeCountryNew     = "country-new"
	CodeLargeChange    = "large-change"
	CodeLargeTotal     = "large-change-of-total"
	CodeFigureMissing  = "figure-missing"
)

const (
	// few is the number of requests below which a change is not told: of so few, any is large.
	few = 10
	// manyTimes is the ratio beyond which a change must be confirmed.
	manyTimes = 3
	// farOff is the distance from the median, in median absolute deviations, beyond which a figure
	// must be confirmed.
	farOff = 4
	// enough is how many earlier figures a median needs to say anything.
	enough = 4
)

// Compare sets an edition against the published ones before it and reports what somebody must
// confirm: sections, countries and figures that are not as one would expect. earlier is newest
// first. Across the series break of 2017 nothing is compared.
func Compare(e report.Edition, places *report.Places, earlier []report.Edition) report.Problems {
	c := checker{places: places}
	if len(earlier) == 0 || earlier[0].Period != e.Period.Previous() {
		return nil
	}
	before := &earlier[0]
	c.sections(e, before)
	c.missing(e, before)
	if report.SeriesBreak(e.Period, before.Period) {
		return c.problems
	}
	var series []report.Edition
	for _, old := range earlier {
		if !report.SeriesBreak(e.Period, old.Period) {
			series = append(series, old)
		}
	}
	for _, t := range e.Tables {
		if old, ok := before.Table(t.Section); ok {
			c.countries(t, old)
			c.changes(t, series)
		}
	}
	return c.problems
}

// sections finds those that the last edition reported and this one does not. Skype was told apart
// once only, and the headline's change of name is the series break.
func (c *checker) sections(e report.Edition, before *report.Edition) {
	for _, t := range before.Tables {
		if _, ok := e.Table(t.Section); ok || t.Section.IsHeadline() || t.Section == report.Skype {
			continue
		}
		severity := report.SeverityError
		if e.Note != "" {
			severity = report.SeverityNotice
		}
		c.add(severity, CodeSectionMissing, string(t.Section), "",
			"%s has no %s, which %s had; add the section, or say in a public note on the period why there is none.",
			e.Period.Label(), t.Section.Name(), before.Period.Label())
	}
}

// missing finds the single figures that the last edition reported and this one does not, and tells
// them in one: whoever accepts it has seen them all.
func (c *checker) missing(e report.Edition, before *report.Edition) {
	var names []string
	for _, f := range before.Figures {
		if _, ok := e.SingleFigure(f.Name); !ok {
			names = append(names, f.Name)
		}
	}
	if len(names) > 0 {
		c.add(report.SeverityWarning, CodeFigureMissing, "", "",
			"Figures that %s reported are not given: %s. Give them, or confirm that they are not reported.",
			before.Period.Label(), strings.Join(names, ", "))
	}
}

// countries finds those that were there last time and are not now, and the reverse. Beside the
// headline, where most countries make a handful of requests, only those with more are told.
func (c *checker) countries(t, before report.Table) {
	for _, r := range before.Rows {
		if _, ok := t.Row(r.Country); !ok && (t.Section.IsHeadline() || r.Counts.Requests >= few) {
			c.add(report.SeverityWarning, CodeCountryGone, string(t.Section), r.Country,
				"%s has no row; it had %d requests in the last period. Confirm that it made none.", c.name(r.Country), r.Counts.Requests)
		}
	}
	for _, r := range t.Rows {
		if _, ok := before.Row(r.Country); !ok && (t.Section.IsHeadline() || r.Counts.Requests >= few) {
			c.add(report.SeverityWarning, CodeCountryNew, string(t.Section), r.Country,
				"%s has a row with %d requests; it had none in the last period. Confirm that it is new.", c.name(r.Country), r.Counts.Requests)
		}
	}
}

func (c *checker) name(code string) string {
	if country, ok := c.places.Country(code); ok {
		return country.Name
	}
	return code
}

// measured are the two counts that are compared from period to period, in the order of report.Columns.
var measured = []struct {
	name string
	of   func(report.Counts) int
}{
	{"requests", func(c report.Counts) int { return c.Requests }},
	{"accounts", func(c report.Counts) int { return c.Accounts }},
}

// changes finds figures that are many times the last period's or far from what they used to be:
// of each country, and of the section's total. series is newest first.
func (c *checker) changes(t report.Table, series []report.Edition) {
	sheet := string(t.Section)
	for i, m := range measured {
		for _, r := range t.Rows {
			past := history(series, t.Section, func(old report.Table) (int, bool) {
				row, ok := old.Row(r.Country)
				return m.of(row.Counts), ok
			})
			if why := unusual(m.of(r.Counts), past); why != "" {
				c.add(report.SeverityWarning, CodeLargeChange, sheet, r.Country,
					"%s: %d %s, where the last period had %d (%s). Confirm the figure.", c.name(r.Country), m.of(r.Counts), m.name, past[0], why)
				c.about(1 + i)
			}
		}
		past := history(series, t.Section, func(old report.Table) (int, bool) { return m.of(old.Sum()), true })
		if why := unusual(m.of(t.Sum()), past); why != "" {
			c.add(report.SeverityWarning, CodeLargeTotal, sheet, "",
				"All countries: %d %s, where the last period had %d (%s). Confirm the figures.", m.of(t.Sum()), m.name, past[0], why)
			c.about(1 + i)
		}
	}
}

// history lists a figure's earlier values, newest first, as far back as they are unbroken.
func history(series []report.Edition, s report.Section, of func(report.Table) (int, bool)) []int {
	var past []int
	for i := range series {
		table, ok := series[i].Table(s)
		if !ok {
			break
		}
		n, ok := of(table)
		if !ok {
			break
		}
		past = append(past, n)
	}
	return past
}

// unusual says why a figure must be confirmed, given the earlier ones, newest first; "" when it
// need not be.
func unusual(n int, past []int) string {
	if len(past) == 0 || max(n, past[0]) < few {
		return ""
	}
	if n > manyTimes*past[0] || past[0] > manyTimes*n {
		return "more than 3 times the one or the other"
	}
	if len(past) < enough {
		return ""
	}
	middle := median(past)
	off := make([]int, len(past))
	for i, p := range past {
		off[i] = max(p-middle, middle-p)
	}
	// A series that hardly moved has a deviation near nothing; a fifth of its median is the least.
	deviation := max(median(off), middle/5, 1)
	if distance := max(n-middle, middle-n); distance > farOff*deviation && distance >= few {
		return "more than 4 median absolute deviations from the earlier figures"
	}
	return ""
}

func median(numbers []int) int {
	sorted := slices.Sorted(slices.Values(numbers))
	return (sorted[(len(sorted)-1)/2] + sorted[len(sorted)/2]) / 2
}
