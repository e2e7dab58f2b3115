package chart

import (
	"cmp"
	"math"
	"slices"
	"strings"
)

// Spread returns positions for labels: as near to the wanted ones as possible, in the same order, at
// least gap from each other, between low and high. If there is too little space, the last labels
// exceed high.
func Spread(wanted []float64, gap, low, high float64) []float64 {
	order := make([]int, len(wanted))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(wanted[a], wanted[b]) })
	// Labels that touch form a group, at the mean of their wanted positions.
	type group struct {
		sum   float64 // of wanted positions, each less its offset in the group
		count int
	}
	start := func(g group) float64 {
		last := gap * float64(g.count-1)
		return max(low, min(high-last, g.sum/float64(g.count)))
	}
	var groups []group
	for _, i := range order {
		next := group{wanted[i], 1}
		for len(groups) > 0 {
			before := groups[len(groups)-1]
			if start(before)+gap*float64(before.count) <= start(next) {
				break
			}
			next = group{before.sum + next.sum - gap*float64(before.count*next.count), before.count + next.count}
			groups = groups[:len(groups)-1]
		}
		groups = append(groups, next)
	}
	placed := make([]float64, len(wanted))
	at := 0
	for _, g := range groups {
		for n := range g.count {
			placed[order[at]] = tenth(start(g) + gap*float64(n))
			at++
		}
	}
	return placed
}

// InRow returns the left edges of labels in a row: each at the wanted one, or as little beside it as its
// neighbours and the row's length demand. Wanted edges ascend, and the widths together are at most the length.
func InRow(wanted, widths []float64, length float64) []float64 {
	placed := make([]float64, len(wanted))
	next := 0.0
	for i, x := range wanted {
		placed[i] = max(x, next)
		next = placed[i] + widths[i]
	}
	for i := len(placed) - 1; i >= 0; i-- {
		placed[i] = min(placed[i], length-widths[i])
		length = placed[i]
	}
	return placed
}

// TextWidth returns an upper bound for the width of a text, in pixels, in the site's sans-serif
// fonts, so that a label that fits by it fits on every screen.
func TextWidth(text string, size float64) float64 {
	width := 0.0
	for _, r := range text {
		switch {
		case strings.ContainsRune("ijl.,:;'’|!()[] ", r):
			width += 0.38
		case strings.ContainsRune("frt", r):
			width += 0.44
		case strings.ContainsRune("mwMW%—", r):
			width += 1
		case r >= 'A' && r <= 'Z':
			width += 0.76
		default:
			width += 0.64
		}
	}
	return math.Ceil(width * size)
}
