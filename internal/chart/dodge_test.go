package chart_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lerr/internal/chart"
)

func TestDodge(t *testing.T) {
	for _, tt := range []struct {
		name    string
		heights []float64
		want    []float64
	}{
		{"none", nil, []float64{}},
		{"one", []float64{7}, []float64{0}},
		{"far apart", []float64{0, 100, 50}, []float64{0, 0, 0}},
		{"one on another", []float64{50, 50}, []float64{-3, 3}},
		{"in the order of the lines, whatever is higher", []float64{52, 50}, []float64{-3, 3}},
		{"three, and one apart", []float64{10, 90, 12, 14}, []float64{-6, 0, 0, 6}},
		{"just apart", []float64{10, 14}, []float64{0, 0}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, chart.Dodge(tt.heights, 4, 6)); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

func TestDodge_LeavesNoMarkUnderAnother(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 500 {
		heights := make([]float64, 1+random.IntN(6))
		for i := range heights {
			heights[i] = random.Float64() * 30
		}
		offsets := chart.Dodge(heights, 4, 6)
		for i := range heights {
			for j := range i {
				if math.Hypot(heights[i]-heights[j], offsets[i]-offsets[j]) < 4 {
					t.Fatalf("%v: %v: mark %d covers mark %d", heights, offsets, i, j)
				}
			}
		}
	}
}
