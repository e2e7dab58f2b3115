package views

import (
	"lerr/internal/report"
	"lerr/internal/urls"
)

// Entries of the header.
const (
	entryReport    = "Report"
	entryCountries = "Countries"
	entryTrends    = "Trends"
	entryCompare   = "Compare"
	entryData      = "Data"
	entryFAQs      = "FAQs"
)

// at sets which entry of the header a page belongs to, if any, and which period and place the header's links keep.
func (p *Page) at(entry string, s report.Selection) { p.Entry, p.Shows = entry, s }

// nav returns the header's links. They keep the period and the place that the page shows. A page that knows no
// period, such as that for an error, has no link to a list of countries.
func (p Page) nav() []ChoiceLink {
	s, base := p.Shows, urls.Home
	if !s.Period.IsZero() && p.Path != urls.Home {
		base = urls.Report(s)
	}
	links := []Link{{entryReport, base}}
	if !s.Period.IsZero() {
		links = append(links, Link{entryCountries, urls.Countries(s.Period, report.ByRequests, false)})
	}
	compare := urls.Compare()
	if !s.Place.IsGlobal() {
		compare = urls.Compare(s.Place)
	}
	trends := urls.Trend(s.Place)
	if !s.Place.IsGlobal() {
		trends = base + "#" + overTimeID
	}
	links = append(links, Link{entryTrends, trends}, Link{entryCompare, compare},
		Link{entryData, base + "#" + downloadID}, Link{entryFAQs, base + "#" + faqsID})
	var list []ChoiceLink
	for _, l := range links {
		list = append(list, ChoiceLink{l, l.Name == p.Entry})
	}
	return list
}
