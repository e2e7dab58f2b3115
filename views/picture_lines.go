package views

import (
	"fmt"
	"slices"
	"strings"

	"lerr/internal/chart"
	"lerr/internal/report"
	"lerr/internal/urls"
)

// measureOf selects the figure that a line shows.
type measureOf struct {
	one, many string
	column    int // of report.Counts.Figures
}

// valuesOf returns a series' values of one measure, with gaps.
func valuesOf(s report.Series, m measureOf) []chart.Value {
	values := make([]chart.Value, len(s.Points))
	for i, c := range s.Points {
		if n, status := c.Figure(m.column); status.HasFigure() {
			values[i] = chart.Value{N: n, Known: true}
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
			X: chart.Percent(p.X), Y: chart.Pixels(p.Y), Column: p.Column, Row: row, Lone: p.Lone,
			Text: prefix + s.Points[p.Column].Period.Label() + ": " + Plural(p.Value, m.one, m.many),
		})
	}
	return line
}

// linesPicture draws a place's requests and accounts.
func linesPicture(s report.Series) Picture {
	p := countsPicture("requests-and-accounts", "Requests and accounts", s, requestsOf)
	p.readFrom(headlineTable, s, readNumbers(requestsOf, accountsOf)...)
	p.Notes = append(seriesNotes(s), p.Notes...)
	return p
}

// emergenciesPicture draws a place's emergency requests and the accounts in them, from the half-year
// that first reports them. It returns false if there are too few to tell anything.
func emergenciesPicture(s report.Series) (Picture, bool) {
	first := slices.IndexFunc(s.Points, func(c report.Point) bool { return c.Section == report.Emergencies })
	if first < 0 {
		return Picture{}, false
	}
	s.Points = s.Points[first:]
	values := valuesOf(s, emergenciesOf)
	if countKnown(values) < 2 || chart.Largest(values) < report.MinForPercent {
		return Picture{}, false
	}
	table := sectionTable(report.Emergencies)
	p := countsPicture(table, "Emergency requests", s, emergenciesOf)
	p.readFrom(table, s, readNumbers(emergenciesOf, accountsOf)...)
	p.Notes = append(p.Notes, gapNotes(s)...)
	return p, true
}

// countsPicture draws a measure of requests, and the accounts specified in them.
func countsPicture(id, title string, s report.Series, requests measureOf) Picture {
	g := gridOf(s, plotHeight)
	scale := chart.NewScale(chart.Largest(valuesOf(s, requests), valuesOf(s, accountsOf)))
	p := newPicture(id, title, "Number per half-year", s, g, false)
	p.addTicks(scale.Ticks(g.Height), Number)
	var labels []PictureLabel
	var heights []float64
	last, _ := s.Last()
	for i, m := range []measureOf{requests, accountsOf} {
		n, status := last.Figure(m.column)
		p.Lines = append(p.Lines, lineOf(s, m, g, scale, i+1, i, ""))
		if !status.HasFigure() {
			continue
		}
		labels = append(labels, PictureLabel{Style: i + 1, Value: Number(n), Name: lastWord(noun(n, m.one, m.many))})
		heights = append(heights, scale.Y(n, g.Height))
	}
	p.dodge()
	p.addLabels(labels, heights)
	p.Key = keyOf(p.Labels)
	p.Notes = labelNotes(s, last.Period)
	p.Summary = fmt.Sprintf("Lines of the %s from %s and of the accounts specified in them, from zero to %s, %s. The table below has each figure.",
		requests.many, s.Place.InProse(), Number(scale.Max), spanText(s))
	return p
}

