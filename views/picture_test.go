package views_test

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"

	"lerr/internal/chart"
	"lerr/internal/report"
	"lerr/internal/sitetest"
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
// each form of them is shown: the widths of picture.css. Words are as wide as in the widest faces.
func checkLabels(t *testing.T, where string, p views.Picture) {
	t.Helper()
	// The vertical axis: one label a line.
	last := 1e9
	for _, tick := range p.Ticks {
		if tick.Text == "" {
			continue
		}
		y := float(t, tick.TextY)
		if last-y < views.Room.WordSize+1 {
			t.Errorf("%s: the label %s is %.1f px under the one before it", where, tick.Text, last-y)
		}
		last = y
	}
	// The plot has the room that its labels assume, in each form of the picture.
	ends := map[string]float64{"picture--small-ends": 13, "picture--short-ends": 20, "picture--long-ends": 40, "": 0}[p.EndsClass()]
	for _, form := range []struct {
		name     string
		from, to float64 // rem
		plot     float64
	}{{"all", 33, 99, views.Room.All}, {"some", 23, 33, views.Room.Some}, {"few", 9, 23, views.Room.Few}} {
		for _, width := range []float64{form.from, ends, ends - 0.01} {
			if width < form.from || width >= form.to {
				continue
			}
			plot := width*16 - p.Axis()
			if width >= ends && ends > 0 {
				plot -= p.Ends()
			}
			if plot < form.plot {
				t.Errorf("%s: a picture of %v rem has a plot of %.0f px, want %v", where, width, plot, form.plot)
			}
		}
		// The horizontal axis.
		end := -1e9
		for _, year := range p.Years {
			if !strings.Contains(year.Class, "--"+form.name) {
				continue
			}
			middle := float(t, year.X) / 100 * form.plot
			half := chart.TextWidth(year.Text, views.Room.WordSize) / 2
			if middle-half < end+1 {
				t.Errorf("%s: %s begins at %.1f of %v px, the one before it ends at %.1f", where, year.Text, middle-half, form.plot, end)
			}
			end = middle + half
		}
		if !strings.Contains(p.Years[len(p.Years)-1].Class, "--"+form.name) {
			t.Errorf("%s: the newest year has no label where there is room for %s", where, form.name)
		}
	}
	// Words at a break, on its right where labels stand beside the plot, and on its left otherwise.
	for _, b := range p.Breaks {
		width := chart.TextWidth("counted otherwise", views.Room.WordSize)
		at := float(t, b.X) / 100
		if right := (1-at)*views.Room.Some + p.Ends(); p.BreakWords && ends > 0 && width > right {
			t.Errorf("%s: the words at the break have %.0f px of %.0f", where, right, width)
		}
		if left := at*(18*16-p.Axis()) + p.Axis(); p.BreakWords && b.Behind && width > left {
			t.Errorf("%s: the words at the break have %.0f px of %.0f on a telephone", where, left, width)
		}
	}
	// Names at the ends of lines and parts.
	for i, e := range p.Labels {
		if got := chart.TextWidth(e.Read(), views.Room.WordSize); got > views.Room.Ends-views.Room.EndIndent {
			t.Errorf("%s: the name %s has %v px of %v", where, e.Read(), got, views.Room.Ends-views.Room.EndIndent)
		}
		for _, other := range p.Labels[:i] {
			if d := float(t, e.Y) - float(t, other.Y); d < views.Room.WordSize+2 && d > -views.Room.WordSize-2 {
				t.Errorf("%s: %s and %s are %.1f px apart", where, e.Read(), other.Read(), d)
			}
		}
		if y := float(t, e.TextY); y < 0 || y > p.Height+5 {
			t.Errorf("%s: the name %s is at %v", where, e.Read(), y)
		}
	}
}

