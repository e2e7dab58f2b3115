package views

import (
	"slices"
	"strings"

	"lerr/internal/report"
	"lerr/internal/urls"
)

// Filter is the choice of period and place, as a form and as links.
type Filter struct {
	Periods []PeriodOption
	Global  PlaceOption
	Regions []RegionOption
	Period  string // the selected one, "2019-H1"
	Years   []YearOption
	More    bool // there are periods that are not offered
}

// PeriodOption is one period to choose.
type PeriodOption struct {
	Value, Label string
	URL          string
	Chosen       bool
}

// YearOption is a year's half-years, as the row of links shows them.
type YearOption struct {
	Year   string
	Halves []PeriodOption // labels are the months only
}

// PlaceOption is one place to choose.
type PlaceOption struct {
	Value, Name string
	URL         string
	Chosen      bool
	Reported    bool   // whether it has a row in the selected period
	Also        string // code and other spellings, for the search field
}

// RegionOption is a region to choose, or to open and choose a country from.
type RegionOption struct {
	Region    PlaceOption
	Countries []PlaceOption
	Open      bool
}

func newFilter(a *report.Archive, s report.Selection, headline report.Table) Filter {
	f := Filter{Period: s.Period.String(), Global: placeOption(s, report.Place{}, true)}
	periods := offered(a.Periods(), s.Period)
	f.More = len(periods) < len(a.Periods())
	for _, p := range periods {
		to := report.Selection{Period: p, Place: s.Place}
		option := PeriodOption{
			Value: p.String(), Label: p.Label(), URL: urls.Report(to) + "#" + requestsID, Chosen: p == s.Period,
		}
		f.Periods = append(f.Periods, option)
		year := p.String()[:4]
		if n := len(f.Years); n == 0 || f.Years[n-1].Year != year {
			f.Years = append(f.Years, YearOption{Year: year})
		}
		option.Label = p.Months()
		last := &f.Years[len(f.Years)-1]
		last.Halves = append(last.Halves, option)
	}
	for _, region := range a.Places().Regions() {
		place := report.Place{Region: region}
		option := RegionOption{Region: placeOption(s, place, true)}
		for _, c := range a.Places().In(place) {
			_, reported := headline.Row(c.Code)
			option.Countries = append(option.Countries, placeOption(s, report.Place{Country: c}, reported))
		}
		f.Regions = append(f.Regions, option)
	}
	return f
}

// most is how many periods are offered: thirty years of half-years. A report that has more leads to
// the others by its list of revisions.
const maxPeriods = 60

// offered lists the newest periods, and the selected one wherever it stands.
func offered(periods []report.Period, selected report.Period) []report.Period {
	if len(periods) <= maxPeriods {
		return periods
	}
	newest := periods[:maxPeriods]
	if slices.Contains(newest, selected) {
		return newest
	}
	return append(slices.Clone(newest[:maxPeriods-1]), selected)
}

func placeOption(s report.Selection, p report.Place, reported bool) PlaceOption {
	return PlaceOption{
		Value:    p.Slug(),
		Name:     p.Name(),
		URL:      urls.Report(report.Selection{Period: s.Period, Place: p}) + "#" + requestsID,
		Chosen:   p.Slug() == s.Place.Slug(),
		Reported: reported,
		Also:     strings.Join(append([]string{p.Country.Code}, p.Country.Spellings...), " "),
	}
}
