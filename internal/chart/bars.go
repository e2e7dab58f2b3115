package chart

// Bars returns horizontal bars from zero, as percentages of the length of the largest. A value of 0
// has a bar of width 0, so that values and bars have the same index.
func Bars(largest int, values ...int) []Segment {
	bars := make([]Segment, len(values))
	for i, v := range values {
		bars[i] = Segment{X: percent(0), Width: percent(v * 1000 / max(largest, 1))}
	}
	return bars
}
