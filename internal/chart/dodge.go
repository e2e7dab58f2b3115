package chart

import (
	"cmp"
	"slices"
)

// Dodge returns horizontal offsets for the marks of one column at these heights. Marks that are nearer
// to each other than near form a group, and stand side by side, step apart, in the order in which they
// are given; any other has offset 0.
func Dodge(heights []float64, near, step float64) []float64 {
	order := make([]int, len(heights))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(heights[a], heights[b]) })
	offsets := make([]float64, len(heights))
	for from := 0; from < len(order); {
		to := from + 1
		for to < len(order) && heights[order[to]]-heights[order[to-1]] < near {
			to++
		}
		group := slices.Sorted(slices.Values(order[from:to]))
		for n, i := range group {
			offsets[i] = step * (float64(n) - float64(len(group)-1)/2)
		}
		from = to
	}
	return offsets
}
