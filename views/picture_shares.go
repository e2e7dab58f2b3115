package views

import (
	"fmt"

	"lerr/internal/chart"
	"lerr/internal/report"
)

// sharesPicture draws a place's outcomes as shares of each half-year.
func sharesPicture(s report.Series) Picture {
	g := gridOf(s, sharesHeight)
	p := newPicture("outcomes", "How the requests ended", "Share of each half-year’s requests", s, g, false)
	p.addTicks(chart.Scale{Max: 100, Step: 25}.Ticks(g.Height), func(n int) string { return Number(n) + "%" })
	few := false
	for column, c := range s.Points {
		if c.Counts.OutcomeSum() == 0 {
			continue
		}
		thin := c.Counts.OutcomeSum() < report.MinForPercent
		few = few || thin
		outcomes := c.Counts.Outcomes()
		parts := chart.Column(g, column, thin, outcomes[:]...)
		for i, r := range parts {
			if r.Height == 0 {
				continue
			}
			rate := c.Counts.Rate(i)
			text := fmt.Sprintf("%s: %s %s of %s", c.Period.Label(), OutcomeLabels[i].Full, Number(rate.Part), Number(rate.Whole))
			if thin {
				text += ", too few for a percentage"
			} else {
				text += " (" + PartShare(rate) + ")"
			}
			p.Columns = append(p.Columns, PictureMark{
				X: chart.Percent(r.X), Width: chart.Percent(r.Width), Y: chart.Pixels(r.Y), Height: chart.Pixels(r.Height),
				Class: OutcomeLabels[i].Class, Text: text, Column: column, Row: i,
			})
		}
	}
	for i := range OutcomeLabels {
		o := OutcomeLabels[len(OutcomeLabels)-1-i] // as they stand in the columns, from the top
		p.Key = append(p.Key, PictureKey{Class: o.Class, Name: o.Full})
	}
	p.Summary = fmt.Sprintf("Columns of how the requests from %s ended, as shares of 100%%, %s. The table below has each figure.", s.Place.InProse(), spanText(s))
	if few {
		p.Notes = append(p.Notes, fmt.Sprintf("A thin column stands for fewer than %s requests: its percentages say little.", Words(report.MinForPercent)))
	}
	return p
}
