package views

import (
	"fmt"
	"strconv"
	"strings"

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
	Without []CountsRow // requests that have no country yet, which no region has
	Notes   []string    // numbered from 1
	About   []string    // explains signs in the tables
	Orders  []Link      // the orders of the rows and the lists in these, within regions

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
	if d, _, err := a.Deltas(s); err == nil && (d.Comparison == report.Comparable || d.Comparison == report.NotWhole) {
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
	if row, ok := t.Row(report.NoCountry); ok {
		rows.noCountry = &row
		tables.Without = rows.withoutCountry()
	}
	tables.Notes = rows.marks.texts
	tables.About = append(remarks(t, report.Place{}, a.Places()), tables.About...)
	return tables
}

// remarks returns the remarks on the sum for a place as one paragraph, if there are any.
func remarks(t report.Table, place report.Place, places *report.Places) []string {
	list := t.Remarks(place, places)
	if total, _ := t.Total(place, places); !total.HasOutcomes() && !place.IsCountry() {
		list = append(list, "Without an outcome, the sum has no shares.")
	}
	if len(list) == 0 {
		return nil
	}
	return []string{strings.Join(list, " ")}
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

	noCountry *report.Row // requests that have no country yet; nil without any
}

// withoutCountry returns the row of requests that have no country yet, without an address, if there are any.
func (m *rowMaker) withoutCountry() []CountsRow {
	if m.noCountry == nil {
		return nil
	}
	c, _ := m.archive.Places().Country(report.NoCountry)
	r := NewCountsRow(c.Name, m.noCountry.Counts)
	r.Note = m.marks.number(m.noCountry.Note)
	if m.change != "" {
		r.Change = Dash
	}
	return []CountsRow{r}
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
		r.changed(report.DeltaOf(was, total, rows > 0, 0, m.period.Previous()))
	}
	return r
}