// checkMarks says which marks of a picture cannot be seen: those on another, and parts thinner than two
// pixels or behind another. It says as well what is drawn across a break.
func checkMarks(t *testing.T, where string, p views.Picture) {
	t.Helper()
	type spot struct {
		x, y float64
		text string
	}
	columns := map[int][]spot{}
	for _, l := range p.Lines {
		for _, m := range l.Marks {
			at := spot{0, float(t, m.Y), m.Text}
			if m.Shift != "" {
				at.x = float(t, strings.TrimSuffix(strings.TrimPrefix(m.Shift, "translate("), ")"))
			}
			for _, other := range columns[m.Column] {
				if math.Hypot(at.x-other.x, at.y-other.y) < 4 {
					t.Errorf("%s: %q covers %q", where, at.text, other.text)
				}
			}
			columns[m.Column] = append(columns[m.Column], at)
		}
		for _, b := range p.Breaks {
			at := float(t, b.X) * chart.Width / 100
			for _, piece := range strings.Split(l.Path, "M")[1:] {
				steps := strings.Split(piece, "L")
				first, _, _ := strings.Cut(steps[0], " ")
				last, _, _ := strings.Cut(steps[len(steps)-1], " ")
				if float(t, first) < at && float(t, last) > at {
					t.Errorf("%s: a line crosses the break at %v: %s", where, at, piece)
				}
			}
		}
	}
	for _, b := range p.Breaks {
		for _, s := range p.Stretches {
			if at := float(t, b.X); float(t, s.From) < at && at < float(t, s.To) {
				t.Errorf("%s: the grid crosses the break at %v: %v", where, at, s)
			}
		}
	}
	floor := map[int]float64{}
	for _, c := range p.Columns {
		y, height := float(t, c.Y), float(t, c.Height)
		if height < 2 {
			t.Errorf("%s: %q is %v px high", where, c.Text, height)
		}
		if bottom, ok := floor[c.Column]; ok && y+height > bottom+0.05 {
			t.Errorf("%s: %q covers what is below it", where, c.Text)
		}
		floor[c.Column] = y
	}
}

func TestPictures_LabelsAndMarksNeverOverlap(t *testing.T) {
	a := sitetest.Archive(t)
	for _, place := range everyPlace(a) {
		for _, p := range views.TrendPictures(a, place) {
			checkLabels(t, place.Name()+", "+p.Title, p)
			checkMarks(t, place.Name()+", "+p.Title, p)
		}
		if place.IsCountry() {
			continue
		}
		for _, g := range views.NewOverTime(a, place).Multiples.Groups {
			for _, p := range g.Pictures {
				checkLabels(t, place.Name()+", small, "+p.Title, p)
				checkMarks(t, place.Name()+", small, "+p.Title, p)
			}
		}
	}
}

// pictureOf returns the picture with an ID, or false.
func pictureOf(pictures []views.Picture, id string) (views.Picture, bool) {
	i := slices.IndexFunc(pictures, func(p views.Picture) bool { return p.ID == id })
	if i < 0 {
		return views.Picture{}, false
	}
	return pictures[i], true
}

// checkLines says where the marks of a picture's two lines are not the figures of a series: none more,
// none less, each at its height on a scale from zero.
func checkLines(t *testing.T, where string, p views.Picture, series report.Series, names [2][2]string) {
	t.Helper()
	top, zero := p.Ticks[len(p.Ticks)-1], p.Ticks[0]
	if zero.Text != "0" || float(t, zero.Y) != p.Height || float(t, top.Y) != 0 {
		t.Fatalf("%s: the scale is %+v", where, p.Ticks)
	}
	most := float(t, strings.ReplaceAll(top.Text, ",", ""))
	last, _ := series.Last()
	for i, name := range names {
		var want, got []string
		for column, c := range series.Points {
			if !c.Status.HasFigure() {
				continue
			}
			n := c.Counts.Figures()[i]
			y := p.Height * (1 - float64(n)/most)
			want = append(want, fmt.Sprintf("%d %s: %s %.0f", column, c.Period.Label(), views.Plural(n, name[0], name[1]), y))
		}
		for _, m := range p.Lines[i].Marks {
			got = append(got, fmt.Sprintf("%d %s %.0f", m.Column, m.Text, float(t, m.Y)))
		}
		if len(got) != len(want) {
			t.Errorf("%s: got %v, want %v", where, got, want)
			continue
		}
		for i := range got {
			if got[i] != want[i] && !near(t, got[i], want[i]) {
				t.Errorf("%s: got %s, want %s", where, got[i], want[i])
			}
		}
		n := last.Counts.Figures()[i]
		label := views.Plural(n, []string{"request", "account"}[i], []string{"requests", "accounts"}[i])
		if p.Labels[i].Read() != label {
			t.Errorf("%s: a line is named %q, want %q", where, p.Labels[i].Read(), label)
		}
		if d := float(t, p.Labels[i].FromY) - p.Height*(1-float64(n)/most); d > 0.1 || d < -0.1 {
			t.Errorf("%s: %q points %.1f px beside its line", where, label, d)
		}
	}
	if said := strings.Contains(strings.Join(p.Notes, " "), "beside the picture are those of "+last.Period.Label()); said != (last.Period != series.Points[len(series.Points)-1].Period) {
		t.Errorf("%s: the period of the labels is said: %v", where, said)
	}
}

