package views

import (
	"slices"
	"strings"

	"lerr/internal/report"
	"lerr/internal/urls"
)

// Filter selects a period and a place, as a form and as links.
type Filter struct {
	Periods []PeriodOption
	Global  PlaceOption
	Regions []RegionOption
	Period  string // the selected one, "2019-H1"
	Earlier Link   // to the half-year before; empty if there is none
	Later   Link
	Table   string // address of the table by region
	ByRank  string // address of the sorted countries
	Map     string
	Absent  string // names of places that are not listed, separated by "|"; see report.OtherNames
	Typed   string // the text that was searched; usually empty
}

// PeriodOption is a period that can be selected.
type PeriodOption struct {
	Value, Label string
	URL          string
	Chosen       bool
}

// PlaceOption is a place that can be selected.
type PlaceOption struct {
	Value, Name string
	URL         string
	Chosen      bool
	Reported    bool // whether it has a row in the selected period
}

// RegionOption is a region that can be selected, with its countries.
type RegionOption struct {
	All       string // "All of Europe"
	Region    PlaceOption
	Countries []PlaceOption
}

func newFilter(frame Frame, a *report.Archive, s report.Selection, headline report.Table) Filter {
	address := func(p report.Period) string {
		return urls.Report(report.Selection{Period: p, Place: s.Place}) + "#" + FiguresID
	}
	f := Filter{
		Period: s.Period.String(),
		Global: placeOption(s, report.Place{}, true),
		Table:  "#" + tablesID,
		ByRank: urls.Countries(s.Period, report.ByRequests, false),
		Map:    urls.Map(s.Period, urls.MapRequests),
		Regions: regionOptions(a.Places(), func(p report.Place) PlaceOption {
			_, reported := headline.Row(p.Country.Code)
			return placeOption(s, p, p.IsRegion() || reported)
		}),
		Absent: strings.Join(frame.Site.OtherNames.Absent(a.Places()), "|"),
	}
	for _, p := range a.Periods() {
		f.Periods = append(f.Periods, PeriodOption{Value: p.String(), Label: p.Label(), URL: address(p), Chosen: p == s.Period})
	}
	at := slices.IndexFunc(f.Periods, func(p PeriodOption) bool { return p.Chosen })
	if at > 0 {
		f.Later = Link{f.Periods[at-1].Label, f.Periods[at-1].URL}
	}
	if at >= 0 && at+1 < len(f.Periods) {
		f.Earlier = Link{f.Periods[at+1].Label, f.Periods[at+1].URL}
	}
	return f
}

// regionOptions returns the regions with their countries.
func regionOptions(places *report.Places, option func(report.Place) PlaceOption) []RegionOption {
	var options []RegionOption
	for _, region := range places.RegionPlaces() {
		o := RegionOption{Region: option(region), All: "All of " + region.InProse()}
		for _, c := range places.In(region) {
			o.Countries = append(o.Countries, option(report.Place{Country: c}))
		}
		options = append(options, o)
	}
	return options
}

func placeOption(s report.Selection, p report.Place, reported bool) PlaceOption {
	return PlaceOption{
		Value:    p.Slug(),
		Name:     p.Name(),
		URL:      urls.Report(report.Selection{Period: s.Period, Place: p}) + "#" + FiguresID,
		Chosen:   p.Slug() == s.Place.Slug(),
		Reported: reported,
	}
}
