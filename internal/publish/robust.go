package publish

import (
	"math"
	"slices"
)

// weighted is an earlier value and its weight.
type weighted struct{ value, weight float64 }

// median returns the middle of the values, or 0 if there are none.
func median(values []float64) float64 {
	if len(values) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(values))
	return (sorted[(len(sorted)-1)/2] + sorted[len(sorted)/2]) / 2
}

// mean returns the weighted mean of a prior and of the values, and the sum of the weights. Values far
// from their median are first moved towards it, so that one odd period does not shift what is usual.
func mean(prior weighted, values []weighted, spread float64) (value, weight float64) {
	low, high := math.Inf(-1), math.Inf(1)
	if len(values) >= 3 {
		plain := make([]float64, len(values))
		for i, v := range values {
			plain[i] = v.value
		}
		middle := median(plain)
		for i := range plain {
			plain[i] = math.Abs(plain[i] - middle)
		}
		reach := 2.5 * max(1.48*median(plain), spread)
		low, high = middle-reach, middle+reach
	}
	sum := prior.value * prior.weight
	weight = prior.weight
	for _, v := range values {
		sum += min(max(v.value, low), high) * v.weight
		weight += v.weight
	}
	return sum / weight, weight
}

// variance returns the usual variance of a series: that of the earlier squared deviations by their
// median, drawn towards the typical one where there are few.
func variance(squares []float64, typical float64) float64 {
	const priorPeriods = 3
	if len(squares) == 0 {
		return typical
	}
	n := float64(len(squares))
	// 2.2 times the median of squared deviations estimates the variance.
	own := min(2.2*median(squares), 9*typical)
	return (priorPeriods*typical + n*own) / (priorPeriods + n)
}

// logRatio returns the logarithm of a ratio of two counts, which may be 0.
func logRatio(a, b int) float64 { return math.Log((float64(a) + .5) / (float64(b) + .5)) }
