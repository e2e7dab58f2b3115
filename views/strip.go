package views

import (
	"fmt"
	"slices"
	"strconv"

	"lerr/internal/report"
	"lerr/internal/urls"
)

// stripHeight is the height of the tallest bar of a strip, in pixels.
const stripHeight = 44

// Strip shows a place's requests in every half-year as a row of bars, each of which leads to its half-year.
type Strip struct {
	Bars  []StripBar
	Most  string // "Tallest: 39,083, 2015 (Jul-Dec)"; empty without a figure
	Break string // explains the break of the series; empty without one
}

// StripBar is one half-year.
type StripBar struct {
	Label  string // "2018 Jan-Jun"
	Text   string // "21,433 requests", or why there is none
	URL    string // of the half-year's page; empty if it was never published
	Chosen bool
	Gap    bool   // whether the series breaks before it
	Year   string // under the first half-year of each second year
	Height string // of the bar, in pixels
}

// newStrip returns the strip of a selection.
func newStrip(a *report.Archive, s report.Selection) Strip {
	series := a.Series(s.Place)
	var strip Strip
	most := 0
	for _, c := range series.Points {
		if c.Status.HasFigure() && c.Counts.Requests > most {
			most = c.Counts.Requests
			strip.Most = fmt.Sprintf("Tallest: %s, %s", Number(most), c.Period.Label())
		}
	}
	breaks := series.Breaks()
	for i, c := range series.Points {
		b := StripBar{
			Label: strconv.Itoa(c.Period.Year) + " " + c.Period.Months(), Text: c.Status.Sign(), Chosen: c.Period == s.Period, Gap: slices.Contains(breaks, i),
		}
		if c.Status != report.StatusNotReported {
			b.URL = urls.Report(report.Selection{Period: c.Period, Place: s.Place}) + "#" + FiguresID
		}
		if b.Gap {
			strip.Break = report.BreakText
		}
		if c.Period.Half == 1 && c.Period.Year%2 == 1 {
			b.Year = strconv.Itoa(c.Period.Year)
		}
		if c.Status.HasFigure() {
			b.Text = Plural(c.Counts.Requests, "request", "requests")
			b.Height = strconv.Itoa(max(1, c.Counts.Requests*stripHeight/max(most, 1)))
		}
		strip.Bars = append(strip.Bars, b)
	}
	return strip
}
