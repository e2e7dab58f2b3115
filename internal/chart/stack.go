// Package chart computes the geometry of charts from numbers: scales, ticks, paths, segments.
//
// It writes no HTML and knows nothing of the report; views draws what it computes. Start reading
// at stack.go.
package chart

import (
	"math"
	"strconv"
)

// Segment is one part of a stacked bar, as percentages of the bar's length, ready for an SVG
// rectangle's x and width attributes.
type Segment struct {
	X, Width string // "5.4%"
}

// leastTenths is the length of the shortest part of a bar that is not 0, in tenths of a percent.
const leastTenths = 10

// Stack returns segments end to end for the parts of a whole bar. A part of 0 has a segment of width 0,
// so that segments and parts have the same index; any other can be seen, at the cost of the largest.
func Stack(parts ...int) []Segment {
	segments := make([]Segment, len(parts))
	end := 0.0
	for i, length := range lengths(1000, leastTenths, parts) {
		from := int(math.Round(end))
		end += length
		segments[i] = Segment{X: percent(from), Width: percent(int(math.Round(end)) - from)}
	}
	return segments
}

// Ends returns where the parts of a bar end, in whole percent of its length, and "" for a part of 0. Any other can be
// seen, at the cost of the largest. A page has a hundred such bars, of a hundred pixels or two.
func Ends(parts ...int) []string {
	ends := make([]string, len(parts))
	end := 0.0
	for i, length := range lengths(100, 1, parts) {
		if end += length; length > 0 {
			ends[i] = strconv.Itoa(int(math.Round(end))) + "%"
		}
	}
	return ends
}

// Bars returns horizontal bars from zero, as percentages of the length of the largest. A value of 0
// has a bar of width 0, so that values and bars have the same index.
func Bars(largest int, values ...int) []Segment {
	bars := make([]Segment, len(values))
	for i, v := range values {
		bars[i] = Segment{X: percent(0), Width: percent(v * 1000 / max(largest, 1))}
	}
	return bars
}

func percent(tenths int) string {
	return strconv.FormatFloat(float64(tenths)/10, 'f', 1, 64) + "%"
}

func sumOf(parts []int) (sum int) {
	for _, part := range parts {
		sum += part
	}
	return sum
}
