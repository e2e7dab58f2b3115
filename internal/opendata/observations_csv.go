package opendata

import (
	"fmt"
	"strconv"
	"strings"

	"lerr/internal/report"
)

// LongCSV returns observations with one figure per row, with the columns of LongSchema. Its format is
// that of CSV, including the refusal of values that it cannot hold unchanged.
func LongCSV(v report.Observations) ([]byte, error) {
	if err := checkRows(v); err != nil {
		return nil, fmt.Errorf("write csv: %w", err)
	}
	columns := report.Columns()
	t := newTable(LongSchema())
	for _, r := range v.Rows {
		counts, statuses := r.Figures()
		for i, n := range counts {
			t.add(append(rowCells(r), columns[i], string(unitOf(r.Unit, i)), countCell(n, statuses[i]), string(statuses[i]),
				strconv.Itoa(r.Revision), noteCell(r.Note))...)
		}
	}
	return t.bytes(), nil
}

// WideCSV returns observations with the six figures of a place in one row, with the columns of
// WideSchema.
func WideCSV(v report.Observations) ([]byte, error) {
	if err := checkRows(v); err != nil {
		return nil, fmt.Errorf("write csv: %w", err)
	}
	t := newTable(WideSchema())
	for _, r := range v.Rows {
		cells := append(rowCells(r), string(r.Status))
		if r.Status.HasFigure() {
			cells = append(cells, countCells(r.Counts)...)
		} else {
			cells = append(cells, make([]string, len(report.Columns()))...)
		}
		t.add(append(cells, strconv.Itoa(r.Revision), noteCell(r.Note), string(r.Unit), strings.Join(r.Counts.NotGiven.Names(), " "))...)
	}
	return t.bytes(), nil
}

// checkRows fails with ErrInvalid for rows that no format can hold unchanged.
func checkRows(v report.Observations) error {
	for _, r := range v.Rows {
		err := checkText(rowCells(r)...)
		if err == nil {
			err = checkCounts(r.Counts)
		}
		if err != nil {
			return fmt.Errorf("%s: %s %s %s: %w", v.Label, r.Period, r.Section, r.Place.Slug(), err)
		}
	}
	return nil
}

// rowCells returns the cells up to and including those of placeFields.
func rowCells(r report.Observation) []string {
	p := r.Place
	return []string{
		r.Period.String(), string(r.Section), placeType(p), p.Slug(), p.Name(), p.Country.Code, p.Country.Alpha3(), regionOf(p),
	}
}

func placeType(p report.Place) string {
	switch {
	case p.Country.IsNoCountry():
		return "no_country"
	case p.IsCountry():
		return "country"
	case p.IsRegion():
		return "region"
	}
	return report.Global
}

// regionOf returns the slug of the region that a place is or lies in.
func regionOf(p report.Place) string {
	if p.IsCountry() {
		return p.Country.Region
	}
	return p.Region.Slug
}

// countCell returns a count, or "" if the status says that there is none.
func countCell(n int, s report.Status) string {
	if !s.HasFigure() {
		return ""
	}
	return strconv.Itoa(n)
}
