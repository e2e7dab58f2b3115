package workbook

import (
	"cmp"
	"slices"
	"strings"

	"lerr/internal/xlsx"
)

// reportUnread reports columns with an unknown heading, and records other cells that were not read: any
// in the rows of the table, and numbers below it. It also records merged cells. end is the index of the
// first row after the table.
func (t *tableReader) reportUnread(end int) {
	g := t.grid
	unknown := map[int]bool{} // columns that hold something
	for i := t.layout.next; i < end; i++ {
		row := &g.Rows[i]
		inside := row.Number >= t.area.Top && row.Number <= t.area.Bottom
		for j := range row.Cells {
			c := &row.Cells[j]
			switch {
			case g.used[c]:
			case inside && slices.Contains(t.layout.unknown, c.Column):
				g.used[c], unknown[c.Column] = true, true
			case c.Kind == xlsx.Fault: // reported for the whole sheet
			case c.Kind != xlsx.Text || inside && strings.TrimSpace(c.Text) != "":
				g.used[c] = true
				cell := g.at(c.Column, row.Number)
				t.grouped.add(ignoredCells, cell, "%s %.40q", cell, c.Text)
			}
		}
	}
	for _, column := range t.layout.unknown {
		if unknown[column] {
			heading := cmp.Or(g.Rows[t.layout.top].Text(column), g.Rows[t.layout.next-1].Text(column))
			t.report(unknownColumn, g.at(column, g.Rows[t.layout.top].Number), label(heading))
		}
	}
	for _, m := range g.Merged {
		if m.Overlaps(t.area) && t.area != (xlsx.Area{}) {
			t.grouped.add(mergedCells, m.String(), "%s", m)
		}
	}
}
