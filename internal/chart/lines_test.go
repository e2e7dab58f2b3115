package chart_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"lerr/internal/chart"
)

// known are values without a gap.
func known(numbers ...int) []chart.Value {
	values := make([]chart.Value, len(numbers))
	for i, n := range numbers {
		values[i] = chart.Value{N: n, Known: true}
	}
	return values
}

func TestNewLine_DrawsWhatIsThere(t *testing.T) {
	gap := chart.Value{}
	one := chart.Value{N: 10, Known: true}
	for _, tt := range []struct {
		name   string
		grid   chart.Grid
		values []chart.Value
		path   string
		points []chart.Point
	}{
		{"nothing", chart.Grid{Columns: 2, Height: 100}, []chart.Value{gap, gap}, "", nil},
		{"two", chart.Grid{Columns: 2, Height: 100}, known(0, 10), "M250 100L750 0", []chart.Point{{0, 0, 250, 100, false}, {1, 10, 750, 0, false}}},
		{"one alone is a mark without a path", chart.Grid{Columns: 1, Height: 100}, known(5), "", []chart.Point{{0, 5, 500, 50, true}}},
		{
			"a gap breaks the path", chart.Grid{Columns: 4, Height: 100}, []chart.Value{one, one, gap, one},
			"M125 0L375 0", []chart.Point{{0, 10, 125, 0, false}, {1, 10, 375, 0, false}, {3, 10, 875, 0, true}},
		},
		{
			"a break of the series breaks it too, and has space of its own", chart.Grid{Columns: 4, Height: 100, Breaks: []int{2}}, known(10, 5, 10, 0),
			"M104 0L313 50M688 0L896 100", []chart.Point{{0, 10, 104.2, 0, false}, {1, 5, 312.5, 50, false}, {2, 10, 687.5, 0, false}, {3, 0, 895.8, 100, false}},
		},
		{
			"one alone between a gap and a break", chart.Grid{Columns: 4, Height: 100, Breaks: []int{2}}, []chart.Value{gap, one, one, one},
			"M688 0L896 0", []chart.Point{{1, 10, 312.5, 0, true}, {2, 10, 687.5, 0, false}, {3, 10, 895.8, 0, false}},
		},
		{"zero is drawn", chart.Grid{Columns: 2, Height: 100}, known(0, 0), "M250 100L750 100", []chart.Point{{0, 0, 250, 100, false}, {1, 0, 750, 100, false}}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := chart.NewLine(tt.grid, chart.Scale{Max: 10, Step: 5}, tt.values)
			if diff := cmp.Diff(chart.Line{Points: tt.points, Path: tt.path}, got); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

func TestPercentAndPixels(t *testing.T) {
	for x, want := range map[float64]string{0: "0%", 38.5: "3.85%", 230.8: "23.08%", 692.3: "69.23%", 500: "50%", 1000: "100%"} {
		if got := chart.Percent(x); got != want {
			t.Errorf("%v: got %s, want %s", x, got, want)
		}
	}
	if got := chart.Pixels(66.7); got != "66.7" {
		t.Errorf("got %s", got)
	}
}

// The columns on the two sides of a break and its line never meet.
func TestGrid_LeavesTheBreakEmpty(t *testing.T) {
	for _, tt := range []struct {
		grid   chart.Grid
		want   []chart.Stretch
		breaks []float64
	}{
		{chart.Grid{Columns: 4}, []chart.Stretch{{0, 1000}}, nil},
		{chart.Grid{}, []chart.Stretch{{0, 1000}}, nil},
		{chart.Grid{Columns: 4, Breaks: []int{2}}, []chart.Stretch{{0, 416.7}, {583.3, 1000}}, []float64{500}},
		{chart.Grid{Columns: 3, Breaks: []int{1, 2}}, []chart.Stretch{{0, 217.4}, {391.3, 608.7}, {782.6, 1000}}, []float64{304.3, 695.7}},
	} {
		if diff := cmp.Diff(tt.want, tt.grid.Stretches()); diff != "" {
			t.Errorf("%+v: (-want +got)\n%s", tt.grid, diff)
		}
		for i, b := range tt.grid.Breaks {
			if got := tt.grid.Break(b); got != tt.breaks[i] {
				t.Errorf("%+v: the break is at %v, want %v", tt.grid, got, tt.breaks[i])
			}
		}
	}
}

func TestColumn_FillsItsHeightExactly(t *testing.T) {
	g := chart.Grid{Columns: 2, Height: 200}
	for _, tt := range []struct {
		name  string
		parts []int
		want  []chart.Rect
	}{
		{"nothing", []int{0, 0}, []chart.Rect{{55, 390, 200, 0}, {55, 390, 200, 0}}},
		{"all of one part", []int{1000, 0}, []chart.Rect{{55, 390, 0, 200}, {55, 390, 0, 0}}},
		{"halves", []int{500, 500}, []chart.Rect{{55, 390, 101, 99}, {55, 390, 0, 100}}},
		{"one in ten thousand, below", []int{1, 9999}, []chart.Rect{{55, 390, 198, 2}, {55, 390, 0, 197}}},
		{"one in ten thousand, above", []int{9999, 1}, []chart.Rect{{55, 390, 4, 196}, {55, 390, 0, 3}}},
		{
			"2019 (Jan-Jun), Global", []int{54, 534, 145, 267},
			[]chart.Rect{{55, 390, 190.2, 9.8}, {55, 390, 83.4, 105.8}, {55, 390, 54.4, 28}, {55, 390, 0, 53.4}},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, chart.Column(g, 0, tt.parts...)); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
	if got := chart.Column(g, 1, 1000)[0].X; got != 555 {
		t.Errorf("the second column begins at %v, want 555", got)
	}
}

// A part that is not 0 can be seen, and no part covers another.
func TestColumn_ShowsEachPart(t *testing.T) {
	g := chart.Grid{Columns: 13, Breaks: []int{8}, Height: 220}
	for _, parts := range [][]int{{1, 1, 1, 50000}, {50000, 1, 1, 1}, {1, 50000, 0, 1}, {0, 1, 99, 0}, {3, 3, 3, 3}, {0, 0, 1, 50000}} {
		floor := g.Height
		for i, r := range chart.Column(g, 3, parts...) {
			if (r.Height >= 2) != (parts[i] > 0) {
				t.Errorf("%v: part %d is %v px high", parts, i, r.Height)
			}
			if r.Y+r.Height > floor+0.001 {
				t.Errorf("%v: part %d reaches down to %v, and the one below begins at %v", parts, i, r.Y+r.Height, floor)
			}
			if r.Height > 0 {
				floor = r.Y
			}
		}
		if floor > 0.001 || floor < -0.001 {
			t.Errorf("%v: the column reaches up to %v", parts, floor)
		}
	}
}

func TestBars_BeginAtZero(t *testing.T) {
	want := []chart.Segment{{X: "0.0%", Width: "100.0%"}, {X: "0.0%", Width: "50.0%"}, {X: "0.0%", Width: "0.0%"}}
	if diff := cmp.Diff(want, chart.Bars(4860, 4860, 2430, 0)); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if got := chart.Bars(0, 0)[0].Width; got != "0.0%" {
		t.Errorf("nothing but nothing: %s", got)
	}
}
