package chart_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"lerr/internal/chart"
)

func TestNewScale_IsRoundAndHoldsTheLargest(t *testing.T) {
	for largest, want := range map[int]chart.Scale{
		0: {Max: 1, Step: 1}, 1: {Max: 1, Step: 1}, 4: {Max: 4, Step: 1}, 5: {Max: 5, Step: 1}, 6: {Max: 6, Step: 2},
		11: {Max: 15, Step: 5}, 99: {Max: 100, Step: 20}, 100: {Max: 100, Step: 20}, 101: {Max: 150, Step: 50},
		1462: {Max: 1500, Step: 500}, 18809: {Max: 20000, Step: 5000}, 39083: {Max: 40000, Step: 10000},
		66539: {Max: 80000, Step: 20000},
	} {
		if got := chart.NewScale(largest); got != want {
			t.Errorf("%d: got %+v, want %+v", largest, got, want)
		}
	}
	for largest := 1; largest < 100000; largest += 7 {
		s := chart.NewScale(largest)
		if ticks := len(s.Ticks(200)); s.Max < largest || s.Max-largest >= s.Step || s.Max%s.Step != 0 || ticks < 2 || ticks > 6 {
			t.Fatalf("%d: %+v with %d ticks", largest, s, ticks)
		}
	}
}

func TestScale_BeginsAtZero(t *testing.T) {
	want := []chart.Tick{{Value: 0, Y: 200}, {Value: 500, Y: 133.3}, {Value: 1000, Y: 66.7}, {Value: 1500, Y: 0}}
	if diff := cmp.Diff(want, chart.NewScale(1462).Ticks(200)); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if got := chart.NewScale(1462).Y(750, 200); got != 100 {
		t.Errorf("half of the scale is at %v of 200", got)
	}
}

func TestLargest_LeavesGapsOut(t *testing.T) {
	a := []chart.Value{{N: 3, Known: true}, {N: 99}}
	b := []chart.Value{{N: 7, Known: true}}
	if got := chart.Largest(a, b); got != 7 {
		t.Errorf("got %d, want 7", got)
	}
	if got := chart.Largest(); got != 0 {
		t.Errorf("of nothing: got %d", got)
	}
}
