package workbook

import (
	"strings"

	"lerr/internal/report"
)

// unknownColumns tells of columns under a heading that says nothing that a report holds. end is the
// index of the first row that is no longer the table's.
func (t *tableReader) unknownColumns(end int) {
	g := t.grid
	for _, column := range t.layout.unknown {
		heading := g.rows[t.layout.top].text(column)
		if heading == "" {
			heading = g.rows[t.layout.next-1].text(column)
		}
		used := false
		for i := t.layout.next; i < end; i++ {
			if c := g.rows[i].cell(column); c != nil && !c.read && t.inRows(g.rows[i].number) {
				c.read, used = true, true
			}
		}
		if used {
			t.add(report.SeverityWarning, CodeUnknownColumn, g.name, g.at(column, g.rows[t.layout.top].number),
				"The column %q is not known and not read. Check that it does not belong to the report, or correct its heading.", labelOf(heading))
		}
	}
}

// beside notes cells that were not read: anything in the rows of the table, and numbers below it.
func (t *tableReader) beside(end int) {
	g := t.grid
	for i := t.layout.next; i < end; i++ {
		row := &g.rows[i]
		for j := range row.cells {
			c := &row.cells[j]
			isText := c.holds == holdsText
			if c.read || c.holds == holdsFault || isText && (strings.TrimSpace(c.text) == "" || !t.inRows(row.number)) {
				continue
			}
			c.read = true
			at := g.at(c.column, row.number)
			t.asides.note(CodeIgnoredCells, at, "%s %.40q", at, c.text)
		}
	}
	for _, m := range g.merged {
		if m.meets(t.area) && t.area != (area{}) {
			t.asides.note(CodeMergedCells, m.String(), "%s", m)
		}
	}
}

// inRows reports whether a row is one of the table's.
func (t *tableReader) inRows(number int) bool {
	return number >= t.area.top && number <= t.area.bottom
}
