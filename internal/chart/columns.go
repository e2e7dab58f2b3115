package chart

// Rect is a part of a stacked column: x and width on Width, y and height in pixels.
type Rect struct {
	X, Width, Y, Height float64
}

const (
	columnPart   = 0.78 // of a column's room is drawn, the rest keeps columns apart
	thinPart     = 0.3  // of a thin one's
	apart        = 1.0  // pixels between two parts of a column
	tallestSmall = 3.0  // pixels up to which a part keeps all of its height
)

// Column stacks parts, in tenths of a percent, from the bottom of the grid to its top. A thin column
// says that it is made of few. A part of nothing has no height, so that parts and rectangles keep
// the same index. Parts are told apart by a line of ground, which small ones go without.
func Column(g Grid, column int, thin bool, parts ...int) []Rect {
	part := columnPart
	if thin {
		part = thinPart
	}
	room := Width / float64(max(g.Columns, 1))
	width := tenth(room * part)
	x := tenth(room*float64(column) + (room-width)/2)
	rects := make([]Rect, len(parts))
	sum := 0
	for i, p := range parts {
		bottom := g.Height - g.Height*float64(sum)/1000
		sum += p
		top := g.Height - g.Height*float64(sum)/1000
		height := bottom - top
		if height > tallestSmall && sum < 1000 {
			height -= apart
		}
		rects[i] = Rect{X: x, Width: width, Y: tenth(bottom - height), Height: tenth(height)}
	}
	return rects
}
