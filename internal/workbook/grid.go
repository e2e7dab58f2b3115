package workbook

import (
	"fmt"
	"slices"
	"strconv"
)

// grid is a sheet, or a CSV file, as its cells: those that hold something.
type grid struct {
	name, part    string
	chart         bool // a sheet that is a chart
	hidden        bool
	isLines       bool // a CSV file: its cells are named by their line
	rows          []gridRow
	hiddenColumns []span
	merged        []area
}

type gridRow struct {
	number int
	hidden bool
	cells  []cell // by column
}

type cell struct {
	column  int
	holds   content
	text    string // as it is stored; of a shared text, the text
	formula bool
	read    bool // it was used as part of a table
}

// content is what kind of thing a cell holds.
type content int

const (
	holdsNothing content = iota // a formula that was never calculated
	holdsText
	holdsNumber
	holdsDate
	holdsTruth
	holdsFault // such as #REF!
)

// span is some columns side by side.
type span struct{ first, last int }

// area is a rectangle of cells.
type area struct{ left, top, right, bottom int }

func (a area) String() string {
	if a.left == a.right && a.top == a.bottom {
		return cellName(a.left, a.top)
	}
	return cellName(a.left, a.top) + ":" + cellName(a.right, a.bottom)
}

// plus is the smallest area that holds a and the cell.
func (a area) plus(column, row int) area {
	if a == (area{}) {
		return area{column, row, column, row}
	}
	return area{min(a.left, column), min(a.top, row), max(a.right, column), max(a.bottom, row)}
}

// meets reports whether two areas have a cell in common.
func (a area) meets(b area) bool {
	return a.left <= b.right && b.left <= a.right && a.top <= b.bottom && b.top <= a.bottom
}

// at names a cell of the grid: "B8", or "line 8".
func (g *grid) at(column, row int) string {
	if g.isLines {
		return fmt.Sprintf("line %d", row)
	}
	return cellName(column, row)
}

// cell finds the cell of a column; nil where there is none.
func (r *gridRow) cell(column int) *cell {
	i, ok := slices.BinarySearchFunc(r.cells, column, func(c cell, column int) int { return c.column - column })
	if !ok {
		return nil
	}
	return &r.cells[i]
}

// text is what the cell of a column says, if it is text.
func (r *gridRow) text(column int) string {
	if c := r.cell(column); c != nil && c.holds == holdsText {
		return c.text
	}
	return ""
}

// cellName is "B8" for column 2 of row 8.
func cellName(column, row int) string { return columnName(column) + strconv.Itoa(row) }

func columnName(column int) string {
	name := ""
	for ; column > 0; column = (column - 1) / 26 {
		name = string(rune('A'+(column-1)%26)) + name
	}
	return name
}

// parseCell is the inverse of cellName. It knows no other way to name a cell, such as $B$8 or b8.
func parseCell(s string) (column, row int, ok bool) {
	i := 0
	for ; i < len(s) && i < 3 && s[i] >= 'A' && s[i] <= 'Z'; i++ {
		column = column*26 + int(s[i]-'A') + 1
	}
	row, err := strconv.Atoi(s[i:])
	return column, row, err == nil && cellName(column, row) == s && column > 0 && row > 0
}

// parseArea reads "B8:D9", or a single cell.
func parseArea(s string) (area, bool) {
	for i := range len(s) {
		if s[i] == ':' {
			left, top, ok := parseCell(s[:i])
			right, bottom, ok2 := parseCell(s[i+1:])
			return area{left, top, right, bottom}, ok && ok2 && left <= right && top <= bottom
		}
	}
	column, row, ok := parseCell(s)
	return area{column, row, column, row}, ok
}