// The marks of every place are exactly the figures of the archive. A picture of emergencies is there
// where two half-years have figures and one of them is ten or more.
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
		checkLines(t, place.Name(), pictures[0], series, [2][2]string{{"request", "requests"}, {"account", "accounts"}})

		emergencies := a.SectionSeries(place, report.Emergencies)
		emergencies.Points = slices.DeleteFunc(emergencies.Points, func(c report.Point) bool { return c.Period.Year < 2017 })
		known, most := 0, 0
		for _, c := range emergencies.Points {
			if c.Status.HasFigure() {
				known, most = known+1, max(most, c.Counts.Requests)
			}
		}
		p, ok := pictureOf(pictures, "emergencies-over-time")
		if want := known >= 2 && most >= 10; ok != want {
			t.Errorf("%s: emergencies drawn: %v, want %v", place.Name(), ok, want)
		}
		if ok {
			checkLines(t, place.Name()+", emergencies", p, emergencies, [2][2]string{{"emergency request", "emergency requests"}, {"account", "accounts"}})
		}
	}
}

// Shares are drawn of ten requests or more, and of no fewer.
func TestPictures_ShowSharesOfEnoughRequests(t *testing.T) {
	a := sitetest.Archive(t)
	for _, place := range everyPlace(a) {
		series := a.Series(place)
		pictures := views.TrendPictures(a, place)
		var parts, rejections, labels []string
		any, few := false, false
		for column, c := range series.Points {
			sum := c.Counts.OutcomeSum()
			few = few || sum > 0 && sum < 10
			if sum < 10 {
				continue
			}
			labels = nil
			for i, n := range c.Counts.Outcomes() {
				name := []string{"Content disclosed", "Only non-content data", "No data found", "Rejected"}[i]
				text := fmt.Sprintf("%s: %s %s of %s (%s)", c.Period.Label(), name, views.Number(n), views.Number(sum), views.PartShare(c.Counts.Rate(i)))
				if n > 0 {
					parts = append(parts, text)
					labels = append(labels, views.ShortShare(c.Counts.Rate(i))+" "+[]string{"content", "non-content", "no data", "rejected"}[i])
				}
				if i == 3 {
					any = any || n > 0
					rejections = append(rejections, fmt.Sprintf("%d %s", column, text))
				}
			}
		}
		shares, ok := pictureOf(pictures, "outcomes")
		if ok != (len(parts) > 0) {
			t.Errorf("%s: shares drawn: %v, want %v", place.Name(), ok, !ok)
		}
		var got, gotLabels []string
		for _, m := range shares.Columns {
			got = append(got, m.Text)
		}
		if !slices.Equal(got, parts) {
			t.Errorf("%s: got %q, want %q", place.Name(), got, parts)
		}
		for _, l := range slices.Backward(shares.Labels) { // labels begin at the top
			gotLabels = append(gotLabels, l.Read())
		}
		if !slices.Equal(gotLabels, labels) {
			t.Errorf("%s: the parts are named %q, want %q", place.Name(), gotLabels, labels)
		}
		if said := strings.Contains(strings.Join(shares.Notes, " "), "fewer than ten requests are not drawn"); ok && said != few {
			t.Errorf("%s: few requests are said: %v", place.Name(), said)
		}
		rejected, ok := pictureOf(pictures, "rejections")
		if want := any && len(rejections) >= 2; ok != want {
			t.Errorf("%s: rejections drawn: %v, want %v", place.Name(), ok, want)
		}
		if !ok {
			continue
		}
		got = nil
		most := float(t, rejected.Ticks[len(rejected.Ticks)-1].Text)
		for _, m := range rejected.Lines[0].Marks {
			got = append(got, fmt.Sprintf("%d %s", m.Column, m.Text))
			c := series.Points[m.Column].Counts
			y := rejected.Height * (1 - c.Rate(3).Exact()*100/most)
			if d := float(t, m.Y) - y; d > 0.06*rejected.Height/most+0.1 || -d > 0.06*rejected.Height/most+0.1 {
				t.Errorf("%s: %q is at %s, want %.1f", place.Name(), m.Text, m.Y, y)
			}
		}
		if !slices.Equal(got, rejections) {
			t.Errorf("%s: got %q, want %q", place.Name(), got, rejections)
		}
	}
}

