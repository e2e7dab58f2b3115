package chart_test

import (
	"math"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lerr/internal/chart"
)

func TestEqualEarth_PutsKnownPlacesWhereTheyBelong(t *testing.T) {
	for _, c := range []struct{ longitude, latitude, x, y float64 }{
		{0, 0, 0, 0},
		{180, 0, chart.EarthWidth / 2, 0},
		{0, 90, 0, 1.3173627591574},
		{0, -90, 0, -1.3173627591574},
		{90, 0, chart.EarthWidth / 4, 0},
	} {
		x, y := chart.EqualEarth(c.longitude, c.latitude)
		if math.Abs(x-c.x) > 1e-9 || math.Abs(y-c.y) > 1e-9 {
			t.Errorf("%v %v: got %v %v, want %v %v", c.longitude, c.latitude, x, y, c.x, c.y)
		}
	}
}

// A degree by a degree has the area on the map that it has on the globe, wherever it is.
func TestEqualEarth_KeepsAreas(t *testing.T) {
	area := func(latitude float64) float64 {
		x1, y1 := chart.EqualEarth(10, latitude-0.05)
		x2, _ := chart.EqualEarth(11, latitude-0.05)
		x3, y3 := chart.EqualEarth(10, latitude+0.05)
		x4, _ := chart.EqualEarth(11, latitude+0.05)
		return ((x2 - x1) + (x4 - x3)) / 2 * (y3 - y1)
	}
	for latitude := -80.0; latitude <= 80; latitude += 20 {
		want := math.Cos(latitude * math.Pi / 180)
		if got := area(latitude) / area(0); math.Abs(got-want) > 0.001 {
			t.Errorf("at %v degrees: got %v of the area at the equator, want %v", latitude, got, want)
		}
	}
}

func TestParseRings(t *testing.T) {
	got, err := chart.ParseRings("100 200 50 0 0 -25;17900 0 300 0 0 100")
	if err != nil {
		t.Fatal(err)
	}
	want := [][]chart.Degrees{{{1, 2}, {1.5, 2}, {1.5, 1.75}}, {{179, 0}, {182, 0}, {182, 1}}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error("rings (-want +got):\n" + diff)
	}
	if got, err := chart.ParseRings(""); got != nil || err != nil {
		t.Errorf("of nothing: got %v, %v", got, err)
	}
	for _, bad := range []string{"1 2 3 4", "1 2 3 4 5", "1 2 3 4 5 x", ";", "0 9001 1 1 1 1", "30000 0 1 1 1 1", "1 2 3 4 5 6;"} {
		if got, err := chart.ParseRings(bad); err == nil {
			t.Errorf("%q: got %v, want an error", bad, got)
		}
	}
}

// world is a large land, a small one, and two places without an outline near each other.
func world(t *testing.T) chart.World {
	t.Helper()
	rings := func(s string) [][]chart.Degrees {
		r, err := chart.ParseRings(s)
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	return chart.World{
		{Code: "AA", Name: "Large", Rings: rings("-9000 -3000 9000 0 0 6000 -9000 0"), Centre: chart.Degrees{Longitude: -45}},
		{Code: "BB", Name: "Far", Rings: rings("9000 -1000 2000 0 0 2000"), Centre: chart.Degrees{Longitude: 100}},
		{Code: "CC", Name: "Small", Rings: rings("5000 0 30 0 0 30"), Centre: chart.Degrees{Longitude: 50, Latitude: 0.15}},
		{Code: "DD", Name: "Smaller", Centre: chart.Degrees{Longitude: 50.1, Latitude: 0.2}},
		{Name: "Unnamed"},
	}
}

func TestDraw_MarksWhatIsTooSmallToBeFound(t *testing.T) {
	w := world(t)
	all := w.Draw(1000, func(string) bool { return true })
	marked := map[string]bool{}
	for _, s := range all.Shapes {
		marked[s.Name] = s.Marked
		if s.Marked && s.Path != "" {
			t.Errorf("%s has both a path and a marker", s.Name)
		}
	}
	want := map[string]bool{"Large": false, "Far": false, "Small": true, "Smaller": true, "Unnamed": false}
	if diff := cmp.Diff(want, marked); diff != "" {
		t.Error("marked (-want +got):\n" + diff)
	}
	for _, s := range w.Draw(1000, func(string) bool { return false }).Shapes {
		if s.Marked {
			t.Errorf("%s is marked, though nobody asked", s.Name)
		}
	}
}

// Each area has its centre, for a circle on it.
func TestDraw_GivesCentres(t *testing.T) {
	m := world(t).Draw(1000, func(string) bool { return false })
	if a, b := m.Shapes[0], m.Shapes[1]; a.X < 150 || a.X > 350 || b.X < 900 || a.Y != b.Y {
		t.Errorf("the centres are at %d %d and %d %d", a.X, a.Y, b.X, b.Y)
	}
}

func TestDraw_MovesMarkersApart(t *testing.T) {
	m := world(t).Draw(4000, func(string) bool { return true })
	a, b := m.Shapes[2], m.Shapes[3]
	if got := math.Hypot(float64(a.X-b.X), float64(a.Y-b.Y)); got < 28 {
		t.Errorf("%v and %v are %.1f apart, and would cover each other", a, b, got)
	}
}

func TestDraw_FitsTheLandToTheWidth(t *testing.T) {
	m := world(t).Draw(1000, func(string) bool { return false })
	if m.Width != 1000 || m.Height < 200 || m.Height > 600 {
		t.Errorf("got %d by %d", m.Width, m.Height)
	}
	if got, want := m.Shapes[0].Path, "M0 "; !strings.HasPrefix(got, want) {
		t.Errorf("the land at the west begins with %q, want the map's edge", got[:min(12, len(got))])
	}
	form := regexp.MustCompile(`^M\d+ \d+l(-?\d+[ -]\d*)+[ \d-]*z$`)
	if got := m.Shapes[1].Path; !form.MatchString(got) {
		t.Errorf("%q is no path of steps", got)
	}
}

func TestMap_RadiusGoesByArea(t *testing.T) {
	m := chart.Map{Width: 4000}
	for n, want := range map[int]float64{10000: 100, 2500: 50, 420: 20.5, 400: 20, 100: 10, 64: 8, 63: 8, 1: 8, 0: 8} {
		if got := m.Radius(n, 10000); got != want {
			t.Errorf("%d of 10,000: a radius of %v, want %v", n, got, want)
		}
	}
	if got := m.Smallest(10000); got != 64 {
		t.Errorf("the smallest circle stands for up to %d, want 64", got)
	}
	if got := m.Radius(0, 0); got != 8 {
		t.Errorf("nothing of nothing: a radius of %v", got)
	}
}
