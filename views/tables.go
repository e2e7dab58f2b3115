package views

import (
	"fmt"
	"strconv"

	"lerr/internal/report"
	"lerr/internal/urls"
)

// CountsTable is a table of countries.
type CountsTable struct {
	Caption string
	Unit    string // unit of the outcomes: "requests" or "accounts"
	Rows    []CountsRow
}

// RegionTable holds one region's countries, collapsible under its subtotal.
type RegionTable struct {
	ID       string
	Subtotal CountsRow
	Size     string // "29 countries"
	Open     bool
	Table    CountsTable
}

// Tables holds the selected period's countries by region.
type Tables struct {
	Title   string
	Unit    string
	Total   CountsRow
	Regions []RegionTable
	Notes   []string // numbered from 1
}

// notes numbers the notes of rows in the order of their rows.
type notes struct{ texts []string }

func (n *notes) number(text string) string {
	if text == "" {
		return ""
	}
	n.texts = append(n.texts, text)
	return strconv.Itoa(len(n.texts))
}

// newTables returns the headline's countries by region. The region of the selected place is open;
// all are if expand says so.
func newTables(a *report.Archive, s report.Selection, t report.Table, expand urls.Expand) Tables {
	tables := Tables{
		Title: fmt.Sprintf("By country, %s", s.Period.Label()),
		Unit:  unitOf(t.Section),
	}
	var marks notes
	total, _ := t.Total(report.Place{}, a.Places())
	tables.Total = NewCountsRow("All countries", total)
	for _, region := range a.Places().Regions() {
		place := report.Place{Region: region}
		sum, rows := t.Total(place, a.Places())
		r := RegionTable{
			ID:       region.Slug,
			Subtotal: NewCountsRow(region.Name, sum),
			Size:     Plural(rows, "country", "countries"),
			Open:     expand.Has(urls.ExpandRegions) || s.Place.Slug() == region.Slug || s.Place.Country.Region == region.Slug,
			Table: CountsTable{
				Caption: fmt.Sprintf("%s, %s: %s", region.Name, s.Period.Label(), t.Section.Name()),
				Unit:    unitOf(t.Section),
				Rows:    countryRows(a.Places().In(place), s, t, &marks),
			},
		}
		tables.Regions = append(tables.Regions, r)
	}
	tables.Notes = marks.texts
	return tables
}

// countryRows returns the rows of those countries that made a request.
func countryRows(countries []report.Country, s report.Selection, t report.Table, marks *notes) []CountsRow {
	var rows []CountsRow
	for _, c := range countries {
		row, ok := t.Row(c.Code)
		if !ok {
			continue
		}
		r := NewCountsRow(c.Name, row.Counts)
		r.URL = urls.Report(report.Selection{Period: s.Period, Place: report.Place{Country: c}}) + "#" + figuresID
		r.Chosen = s.Place.Country.Code == c.Code
		r.Note = marks.number(row.Note)
		rows = append(rows, r)
	}
	return rows
}

func unitOf(s report.Section) string {
	if s.CountsAccounts() {
		return "accounts"
	}
	return "requests"
}
