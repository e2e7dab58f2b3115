package workbook

import (
	"slices"
	"strings"

	"lerr/internal/report"
	"lerr/internal/xlsx"
)

// maxTables is the number of tables that a file can hold.
const maxTables = 50

// readTables reads the tables of a sheet and reports whether it has any. The stages for each table are:
// find the headings, read the title above them, read the rows below them, compare the totals.
func (r *reader) readTables(g *grid) (found bool) {
	above := 0 // index of the first row that can hold the next title
	for i := 0; i < len(g.Rows); i++ {
		l := g.headingsAt(i)
		if l == nil || !r.isTable(g, l) {
			continue
		}
		found = true
		t := r.newTable(g, l)
		t.checkLayout()
		t.readTitle(g.Rows[above:i])
		var end int
		above, end = t.readRows()
		t.reportUnread(end)
		t.finish()
		i = end - 1
	}
	return found
}

// isTable reports whether the cells below headings can be a table of the report. Headings of three outcomes
// without countries are somebody's calculation.
func (r *reader) isTable(g *grid, l *layout) bool {
	if l.columns[roleCountry] > 0 || l.columns[roleCode] > 0 {
		return true
	}
	names := func(c xlsx.Cell) bool {
		_, known := r.places.CountryNamed(c.Text)
		return c.Kind == xlsx.Text && (known || isTotal(c.Text))
	}
	for i := l.next; i < len(g.Rows) && g.headingsAt(i) == nil; i++ {
		if slices.ContainsFunc(g.Rows[i].Cells, names) {
			return true
		}
	}
	return false
}

// tableReader holds the state of reading a table.
type tableReader struct {
	*reader
	grid   *grid
	layout *layout
	sheet  Sheet
	first  map[string]string // the cell of each country's first row
	sums   report.Counts
	unread [6]bool // a figure of the column could not be read
	totals []statedTotal
	area   xlsx.Area // of its rows
	stray  []string  // cells of rows with figures above or below the table
	groups problemGroups
}

func (r *reader) newTable(g *grid, l *layout) *tableReader {
	return &tableReader{
		reader: r, grid: g, layout: l, sheet: Sheet{Name: g.Name},
		first: map[string]string{}, groups: problemGroups{},
	}
}

func (t *tableReader) report(k problemKind, cell string, args ...any) {
	t.add(k.at(t.grid.Name, cell, args...))
}

func (t *tableReader) headingCell() string {
	first, _ := t.layout.span()
	return t.grid.at(first, t.grid.Rows[t.layout.top].Number)
}

func (t *tableReader) checkLayout() {
	top := t.grid.Rows[t.layout.top].Number
	for _, again := range t.layout.repeated {
		t.report(repeatedColumn, t.grid.at(again.column, top),
			again.role.name(), xlsx.ColumnName(t.layout.columns[again.role]), xlsx.ColumnName(again.column))
	}
	if t.layout.columns[roleCountry] == 0 && t.layout.columns[roleCode] == 0 {
		t.report(missingColumn, t.headingCell(), roleCountry.name())
	}
	for i := range t.unread {
		if column := roleCount + role(i); t.layout.columns[column] == 0 {
			t.report(missingColumn, t.headingCell(), column.name())
			t.unread[i] = true
		}
	}
}

// readRows reads the rows below the headings. It returns the index of the first row below the table,
// and that of the first row after its footnotes: the next table's headings, or the end of the sheet.
func (t *tableReader) readRows() (below, end int) {
	g, ended := t.grid, false
	below, end = t.layout.next, t.layout.next
	for ; end < len(g.Rows) && g.headingsAt(end) == nil; end++ {
		rec := t.record(&g.Rows[end])
		isEmpty := rec.name == "" && rec.counts == 0
		isGap := isEmpty || end > 0 && rec.Number != g.Rows[end-1].Number+1
		if isGap && len(t.sheet.Rows) > 0 {
			ended = true
		}
		switch {
		case isEmpty:
		case isTotal(rec.name) && (rec.counts > 0 || !ended):
			t.readTotal(rec)
			below = end + 1
		case ended && rec.counts > 0:
			t.addStray(rec)
		case ended: // a footnote
		case rec.counts == 0 && t.isFootnote(rec.name):
			ended = true
		default:
			t.readRow(rec)
			below = end + 1
		}
	}
	return below, end
}

// addStray records a row of figures outside of the table.
func (t *tableReader) addStray(rec record) {
	t.stray = append(t.stray, rec.at)
	for i := range rec.Cells {
		t.grid.used[&rec.Cells[i]] = true // the row is reported as a whole
	}
}

// isFootnote reports whether a text in the column of countries is a footnote.
func (t *tableReader) isFootnote(name string) bool {
	name = strings.TrimSpace(name)
	if _, known := t.places.CountryNamed(name); known {
		return false
	}
	key := report.NameKey(name)
	return strings.HasPrefix(key, "note") || strings.HasPrefix(key, "source") || strings.HasSuffix(name, ".") ||
		strings.ContainsAny(name[:1], "*[(0123456789") || strings.HasPrefix(name, "†") || strings.HasPrefix(name, "‡") ||
		strings.Contains(name, ":") || len(strings.Fields(name)) > 5
}
