package publish

import (
	"fmt"
	"slices"
	"strings"

	"lerr/internal/report"
)

// countries finds countries that only one of the two periods has. Those with small figures only come
// and go with every half-year: in the headline section they are named together, and elsewhere they are
// not named.
func (c *comparison) countries() {
	for _, t := range c.edition.Tables {
		last, ok := c.last(t.Section)
		if !ok {
			continue
		}
		c.onlyIn(t, last, CodeCountryNew, "has a row that it did not have in the last period", "Confirm that it is new.",
			"Countries with few requests that had no row in the last period: %s. Confirm that they are new.")
		c.onlyIn(last, t, CodeCountryGone, "has no row; these were its figures in the last period", "Confirm that it made none.",
			"Countries with few requests in the last period that have no row: %s. Confirm that they made none.")
	}
}

func (c *comparison) onlyIn(in, other report.Table, code, finding, request, few string) {
	rows := slices.DeleteFunc(slices.Clone(in.Rows), func(r report.Row) bool {
		_, ok := other.Row(r.Country)
		return ok
	})
	slices.SortStableFunc(rows, func(a, b report.Row) int { return b.Counts.Requests - a.Counts.Requests })
	var names []string
	var small []any
	for _, r := range rows {
		switch {
		case largest(r.Counts) >= minCompared:
			row := comparedRow{counts: r.Counts}
			c.warn(code, location{section: in.Section, country: r.Country}, []any{r.Counts.Figures()}, "%s %s. %s %s",
				c.name(r.Country), finding, c.sixFigures(row), request)
		case in.Section.IsHeadline():
			names = append(names, fmt.Sprintf("%s (%d)", c.name(r.Country), r.Counts.Requests))
			small = append(small, r.Country, r.Counts.Requests)
		}
	}
	if len(names) > 0 {
		c.warn(code, location{section: in.Section}, small, few, strings.Join(names, ", "))
	}
}
