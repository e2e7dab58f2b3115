package views

import (
	"fmt"
	"slices"

	"lerr/internal/report"
	"lerr/internal/urls"
)

// CountryPage shows one country over all periods.
type CountryPage struct {
	Page
	Country  string
	Region   Link
	Links    []Link // to neighbours in the list and to comparisons
	Trend    Trend
	Sections []CountrySection
	Legend   []string // explains words and small numbers in the tables
	Notes    []string
	Line     DataLine
}

// CountrySection holds a place's figures of one section, newest period first.
type CountrySection struct {
	ID, Title string
	About     string
	Unit      string
	Caption   string
	Change    string // as of CountsTable
	Rows      []PeriodRow
}

// PeriodRow is one period of a place: figures, or the reason for their absence.
type PeriodRow struct {
	Counts CountsRow
	Absent string // sign of the status, such as "No row", shown instead of figures
	Break  string // sentence about the change between this row and the next
}

// NewCountryPage returns the page of one country over all periods.
func NewCountryPage(f Frame, a *report.Archive, c report.Country) CountryPage {
	place, region := report.Place{Country: c}, report.Place{Region: a.Places().RegionOf(c)}
	m := CountryPage{
		Page:    trendFrame(f, a, place),
		Country: c.Name,
		Region:  Link{region.Name(), urls.Trend(region)},
		Links:   countryLinks(a, c),
		Trend:   newTrend(a, a.Series(place)),
	}
	m.Line = newDataLine(m.Path, a.AllPeriods(place))
	m.Sections, m.Notes = placeSections(a, place)
	m.Legend = legend(m.Sections)
	return m
}

// countrySection returns the rows of a place's points, newest first. A period that does not report
// the section gets a row only if it lies between periods that do.
func countrySection(id string, marks *notes, series report.Series) CountrySection {
	section := CountrySection{ID: id}
	headline := id == "headline"
	if headline {
		section.Title, section.Unit, section.Change = report.Criminal.Name(), unitOf(report.Criminal), "on the half-year before"
	}
	var gap []PeriodRow
	for i := len(series.Points) - 1; i >= 0; i-- {
		c := series.Points[i]
		if !c.Known {
			continue
		}
		row := PeriodRow{Counts: CountsRow{
			Name: c.Period.Label(),
			URL:  urls.Report(report.Selection{Period: c.Period, Place: series.Place}),
		}}
		if c.Section == "" {
			row.Absent = c.Status.Sign()
			gap = append(gap, row)
			continue
		}
		if len(section.Rows) > 0 || headline {
			section.Rows = append(section.Rows, gap...)
		}
		gap = nil
		if c.Status.HasFigure() {
			url := row.Counts.URL
			row.Counts = NewCountsRow(c.Period.Label(), c.Counts)
			row.Counts.URL, row.Counts.Note = url, marks.number(c.Note)
			row.Counts.changed(deltaOf(series.Points[:i+1]))
		} else {
			row.Absent = c.Status.Sign()
		}
		section.Title, section.Unit, section.About = c.Section.Name(), unitOf(c.Section), aboutSection(c.Section)
		if headline && report.SeriesBreak(c.Period, c.Period.Previous()) {
			row.Break = report.BreakText
		}
		section.Rows = append(section.Rows, row)
	}
	if headline {
		section.Rows = append(section.Rows, gap...)
	}
	section.Caption = fmt.Sprintf("%s from %s, by half-year", section.Title, series.Place.InProse())
	if series.Place.IsGlobal() {
		section.Caption = section.Title + " from all countries, by half-year"
	}
	return section
}

// deltaOf returns the change of the requests between the last two of a series' points.
func deltaOf(points []report.Point) report.Delta {
	last := points[len(points)-1]
	if len(points) < 2 {
		return report.Delta{NoRow: true}
	}
	before := points[len(points)-2]
	return report.Delta{
		Previous: before.Period, From: before.Counts.Requests, To: last.Counts.Requests,
		NoRow: !before.Status.HasFigure() || report.SeriesBreak(before.Period, last.Period),
	}
}

func (s CountrySection) hasFigures() bool {
	return slices.ContainsFunc(s.Rows, func(r PeriodRow) bool { return r.Absent == "" })
}
