package views

import (
	"fmt"
	"strings"

	"lerr/internal/report"
	"lerr/internal/urls"
)

// MostCompared is how many places can be compared at once: as many as there are lines that can be
// told apart without colour.
const MostCompared = 6

// ComparePage sets places side by side.
type ComparePage struct {
	Page
	Problems []CompareProblem
	Chosen   []ComparedPlace
	Value    string // of the places as the form sends them: "au,de"
	Full     bool   // no further place can be added
	Options  []RegionOption
	Global   PlaceOption
	Pictures []Picture
	Newest   string // the period of the measures
	Measures []CompareRow
	Tables   []CompareTable
	Legend   []string // what stands in the tables beside plain figures
	Examples []Link
}

// CompareProblem says what is wrong with what was asked for, and what to do.
type CompareProblem struct {
	Text  string
	Links []Link
}

// ComparedPlace is a place of the comparison.
type ComparedPlace struct {
	Name, URL, RemoveURL string
	Style                int
}

// CompareRow is one place's figures in the newest period.
type CompareRow struct {
	Name, URL string
	Absent    string // words, when it has no row; then there are no figures
	Requests  string
	Change    string // of requests since the half-year before
	Accounts  string
	Rates     [4]string
}

// CompareTable is one measure of all the places over the half-years, newest first.
type CompareTable struct {
	ID, Title, Caption string
	Heads              []string
	Rows               []ComparePeriod
}

// ComparePeriod is one half-year of such a table.
type ComparePeriod struct {
	Period, URL string
	Cells       []string
	Break       bool // whether the series breaks between this row and the one below it
}

// NewComparePage sets places side by side. Problems are what was asked for and cannot be shown.
func NewComparePage(f Frame, a *report.Archive, places []report.Place, problems []CompareProblem) ComparePage {
	m := ComparePage{
		Page: Page{
			Frame: f, Path: urls.Compare(places...), Newest: a.NewestPublished(), Pictures: true,
			Title:       "Compare places · " + f.Site.Title,
			Description: "Up to six countries and regions side by side: law enforcement requests, accounts, and how the requests ended, in every half-year.",
		},
		Problems: problems,
		Full:     len(places) >= MostCompared,
		Examples: compareExamples(a),
	}
	if len(problems) > 0 {
		m.Title, m.Path = "Error: "+m.Title, ""
	}
	m.addChoice(a, places)
	if len(places) == 0 {
		return m
	}
	var series []report.Series
	var names, slugs []string
	for _, p := range places {
		series = append(series, a.Series(p))
		names, slugs = append(names, p.Name()), append(slugs, p.Slug())
	}
	m.Value = strings.Join(slugs, ",")
	if len(problems) == 0 {
		m.Title = Sentence(names) + " compared · " + f.Site.Title
		m.Description = fmt.Sprintf("%s: law enforcement requests to %s, accounts, and how the requests ended, in every half-year.", Sentence(names), f.Site.Organization)
	}
	if newest, err := a.Revision(a.NewestPublished()); err == nil {
		m.Figures = figuresOf(newest)
		m.Cite = f.Site.Cite(Sentence(names)+", all periods", newest, urls.Absolute(f.BaseURL, m.Path))
		m.Newest = newest.Edition.Period.Label()
		for _, p := range places {
			m.Measures = append(m.Measures, compareRow(a, p, newest.Edition.Period))
		}
	}
	if len(series[0].Points) > 0 {
		m.Pictures = []Picture{
			comparePicture("compare-requests", "Requests", series, requestsOf),
			comparePicture("compare-accounts", "Accounts or users specified", series, accountsOf),
		}
		m.Pictures[0].Notes = nil // said once, under the second
	}
	m.Tables = compareTables(series, names)
	signs := map[string]bool{}
	for _, s := range series {
		for _, c := range s.Points {
			signs[c.Status.Sign()] = true
		}
	}
	m.Legend = append(signLegend(signs), fmt.Sprintf("From fewer than %s requests there is no percentage, but both numbers.", Words(report.MinForPercent)))
	return m
}

// addChoice lists the places that are compared, and those that can be added.
func (m *ComparePage) addChoice(a *report.Archive, places []report.Place) {
	for i, p := range places {
		others := append(append([]report.Place{}, places[:i]...), places[i+1:]...)
		m.Chosen = append(m.Chosen, ComparedPlace{Name: p.Name(), URL: urls.Trend(p), RemoveURL: urls.Compare(others...), Style: i + 1})
	}
	option := func(p report.Place) PlaceOption { return PlaceOption{Value: p.Slug(), Name: p.Name()} }
	m.Global = option(report.Place{})
	for _, r := range a.Places().Regions() {
		place := report.Place{Region: r}
		group := RegionOption{Region: option(place)}
		for _, c := range a.Places().In(place) {
			group.Countries = append(group.Countries, option(report.Place{Country: c}))
		}
		m.Options = append(m.Options, group)
	}
}

