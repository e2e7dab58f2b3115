package workbook

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"lerr/internal/report"
	"lerr/internal/xlsx"
)

// Headers of the columns that are not in every table. Files that were downloaded are read back by the
// headers, so they never change.
const (
	headerCode    = "Country code"
	headerCountry = "Country"
	headerRegion  = "Region"
	headerNotes   = "Notes"
)

// totalName is the text in the column of countries of the last row.
const totalName = "Total"

// wording holds the texts of a section's sheet.
type wording struct {
	tab     string
	subject string // for the title
	caution string // against misreading the figures
}

var wordings = map[report.Section]wording{
	report.Combined: {"Combined", "law enforcement requests",
		"All law enforcement requests stand in this one table. Its total is the headline figure of the half-year."},
	report.Criminal: {"Criminal", "law enforcement requests",
		"Emergency requests and civil legal requests are not part of these figures. The total is the headline figure of the half-year."},
	report.Emergencies: {"Emergencies", "emergency requests",
		"Emergency requests stand beside the headline figures and must not be added to them."},
	report.Civil: {"Civil", "civil legal requests",
		"The four outcomes on this sheet count accounts, not requests. Civil legal requests stand beside the headline figures and must not be added to them."},
	report.Skype: {"Skype", "law enforcement requests that concern Skype",
		"Skype requests are a part of the figures on the sheet Combined and must not be added to them."},
}

// namedSection is a section's table with the countries of its rows, sorted by their names.
type namedSection struct {
	wording
	table report.Table
	rows  []namedRow
}

type namedRow struct {
	report.Row
	country report.Country
	region  report.Region
}

// namedSections finds the countries of every row. An unknown section or country, a second table of a
// section, and a negative count are ErrInvalid.
func namedSections(e report.Edition, places *report.Places) ([]namedSection, error) {
	var sections []namedSection
	seen := map[report.Section]bool{}
	for _, t := range e.Tables {
		words, known := wordings[t.Section]
		if !known || seen[t.Section] {
			return nil, fmt.Errorf("section %q is unknown or has two tables: %w", t.Section, report.ErrInvalid)
		}
		seen[t.Section] = true
		section := namedSection{wording: words, table: t}
		for _, r := range t.Rows {
			country, ok := places.Country(r.Country)
			if !ok {
				return nil, fmt.Errorf("%s: country code %q is not known: %w", t.Section, r.Country, report.ErrInvalid)
			}
			if figures := r.Counts.Figures(); slices.Min(figures[:]) < 0 {
				return nil, fmt.Errorf("%s: %s has a negative count: %w", t.Section, country.Name, report.ErrInvalid)
			}
			section.rows = append(section.rows, namedRow{r, country, places.RegionOf(country)})
		}
		slices.SortStableFunc(section.rows, func(a, b namedRow) int {
			return cmp.Or(
				strings.Compare(report.NameKey(a.country.Name), report.NameKey(b.country.Name)),
				strings.Compare(a.Row.Country, b.Row.Country),
			)
		})
		sections = append(sections, section)
	}
	return sections, nil
}

// sectionSheet returns a section's sheet: a row for each country, then the total.
func sectionSheet(s namedSection, all notes, in Input) xlsx.Sheet {
	here := all.on(s.table.Section)
	sheet := xlsx.Sheet{
		Name:  s.tab,
		Title: fmt.Sprintf("%s: %s, %s", s.tab, s.subject, in.Revision.Edition.Period.Label()),
		Lines: []string{
			fmt.Sprintf("This sheet holds one table and %s. Each country that made a request has a row; the last row is the total.", here.summary()),
			s.caution,
			"A share is one outcome divided by the sum of the four outcomes. " + notApplicable + " means not applicable; see the sheet Notes.",
		},
		Table: xlsx.Table{Name: string(s.table.Section), Columns: sectionColumns(), HasTotal: true},
	}
	for _, n := range here {
		if n.country.Code == "" {
			sheet.Lines = append(sheet.Lines, n.line())
		}
	}
	if in.Site.Recreation != "" {
		sheet.Lines = append(sheet.Lines, in.Site.Recreation)
	}
	columns := len(sheet.Table.Columns)
	if !slices.ContainsFunc(here, func(n note) bool { return n.country.Code != "" }) {
		columns-- // no row has a note
		sheet.Table.Columns = sheet.Table.Columns[:columns]
	}
	addRow := func(code, name, region string, c report.Counts, mark string) {
		row := append(append([]any{code, name, region}, figureCells(c)...), mark)
		sheet.Table.Rows = append(sheet.Table.Rows, row[:columns])
	}
	for _, r := range s.rows {
		addRow(r.country.Code, r.country.Name, r.region.Name, r.Counts, here.markOf(r.country))
	}
	addRow(notApplicable, totalName, notApplicable, s.table.Sum(), notApplicable)
	return sheet
}

func sectionColumns() []xlsx.Column {
	columns := textColumns([]string{headerCode, headerCountry, headerRegion}, 10, 30, 24)
	add := func(format xlsx.Format, width float64, header string) {
		columns = append(columns, xlsx.Column{Header: header, Width: width, Format: format})
	}
	add(xlsx.AsCount, 12, "Requests (number)")
	add(xlsx.AsCount, 12, "Accounts (number)")
	for _, outcome := range []struct {
		name  string
		width float64
	}{{"Content", 12}, {"Non-content", 14}, {"No data", 12}, {"Rejected", 12}} {
		add(xlsx.AsCount, outcome.width, outcome.name+" (number)")
		add(xlsx.AsShare, 18, outcome.name+" share (of outcomes)")
	}
	add(xlsx.AsMarker, 12, headerNotes)
	return columns
}

// figureCells returns the six counts and four shares of a row in the order of the columns.
func figureCells(c report.Counts) []any {
	cells := []any{c.Requests, c.Accounts}
	shares := c.Shares()
	for i, n := range c.Outcomes() {
		cells = append(cells, n)
		if shares.Known {
			cells = append(cells, float64(shares.All()[i])/1000)
		} else {
			cells = append(cells, notApplicable)
		}
	}
	return cells
}
