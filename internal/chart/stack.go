// Package chart turns numbers into the geometry of pictures: scales, ticks, paths, segments.
//
// It writes no HTML and knows nothing of the report; views draws what it computes. Start reading
// at stack.go.
package chart

import "strconv"

// Segment is one part of a stacked bar, as percentages of the bar's length, ready for an SVG
// rectangle's x and width.
type Segment struct {
	X, Width string // "5.4%"
}

// Stack lays parts, in tenths of a percent of the whole bar, end to end. A part of nothing has a
// segment of no width, so that segments and parts keep the same index.
func Stack(parts ...int) []Segment {
	segments := make([]Segment, len(parts))
	from := 0
	for i, part := range parts {
		segments[i] = Segment{X: percent(from), Width: percent(part)}
		from += part
	}
	return segments
}

func percent(tenths int) string {
	return strconv.FormatFloat(float64(tenths)/10, 'f', 1, 64) + "%"
}
