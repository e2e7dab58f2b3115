package chart

// Bars are horizontal bars from zero, as parts of the room that the largest of all takes. A value of
// nothing has a bar of no width, so that values and bars keep the same index.
func Bars(largest int, values ...int) []Segment {
	bars := make([]Segment, len(values))
	for i, v := range values {
		bars[i] = Segment{X: percent(0), Width: percent(v * 1000 / max(largest, 1))}
	}
	return bars
}
