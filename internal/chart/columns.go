package chart

// Rect is a part of a stacked column: x and width in units of Width, y and height in pixels.
type Rect struct {
	X, Width, Y, Height float64
}

const (
	columnShare = 0.78 // of the space per column that is drawn; the rest separates columns
	thinShare   = 0.3  // the same for a thin column
	partGap     = 1.0  // pixels between two parts of a column
	minHeight   = 1.0  // pixels of height of the thinnest part that is not 0
	minForGap   = 3.0  // pixels of height up to which a part has no gap
)

// Column stacks the parts of a whole from the bottom of the grid to its top. A thin column
// shows that few requests are behind it. A part of 0 has height 0, so that parts and rectangles have
// the same index; any other can be seen. A gap separates parts, except small ones.
func Column(g Grid, column int, thin bool, parts ...int) []Rect {
	share := columnShare
	if thin {
		share = thinShare
	}
	space := Width / float64(max(g.Columns, 1))
	width := tenth(space * share)
	x := tenth(space*float64(column) + (space-width)/2)
	rects := make([]Rect, len(parts))
	sum, whole := 0, max(sumOf(parts), 1)
	for i, p := range parts {
		bottom := g.Height - g.Height*float64(sum)/float64(whole)
		sum += p
		top := g.Height - g.Height*float64(sum)/float64(whole)
		height := bottom - top
		if p > 0 {
			height = max(height, minHeight)
		}
		if height > minForGap && sum < whole {
			height -= partGap
		}
		rects[i] = Rect{X: x, Width: width, Y: tenth(bottom - height), Height: tenth(height)}
	}
	return rects
}
