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
		{"two", chart.Grid{Columns: 2, Height: 100}, known(0, 10), "M250 100L750 0", []chart.Point{{0, 0, 250, 100}, {1, 10, 750, 0}}},
		{"one alone is a mark without a path", chart.Grid{Columns: 1, Height: 100}, known(5), "", []chart.Point{{0, 5, 500, 50}}},
		{
			"a gap breaks the path", chart.Grid{Columns: 4, Height: 100}, []chart.Value{one, one, gap, one},
			"M125 0L375 0", []chart.Point{{0, 10, 125, 0}, {1, 10, 375, 0}, {3, 10, 875, 0}},
		},
		{
			"a break of the series breaks it too", chart.Grid{Columns: 4, Height: 100, Breaks: []int{2}}, known(10, 5, 10, 0),
			"M125 0L375 50M625 0L875 100", []chart.Point{{0, 10, 125, 0}, {1, 5, 375, 50}, {2, 10, 625, 0}, {3, 0, 875, 100}},
		},
		{
			"one alone between a gap and a break", chart.Grid{Columns: 4, Height: 100, Breaks: []int{2}}, []chart.Value{gap, one, one, one},
			"M625 0L875 0", []chart.Point{{1, 10, 375, 0}, {2, 10, 625, 0}, {3, 10, 875, 0}},
		},
		{"zero is drawn", chart.Grid{Columns: 2, Height: 100}, known(0, 0), "M250 100L750 100", []chart.Point{{0, 0, 250, 100}, {1, 0, 750, 100}}},
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

func TestColumn_FillsItsHeightExactly(t *testing.T) {
	g := chart.Grid{Columns: 2, Height: 200}
	for _, tt := range []struct {
		name  string
		thin  bool
		parts []int
		want  []chart.Rect
	}{
		{"all of one part", false, []int{1000, 0}, []chart.Rect{{55, 390, 0, 200}, {55, 390, 0, 0}}},
		{"halves", false, []int{500, 500}, []chart.Rect{{55, 390, 101, 99}, {55, 390, 0, 100}}},
		{"few", true, []int{500, 500}, []chart.Rect{{175, 150, 101, 99}, {175, 150, 0, 100}}},
		{"a part too small for a gap", false, []int{10, 990}, []chart.Rect{{55, 390, 198, 2}, {55, 390, 0, 198}}},
		{
			"2019 (Jan-Jun), Global", false, []int{54, 534, 145, 267},
			[]chart.Rect{{55, 390, 190.2, 9.8}, {55, 390, 83.4, 105.8}, {55, 390, 54.4, 28}, {55, 390, 0, 53.4}},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, chart.Column(g, 0, tt.thin, tt.parts...)); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
	if got := chart.Column(g, 1, false, 1000)[0].X; got != 555 {
		t.Errorf("the second column begins at %v, want 555", got)
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
