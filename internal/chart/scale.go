package chart

import (
	"math"
	"strconv"
)

// Scale maps counts from zero to a round number onto a height. Its zero is always at the bottom, so
// that twice as many stand twice as high.
type Scale struct {
	Max  int // the round number at the top, never below what is drawn
	Step int // from one tick to the next
}

// Tick is one line of a scale.
type Tick struct {
	Value int
	Y     float64 // pixels from the top
}

// NewScale is the smallest scale of at most six ticks whose steps are 1, 2 or 5 times a power of
// ten and whose top is no smaller than the largest value. Pictures that are to be compared share
// one, made of the values of all of them.
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

// Y is where a value stands on a height, in pixels from its top, to a tenth.
func (s Scale) Y(value int, height float64) float64 {
	return tenth(height - height*float64(value)/float64(s.Max))
}

// Ticks are the scale's lines, from zero upwards.
func (s Scale) Ticks(height float64) []Tick {
	var ticks []Tick
	for v := 0; v <= s.Max; v += s.Step {
		ticks = append(ticks, Tick{Value: v, Y: s.Y(v, height)})
	}
	return ticks
}

// Largest is the largest known value of the series; zero when there is none.
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

// tenth rounds to a tenth: no screen shows less.
func tenth(f float64) float64 { return math.Round(f*10) / 10 }

// number writes a coordinate without needless digits.
func number(f float64) string { return strconv.FormatFloat(f, 'f', -1, 64) }
