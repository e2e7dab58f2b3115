package opendata

import (
	"cmp"
	"fmt"
	"slices"

	"lerr/internal/report"
)

// sectionRows are a section's table and its rows with their countries, by country code.
type sectionRows struct {
	report.Table
	rows []countryRow
}

type countryRow struct {
	report.Row
	country report.Country
}

// resolve finds the country of each row of an edition. It fails with ErrInvalid for rows that no
// format can hold unchanged.
func resolve(e report.Edition, places *report.Places) ([]sectionRows, error) {
	if places == nil {
		return nil, fmt.Errorf("%s: no places are given: %w", e.Period, report.ErrInvalid)
	}
	var sections []sectionRows
	for _, t := range e.Tables {
		section := sectionRows{Table: t}
		err := checkText(string(t.Section))
		for _, r := range t.Rows {
			country, ok := places.Country(r.Country)
			if !ok {
				return nil, fmt.Errorf("%s %s: country code %q is not known: %w", e.Period, t.Section, r.Country, report.ErrInvalid)
			}
			err = cmp.Or(err, checkText(country.Code, country.Name, country.Region), checkCounts(r.Counts))
			if err != nil {
				return nil, fmt.Errorf("%s %s %s: %w", e.Period, t.Section, r.Country, err)
			}
			section.rows = append(section.rows, countryRow{r, country})
		}
		slices.SortStableFunc(section.rows, func(a, b countryRow) int { return cmp.Compare(a.country.Code, b.country.Code) })
		sections = append(sections, section)
	}
	return sections, nil
}
