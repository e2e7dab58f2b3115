package opendata

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"lerr/internal/report"
)

// CSV writes the figures of the editions as one table: RFC 4180, UTF-8 without a byte order mark,
// lines ended by CR LF, and a header. Its columns are period, section, country_code, country,
// region (the region's slug) and the six counts. They are append-only for good: none is ever
// renamed, moved or removed, since other people's programs read them by name and by place.
//
// Rows stand by period, newest first, then by section in the edition's order, then by country code.
// Figures that cannot be written truly are ErrInvalid; nothing has then been written.
func CSV(w io.Writer, places *report.Places, editions ...report.Edition) error {
	var b bytes.Buffer
	out := csv.NewWriter(&b)
	out.UseCRLF = true
	columns := report.Columns()
	// A csv.Writer keeps its first error until the end, and a bytes.Buffer gives none.
	_ = out.Write(append([]string{"period", "section", "country_code", "country", "region"}, columns[:]...))
	newest, err := newestFirst(editions)
	if err != nil {
		return fmt.Errorf("write csv: %w", err)
	}
	for _, e := range newest {
		sections, err := sectionsOf(e, places)
		if err != nil {
			return fmt.Errorf("write csv: %w", err)
		}
		for _, s := range sections {
			for _, r := range s.rows {
				record := []string{e.Period.String(), string(s.table.Section), r.country.Code, r.country.Name, r.country.Region}
				for _, n := range r.Counts.Figures() {
					record = append(record, strconv.Itoa(n))
				}
				_ = out.Write(record)
			}
		}
	}
	out.Flush()
	if err := out.Error(); err != nil {
		return fmt.Errorf("write csv: %w", err)
	}
	if _, err := b.WriteTo(w); err != nil {
		return fmt.Errorf("send csv: %w", err)
	}
	return nil
}

// newestFirst orders the editions. Two of one period are ErrInvalid: their rows could not be told
// apart.
func newestFirst(editions []report.Edition) ([]report.Edition, error) {
	ordered := slices.Clone(editions)
	slices.SortStableFunc(ordered, func(a, b report.Edition) int { return b.Period.Compare(a.Period) })
	for i := 1; i < len(ordered); i++ {
		if p := ordered[i].Period; p == ordered[i-1].Period {
			return nil, fmt.Errorf("%s stands twice: %w", p, report.ErrInvalid)
		}
	}
	return ordered, nil
}

// placedSection is a section's table with each row's country found, by country code.
type placedSection struct {
	table report.Table
	rows  []placedRow
}

type placedRow struct {
	report.Row
	country report.Country
}

// sectionsOf finds the countries of every row, and refuses what no format could hold truly.
func sectionsOf(e report.Edition, places *report.Places) ([]placedSection, error) {
	if places == nil {
		return nil, fmt.Errorf("%s: no places are given: %w", e.Period, report.ErrInvalid)
	}
	var sections []placedSection
	for _, t := range e.Tables {
		section := placedSection{table: t}
		if err := cell(string(t.Section)); err != nil {
			return nil, fmt.Errorf("%s: %w", e.Period, err)
		}
		for _, r := range t.Rows {
			country, err := placed(r, places)
			if err != nil {
				return nil, fmt.Errorf("%s %s: %w", e.Period, t.Section, err)
			}
			section.rows = append(section.rows, placedRow{r, country})
		}
		slices.SortStableFunc(section.rows, func(a, b placedRow) int {
			return strings.Compare(a.country.Code, b.country.Code)
		})
		sections = append(sections, section)
	}
	return sections, nil
}

// placed finds the row's country, and refuses a row that cannot be written truly.
func placed(r report.Row, places *report.Places) (report.Country, error) {
	country, ok := places.Country(r.Country)
	if !ok {
		return country, fmt.Errorf("country code %q is not known: %w", r.Country, report.ErrInvalid)
	}
	for _, s := range []string{country.Code, country.Name, country.Region} {
		if err := cell(s); err != nil {
			return country, fmt.Errorf("country %s: %w", country.Code, err)
		}
	}
	if figures := r.Counts.Figures(); slices.Min(figures[:]) < 0 {
		return country, fmt.Errorf("country %s has a negative count: %w", country.Code, report.ErrInvalid)
	}
	return country, nil
}
