package workbook

import (
	"strings"

	"lerr/internal/report"
)

// tables reads the tables of a sheet, and reports whether it has any.
func (r *reader) tables(g *grid) (found bool, err error) {
	above := 0 // index of the first row that can be the next table's title
	for i := 0; i < len(g.rows); i++ {
		if i%1000 == 999 && r.ctx.Err() != nil {
			return found, r.ctx.Err()
		}
		l, ok := g.headingAt(i)
		if !ok {
			continue
		}
		found = true
		if len(r.reading.Sheets) >= maxTables {
			return found, placed(refuse(CodeLimits, "The file holds more than %d tables. Remove those that the report does not need.", maxTables), g.name, "")
		}
		t := r.newTable(g, l)
		t.title(g.rows[above:i])
		above, i = t.body()
		i--
	}
	return found, nil
}

// tableReader is a table of figures while it is read.
type tableReader struct {
	*reader
	grid   *grid
	layout *layout
	sheet  Sheet
	first  map[string]string // the cell of each country's first row
	sums   [6]int
	unread [6]bool // a figure of the column could not be read
	totals []statedTotal
	area   area     // that its rows take up
	stray  []string // cells of rows with figures above or below it
	asides asides
	marked []noteLine // notes above it
}

func (r *reader) newTable(g *grid, l *layout) *tableReader {
	t := &tableReader{
		reader: r, grid: g, layout: l, sheet: Sheet{Name: g.name},
		first: map[string]string{}, asides: asides{},
	}
	top := g.rows[l.top].number
	for _, again := range l.repeated {
		t.add(report.SeverityError, CodeRepeatedColumn, g.name, g.at(again.again, top),
			"Two columns say that they hold the %s: %s and %s. Keep one, and move a second table onto a sheet of its own.",
			again.role.name(), columnName(l.columns[again.role]), columnName(again.again))
	}
	for _, missing := range l.missing() {
		t.add(report.SeverityError, CodeMissingColumn, g.name, g.at(l.span().first, top),
			"The table has no column that is headed as the %s. Give the column its heading, or add it.", missing.name())
		if i := missing - roleCount; i >= 0 {
			t.unread[i] = true
		}
	}
	return t
}

// body reads the rows below the headings. It says at which index the lines below the table begin,
// and at which the next table does, or the sheet ends.
func (t *tableReader) body() (below, i int) {
	g, ended := t.grid, false
	below, i = t.layout.next, t.layout.next
	for ; i < len(g.rows); i++ {
		row := &g.rows[i]
		if _, another := g.headingAt(i); another {
			break
		}
		name, figures := t.nameOf(row), t.figures(row)
		isGap := name == "" && figures == 0 || i > 0 && row.number != g.rows[i-1].number+1
		if isGap && len(t.sheet.Rows) > 0 {
			ended = true
		}
		switch {
		case name == "" && figures == 0:
		case isTotal(name) && (figures > 0 || !ended):
			t.total(row)
			below = i + 1
		case ended && figures > 0:
			t.strayRow(row)
		case ended:
			// A remark below the table.
		case figures == 0 && t.isRemark(name):
			ended = true
		default:
			t.row(row)
			below = i + 1
		}
	}
	t.unknownColumns(i)
	t.beside(i)
	t.finish()
	return below, i
}

// strayRow notes a row of figures outside of the table.
func (t *tableReader) strayRow(row *gridRow) {
	t.stray = append(t.stray, t.grid.at(t.nameColumn(), row.number))
	for i := range row.cells {
		row.cells[i].read = true // they are told of
	}
}

// figures counts the cells of a row that hold something where a count belongs.
func (t *tableReader) figures(row *gridRow) int {
	n := 0
	for r := roleCount; r < roleShare; r++ {
		if c := row.cell(t.layout.columns[r]); c != nil && (c.formula || strings.TrimSpace(c.text) != "") {
			n++
		}
	}
	return n
}

// nameColumn is the column that says whose row it is.
func (t *tableReader) nameColumn() int {
	if column := t.layout.columns[roleCountry]; column > 0 {
		return column
	}
	return max(t.layout.columns[roleCode], 1)
}

// nameOf is what the row says whose it is, as it is written.
func (t *tableReader) nameOf(row *gridRow) string {
	for _, r := range []role{roleCountry, roleCode} {
		if c := row.cell(t.layout.columns[r]); c != nil && strings.TrimSpace(c.text) != "" {
			return c.text
		}
	}
	return ""
}

// isTotal knows the names of a total's row.
func isTotal(name string) bool {
	switch report.NameKey(name) {
	case "total", "totals", "grand total", "global", "global total", "all countries", "total all countries", "sum", "worldwide":
		return true
	}
	return false
}

// isRemark reports whether a text in the country's column is a remark below the table rather than
// the name of a country.
func (t *tableReader) isRemark(name string) bool {
	name = strings.TrimSpace(name)
	if _, known := t.places.CountryNamed(name); known {
		return false
	}
	key := report.NameKey(name)
	return strings.HasPrefix(key, "note") || strings.HasPrefix(key, "source") || strings.HasSuffix(name, ".") || strings.ContainsAny(name[:1], "*[(0123456789") ||
		strings.HasPrefix(name, "†") || strings.HasPrefix(name, "‡") || strings.Contains(name, ":") ||
		len(strings.Fields(name)) > 5
}
