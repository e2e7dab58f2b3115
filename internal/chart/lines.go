package chart

import (
	"math"
	"strconv"
	"strings"
)

// Value is one number of a series, or a gap where there is none.
type Value struct {
	N     int
	Known bool // false is a gap, which is not zero
}

// Width is the width on which columns are laid out. Pictures stretch it to the room that they have,
// so that it is no number of pixels.
const Width = 1000

// Grid says how much room a picture has and what stands where: columns side by side, some of them
// apart from the one before because the series breaks there.
type Grid struct {
	Columns int
	Breaks  []int   // columns before which the series breaks, ascending
	Height  float64 // pixels
}

// Center is where a column's middle is on Width.
func (g Grid) Center(column int) float64 {
	return tenth(Width * (float64(column) + 0.5) / float64(max(g.Columns, 1)))
}

// Edge is where a column begins on Width.
func (g Grid) Edge(column int) float64 {
	return tenth(Width * float64(column) / float64(max(g.Columns, 1)))
}

// breaks says whether the series breaks before a column.
func (g Grid) breaks(column int) bool {
	for _, b := range g.Breaks {
		if b == column {
			return true
		}
	}
	return false
}

// Point is a known value and where it stands.
type Point struct {
	Column int
	Value  int
	X      float64 // on Width
	Y      float64 // pixels from the top
}

// Line is one series: a mark for each known value, and a path between those that are neighbours.
type Line struct {
	Points []Point
	Path   string // as an SVG path's d, x on Width and y in pixels; empty when no two are neighbours
}

// NewLine draws a series on a grid and a scale. The path is broken by each gap and by each break of
// the series, so that nothing is drawn where nothing was reported.
func NewLine(g Grid, s Scale, values []Value) Line {
	var line Line
	var path strings.Builder
	for column, v := range values {
		if !v.Known {
			continue
		}
		p := Point{Column: column, Value: v.N, X: g.Center(column), Y: s.Y(v.N, g.Height)}
		joins := func(other int) bool { return other >= 0 && other < len(values) && values[other].Known }
		back := joins(column-1) && !g.breaks(column)
		ahead := joins(column+1) && !g.breaks(column+1)
		switch {
		case back:
			path.WriteString("L" + number(p.X) + " " + number(p.Y))
		case ahead:
			path.WriteString("M" + number(p.X) + " " + number(p.Y))
		}
		line.Points = append(line.Points, p)
	}
	line.Path = path.String()
	return line
}

// Percent writes a place on Width as an SVG attribute.
func Percent(x float64) string {
	return strconv.FormatFloat(math.Round(x*10000/Width)/100, 'f', -1, 64) + "%"
}

// Pixels writes a length in pixels as an SVG attribute.
func Pixels(y float64) string { return number(y) }
