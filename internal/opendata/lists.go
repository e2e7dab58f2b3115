package opendata

import (
	"fmt"
	"strconv"
	"strings"

	"lerr/internal/report"
)

// CountriesCSV returns the list of countries and territories. noCountry adds what takes the place of a
// country for requests that have none yet.
func CountriesCSV(places *report.Places, noCountry bool) ([]byte, error) {
	t := newTable(CountrySchema())
	countries := places.Countries()
	if c, _ := places.Country(report.NoCountry); noCountry {
		countries = append(countries, c)
	}
	for _, c := range countries {
		cells := []string{c.Code, c.Alpha3(), c.Name, c.Region, places.RegionOf(c).Name}
		if err := checkText(cells...); err != nil {
			return nil, fmt.Errorf("write csv of countries: %s: %w", c.Code, err)
		}
		t.add(append(cells, noteCell(strings.Join(c.Spellings, "|")))...)
	}
	return t.bytes(), nil
}

// FiguresCSV returns the single figures that the revisions report beside their tables.
func FiguresCSV(revisions []report.Revision) []byte {
	t := newTable(FigureSchema())
	for _, r := range revisions {
		for _, name := range report.SingleFigureNames() {
			if n, ok := r.Edition.SingleFigure(name); ok {
				t.add(r.Edition.Period.String(), name, strconv.Itoa(n), report.SingleFigureMeaning(name), strconv.Itoa(r.Number))
			}
		}
	}
	return t.bytes()
}
