package workbook

import (
	"fmt"
	"slices"

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

func (w wording) title(p report.Period) string {
	return fmt.Sprintf("%s: %s, %s", w.tab, w.subject, p.Label())
}

// cautionFor returns the caution, and what the outcomes of the table count where that varies.
func (w wording) cautionFor(t report.Table) string {
	if !t.Section.UnitVaries() {
		return w.caution
	}
	other := report.UnitRequests
	if t.CountUnit() == other {
		other = report.UnitAccounts
	}
	return fmt.Sprintf("The four outcomes on this sheet count %s, not %s. %s", t.CountUnit(), other, w.caution)
}

var wordings = map[report.Section]wording{
	report.Combined: {"Combined", "law enforcement requests",
		"All law enforcement requests stand in this one table. Its total is the headline figure of the half-year."},
	report.Criminal: {"Criminal", "law enforcement requests",
		"Emergency requests and civil legal requests are not part of these figures. The total is the headline figure of the half-year."},
	report.Emergencies: {"Emergencies", "emergency requests",
		"Emergency requests stand beside the headline figures and must not be added to them."},
	report.Civil: {"Civil", "civil legal requests",
		"Civil legal requests stand beside the headline figures and must not be added to them."},
	report.Skype: {"Skype", "law enforcement requests that concern Skype",
		"Skype requests are a part of the figures on the sheet Combined and must not be added to them."},
}

// sortedTables returns the tables with their rows sorted by the names of countries. An unknown section or
// country, a second table of a section, and a negative count are ErrInvalid.
func sortedTables(e report.Edition, places *report.Places) ([]report.Table, error) {
	var tables []report.Table
	for _, t := range e.Tables {
		_, known := wordings[t.Section]
		if !known || slices.ContainsFunc(tables, func(other report.Table) bool { return other.Section == t.Section }) {
			return nil, fmt.Errorf("section %q is unknown or has two tables: %w", t.Section, report.ErrInvalid)
		}
		for _, r := range t.Rows {
			figures := r.Counts.Figures()
			if _, ok := places.Country(r.Country); !ok || slices.Min(figures[:]) < 0 {
				return nil, fmt.Errorf("%s: country code %q is not known or has a negative count: %w", t.Section, r.Country, report.ErrInvalid)
			}
		}
		without, ok := t.Row(report.NoCountry)
		t.Rows = t.Sorted(report.ByName, report.Place{}, places)
		if ok {
			t.Rows = append(t.Rows, without)
		}
		tables = append(tables, t)
	}
	return tables, nil
}

// sectionSheet returns a section's sheet: a row for each country, then the total.
func sectionSheet(t report.Table, all notes, in Input) xlsx.Sheet {
	words, here := wordings[t.Section], all.on(t.Section)
	sheet := xlsx.Sheet{
		Name:  words.tab,
		Title: words.title(in.Revision.Edition.Period),
		Lines: []string{
			fmt.Sprintf("This sheet holds one table and %s. Each country that made a request has a row; the last row is the total.", here.summary()),
			words.cautionFor(t),
			"A share is one outcome divided by the sum of the four outcomes. " + notApplicable + " means not applicable; see the sheet Notes.",
		},
		Table: xlsx.Table{Name: string(t.Section), Columns: sectionColumns(), HasTotal: true},
	}
	if slices.ContainsFunc(t.Rows, func(r report.Row) bool { return r.Counts.NotGiven != 0 }) {
		sheet.Lines = append(sheet.Lines, report.StatusNotGiven.Sign()+": "+report.StatusNotGiven.Meaning())
	}
	sheet.Lines = append(sheet.Lines, t.Remarks(report.Place{}, in.Places)...)
	sheet.Lines = append(sheet.Lines, here.lines(in.Site)...)
	columns := len(sheet.Table.Columns)
	if !slices.ContainsFunc(here, func(n note) bool { return n.country.Code != "" }) {
		columns-- // no row has a note
		sheet.Table.Columns = sheet.Table.Columns[:columns]
	}
	addRow := func(code, name, region string, c report.Counts, mark string) {
		row := append(append([]any{code, name, region}, figureCells(c)...), mark)
		sheet.Table.Rows = append(sheet.Table.Rows, row[:columns])
	}
	for _, r := range t.Rows {
		c, _ := in.Places.Country(r.Country)
		addRow(c.Code, c.Name, in.Places.RegionOf(c).Name, r.Counts, here.markOf(c))
	}
	addRow(notApplicable, totalName, notApplicable, t.Sum(), notApplicable)
	return sheet
}

func sectionColumns() []xlsx.Column {
	return []xlsx.Column{
		{Header: headerCode, Width: 10},
		{Header: headerCountry, Width: 30},
		{Header: headerRegion, Width: 24},
		{Header: "Requests (number)", Width: 12, Format: xlsx.AsCount},
		{Header: "Accounts (number)", Width: 12, Format: xlsx.AsCount},
		{Header: "Content (number)", Width: 12, Format: xlsx.AsCount},
		{Header: "Content share (of outcomes)", Width: 18, Format: xlsx.AsShare},
		{Header: "Non-content (number)", Width: 14, Format: xlsx.AsCount},
		{Header: "Non-content share (of outcomes)", Width: 18, Format: xlsx.AsShare},
		{Header: "No data (number)", Width: 12, Format: xlsx.AsCount},
		{Header: "No data share (of outcomes)", Width: 18, Format: xlsx.AsShare},
		{Header: "Rejected (number)", Width: 12, Format: xlsx.AsCount},
		{Header: "Rejected share (of outcomes)", Width: 18, Format: xlsx.AsShare},
		{Header: headerNotes, Width: 12, Format: xlsx.AsMarker},
	}
}

// figureCells returns the six counts and four shares of a row in the order of the columns. Shares are not rounded.
func figureCells(c report.Counts) []any {
	var counts []any
	for i, n := range c.Figures() {
		if c.Has(i) {
			counts = append(counts, n)
		} else {
			counts = append(counts, report.StatusNotGiven.Sign())
		}
	}
	cells := counts[:2:2]
	for i, rate := range c.Rates() {
		if rate.Known {
			cells = append(cells, counts[2+i], rate.Exact())
		} else {
			cells = append(cells, counts[2+i], notApplicable)
		}
	}
	return cells
}
