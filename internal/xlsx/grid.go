package xlsx

import (
	"slices"
	"strconv"
	"strings"
)

// Grid holds the cells of a sheet that are not empty.
type Grid struct {
	Name   string
	Chart  bool // the sheet is a chart, without cells
	Hidden bool
	Rows   []Row // by number
	Merged []Area
	// Comments holds the comments on cells, in the order of the file.
	Comments []Comment

	part          string
	hiddenColumns [][2]int // first and last
}

// Row is a row of a grid.
type Row struct {
	Number int
	Hidden bool
	Cells  []Cell // by column; never empty
}

// Cell is a cell of a grid.
type Cell struct {
	Column  int
	Kind    Kind
	Text    string // the stored value, or the shared text that it refers to
	Formula bool
}

// Kind says which kind of value a cell holds.
type Kind int

// The kinds of values.
const (
	Empty Kind = iota // a formula without a stored value
	Text
	Number
	Date
	Bool
	Fault // such as #REF!
)

// Area is a rectangle of cells. Its zero value holds none.
type Area struct{ Left, Top, Right, Bottom int }

// String returns the area in the form "B8:D9", or "B8" for one cell.
func (a Area) String() string {
	if a.Left == a.Right && a.Top == a.Bottom {
		return CellName(a.Left, a.Top)
	}
	return CellName(a.Left, a.Top) + ":" + CellName(a.Right, a.Bottom)
}

// Add returns the smallest area that holds a and the cell.
func (a Area) Add(column, row int) Area {
	if a == (Area{}) {
		return Area{column, row, column, row}
	}
	return Area{min(a.Left, column), min(a.Top, row), max(a.Right, column), max(a.Bottom, row)}
}

// Overlaps reports whether two areas have a cell in common.
func (a Area) Overlaps(b Area) bool {
	return a.Left <= b.Right && b.Left <= a.Right && a.Top <= b.Bottom && b.Top <= a.Bottom
}

// IsHidden reports whether a column is hidden.
func (g *Grid) IsHidden(column int) bool {
	return slices.ContainsFunc(g.hiddenColumns, func(s [2]int) bool { return column >= s[0] && column <= s[1] })
}

// Cell returns the cell of a column, or nil.
func (r *Row) Cell(column int) *Cell {
	i, ok := slices.BinarySearchFunc(r.Cells, column, func(c Cell, column int) int { return c.Column - column })
	if !ok {
		return nil
	}
	return &r.Cells[i]
}

// Text returns the text of the cell of a column, or "" if it holds no text.
func (r *Row) Text(column int) string {
	if c := r.Cell(column); c != nil && c.Kind == Text {
		return c.Text
	}
	return ""
}

// CellName returns "B8" for column 2 of row 8.
func CellName(column, row int) string { return ColumnName(column) + strconv.Itoa(row) }

// ColumnName returns "B" for column 2.
func ColumnName(column int) string {
	name := ""
	for ; column > 0; column = (column - 1) / 26 {
		name = string(rune('A'+(column-1)%26)) + name
	}
	return name
}

// parseCell is the inverse of CellName. It accepts no other form, such as $B$8 or b8.
func parseCell(s string) (column, row int, ok bool) {
	i := 0
	for ; i < len(s) && i < 3 && s[i] >= 'A' && s[i] <= 'Z'; i++ {
		column = column*26 + int(s[i]-'A') + 1
	}
	row, err := strconv.Atoi(s[i:])
	return column, row, err == nil && CellName(column, row) == s && column > 0 && row > 0
}

// parseArea is the inverse of Area.String.
func parseArea(s string) (Area, bool) {
	first, last, isRange := strings.Cut(s, ":")
	if !isRange {
		last = first
	}
	left, top, ok := parseCell(first)
	right, bottom, ok2 := parseCell(last)
	return Area{left, top, right, bottom}, ok && ok2 && left <= right && top <= bottom
}
