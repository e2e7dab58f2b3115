package publish

import (
	"fmt"
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

// The thresholds of Compare.
const (
	minCompared   = 10 // smaller numbers of requests are not compared: any change of them is large
	maxRatio      = 3  // between a figure and the last period's
	maxDeviations = 4  // between a figure and the median of the earlier ones, in median absolute deviations
	minHistory    = 4  // earlier figures that a median needs
)

// The reasons for which a changed figure must be confirmed.
const (
	tripled = "more than three times as many"
	thirded = "less than a third"
	unusual = "outside the usual range of the earlier periods"
)

// Compare compares an edition with the published ones before it, newest first, and returns what
// somebody must confirm: unexpected sections, countries and figures. It compares nothing across the
// series break of 2017.
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
	series := slices.DeleteFunc(slices.Clone(earlier), func(old report.Edition) bool { return report.SeriesBreak(e.Period, old.Period) })
	for _, t := range e.Tables {
		if old, ok := before.Table(t.Section); ok {
			c.countries(t, old)
			c.changes(t, series)
		}
	}
	return c.problems
}

// sections finds sections that only the last edition reported. It ignores Skype, which was reported
// separately only once, and the headline, whose name changed at the series break.
func (c *checker) sections(e report.Edition, before *report.Edition) {
	for _, t := range before.Tables {
		if _, ok := e.Table(t.Section); ok || t.Section.IsHeadline() || t.Section == report.Skype {
			continue
		}
		severity := report.SeverityError
		if e.Note != "" {
			severity = report.SeverityNotice
		}
		c.add(severity, CodeSectionMissing, location{section: t.Section}, "",
			fmt.Sprintf("%s has no %s, which %s had; add the section, or explain in a public note on the period why it is missing.",
				e.Period.Label(), t.Section.Name(), before.Period.Label()))
	}
}

// missing finds single figures that only the last edition reported. It adds one warning for all.
func (c *checker) missing(e report.Edition, before *report.Edition) {
	var names []string
	for _, f := range before.Figures {
		if _, ok := e.SingleFigure(f.Name); !ok {
			names = append(names, f.Name)
		}
	}
	if len(names) > 0 {
		list := strings.Join(names, ", ")
		c.warn(CodeFigureMissing, location{}, []any{list},
			"Figures that %s reported are not given: %s. Give them, or confirm that they are not reported.", before.Period.Label(), list)
	}
}

// countries finds countries that only one of two editions has. Outside the headline, where most
// countries have a handful of requests, it ignores small numbers.
func (c *checker) countries(t, before report.Table) {
	only := func(in, other report.Table, code, format string) {
		for _, r := range in.Rows {
			if _, ok := other.Row(r.Country); !ok && (t.Section.IsHeadline() || r.Counts.Requests >= minCompared) {
				c.warn(code, location{section: t.Section, country: r.Country}, []any{r.Counts.Requests},
					format, c.name(r.Country), count(r.Counts.Requests, "request"))
			}
		}
	}
	only(before, t, CodeCountryGone, "%s has no row; it had %s in the last period. Confirm that it made none.")
	only(t, before, CodeCountryNew, "%s has a row with %s; it had none in the last period. Confirm that it is new.")
}

// changes finds counts that differ much from the last period or from all earlier ones: of each
// country, and of the section's total. series is newest first.
func (c *checker) changes(t report.Table, series []report.Edition) {
	for i, unit := range []string{"request", "account"} { // in the order of report.Columns
		check := func(code string, at location, subject string, n int, past []int, remedy string) {
			if why := whyUnusual(n, past); why != "" {
				c.warn(code, at, []any{n, past[0]}, "%s: %s, where the last period had %d (%s). %s", subject, count(n, unit), past[0], why, remedy)
			}
		}
		for _, r := range t.Rows {
			if !r.Counts.Has(i) {
				continue
			}
			past := history(series, t.Section, func(old report.Table) (int, bool) {
				row, ok := old.Row(r.Country)
				return row.Counts.Figures()[i], ok && row.Counts.Has(i)
			})
			check(CodeLargeChange, location{t.Section, r.Country, 1 + i}, c.name(r.Country), r.Counts.Figures()[i], past, "Confirm the figure.")
		}
		past := history(series, t.Section, func(old report.Table) (int, bool) { return old.Sum().Figures()[i], true })
		check(CodeLargeTotal, location{t.Section, "", 1 + i}, "All countries", t.Sum().Figures()[i], past, "Confirm the figures.")
	}
}

// history returns a figure's earlier values, newest first, back to the first gap.
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

// whyUnusual returns the reason for which a figure must be confirmed, given the earlier ones, newest
// first; or "".
func whyUnusual(n int, past []int) string {
	switch {
	case len(past) == 0 || max(n, past[0]) < minCompared:
		return ""
	case n > maxRatio*past[0]:
		return tripled
	case past[0] > maxRatio*n:
		return thirded
	case len(past) < minHistory:
		return ""
	}
	middle := median(past)
	off := make([]int, len(past))
	for i, p := range past {
		off[i] = max(p-middle, middle-p)
	}
	// In a series that hardly changed, the deviation is near 0; a fifth of the median is the least.
	deviation := max(median(off), middle/5, 1)
	if distance := max(n-middle, middle-n); distance > maxDeviations*deviation && distance >= minCompared {
		return unusual
	}
	return ""
}

func median(numbers []int) int {
	sorted := slices.Sorted(slices.Values(numbers))
	return (sorted[(len(sorted)-1)/2] + sorted[len(sorted)/2]) / 2
}
