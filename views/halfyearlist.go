package views

import (
	"bytes"
	"context"
	"regexp"
)

// Listing is a page that has the list of all half-years to choose from. A release changes that list on every such page,
// and on most of them nothing else.
type Listing interface {
	// WithoutHalfYears returns the page without the list, and the list.
	WithoutHalfYears() (page any, list []PeriodOption)
}

// WithoutHalfYears returns the page without the list of half-years, and the list.
func (m ReportPage) WithoutHalfYears() (any, []PeriodOption) {
	list := m.Filter.Periods
	m.Filter.Periods = nil
	return m, list
}

// WithoutHalfYears returns the page without the list of half-years, and the list.
func (m CountriesPage) WithoutHalfYears() (any, []PeriodOption) {
	list := m.Choice.Periods
	m.Choice.Periods = nil
	return m, list
}

// halfYearList matches the list of half-years on a finished page.
var halfYearList = regexp.MustCompile(`(?:<option value="[0-9]{4}-H[12]"(?: selected)?>[^<]*</option>)+`)

// WithHalfYears returns a finished page that has another list of half-years, wherever it has one. ok is false if it has
// none.
func WithHalfYears(html []byte, list []PeriodOption) (changed []byte, ok bool) {
	var options bytes.Buffer
	if err := periodOptions(list).Render(context.Background(), &options); err != nil {
		return nil, false
	}
	return halfYearList.ReplaceAllLiteral(html, options.Bytes()), halfYearList.Match(html)
}
