package chart

import "math"

// Scale maps counts from 0 to a round number onto a height. 0 is always at the bottom, so that twice
// the count is twice as high.
type Scale struct {
	Max  int // the round number at the top
	Step int // between ticks
}

// Tick is one line of a scale.
type Tick struct {
	Value int
	Y     float64 // pixels from the top
}

// NewScale returns the smallest scale of at most six ticks whose step is 1, 2 or 5 times a power of
// ten and whose top is at least the largest value. Charts that readers compare share a scale.
func NewScale(largest int) Scale {
	const steps = 5
	largest = max(largest, 1)
	for power := 1; ; power *= 10 {
		for _, digit := range []int{1, 2, 5} {
			if step := digit * power; step*steps >= largest {
				return Scale{Max: (largest + step - 1) / step * step, Step: step}
			}
		}
	}
}

// Y returns the position of a value, in pixels from the top, rounded to a tenth.
func (s Scale) Y(value int, height float64) float64 {
	return tenth(height - height*float64(value)/float64(s.Max))
}

// Ticks returns the scale's lines, from 0 upwards.
func (s Scale) Ticks(height float64) []Tick {
	var ticks []Tick
	for v := 0; v <= s.Max; v += s.Step {
		ticks = append(ticks, Tick{Value: v, Y: s.Y(v, height)})
	}
	return ticks
}

// Largest returns the largest known value of the series; 0 if there is none.
func Largest(series ...[]Value) int {
	largest := 0
	for _, values := range series {
		for _, v := range values {
			if v.Known {
				largest = max(largest, v.N)
			}
		}
	}
	return largest
}

// tenth rounds to a tenth; screens show no finer differences.
func tenth(f float64) float64 { return math.Round(f*10) / 10 }
