package opendata

import (
	"fmt"
	"slices"
	"strconv"

	"lerr/internal/report"
)

// CSV returns the figures of editions as one table, with the columns of EditionSchema. Columns are
// append-only: none is ever renamed, moved or removed, since other people's programs read them by
// name and by position.
//
// Rows are ordered by period, newest first, then by section in the edition's order, then by country
// code. CSV fails with ErrInvalid for figures that the format cannot hold unchanged, and for two
// editions of one period.
func CSV(places *report.Places, editions ...report.Edition) ([]byte, error) {
	t := newTable(EditionSchema())
	newestFirst := slices.SortedStableFunc(slices.Values(editions), func(a, b report.Edition) int { return b.Period.Compare(a.Period) })
	for i, e := range newestFirst {
		if i > 0 && e.Period == newestFirst[i-1].Period {
			return nil, fmt.Errorf("write csv: two editions of %s: %w", e.Period, report.ErrInvalid)
		}
		sections, err := resolve(e, places)
		if err != nil {
			return nil, fmt.Errorf("write csv: %w", err)
		}
		for _, s := range sections {
			for _, r := range s.rows {
				cells := []string{e.Period.String(), string(s.Section), r.country.Code, r.country.Name, r.country.Region}
				for _, n := range r.Counts.Figures() {
					cells = append(cells, strconv.Itoa(n))
				}
				t.add(cells...)
			}
		}
	}
	return t.bytes(), nil
}
