package views

import (
	"fmt"
	"slices"

	"lerr/internal/chart"
	"lerr/internal/report"
	"lerr/internal/urls"
)

// measureOf selects the figure that a line shows.
type measureOf struct {
	one, many string
	of        func(report.Counts) int
}

// valuesOf returns a series' values of one measure, with gaps.
func valuesOf(s report.Series, m measureOf) []chart.Value {
	values := make([]chart.Value, len(s.Points))
	for i, c := range s.Points {
		if c.Status.HasFigure() {
			values[i] = chart.Value{N: m.of(c.Counts), Known: true}
		}
	}
	return values
}

// lineOf draws a measure of a series. prefix precedes the text of each mark.
func lineOf(s report.Series, m measureOf, g chart.Grid, scale chart.Scale, style, row int, prefix string) PictureLine {
	drawn := chart.NewLine(g, scale, valuesOf(s, m))
	line := PictureLine{Style: style, Path: drawn.Path}
	for _, p := range drawn.Points {
		line.Marks = append(line.Marks, PictureMark{
			X: chart.Percent(p.X), Y: chart.Pixels(p.Y), Column: p.Column, Row: row,
			Text: prefix + s.Points[p.Column].Period.Label() + ": " + Plural(p.Value, m.one, m.many),
		})
	}
	return line
}

// linesPicture draws a place's requests and accounts.
func linesPicture(s report.Series) Picture {
	g := gridOf(s, linesHeight)
	scale := chart.NewScale(chart.Largest(valuesOf(s, requestsOf), valuesOf(s, accountsOf)))
	p := newPicture("requests-and-accounts", "Requests and accounts", "Number per half-year", s, g, false)
	p.addTicks(scale.Ticks(g.Height), Number)
	for i, m := range []measureOf{requestsOf, accountsOf} {
		p.Lines = append(p.Lines, lineOf(s, m, g, scale, i+1, i, ""))
	}
	p.Key = []PictureKey{{Style: 1, Name: "Requests"}, {Style: 2, Name: "Accounts or users"}}
	if last, ok := s.Last(); ok {
		p.Key[0].Value, p.Key[0].When = Number(last.Counts.Requests), last.Period.Label()
		p.Key[1].Value, p.Key[1].When = Number(last.Counts.Accounts), last.Period.Label()
	}
	p.Summary = fmt.Sprintf("Lines of the requests from %s and of the accounts specified in them, from zero to %s, %s. The table below has each figure.",
		s.Place.InProse(), Number(scale.Max), spanText(s))
	p.Notes = seriesNotes(s)
	return p
}

// smallPicture draws a place's requests on a shared scale.
func smallPicture(s report.Series, scale chart.Scale) Picture {
	g := gridOf(s, smallHeight)
	p := newPicture("small-"+s.Place.Slug(), s.Place.Name(), "", s, g, true)
	p.URL = urls.Trend(s.Place)
	p.addTicks(scale.Ticks(g.Height), Number)
	p.Lines = []PictureLine{lineOf(s, requestsOf, g, scale, 1, 0, "")}
	p.Summary = fmt.Sprintf("Line of the requests from %s, from zero to %s, %s.", s.Place.InProse(), Number(scale.Max), spanText(s))
	if last, ok := s.Last(); ok {
		p.Unit = Plural(last.Counts.Requests, "request", "requests") + " in " + last.Period.Label()
	}
	return p
}

// comparePicture draws one measure of several places on one scale, with a name at the end of each
// line.
func comparePicture(id, title string, list []report.Series, m measureOf) Picture {
	g := gridOf(list[0], linesHeight)
	var all [][]chart.Value
	for _, s := range list {
		all = append(all, valuesOf(s, m))
	}
	scale := chart.NewScale(chart.Largest(all...))
	p := newPicture(id, title, "Number per half-year", list[0], g, false)
	p.addTicks(scale.Ticks(g.Height), Number)
	var ends []float64
	var names []string
	for i, s := range list {
		line := lineOf(s, m, g, scale, i+1, i, s.Place.Name()+", ")
		p.Lines = append(p.Lines, line)
		key := PictureKey{Style: i + 1, Name: s.Place.Name(), URL: urls.Trend(s.Place), Value: "no figures"}
		if last, ok := s.Last(); ok {
			key.Value, key.When = Number(m.of(last.Counts)), last.Period.Label()
			y := scale.Y(m.of(last.Counts), g.Height)
			ends = append(ends, y)
			p.Labels = append(p.Labels, PictureLabel{
				Style: i + 1, Name: shorten(s.Place.Name(), endWidth-endIndent, endSize), FromY: chart.Pixels(p.top() + y),
			})
		}
		p.Key = append(p.Key, key)
		names = append(names, s.Place.InProse())
		for _, note := range seriesNotes(s) {
			if !slices.Contains(p.Notes, note) {
				p.Notes = append(p.Notes, note)
			}
		}
	}
	for i, y := range chart.Spread(ends, endGap, 0, g.Height) {
		p.Labels[i].Y, p.Labels[i].TextY = chart.Pixels(p.top()+y), chart.Pixels(p.top()+y+4)
	}
	p.Summary = fmt.Sprintf("Lines of the %s of %s, from zero to %s, %s. The table below has each figure.", m.many, Sentence(names), Number(scale.Max), spanText(list[0]))
	return p
}