func compareRow(a *report.Archive, p report.Place, period report.Period) CompareRow {
	row := CompareRow{Name: p.Name(), URL: urls.Report(report.Selection{Period: period, Place: p}), Absent: report.StatusNoRow.Sign()}
	for _, c := range a.Series(p).Points {
		if c.Period != period || !c.Status.HasFigure() {
			continue
		}
		row.Absent = ""
		row.Requests, row.Accounts = Number(c.Counts.Requests), Number(c.Counts.Accounts)
		for i := range row.Rates {
			row.Rates[i] = GuardedShare(c.Counts.Rate(i))
		}
	}
	requests, _, err := a.Deltas(report.Selection{Period: period, Place: p})
	if row.Absent == "" && err == nil {
		row.Change = changeText(requests)
	}
	return row
}

// changeText writes how a figure changed since the half-year before, where the two can be compared.
func changeText(c report.Delta) string {
	switch c.Comparison {
	case report.FirstPeriod:
		return NotAvailable
	case report.AcrossBreak:
		return "series break"
	}
	text := Number(c.Difference())
	if c.Difference() > 0 {
		text = "+" + text
	}
	if rate, ok := c.Rate(); ok {
		text += " (" + Rate(rate) + ")"
	}
	return text
}

// compareTables are the figures of the pictures, and how often content was disclosed.
func compareTables(series []report.Series, names []string) []CompareTable {
	tables := []CompareTable{
		{ID: "requests-table", Title: "Requests", Caption: "Number of requests by half-year"},
		{ID: "accounts-table", Title: "Accounts", Caption: "Number of accounts or users specified, by half-year"},
		{ID: "content-table", Title: "Content disclosed", Caption: "Requests in which content was disclosed, as a share of the four outcomes, by half-year"},
	}
	write := []func(report.Counts) string{
		func(c report.Counts) string { return Number(c.Requests) },
		func(c report.Counts) string { return Number(c.Accounts) },
		func(c report.Counts) string { return GuardedShare(c.Rate(0)) },
	}
	for t := range tables {
		tables[t].Heads = names
		for i := len(series[0].Points) - 1; i >= 0; i-- {
			period := series[0].Points[i].Period
			row := ComparePeriod{
				Period: period.Label(), URL: urls.Report(report.Selection{Period: period}),
				Break: i > 0 && report.SeriesBreak(period, series[0].Points[i-1].Period),
			}
			for _, s := range series {
				row.Cells = append(row.Cells, cellText(s.Points[i], write[t]))
			}
			tables[t].Rows = append(tables[t].Rows, row)
		}
	}
	return tables
}

// cellText writes a cell's figure, or why there is none.
func cellText(c report.Point, write func(report.Counts) string) string {
	if !c.Status.HasFigure() {
		return c.Status.Sign()
	}
	return write(c.Counts)
}

// compareExamples are comparisons to begin with.
func compareExamples(a *report.Archive) []Link {
	var links []Link
	newest, err := a.Revision(a.NewestPublished())
	if err != nil {
		return nil
	}
	var top []report.Place
	for _, r := range newest.Edition.Headline().Sorted(report.ByRequests, report.Place{}, a.Places()) {
		if c, ok := a.Places().Country(r.Country); ok && len(top) < topCountries {
			top = append(top, report.Place{Country: c})
		}
	}
	if len(top) > 1 {
		links = append(links,
			Link{fmt.Sprintf("The %s countries with the most requests in %s", Words(len(top)), newest.Edition.Period.Label()), urls.Compare(a.Places().Canonical(top...)...)},
			Link{top[0].Name() + " and " + top[1].Name(), urls.Compare(a.Places().Canonical(top[:2]...)...)})
	}
	var regions []report.Place
	for _, r := range a.Places().Regions() {
		if len(regions) < MostCompared {
			regions = append(regions, report.Place{Region: r})
		}
	}
	if len(regions) > 1 {
		links = append(links, Link{"The regions", urls.Compare(regions...)})
	}
	return links
}

// UnknownPlace says that a name is no place of the report, and offers those whose names are near, each
// beside the places that are known.
func UnknownPlace(a *report.Archive, name string, known []report.Place) CompareProblem {
	if runes := []rune(name); len(runes) > 40 {
		name = string(runes[:40]) + "…"
	}
	p := CompareProblem{Text: fmt.Sprintf("“%s” is no country or region of this report. It was left out: choose a place from the list.", name)}
	for _, near := range a.Places().Nearest(name, 3) {
		with := a.Places().Canonical(append(append([]report.Place{}, known...), near)...)
		if len(with) <= MostCompared {
			p.Links = append(p.Links, Link{"Add " + near.Name(), urls.Compare(with...)})
		}
	}
	return p
}

// TooManyPlaces says which places were left out, and what to do.
func TooManyPlaces(left []report.Place) CompareProblem {
	var names []string
	for _, p := range left {
		names = append(names, p.Name())
	}
	return CompareProblem{Text: fmt.Sprintf("At most six places can be compared. %s %s left out: remove another place first.", Sentence(names), either(len(names), "was", "were"))}
}
