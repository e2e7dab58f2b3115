package publish

import (
	"fmt"
	"slices"
	"strings"

	"lerr/internal/report"
)

// maxCountries is the number of new or vanished countries that a section lists one by one.
const maxCountries = 8

// countries finds countries that only one of the two periods has. Those with small figures only come
// and go with every half-year: in the headline section they are named together, and elsewhere they are
// not named. In a correction, those that were published so are not named either.
func (c *comparison) countries() {
	for _, t := range c.edition.Tables {
		last, ok := c.last(t.Section)
		if !ok {
			continue
		}
		c.onlyIn(t, last, CodeCountryNew, "has a row that it did not have in the last period", "Confirm that it is new.",
			"Countries with a row that they did not have in the last period, and their requests: %s. Confirm that they are new.")
		c.onlyIn(last, t, CodeCountryGone, "has no row; these were its figures in the last period", "Confirm that the source has no row of it.",
			"Countries without a row that had one in the last period, and their requests then: %s. Confirm that the source has no row of them.")
	}
}

func (c *comparison) onlyIn(in, other report.Table, code, finding, request, together string) {
	rows := slices.DeleteFunc(slices.Clone(in.Rows), func(r report.Row) bool {
		_, ok := other.Row(r.Country)
		published := code == CodeCountryNew && c.publishedRow(in.Section, r) || code == CodeCountryGone && c.publishedWithoutRow(in.Section, r.Country)
		return ok || published
	})
	slices.SortStableFunc(rows, func(a, b report.Row) int { return largest(b.Counts) - largest(a.Counts) })
	var names []string
	var others []any
	for i, r := range rows {
		isLarge := largest(r.Counts) >= minCompared
		switch {
		case isLarge && i < maxCountries:
			row := comparedRow{counts: r.Counts}
			c.warn(code, location{section: in.Section, country: r.Country}, []any{r.Counts}, "%s %s. %s %s",
				c.name(r.Country), finding, c.sixFigures(row), request)
		case isLarge || in.Section.IsHeadline():
			names = append(names, fmt.Sprintf("%s (%s)", c.name(r.Country), figureText(r.Counts, 0)))
			others = append(others, r.Country, r.Counts)
		}
	}
	if len(names) > 0 {
		c.warn(code, location{section: in.Section}, others, together, strings.Join(names, ", "))
	}
}
