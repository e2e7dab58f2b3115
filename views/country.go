package views

import (
	"fmt"

	"lerr/internal/report"
)

// CountryPage is one country over all periods.
type CountryPage struct {
	Page
	Country  string
	Region   Link
	Sections []CountrySection
	Notes    []string
	Line     DataLine
}

// CountrySection is one kind of request of a country, period by period, newest first.
type CountrySection struct {
	ID, Title string
	About     string
	Unit      string
	Caption   string
	Rows      []PeriodRow
}

// PeriodRow is one period of a country: figures, or a sentence why there are none.
type PeriodRow struct {
	Counts CountsRow
	Absent string // a status's sign, such as "No request"; then there are no figures
	Break  string // what changes between this row and the one below it
}

// NewCountryPage makes the view model of one country over all periods.
func NewCountryPage(f Frame, a *report.Archive, c report.Country) CountryPage {
	place := report.Place{Country: c}
	m := CountryPage{
		Page: Page{
			Frame: f, Path: CountryURL(c), Newest: a.Newest(),
			Title: c.Name + " · " + f.Site.Title,
			Description: fmt.Sprintf("Law enforcement requests for customer data that %s received from %s, every half-year, and how they ended.",
				f.Site.Organization, c.Name),
		},
		Country: c.Name,
		Region:  regionLink(a, c),
	}
	if newest, err := a.Revision(a.Newest()); err == nil {
		m.Figures = figuresOf(newest)
		m.Cite = f.Site.Cite(c.Name+", all periods", newest, absolute(f.BaseURL, m.Path))
	}
	m.Data = m.Path
	m.Line = newDataLine(m.Path, a.Over(place))
	m.Dataset = pageDataset(m.Page, covered(a), c.Name, "")
	var marks notes
	m.Sections = append(m.Sections, countrySection(a, place, "headline", &marks, (*report.Edition).Headline))
	for _, s := range report.Sections() {
		if s.IsHeadline() {
			continue
		}
		section := countrySection(a, place, string(s), &marks, func(e *report.Edition) report.Table {
			t, _ := e.Table(s)
			return t
		})
		if section.hasFigures() {
			m.Sections = append(m.Sections, section)
		}
	}
	m.Notes = marks.texts
	return m
}

// regionLink leads to the country's region in the newest period.
func regionLink(a *report.Archive, c report.Country) Link {
	region := report.Place{Region: a.Places().RegionOf(c)}
	return Link{region.Name(), ReportURL(report.Selection{Period: a.Newest(), Place: region})}
}

// countrySection lists a country's rows in the table that pick finds in each edition. A period
// without such a table has a row that says so where it lies between periods with one.
func countrySection(a *report.Archive, p report.Place, id string, marks *notes, pick func(*report.Edition) report.Table) CountrySection {
	section := CountrySection{ID: id}
	var gap []PeriodRow
	for _, r := range a.Last() {
		t := pick(&r.Edition)
		if t.Section == "" {
			gap = append(gap, gapRow(r, p))
			continue
		}
		if len(section.Rows) > 0 || id == "headline" {
			section.Rows = append(section.Rows, gap...)
		}
		gap = nil
		section.Title, section.Unit, section.About = t.Section.Name(), unitOf(t.Section), aboutSection(t.Section)
		period := r.Edition.Period
		row := PeriodRow{Counts: CountsRow{
			Name: period.Label(),
			URL:  ReportURL(report.Selection{Period: period, Place: p}),
		}}
		if found, ok := t.Row(p.Country.Code); ok {
			url := row.Counts.URL
			row.Counts = countsRow(period.Label(), found.Counts)
			row.Counts.URL, row.Counts.Note = url, marks.number(found.Note)
		} else {
			row.Absent = report.StatusNoRow.Sign()
		}
		if t.Section.IsHeadline() && report.SeriesBreak(period, period.Previous()) {
			row.Break = "Figures above this line leave out emergency and civil requests; those below hold every kind."
		}
		section.Rows = append(section.Rows, row)
	}
	if id == "headline" { // every period has one, unless it was withdrawn
		section.Rows = append(section.Rows, gap...)
	}
	section.Caption = fmt.Sprintf("%s from %s, by half-year", section.Title, p.Name())
	return section
}

// gapRow says why a period has no such figures of any country.
func gapRow(r report.Revision, p report.Place) PeriodRow {
	row := PeriodRow{Absent: report.StatusNotReported.Sign()}
	if r.State == report.Withdrawn {
		row.Absent = report.StatusWithdrawn.Sign()
	}
	period := r.Edition.Period
	row.Counts = CountsRow{Name: period.Label(), URL: ReportURL(report.Selection{Period: period, Place: p})}
	return row
}

func (s CountrySection) hasFigures() bool {
	for _, r := range s.Rows {
		if r.Absent == "" {
			return true
		}
	}
	return false
}
