package chart

// Rect is a part of a stacked column: x and width in units of Width, y and height in pixels.
type Rect struct {
	X, Width, Y, Height float64
}

const (
	columnShare = 0.78 // of the space per column that is drawn; the rest separates columns
	partGap     = 1.0  // pixels between two parts of a column
	minHeight   = 2.0  // pixels of height of the thinnest part that is not 0, without its gap
)

// Column stacks the parts of a whole from the bottom of the grid to its top. A part of 0 has height
// 0, so that parts and rectangles have the same index; any other can be seen, at the cost of the
// largest. A gap separates parts.
func Column(g Grid, column int, parts ...int) []Rect {
	width := tenth(g.column() * columnShare)
	x := tenth(g.Center(column) - width/2)
	rects := make([]Rect, len(parts))
	bottom, last := g.Height, lastOf(parts)
	for i, height := range lengths(g.Height, minHeight+partGap, parts) {
		top := bottom - height
		if i < last && height > 0 {
			height -= partGap
		}
		rects[i] = Rect{X: x, Width: width, Y: tenth(bottom - height), Height: tenth(height)}
		bottom = top
	}
	return rects
}

// lengths divides a length among parts. Each part that is not 0 gets at least the given length, which
// the largest gives up.
func lengths(whole, least float64, parts []int) []float64 {
	list := make([]float64, len(parts))
	sum, largest := float64(max(sumOf(parts), 1)), 0
	missing := 0.0
	for i, p := range parts {
		list[i] = whole * float64(p) / sum
		if p > 0 && list[i] < least {
			missing += least - list[i]
			list[i] = least
		}
		if p > parts[largest] {
			largest = i
		}
	}
	if len(parts) > 0 {
		list[largest] -= missing
	}
	return list
}

// lastOf returns the index of the last part that is not 0.
func lastOf(parts []int) int {
	last := 0
	for i, p := range parts {
		if p > 0 {
			last = i
		}
	}
	return last
}
