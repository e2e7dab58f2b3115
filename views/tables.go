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
	Change  string // what it is since; empty for a table without changes
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
	Change  string // as of CountsTable
	Total   CountsRow
	Regions []RegionTable
	Notes   []string // numbered from 1
	About   []string // explains signs in the tables
	Orders  []Link   // the orders of the rows and the lists in these, within regions

	// The largest countries stand before the regions, on the world's page alone.
	LargestTitle string
	Largest      CountsTable
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
		Unit:  string(t.CountUnit()),
		About: []string{aboutShares},
	}
	rows := rowMaker{archive: a, period: s.Period, place: s.Place, table: t}
	if d, _, err := a.Deltas(s); err == nil && d.Comparison == report.Comparable {
		rows.change = onHalfYearBefore
		before, _ := a.Revision(d.Previous)
		rows.before = before.Edition.Headline()
		tables.About = append(tables.About, aboutChange)
	}
	tables.Change = rows.change
	for _, o := range report.Orders() {
		tables.Orders = append(tables.Orders, Link{string(o), urls.Countries(s.Period, o, true)})
	}
	tables.Total = rows.ofPlace("All countries", report.Place{})
	if s.Place.IsGlobal() {
		tables.largest(&rows)
	}
	for _, region := range a.Places().Regions() {
		place := report.Place{Region: region}
		countries := rows.of(a.Places().In(place))
		tables.Regions = append(tables.Regions, RegionTable{
			ID:       region.Slug,
			Subtotal: rows.ofPlace(region.Name, place),
			Size:     Plural(len(countries), "country", "countries"),
			Open:     expand.Has(urls.ExpandRegions) || s.Place.Slug() == region.Slug || s.Place.Country.Region == region.Slug,
			Table: CountsTable{
				Caption: fmt.Sprintf("%s, %s: %s", region.Name, s.Period.Label(), t.Section.Name()),
				Unit:    string(t.CountUnit()),
				Change:  rows.change,
				Rows:    countries,
			},
		})
	}
	tables.Notes = rows.marks.texts
	return tables
}

// largest sets the countries with the most requests, if they are fewer than all.
func (t *Tables) largest(rows *rowMaker) {
	top := rows.table.Leaders(report.Place{}, rows.archive.Places(), topCountries)
	if len(top.Rows) == top.Of || top.Rate.IsFew() {
		return
	}
	of := "The " + Words(len(top.Rows)) + " largest"
	if top.Tied { // the next one is as large, and could stand here as well
		of = Capital(Words(len(top.Rows))) + " of the largest"
	}
	t.LargestTitle = fmt.Sprintf("%s, %s of all requests", of, PartShare(top.Rate))
	t.Largest = CountsTable{Caption: t.LargestTitle, Unit: t.Unit, Change: t.Change}
	for _, r := range top.Rows {
		c, _ := rows.archive.Places().Country(r.Country)
		t.Largest.Rows = append(t.Largest.Rows, rows.of([]report.Country{c})...)
	}
	rows.marks = notes{} // each note has its number where its country stands in its region
	for i := range t.Largest.Rows {
		t.Largest.Rows[i].Note = ""
	}
}

// orderURL returns the address of the list in an order, or "".
func orderURL(orders []Link, order string) string {
	for _, o := range orders {
		if o.Name == order {
			return o.URL
		}
	}
	return ""
}

// rowMaker makes the rows of one section's table, each with its change since the half-year before.
type rowMaker struct {
	archive *report.Archive
	period  report.Period
	place   report.Place // the chosen one
	table   report.Table
	before  report.Table // of the half-year before; used only if change is not empty
	change  string
	marks   notes
}

// of returns the rows of those countries that have one.
func (m *rowMaker) of(countries []report.Country) []CountsRow {
	var rows []CountsRow
	for _, c := range countries {
		row, ok := m.table.Row(c.Code)
		if !ok {
			continue
		}
		r := m.ofPlace(c.Name, report.Place{Country: c})
		r.URL = urls.Report(report.Selection{Period: m.period, Place: report.Place{Country: c}}) + "#" + FiguresID
		r.Chosen = m.place.Country.Code == c.Code
		r.Note = m.marks.number(row.Note)
		rows = append(rows, r)
	}
	return rows
}

// ofPlace returns the row of a place without an address.
func (m *rowMaker) ofPlace(name string, place report.Place) CountsRow {
	total, _ := m.table.Total(place, m.archive.Places())
	r := NewCountsRow(name, total)
	if m.change != "" {
		was, rows := m.before.Total(place, m.archive.Places())
		r.changed(report.Delta{From: was.Requests, To: total.Requests, NoRow: rows == 0})
	}
	return r
}