// rejectionsPicture draws the share of a place's requests that was rejected. It leaves out half-years
// of too few requests for a percentage, and returns false if nothing is left to compare.
func rejectionsPicture(s report.Series) (Picture, bool) {
	const rejected = 3 // index of report.Counts.Outcomes
	rates := make([]report.Rate, len(s.Points))
	values := make([]chart.Value, len(s.Points))
	last := -1
	few, partial := false, false
	for i, c := range s.Points {
		switch rates[i] = c.Counts.Rate(rejected); {
		case !c.HasRow():
		case !c.Counts.HasOutcomes():
			partial = true
		case rates[i].IsFew():
			few = true
		default:
			values[i] = chart.Value{N: int(rates[i].Permille), Known: true}
			last = i
		}
	}
	most := chart.Largest(values)
	if countKnown(values) < 2 || most == 0 {
		return Picture{}, false
	}
	scale := chart.NewScale((most + 9) / 10)
	scale = chart.Scale{Max: scale.Max * 10, Step: scale.Step * 10}
	g := gridOf(s, plotHeight)
	p := newPicture("rejections", "Rejected", "Share of each half-year’s requests", s, g, false)
	p.addTicks(scale.Ticks(g.Height), func(n int) string { return Number(n/10) + "%" })
	drawn := chart.NewLine(g, scale, values)
	line := PictureLine{Style: 1, Path: drawn.Path}
	for _, at := range drawn.Points {
		r := rates[at.Column]
		line.Marks = append(line.Marks, PictureMark{
			X: chart.Percent(at.X), Y: chart.Pixels(at.Y), Column: at.Column,
			Text: markText(s.Points[at.Column].Period, rejected, r),
		})
	}
	p.Lines = []PictureLine{line}
	p.readFrom(headlineTable, s, readOutcome(rejected))
	p.addLabels([]PictureLabel{{Style: 1, Value: LoneShare(rates[last]), Name: "rejected"}}, []float64{scale.Y(values[last].N, g.Height)})
	p.Key = keyOf(p.Labels)
	p.Summary = fmt.Sprintf("Line of the share of the requests from %s that was rejected, from zero to %s%%, %s. The table below has each figure.",
		s.Place.InProse(), Number(scale.Max/10), spanText(s))
	p.Notes = labelNotes(s, s.Points[last].Period)
	if few {
		p.Notes = append(p.Notes, fewNote)
	}
	if partial {
		p.Notes = append(p.Notes, partialNote)
	}
	return p, true
}

// countKnown returns the number of values that are no gaps.
func countKnown(values []chart.Value) (n int) {
	for _, v := range values {
		if v.Known {
			n++
		}
	}
	return n
}

// lastWord returns the last word of a measure's name, which suffices beside its line.
func lastWord(name string) string { return name[strings.LastIndex(name, " ")+1:] }

// fewNote stands under pictures of shares.
var fewNote = fmt.Sprintf("Half-years of fewer than %s requests are not drawn: a share of them would say little.", Words(report.MinForPercent))

// partialNote stands under pictures of shares.
const partialNote = "Half-years in which an outcome is not given are not drawn: their shares are not known."

// labelNotes says of which half-year the figures in a picture's labels are, unless it is the newest.
func labelNotes(s report.Series, p report.Period) []string {
	if len(s.Points) == 0 || s.Points[len(s.Points)-1].Period == p {
		return nil
	}
	return []string{fmt.Sprintf("The figures beside the picture are those of %s.", p.Label())}
}

// keyOf returns labels as a list.
func keyOf(labels []PictureLabel) (key []PictureKey) {
	for _, l := range labels {
		key = append(key, PictureKey{Style: l.Style, Name: l.Name, Value: l.Value})
	}
	return key
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
		n := last.Counts.Requests
		p.addLabels([]PictureLabel{{Style: 1, Value: Number(n)}}, []float64{scale.Y(n, g.Height)})
		p.Key = []PictureKey{{Style: 1, Name: noun(n, "request", "requests"), Value: Number(n)}}
		p.Summary += fmt.Sprintf(" %s in %s.", Plural(n, "request", "requests"), last.Period.Label())
		if last.Period != s.Points[len(s.Points)-1].Period {
			p.Unit = "Newest figure: " + last.Period.Label()
		}
	}
	return p
}
