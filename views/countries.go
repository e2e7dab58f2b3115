package views

import (
	"fmt"
	"slices"
	"strings"

	"lerr/internal/report"
	"lerr/internal/urls"
)

// CountriesPage lists every country of a period in an order.
type CountriesPage struct {
	Page
	Over, Heading string
	Banner        Banner
	Choice        CountriesChoice
	News          []NewsItem
	Ranking       Ranking
	Notes         []string   // on rows of both tables
	Apart         []NameList // countries that the ranking leaves out
	Figures       FiguresTable
	Missing       string // sentence about countries without a row
	Onward        []Link
}

// CountriesChoice is the form that selects the period and the order.
type CountriesChoice struct {
	Action, Go     string // addresses of the form: of the server, and with fields for the script
	Periods        []PeriodOption
	Earlier, Later Link
	Orders         []PlaceOption
	Elsewhere      []Link
}

// NameList is a list of countries without figures.
type NameList struct {
	Title string
	Names []Link
}

// sortColumn describes an order of the list.
type sortColumn struct {
	order        report.Order
	name, unit   string // head of its column
	heading      string // of the page
	option       string // in the form
	sorted       string // "by requests, the most first"
	nothing      string // heading of the countries that never had any
	head, shares string // of the ranking's columns: what is sorted by, and its share
}

// orders holds the orders of the list.
var orders = []sortColumn{
	{report.ByName, "Country", "", "From A to Z", "Name", "from A to Z", "No request in any half-year", "Requests", "Of all"},
	{report.ByRequests, "Requests", "number", "By requests", "Requests, number", "by requests, the most first", "No request in any half-year", "Requests", "Of all"},
	{report.ByAccounts, "Accounts", "number", "By accounts or users specified", "Accounts, number", "by accounts, the most first", "No account specified in any half-year", "Accounts", "Of all"},
	{report.ByContent, "Content", "requests", "By content disclosed", "Content disclosed, number", "by requests in which content was disclosed, the most first", "No content in any half-year", "Content", "Share"},
	{report.ByNonContent, "Non-content", "requests", "By only non-content data disclosed", "Only non-content, number", "by requests in which only non-content data was disclosed, the most first", "No request answered with non-content data alone in any half-year", "Non-content", "Share"},
	{report.ByNoData, "No data", "requests", "By no data found", "No data found, number", "by requests in which no data was found, the most first", "No request without data found in any half-year", "No data", "Share"},
	{report.ByRejected, "Rejected", "requests", "By rejected requests", "Rejected, number", "by rejected requests, the most first", "No request rejected in any half-year", "Rejected", "Share"},
	{report.ByContentRate, "Content rate", "% of requests", "By rate of content disclosed", "Content disclosed, rate", "by the rate of content disclosed, the highest first; countries with fewer than ten requests last", "No content in any half-year with ten or more requests", "Rate", "Content"},
}

// NewCountriesPage returns the list of a period's countries in an order. In the table of all figures, countries that do
// not match find are hidden. It fails with report.ErrNotFound if the period is not published.
func NewCountriesPage(f Frame, a *report.Archive, period report.Period, order report.Order, regions bool, find string) (CountriesPage, error) {
	a, _ = a.In(report.Selection{Period: period})
	revision, err := a.Revision(period)
	if err != nil {
		return CountriesPage{}, err
	}
	table := revision.Edition.Headline()
	column := orders[slices.IndexFunc(orders, func(o sortColumn) bool { return o.order == order })]
	within := ""
	if regions {
		within = ", within regions"
	}
	count := Plural(table.CountryRows(), "country", "countries")
	m := CountriesPage{
		Over: "Countries, " + period.Label(), Heading: column.heading, Banner: correctedBanner(revision),
		Choice: newCountriesChoice(a, period, order, regions),
	}
	m.Page = newPage(f, urls.Countries(period, order, regions), fmt.Sprintf("All countries, %s, %s%s", period.Label(), column.sorted, within),
		fmt.Sprintf("%s with law enforcement requests to %s in %s, %s%s.", count, f.Site.Organization, period.Label(), column.sorted, within))
	m.at(entryCountries, report.Selection{Period: period})
	m.showFigures(revision, period.Label()+", all countries")
	m.share(NewCountriesCard(f, a, period, order))
	m.Bundle = bundleExplore

	l := newLister(a, period, order, table)
	m.News = countriesNews(order, table, l.before, a.Places())
	m.Ranking = l.ranking(column, regions)
	m.Ranking.Caption = fmt.Sprintf("%s in %s, %s%s", count, period.Label(), column.sorted, within)
	m.Apart = l.apart(column)
	m.Figures = l.figures(column, regions, strings.TrimSpace(find))
	m.Notes = l.marks.texts
	m.Figures.Caption, m.Figures.Title = m.Ranking.Caption, "All "+count+" with their six figures"
	if missing := len(a.Places().Countries()) - table.CountryRows(); missing > 0 {
		m.Missing = fmt.Sprintf("%s of this site’s list %s no row in %s and %s not listed, which is not the same as a zero.",
			Capital(countCountries(missing)), noun(missing, "has", "have"), period.Label(), noun(missing, "is", "are"))
	}
	m.Onward = []Link{
		{"CSV", urls.Download(period, "csv")}, {"Cite and embed", urls.Cite(report.Selection{Period: period})},
	}
	if compared := l.compared(); compared.URL != "" {
		m.Onward = append(m.Onward, compared)
	}
	other := arrangement(period, order, regions)
	m.Onward = append(m.Onward, Link{Capital(other.Name), other.URL})
	return m, nil
}

// arrangement leads to the same list flat, or within regions.
func arrangement(period report.Period, order report.Order, regions bool) Link {
	if regions {
		return Link{"in one list", urls.Countries(period, order, false)}
	}
	return Link{"within regions", urls.Countries(period, order, true)}
}

func newCountriesChoice(a *report.Archive, period report.Period, order report.Order, regions bool) CountriesChoice {
	address := func(p report.Period) string { return urls.Countries(p, order, regions) + "#" + figuresID }
	c := CountriesChoice{
		Action: urls.Countries(period, order, regions) + "#" + figuresID, Go: "/{period}/countries/{sort}#" + figuresID,
		Elsewhere: []Link{arrangement(period, order, regions), {"on the map", urls.Map(period, mapMeasureOf(order))}},
	}
	if regions {
		c.Go = "/{period}/countries/{sort}/regions#" + figuresID
	}
	for _, p := range a.Periods() {
		c.Periods = append(c.Periods, PeriodOption{Value: p.String(), Label: p.Label(), Chosen: p == period})
		switch d := p.Compare(period); { // newest first
		case d > 0:
			c.Later = Link{p.Label(), address(p)}
		case d < 0 && c.Earlier.URL == "":
			c.Earlier = Link{p.Label(), address(p)}
		}
	}
	for _, o := range orders {
		c.Orders = append(c.Orders, PlaceOption{Value: string(o.order), Name: o.option, Chosen: o.order == order})
	}
	return c
}

// mapMeasureOf returns the measure of the map that is nearest to an order.
func mapMeasureOf(o report.Order) urls.MapMeasure {
	if outcomeOf(o) == report.ContentDisclosed {
		return urls.MapContentRate
	}
	return urls.MapRequests
}
