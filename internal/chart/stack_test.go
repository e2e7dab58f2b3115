package chart_test

import (
	"math"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lerr/internal/chart"
)

func TestStack_LaysPartsEndToEnd(t *testing.T) {
	for _, tt := range []struct {
		name  string
		parts []int
		want  []chart.Segment
	}{
		{"no part", nil, []chart.Segment{}},
		{"one part is all of the bar", []int{1000}, []chart.Segment{{X: "0.0%", Width: "100.0%"}}},
		{"2019 (Jan-Jun), Global", []int{54, 534, 145, 267}, []chart.Segment{
			{X: "0.0%", Width: "5.4%"}, {X: "5.4%", Width: "53.4%"}, {X: "58.8%", Width: "14.5%"}, {X: "73.3%", Width: "26.7%"},
		}},
		{"a part of nothing keeps its index", []int{0, 500, 0, 500}, []chart.Segment{
			{X: "0.0%", Width: "0.0%"}, {X: "0.0%", Width: "50.0%"}, {X: "50.0%", Width: "0.0%"}, {X: "50.0%", Width: "50.0%"},
		}},
		{"nothing but parts of nothing", []int{0, 0}, []chart.Segment{{X: "0.0%", Width: "0.0%"}, {X: "0.0%", Width: "0.0%"}}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, chart.Stack(tt.parts...)); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

// A part below one percent is as long as one percent: on a bar of 300 pixels, three.
func TestStack_ShowsEachPart(t *testing.T) {
	for _, parts := range [][]int{{1, 1, 1, 50000}, {50000, 1, 1, 1}, {1, 50000, 0, 1}, {9, 991, 0, 0}, {0, 0, 1, 50000}, {1, 1, 1, 1}} {
		end := 0
		for i, s := range chart.Stack(parts...) {
			if got := tenths(t, s.Width); (got >= 10) != (parts[i] > 0) {
				t.Errorf("%v: part %d is %s long", parts, i, s.Width)
			}
			if got := tenths(t, s.X); got != end {
				t.Errorf("%v: part %d begins at %d, want %d", parts, i, got, end)
			}
			end += tenths(t, s.Width)
		}
		if end != 1000 {
			t.Errorf("%v: the bar ends at %d", parts, end)
		}
	}
}

func TestStack_LeavesNoGapAndNoOverlap(t *testing.T) {
	for a := 0; a <= 1000; a += 37 {
		for b := 0; a+b <= 1000; b += 41 {
			end := 0
			for _, s := range chart.Stack(a, b, 0, 1000-a-b) {
				if got := tenths(t, s.X); got != end {
					t.Errorf("%d, %d: a part begins at %d, want %d", a, b, got, end)
				}
				end += tenths(t, s.Width)
			}
			if end != 1000 {
				t.Errorf("%d, %d: the bar ends at %d, want 1000", a, b, end)
			}
		}
	}
}

// tenths reads a percentage as tenths of a percent.
func tenths(t *testing.T, s string) int {
	t.Helper()
	number, ok := strings.CutSuffix(s, "%")
	f, err := strconv.ParseFloat(number, 64)
	if !ok || err != nil {
		t.Fatalf("%q is no percentage", s)
	}
	return int(math.Round(f * 10))
}

// In whole percent too, a part that is not 0 can be seen, and the last one ends where the bar does.
func TestEnds_ShowsEachPart(t *testing.T) {
	for _, tt := range []struct {
		parts []int
		want  []string
	}{
		{[]int{54, 534, 145, 267}, []string{"5%", "59%", "73%", "100%"}},
		{[]int{0, 500, 0, 500}, []string{"", "50%", "", "100%"}},
		{[]int{1, 1, 1, 50000}, []string{"1%", "2%", "3%", "100%"}},
		{[]int{50000, 1, 1, 1}, []string{"97%", "98%", "99%", "100%"}},
		{[]int{104, 7, 889}, []string{"10%", "11%", "100%"}},
		{[]int{0, 0}, []string{"", ""}},
	} {
		if diff := cmp.Diff(tt.want, chart.Ends(tt.parts...)); diff != "" {
			t.Errorf("%v (-want +got)\n%s", tt.parts, diff)
		}
	}
}