// Rejections are drawn where there were any, and where two half-years can be compared.
func TestPictures_OfRejectionsNeedNews(t *testing.T) {
	point := func(half, requests, rejected int) report.Point {
		c := report.Counts{Requests: requests, NoData: requests - rejected, Rejected: rejected}
		return report.Point{Period: report.Period{Year: 2018, Half: half}, Known: true, Section: report.Criminal, Status: report.StatusNumber, Counts: c}
	}
	for _, tt := range []struct {
		name   string
		points []report.Point
		want   bool
	}{
		{"none of enough, twice", []report.Point{point(1, 20, 0), point(2, 20, 0)}, false},
		{"one of enough", []report.Point{point(1, 20, 0), point(2, 20, 1)}, true},
		{"once", []report.Point{point(2, 20, 1)}, false},
		{"of enough once", []report.Point{point(1, 9, 9), point(2, 20, 1)}, false},
	} {
		if _, got := views.RejectionsPicture(report.Series{Points: tt.points}); got != tt.want {
			t.Errorf("%s: drawn: %v, want %v", tt.name, got, tt.want)
		}
	}
}

// Plots side by side begin and end at the same height, and the words at the break stand there once.
func TestPictures_StandSideBySide(t *testing.T) {
	a := sitetest.Archive(t)
	most := 0
	for _, place := range everyPlace(a) {
		pictures := views.TrendPictures(a, place)
		most = max(most, len(pictures))
		words := 0
		for i, p := range pictures {
			if p.BreakWords {
				words++
			}
			beside := pictures[i/2*2]
			if p.Top != beside.Top || p.Height != beside.Height {
				t.Errorf("%s: %s is from %v to %v, and %s beside it from %v to %v", place.Name(), p.Title, p.Top, p.Height, beside.Title, beside.Top, beside.Height)
			}
		}
		if len(pictures) > 0 && words != 1 {
			t.Errorf("%s: the words at the break stand there %d times", place.Name(), words)
		}
	}
	if most != 4 {
		t.Errorf("at most %d pictures, want 4", most)
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
		moves, notes, pictures int
	}{
		"AU": {2, 2, 4}, // one path on each side of the break
		"AD": {1, 3, 1}, // two neighbours, and one alone
		"MD": {2, 2, 1}, // one alone before the gap has no path
	} {
		c, _ := a.Places().Country(code)
		pictures := views.TrendPictures(a, report.Place{Country: c})
		if got := strings.Count(pictures[0].Lines[0].Path, "M"); got != want.moves {
			t.Errorf("%s: the line is in %d pieces, want %d: %s", code, got, want.moves, pictures[0].Lines[0].Path)
		}
		if got := len(pictures[0].Notes); got != want.notes {
			t.Errorf("%s: notes: %q", code, pictures[0].Notes)
		}
		if got := len(pictures); got != want.pictures {
			t.Errorf("%s: %d pictures, want %d", code, got, want.pictures)
		}
		// After 8 of 13 half-years, in a gap as wide as 0.8 of one.
		if got := pictures[0].Breaks; len(got) != 1 || got[0].X != "60.87%" || got[0].Year != "2017" {
			t.Errorf("%s: breaks %v, want one after 8 of 13 half-years", code, got)
		}
	}
}

// Small pictures of a group have one scale, and none of them is so small on it that it is a flat line.
func TestMultiples_ShareTheirScale(t *testing.T) {
	a := sitetest.Archive(t)
	for _, place := range everyPlace(a)[:6] {
		m := views.NewOverTime(a, place).Multiples
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
				last, _ := a.Series(placeOf(t, a, p.Title)).Last()
				if got := p.Labels[0].Read(); got != views.Number(last.Counts.Requests) {
					t.Errorf("%s, %s: the line is labelled %q, want %d", place.Name(), p.Title, got, last.Counts.Requests)
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

// placeOf returns the place with a name.
func placeOf(t *testing.T, a *report.Archive, name string) report.Place {
	t.Helper()
	for _, p := range everyPlace(a) {
		if p.Name() == name {
			return p
		}
	}
	t.Fatalf("no place %q", name)
	return report.Place{}
}
