package chart

import (
	"math"
	"slices"
	"strconv"
	"strings"
)

// Value is one number of a series, or a gap where there is none.
type Value struct {
	N     int
	Known bool // false is a gap, which is not zero
}

// Width is the width of a chart in its own units. Pages stretch it to the available width, so it is
// no number of pixels.
const Width = 1000

// Grid describes the space of a chart: columns side by side, some of them after a break in the
// series.
type Grid struct {
	Columns int
	Breaks  []int   // columns before which the series breaks, ascending
	Height  float64 // pixels
}

// breakGap is the empty space at a break, in columns.
const breakGap = 0.8

// column returns the width of a column in units of Width.
func (g Grid) column() float64 {
	return Width / (float64(max(g.Columns, 1)) + breakGap*float64(len(g.Breaks)))
}

// left returns the x of a column's left edge, not rounded.
func (g Grid) left(column int) float64 {
	at := float64(column)
	for _, b := range g.Breaks {
		if b <= column {
			at += breakGap
		}
	}
	return at * g.column()
}

// Center returns the x of a column's middle, in units of Width.
func (g Grid) Center(column int) float64 { return tenth(g.left(column) + g.column()/2) }

// Break returns the x of the middle of the gap before a column, in units of Width.
func (g Grid) Break(column int) float64 { return tenth(g.left(column) - g.column()*breakGap/2) }

// Stretch is a horizontal extent in units of Width.
type Stretch struct{ From, To float64 }

// Stretches returns the extents of the columns between breaks.
func (g Grid) Stretches() []Stretch {
	var list []Stretch
	from := 0
	for _, to := range append(slices.Clone(g.Breaks), max(g.Columns, 1)) {
		list = append(list, Stretch{tenth(g.left(from)), tenth(g.left(to-1) + g.column())})
		from = to
	}
	return list
}

// Point is a known value and its position.
type Point struct {
	Column int
	Value  int
	X      float64 // in units of Width
	Y      float64 // pixels from the top
	Lone   bool    // without a neighbour, so that no path shows it
}

// Line is one series: a point for each known value, and a path between neighbours.
type Line struct {
	Points []Point
	Path   string // an SVG path's d attribute, in whole units of Width and whole pixels; empty without neighbours
}

// NewLine returns a series on a grid and a scale. The path stops at each gap and at each break of the
// series, so that nothing is drawn for periods without a report.
func NewLine(g Grid, s Scale, values []Value) Line {
	var line Line
	var path strings.Builder
	for column, v := range values {
		if !v.Known {
			continue
		}
		p := Point{Column: column, Value: v.N, X: g.Center(column), Y: s.Y(v.N, g.Height)}
		// joins reports whether the column before another is connected to it.
		joins := func(c int) bool {
			return c > 0 && c < len(values) && values[c-1].Known && values[c].Known && !slices.Contains(g.Breaks, c)
		}
		// Whole units: the line is two pixels wide, and its marks have places of their own.
		switch at := Pixels(math.Round(p.X)) + " " + Pixels(math.Round(p.Y)); {
		case joins(column):
			path.WriteString("L" + at)
		case joins(column + 1):
			path.WriteString("M" + at)
		default:
			p.Lone = true
		}
		line.Points = append(line.Points, p)
	}
	line.Path = path.String()
	return line
}

// Percent formats an x in units of Width as an SVG attribute.
func Percent(x float64) string {
	return strconv.FormatFloat(math.Round(x*10000/Width)/100, 'f', -1, 64) + "%"
}

// Pixels formats a length in pixels as an SVG attribute, with as few digits as possible.
func Pixels(y float64) string { return strconv.FormatFloat(y, 'f', -1, 64) }
