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
	places = places.Named(e.Names)
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
				t.add(append(append(cells, countCells(r.Counts)...), string(s.CountUnit()))...)
			}
		}
	}
	return t.bytes(), nil
}
