package workbook

import (
	"strings"

	"lerr/internal/xlsx"
)

// reportUnknownColumns reports columns of the table with an unknown heading. end is the index of the
// first row after the table.
func (t *tableReader) reportUnknownColumns(end int) {
	g := t.grid
	for _, column := range t.layout.unknown {
		heading := g.Rows[t.layout.top].Text(column)
		if heading == "" {
			heading = g.Rows[t.layout.next-1].Text(column)
		}
		hasCells := false
		for i := t.layout.next; i < end; i++ {
			if c := g.Rows[i].Cell(column); c != nil && !g.used[c] && t.contains(&g.Rows[i]) {
				g.used[c], hasCells = true, true
			}
		}
		if hasCells {
			t.report(unknownColumn, g.at(column, g.Rows[t.layout.top].Number), label(heading))
		}
	}
}

// reportUnreadCells records cells that were not read: any in the rows of the table, and numbers below
// it. It also records merged cells.
func (t *tableReader) reportUnreadCells(end int) {
	g := t.grid
	for i := t.layout.next; i < end; i++ {
		row := &g.Rows[i]
		for j := range row.Cells {
			c := &row.Cells[j]
			isText := c.Kind == xlsx.Text
			if g.used[c] || c.Kind == xlsx.Fault || isText && (strings.TrimSpace(c.Text) == "" || !t.contains(row)) {
				continue
			}
			g.used[c] = true
			cell := g.at(c.Column, row.Number)
			t.grouped.add(ignoredCells, cell, "%s %.40q", cell, c.Text)
		}
	}
	for _, m := range g.Merged {
		if m.Overlaps(t.area) && t.area != (xlsx.Area{}) {
			t.grouped.add(mergedCells, m.String(), "%s", m)
		}
	}
}

// contains reports whether a row is within the area of the table.
func (t *tableReader) contains(row *xlsx.Row) bool {
	return row.Number >= t.area.Top && row.Number <= t.area.Bottom
}
