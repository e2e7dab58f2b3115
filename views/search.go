package views

import (
	"fmt"

	"lerr/internal/report"
	"lerr/internal/urls"
)

// noPlaceNamed is the result of a search without a match, on the page and in the filter's list.
const noPlaceNamed = "No country or region of that name in this report"

// SearchPage lists the places that a reader may have meant.
type SearchPage struct {
	Page
	Label  string // what was found: "3 places, 2019 (Jan-Jun)"
	Filter Filter
	Found  []FoundPlace
}

// FoundPlace is a place with its figure.
type FoundPlace struct {
	Link
	Requests string // "1,234 requests", or that there is no row
}

// NewSearchPage returns the result of a search for a place that text alone does not decide. It fails with
// report.ErrNotFound if the period is not published.
func NewSearchPage(f Frame, a *report.Archive, period report.Period, text string, found []report.Place) (SearchPage, error) {
	revision, err := a.Revision(period)
	if err != nil {
		return SearchPage{}, err
	}
	table := revision.Edition.Headline()
	s := report.Selection{Period: period}
	m := SearchPage{
		Label:  noPlaceNamed,
		Filter: newFilter(f, a, s, table),
	}
	if len(found) > 0 {
		m.Label = fmt.Sprintf("%s, %s", Plural(len(found), "place", "places"), period.Label())
	}
	m.Filter.Typed = text
	m.Filter.Global.Chosen = false
	m.Filter.Table = urls.Report(s) + "#" + tablesID
	m.Page = newPage(f, "", m.Label, m.Label+".")
	m.at(entryReport, s)
	for _, p := range found {
		s := report.Selection{Period: period, Place: p}
		place := FoundPlace{Link: Link{p.Name(), urls.Report(s) + "#" + FiguresID}, Requests: noRowText(f.Site.Organization, s)}
		if total, rows := table.Total(p, a.Places()); rows > 0 {
			place.Requests = Plural(total.Requests, "request", "requests")
			if !total.Has(0) {
				place.Requests = "Requests not given"
			}
		}
		m.Found = append(m.Found, place)
	}
	return m, nil
}
