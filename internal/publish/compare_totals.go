package publish

import (
	"slices"

	"lerr/internal/report"
)

// totals warns of sums that left their series, unless the unusual rows alone are the reason: they are
// listed. In a correction, it warns of what is new about a sum.
func (c *comparison) totals(unusual []comparedRow) {
	for _, t := range c.edition.Tables {
		total := c.notPublished(c.total(t, nil))
		if total.score() < minTotalScore || largest(total.counts) < minCompared {
			continue
		}
		listed := map[string]bool{}
		for _, r := range unusual {
			if r.at.section == t.Section {
				listed[r.at.country] = true
			}
		}
		if rest := c.total(t, listed); len(listed) > 0 && !rest.sharesDeviation(total) {
			continue
		}
		c.warn(CodeLargeTotal, total.at, c.figuresOf(total), "All countries: %s. %s Confirm the figures.", c.reasons(total, minTotalScore), c.sixFigures(total))
	}
}

// sharesDeviation reports whether a figure left its series both here and in other.
func (r *comparedRow) sharesDeviation(other comparedRow) bool {
	return largest(r.counts) >= minCompared && slices.ContainsFunc(r.deviations, func(d deviation) bool {
		return d.score >= minTotalScore && slices.ContainsFunc(other.deviations, func(o deviation) bool {
			return o.column == d.column && o.score >= minTotalScore
		})
	})
}

// total returns the sum of a table's rows beside the earlier sums, without some countries.
func (c *comparison) total(t report.Table, without map[string]bool) comparedRow {
	sum := func(t report.Table) report.Counts {
		t.Rows = slices.DeleteFunc(slices.Clone(t.Rows), func(r report.Row) bool { return without[r.Country] })
		return t.Sum()
	}
	row := comparedRow{at: location{section: t.Section}, counts: sum(t)}
	for i := range c.series {
		if old, ok := c.series[i].Table(t.Section); ok {
			row.past = append(row.past, pastRow{c.series[i].Period, sum(old)})
		}
	}
	if len(row.past) == 0 {
		return row
	}
	last, known := c.last(t.Section)
	row.before, row.known = sum(last), known
	row.deviations = deviations(row.counts, row.past, mixOf(t, c.tables(t.Section)), totalSpread)
	if len(row.deviations) > 0 {
		row.at.column = row.deviations[0].column
	}
	return row
}
