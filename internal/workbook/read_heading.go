package workbook

import (
	"slices"
	"strings"

	"lerr/internal/xlsx"
)

// layout holds the columns of a table, as its headings describe them.
type layout struct {
	top, next int // index of the first row of headings, and of the first row after them
	columns   [roleEnd]int
	unknown   []int     // columns with a heading that is not known
	repeated  []heading // with the role of an earlier one
}

func (l *layout) set(r role, column int) {
	if l.columns[r] == 0 {
		l.columns[r] = column
	} else if l.columns[r] != column {
		l.repeated = append(l.repeated, heading{column, r})
	}
}

func (l *layout) span() (first, last int) {
	first = xlsx.MaxColumn + 1
	for _, column := range l.columns {
		if column > 0 {
			first, last = min(first, column), max(last, column)
		}
	}
	return first, last
}

// minCounts is the number of counts, of the six, that a row of headings names at least.
const minCounts = 3

// heading is the column of a heading and its role.
type heading struct {
	column int
	role   role
}

// headingsOf returns the headings in a row, and how many counts they name.
func headingsOf(row *xlsx.Row) (all []heading, counts int) {
	var seen [roleEnd]bool
	for _, c := range row.Cells {
		if c.Kind != xlsx.Text || strings.TrimSpace(c.Text) == "" {
			continue
		}
		h := heading{c.Column, roleOf(c.Text)}
		if h.role.isCount() && !seen[h.role] {
			seen[h.role] = true
			counts++
		}
		all = append(all, h)
	}
	return all, counts
}

// headingsAt returns the layout of a table whose headings begin in row i, or nil. An outcome can head a
// pair of columns, which a second row then calls % and #.
func (g *grid) headingsAt(i int) *layout {
	headings, counts := headingsOf(&g.Rows[i])
	if counts < minCounts {
		return nil
	}
	l := &layout{top: i, next: i + 1}
	pairs := g.pairsAt(i + 1)
	for _, h := range headings {
		switch {
		case h.role == noRole:
			l.unknown = append(l.unknown, h.column)
		case pairs == nil || !h.role.isOutcome():
			l.set(h.role, h.column)
		}
	}
	if pairs != nil {
		l.next = i + 2
		l.addPairs(headings, pairs)
	}
	return l
}

func (l *layout) addPairs(headings []heading, pairs *xlsx.Row) {
	for _, c := range pairs.Cells {
		above := noRole
		for _, h := range headings {
			if h.column <= c.Column {
				above = h.role
			}
		}
		switch sign := pairSign(c.Text); {
		case c.Kind != xlsx.Text || strings.TrimSpace(c.Text) == "":
		case sign == '#' && above.isOutcome():
			l.set(above, c.Column)
		case sign == '%' && above.isOutcome():
			l.set(above+roleShare-roleCount, c.Column)
		case sign != 0:
		case roleOf(c.Text) != noRole:
			l.set(roleOf(c.Text), c.Column)
		default:
			l.unknown = append(l.unknown, c.Column)
		}
	}
	for _, h := range headings { // outcomes without a pair
		if h.role != noRole && l.columns[h.role] == 0 && pairs.Cell(h.column) == nil {
			l.set(h.role, h.column)
		}
	}
}

// pairsAt returns row i if it distinguishes percentages from numbers, or nil.
func (g *grid) pairsAt(i int) *xlsx.Row {
	if i < len(g.Rows) && slices.ContainsFunc(g.Rows[i].Cells, func(c xlsx.Cell) bool { return c.Kind == xlsx.Text && pairSign(c.Text) == '#' }) {
		return &g.Rows[i]
	}
	return nil
}

// pairSign returns '#' for the heading of a column of numbers, '%' for one of percentages, or 0.
func pairSign(text string) byte {
	switch strings.ToLower(strings.TrimSpace(text)) {
	case "#", "number", "count", "no.":
		return '#'
	case "%", "percent", "percentage", "share":
		return '%'
	}
	return 0
}
