package views

import (
	"fmt"

	"lerr/internal/report"
	"lerr/internal/urls"
)

// CountryPage is one country over all periods.
type CountryPage struct {
	Page
	Country  string
	Region   Link
	Links    []Link // to its neighbours and to comparisons
	Trend    Trend
	Sections []CountrySection
	Legend   []string // what words and small numbers in the tables mean
	Notes    []string
	Line     DataLine
}

// CountrySection is one kind of request of a place, period by period, newest first.
type CountrySection struct {
	ID, Title string
	About     string
	Unit      string
	Caption   string
	Rows      []PeriodRow
	HasFew    bool // whether a row's shares are of fewer than ten
}

// PeriodRow is one period of a place: figures, or words why there are none.
type PeriodRow struct {
	Counts CountsRow
	Absent string // a status's sign, such as "No request"; then there are no figures
	Break  string // what changes between this row and the one below it
}

// NewCountryPage makes the view model of one country over all periods.
func NewCountryPage(f Frame, a *report.Archive, c report.Country) CountryPage {
	place := report.Place{Country: c}
	m := CountryPage{
		Page:    trendFrame(f, a, place),
		Country: c.Name,
		Region:  regionLink(a, c),
		Links:   countryLinks(a, c),
		Trend:   newTrend(a, a.Series(place)),
	}
	m.Line = newDataLine(m.Path, a.AllPeriods(place))
	m.Sections, m.Notes = placeSections(a, place)
	m.Legend = legend(m.Sections)
	return m
}

// regionLink leads to the country's region over all periods.
func regionLink(a *report.Archive, c report.Country) Link {
	region := report.Place{Region: a.Places().RegionOf(c)}
	return Link{region.Name(), urls.Trend(region)}
}

// countrySection lists a place's cells, newest first. A period that does not report such a table has a
// row that says so where it lies between periods that do.
func countrySection(id string, marks *notes, series report.Series) CountrySection {
	section := CountrySection{ID: id}
	headline := id == "headline"
	if headline {
		section.Title, section.Unit = report.Criminal.Name(), unitOf(report.Criminal)
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
			section.HasFew = section.HasFew || c.Counts.Rate(0).Known && c.Counts.Rate(0).IsFew()
		} else {
			row.Absent = c.Status.Sign()
		}
		section.Title, section.Unit, section.About = c.Section.Name(), unitOf(c.Section), aboutSection(c.Section)
		if headline && report.SeriesBreak(c.Period, c.Period.Previous()) {
			row.Break = "Figures above this line leave out emergency and civil requests; those below hold every kind."
		}
		section.Rows = append(section.Rows, row)
	}
	if headline {
		section.Rows = append(section.Rows, gap...)
	}
	section.Caption = fmt.Sprintf("%s from %s, by half-year", section.Title, series.Place.Name())
	if series.Place.IsGlobal() {
		section.Caption = section.Title + " from all countries, by half-year"
	}
	return section
}

func (s CountrySection) hasFigures() bool {
	for _, r := range s.Rows {
		if r.Absent == "" {
			return true
		}
	}
	return false
}
