package views

import (
	"strings"

	"lerr/internal/report"
	"lerr/internal/urls"
)

// FiguresTable holds all figures of every country of a half-year, sorted by links in its heads. It can be searched.
type FiguresTable struct {
	Title, Caption string
	Columns        []SortColumn
	Groups         []CountriesGroup
	Find           string // search text; may be empty
	Status         string // result of the search
}

// SortColumn is the head of a column that sorts the list.
type SortColumn struct {
	Name, Unit string
	URL        string
	Sort       string // aria-sort of the current sort column; empty for others
}

// CountriesGroup is the whole list or one region's part.
type CountriesGroup struct {
	Name  string // empty if there is one group only
	URL   string
	Shown bool // whether any row is visible
	Rows  []SortedRow
}

// SortedRow holds one country's figures.
type SortedRow struct {
	Name, URL string
	Also      string // code and other spellings, for the search field
	Figures   [6]string
	Rate      string // of content, as in LoneShare
	Few       bool
	Note      string
	Hidden    bool // does not match the search
}

// figures returns the table of all figures. Countries that do not match find are hidden.
func (l *lister) figures(column sortColumn, regions bool, find string) FiguresTable {
	t := FiguresTable{Find: find}
	for _, o := range orders {
		c := SortColumn{Name: o.name, Unit: o.unit, URL: urls.Countries(l.period, o.order, regions) + "#" + everyID}
		if o.order == column.order {
			c.Sort = sortDirection(o.order)
		}
		t.Columns = append(t.Columns, c)
	}
	shown := 0
	for _, place := range l.groups(regions) {
		g := CountriesGroup{Name: l.groupName(place), URL: l.report(place)}
		for _, r := range l.table.Sorted(column.order, place, l.archive.Places()) {
			row, c := l.sortedRow(r)
			row.Hidden = find != "" && !c.IsNamed(find)
			if !row.Hidden {
				shown, g.Shown = shown+1, true
			}
			g.Rows = append(g.Rows, row)
		}
		if len(g.Rows) > 0 {
			t.Groups = append(t.Groups, g)
		}
	}
	if r, ok := l.table.Row(report.NoCountry); ok {
		row, _ := l.sortedRow(r)
		row.URL, row.Hidden = "", find != ""
		t.Groups = append(t.Groups, CountriesGroup{Shown: !row.Hidden, Rows: []SortedRow{row}})
	}
	if find != "" {
		t.Status = foundText(shown)
	}
	return t
}

// sortDirection returns the aria-sort of a column.
func sortDirection(o report.Order) string {
	if o == report.ByName {
		return "ascending"
	}
	return "descending"
}

// foundText returns the search result in the same words as the page's script.
func foundText(n int) string {
	if n == 0 {
		return "No country of that name has a row here"
	}
	return Plural(n, "country", "countries")
}

func (l *lister) sortedRow(r report.Row) (SortedRow, report.Country) {
	c, _ := l.archive.Places().Country(r.Country)
	row := SortedRow{
		Name: c.Name, URL: l.report(report.Place{Country: c}), Note: l.note(r),
		Also: strings.Join(append([]string{c.Code}, c.Spellings...), " "),
	}
	for i := range row.Figures {
		row.Figures[i] = figureText(r.Counts, i)
	}
	rate := r.Counts.Rate(0)
	row.Rate, row.Few = LoneShare(rate), rate.Known && rate.IsFew()
	return row, c
}
