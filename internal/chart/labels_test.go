package chart_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lerr/internal/chart"
)

func TestSpread(t *testing.T) {
	for _, tt := range []struct {
		name      string
		wanted    []float64
		low, high float64
		want      []float64
	}{
		{"none", nil, 0, 100, []float64{}},
		{"room for all", []float64{10, 50, 90}, 0, 100, []float64{10, 50, 90}},
		{"two at one place part evenly", []float64{50, 50}, 0, 100, []float64{45, 55}},
		{"order is kept, whatever the index", []float64{52, 50}, 0, 100, []float64{56, 46}},
		{"never below low", []float64{0, 2}, 0, 100, []float64{0, 10}},
		{"never above high", []float64{99, 100}, 0, 100, []float64{90, 100}},
		{"a group meets the next one", []float64{40, 40, 47}, 0, 100, []float64{32.3, 42.3, 52.3}},
		{"pushed into another at the edge", []float64{100, 100, 85}, 0, 100, []float64{90, 100, 80}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, chart.Spread(tt.wanted, 10, tt.low, tt.high)); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

func TestSpread_NeverOverlaps(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 500 {
		wanted := make([]float64, random.IntN(6)+1)
		for i := range wanted {
			wanted[i] = random.Float64() * 100
		}
		got := chart.Spread(wanted, 15, 0, 100)
		slices.Sort(got)
		for i, y := range got {
			if y < -0.05 || y > 100.05 || i > 0 && y-got[i-1] < 14.85 {
				t.Fatalf("%v: %v", wanted, got)
			}
		}
	}
}

func TestTextWidth_ErrsOnTheWideSide(t *testing.T) {
	// As Chromium measures them in DejaVu Sans, one of the widest faces, at 13 px.
	for text, least := range map[string]float64{
		"United States": 88.1, "Middle East and Africa": 145, "20,000": 45.5, "2013": 33.1, "French Southern Territories": 175.2,
	} {
		if got := chart.TextWidth(text, 13); got < least || got > 1.5*least {
			t.Errorf("%s: got %v, want at least %v and not much more", text, got, least)
		}
	}
}

func TestInRow_KeepsOrderAndWidths(t *testing.T) {
	widths := []float64{21, 26, 17, 15}
	for _, wanted := range [][]float64{{0, 5, 58, 73}, {0, 0, 0, 0}, {0, 99.7, 99.8, 99.9}, {0, 41, 71, 83}, {0, 25, 50, 75}} {
		got := chart.InRow(wanted, widths, 100)
		for i, x := range got {
			end := 100.0
			if i+1 < len(got) {
				end = got[i+1]
			}
			if x < 0 || x+widths[i] > end+1e-9 {
				t.Errorf("%v: label %d is from %v to %v, want it to end before %v", wanted, i, x, x+widths[i], end)
			}
		}
	}
	want := []float64{0, 25, 51, 85}
	if got := chart.InRow([]float64{0, 25, 30, 90}, widths, 100); !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}
