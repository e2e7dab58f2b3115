package views

import (
	"fmt"
	"strings"

	"lerr/internal/chart"
	"lerr/internal/report"
)

// sharesPicture draws a place's outcomes as shares of each half-year. It leaves out half-years of too
// few requests for a percentage, and returns false if none is left.
func sharesPicture(s report.Series) (Picture, bool) {
	g := gridOf(s, plotHeight)
	p := newPicture("outcomes", "How the requests ended", "Share of each half-year’s requests", s, g, false)
	p.addTicks(chart.Scale{Max: 100, Step: 25}.Ticks(g.Height), func(n int) string { return Number(n) + "%" })
	last := -1
	few, partial := false, false
	for column, c := range s.Points {
		sum := c.Counts.OutcomeSum()
		if !c.Counts.HasOutcomes() {
			partial = true
			continue
		}
		if sum < report.MinForPercent {
			few = few || sum > 0
			continue
		}
		last = column
		outcomes := c.Counts.Outcomes()
		for i, r := range chart.Column(g, column, outcomes[:]...) {
			if r.Height == 0 {
				continue
			}
			p.Columns = append(p.Columns, PictureMark{
				X: chart.Percent(r.X), Width: chart.Percent(r.Width), Y: chart.Pixels(r.Y), Height: chart.Pixels(r.Height),
				Class: OutcomeLabels[i].Class, Column: column, Row: i,
				Text: markText(c.Period, i, c.Counts.Rate(i)),
			})
		}
	}
	if last < 0 {
		return Picture{}, false
	}
	p.readFrom(headlineTable, s, readOutcome(0), readOutcome(1), readOutcome(2), readOutcome(3))
	p.labelParts(g, last, s.Points[last].Counts)
	p.Summary = fmt.Sprintf("Columns of how the requests from %s ended, as shares of 100%%, %s. The table below has each figure.", s.Place.InProse(), spanText(s))
	p.Notes = labelNotes(s, s.Points[last].Period)
	if few {
		p.Notes = append(p.Notes, fewNote)
	}
	if partial {
		p.Notes = append(p.Notes, partialNote)
	}
	return p, true
}

// labelParts names the parts of the last column beside them, from the top.
func (p *Picture) labelParts(g chart.Grid, column int, c report.Counts) {
	var labels []PictureLabel
	var heights []float64
	outcomes := c.Outcomes()
	parts := chart.Column(g, column, outcomes[:]...)
	for i := len(parts) - 1; i >= 0; i-- {
		o := OutcomeLabels[i]
		if parts[i].Height > 0 {
			labels = append(labels, PictureLabel{Value: ShortShare(c.Rate(i)), Name: strings.ToLower(o.Short)})
			heights = append(heights, parts[i].Y+parts[i].Height/2)
			p.Key = append(p.Key, PictureKey{Class: o.Class, Name: o.Full, Value: ShortShare(c.Rate(i))})
		}
	}
	p.addLabels(labels, heights)
}
