package views_test

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"

	"lerr/internal/chart"
	"lerr/internal/report"
	"lerr/internal/sitetest"
	"lerr/internal/urls"
	"lerr/views"
)

func float(t *testing.T, s string) float64 {
	t.Helper()
	f, err := strconv.ParseFloat(strings.TrimSuffix(s, "%"), 64)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// checkLabels says where labels of a picture would overlap or be cut off, at the least width at which
// each form of them is shown. Widths are those of the widest faces.
func checkLabels(t *testing.T, where string, p views.Picture) {
	t.Helper()
	narrow := views.Room.NarrowestPlot
	if p.Small {
		narrow = views.Room.NarrowestSmall
	}
	// The vertical axis: one label a line, none wider than the axis.
	last := 1e9
	for _, tick := range p.Ticks {
		if tick.Text == "" {
			continue
		}
		y := float(t, tick.TextY)
		if last-y < views.Room.AxisSize+1 {
			t.Errorf("%s: the label %s is %.1f px under the one before it", where, tick.Text, last-y)
		}
		last = y
		if got := chart.TextWidth(tick.Text, views.Room.AxisSize); got > views.Room.AxisIndent {
			t.Errorf("%s: the label %s has %v px of %v", where, tick.Text, got, views.Room.AxisIndent)
		}
	}
	// The horizontal axis: short labels at the least width, long ones from where they are shown, which
	// is a plot of 30rem with its axis.
	for _, form := range []struct {
		width float64
		text  func(views.PictureYear) string
	}{
		{narrow, func(y views.PictureYear) string { return y.Short }},
		{480 - views.Room.Axis - 8, func(y views.PictureYear) string { return y.Long }},
	} {
		end := -views.Room.Axis
		for _, year := range p.Years {
			middle := float(t, year.X) / 100 * form.width
			half := chart.TextWidth(form.text(year), views.Room.AxisSize) / 2
			if middle-half < end+1 {
				t.Errorf("%s: %s begins at %.1f of %v px, the one before it ends at %.1f", where, form.text(year), middle-half, form.width, end)
			}
			end = middle + half
		}
		if end > form.width+8 {
			t.Errorf("%s: the last year ends at %.1f of %v px", where, end, form.width)
		}
	}
	// Words at a break stay inside the plot.
	for _, x := range p.Breaks {
		width := chart.TextWidth(views.Room.BreakText, views.Room.AxisSize)
		from := float(t, x) / 100 * narrow
		switch views.BreakAnchor(x) {
		case "middle":
			from -= width / 2
		case "end":
			from -= width
		}
		if !p.Small && (from < 0 || from+width > narrow) {
			t.Errorf("%s: the words at the break reach from %.1f to %.1f of %v", where, from, from+width, narrow)
		}
	}
	// Names at the ends of lines.
	for i, e := range p.Labels {
		if got := chart.TextWidth(e.Name, views.Room.EndSize); got > views.Room.Ends-views.Room.EndIndent {
			t.Errorf("%s: the name %s has %v px of %v", where, e.Name, got, views.Room.Ends-views.Room.EndIndent)
		}
		for _, other := range p.Labels[:i] {
			if d := float(t, e.Y) - float(t, other.Y); d < views.Room.EndSize+2 && d > -views.Room.EndSize-2 {
				t.Errorf("%s: %s and %s are %.1f px apart", where, e.Name, other.Name, d)
			}
		}
		if y := float(t, e.TextY); y < views.Room.EndSize || y > p.Height+40 {
			t.Errorf("%s: the name %s is at %v", where, e.Name, y)
		}
	}
}

func TestPictures_LabelsNeverOverlap(t *testing.T) {
	a := sitetest.Archive(t)
	frame := views.Frame{Site: &sitetest.Shipped(t).Site}
	for _, place := range everyPlace(a) {
		for _, p := range views.TrendPictures(a, place) {
			checkLabels(t, place.Name()+", "+p.Title, p)
		}
		if place.IsCountry() {
			continue
		}
		for _, g := range views.NewTrendPage(frame, a, place).Multiples.Groups {
			for _, p := range g.Pictures {
				checkLabels(t, place.Name()+", small, "+p.Title, p)
			}
		}
	}
	all := everyPlace(a)
	random := rand.New(rand.NewPCG(5, 5))
	for range 60 {
		random.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
		places := a.Places().Canonical(all[:views.MaxCompared]...)
		for _, p := range views.NewComparePage(frame, a, places, nil).Pictures {
			checkLabels(t, fmt.Sprintf("%v, %s", urls.Compare(places...), p.Title), p)
		}
	}
	for _, p := range all { // every name fits
		if got := chart.TextWidth(p.Name(), views.Room.EndSize); got > views.Room.Ends-views.Room.EndIndent {
			t.Errorf("%s is %v px wide", p.Name(), got)
		}
	}
}

// The marks of every place are exactly the figures of the archive: none more, none less, each at its
// height on a scale from zero.
func TestPictures_ShowTheArchivesFigures(t *testing.T) {
	a := sitetest.Archive(t)
	for _, place := range everyPlace(a) {
		series := a.Series(place)
		pictures := views.TrendPictures(a, place)
		if _, ok := series.Last(); !ok {
			if len(pictures) != 0 {
				t.Errorf("%s: pictures of nothing", place.Name())
			}
			continue
		}
		lines, shares := pictures[0], pictures[1]
		top, zero := lines.Ticks[len(lines.Ticks)-1], lines.Ticks[0]
		if zero.Text != "0" || float(t, zero.Y) != lines.Height || float(t, top.Y) != 0 {
			t.Fatalf("%s: the scale is %+v", place.Name(), lines.Ticks)
		}
		most := float(t, strings.ReplaceAll(top.Text, ",", ""))
		for i, name := range []string{"request", "account"} {
			var want, got []string
			for column, c := range series.Points {
				if !c.Status.HasFigure() {
					continue
				}
				n := c.Counts.Figures()[i]
				y := lines.Height * (1 - float64(n)/most)
				want = append(want, fmt.Sprintf("%d %s: %s %.0f", column, c.Period.Label(), views.Plural(n, name, name+"s"), y))
			}
			for _, m := range lines.Lines[i].Marks {
				got = append(got, fmt.Sprintf("%d %s %.0f", m.Column, m.Text, float(t, m.Y)))
			}
			if len(got) != len(want) {
				t.Errorf("%s: got %v, want %v", place.Name(), got, want)
				continue
			}
			for i := range got {
				if got[i] != want[i] && !near(t, got[i], want[i]) {
					t.Errorf("%s: got %s, want %s", place.Name(), got[i], want[i])
				}
			}
		}
		found := map[string]bool{}
		for _, m := range shares.Columns {
			found[m.Text] = true
		}
		parts := 0
		for _, c := range series.Points {
			for i, n := range c.Counts.Outcomes() {
				if !c.Status.HasFigure() || n == 0 {
					continue
				}
				rate := c.Counts.Rate(i)
				name := []string{"Content disclosed", "Only non-content data", "No data found", "Rejected"}[i]
				text := fmt.Sprintf("%s: %s %s of %s (%s)", c.Period.Label(), name, views.Number(n), views.Number(c.Counts.OutcomeSum()), views.PartShare(rate))
				if c.Counts.OutcomeSum() < 10 {
					text = fmt.Sprintf("%s: %s %s of %s, too few for a percentage", c.Period.Label(), name, views.Number(n), views.Number(c.Counts.OutcomeSum()))
				}
				parts++
				if !found[text] {
					t.Errorf("%s: no mark says %q", place.Name(), text)
				}
			}
		}
		if parts != len(shares.Columns) {
			t.Errorf("%s: got %d parts, want %d", place.Name(), len(shares.Columns), parts)
		}
	}
}

// near forgives a height that is rounded to the next pixel.
func near(t *testing.T, a, b string) bool {
	x, y := strings.LastIndex(a, " "), strings.LastIndex(b, " ")
	d := float(t, a[x+1:]) - float(t, b[y+1:])
	return a[:x] == b[:y] && d <= 1 && d >= -1
}

func TestPictures_DrawGapsAndTheBreak(t *testing.T) {
	a := sitetest.Archive(t)
	for code, want := range map[string]struct {
		moves, notes int
		thin         bool
	}{
		"AU": {2, 2, false}, // one path on each side of the break
		"AD": {1, 2, true},  // two neighbours, and one alone
		"MD": {2, 2, true},  // one alone before the gap has no path
	} {
		c, _ := a.Places().Country(code)
		pictures := views.TrendPictures(a, report.Place{Country: c})
		if got := strings.Count(pictures[0].Lines[0].Path, "M"); got != want.moves {
			t.Errorf("%s: the line is in %d pieces, want %d: %s", code, got, want.moves, pictures[0].Lines[0].Path)
		}
		if got := len(pictures[0].Notes); got != want.notes {
			t.Errorf("%s: notes: %q", code, pictures[0].Notes)
		}
		if got := len(pictures[1].Notes) > 0; got != want.thin {
			t.Errorf("%s: said to be of few: %v", code, got)
		}
		if got := pictures[0].Breaks; len(got) != 1 || got[0] != "61.54%" {
			t.Errorf("%s: breaks %v, want one after 8 of 13 half-years", code, got)
		}
	}
}

// Small pictures of a group have one scale, and none of them is so small on it that it is a flat line.
func TestMultiples_ShareTheirScale(t *testing.T) {
	a := sitetest.Archive(t)
	frame := views.Frame{Site: &sitetest.Shipped(t).Site}
	for _, place := range everyPlace(a)[:6] {
		m := views.NewTrendPage(frame, a, place).Multiples
		drawn := 0
		for _, g := range m.Groups {
			drawn += len(g.Pictures)
			for _, p := range g.Pictures {
				if got, want := fmt.Sprint(p.Ticks), fmt.Sprint(g.Pictures[0].Ticks); got != want {
					t.Errorf("%s, %s: got %s, want %s", place.Name(), p.Title, got, want)
				}
				highest := p.Height
				for _, mark := range p.Lines[0].Marks {
					highest = min(highest, float(t, mark.Y))
				}
				if p.Height-highest < p.Height/17 {
					t.Errorf("%s, %s: at most %.1f of %.0f px high", place.Name(), p.Title, p.Height-highest, p.Height)
				}
				if top := p.Ticks[len(p.Ticks)-1].Text; !strings.Contains(g.About, " to "+top+":") {
					t.Errorf("%s, %s: a scale to %s is said to be %s", place.Name(), p.Title, top, g.About)
				}
			}
		}
		if place.IsRegion() && drawn+len(m.Rest) != len(a.Places().In(place)) || drawn > 12 || place.IsGlobal() && drawn != 5 {
			t.Errorf("%s: %d drawn, %d linked of %d countries", place.Name(), drawn, len(m.Rest), len(a.Places().In(place)))
		}
	}
}
