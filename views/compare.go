package views

import (
	"fmt"
	"slices"
	"strings"

	"lerr/internal/report"
	"lerr/internal/urls"
)

// MaxCompared is the largest number of places in a comparison: the number of line styles that
// remain distinct without colour.
const MaxCompared = 6

// ComparePage compares places side by side.
type ComparePage struct {
	Page
	Problems []CompareProblem
	Chosen   []ComparedPlace
	Value    string // slugs of the places in the form: "au,de"
	Full     bool   // whether no place can be added
	Options  []RegionOption
	Global   PlaceOption
	Pictures []Picture
	Newest   string // the period of Measures
	Measures []CompareRow
	Tables   []CompareTable
	Legend   []string // explains entries of the tables that are not plain figures
	Examples []Link
}

// CompareProblem describes a part of the request that was ignored, with suggestions.
type CompareProblem struct {
	Text  string
	Links []Link
}

// ComparedPlace is a place in the comparison.
type ComparedPlace struct {
	Name, URL, RemoveURL string
	Style                int
}

// CompareRow holds one place's figures in the newest period.
type CompareRow struct {
	Name, URL string
	Absent    string // shown instead of figures if the place has no row
	Requests  string
	Change    string // of requests since the half-year before
	Accounts  string
	Rates     [4]string
}

// CompareTable holds one measure of all places over the half-years, newest first.
type CompareTable struct {
	ID, Title, Caption string
	Heads              []string
	Rows               []ComparePeriod
}

// ComparePeriod is one half-year of a CompareTable.
type ComparePeriod struct {
	Period, URL string
	Cells       []string
	Break       bool // whether the series breaks between this row and the next
}

// NewComparePage returns the comparison of places. problems describes the ignored parts of the
// request.
func NewComparePage(f Frame, a *report.Archive, places []report.Place, problems []CompareProblem) ComparePage {
	m := ComparePage{
		Page: newPage(f, urls.Compare(places...), "Compare places",
			"Up to six countries and regions side by side: law enforcement requests, accounts, and how the requests ended, in every half-year."),
		Problems: problems,
		Full:     len(places) >= MaxCompared,
		Examples: compareExamples(a),
	}
	m.share(NewCompareCard(f, a, places))
	m.Page.Pictures = true
	m.at(entryCompare, report.Selection{Period: a.NewestPublished()})
	if len(problems) > 0 {
		m.Title, m.Path = "Error: "+m.Title, ""
	}
	m.addChoice(a, places)
	if len(places) == 0 {
		return m
	}
	var series []report.Series
	var names, prose, slugs []string
	for _, p := range places {
		series = append(series, a.Series(p))
		names, prose, slugs = append(names, p.Name()), append(prose, p.InProse()), append(slugs, p.Slug())
	}
	m.Value = strings.Join(slugs, ",")
	if len(problems) == 0 {
		m.Title = Capital(Sentence(prose)) + " compared · " + f.reportName()
		m.Description = fmt.Sprintf("%s: law enforcement requests to %s, accounts, and how the requests ended, in every half-year.", Capital(Sentence(prose)), f.Site.Organization)
	}
	if newest, err := a.Revision(a.NewestPublished()); err == nil {
		m.showAllFigures(a, Sentence(prose))
		m.Newest = newest.Edition.Period.Label()
		for _, p := range places {
			m.Measures = append(m.Measures, compareRow(a, p, newest))
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
	m.Legend = append(signLegend(signs), aboutShares)
	return m
}

// addChoice fills the compared places and the places that can be added.
func (m *ComparePage) addChoice(a *report.Archive, places []report.Place) {
	for i, p := range places {
		others := append(append([]report.Place{}, places[:i]...), places[i+1:]...)
		m.Chosen = append(m.Chosen, ComparedPlace{Name: p.Name(), URL: urls.Trend(p), RemoveURL: urls.Compare(others...), Style: i + 1})
	}
	option := func(p report.Place) PlaceOption { return PlaceOption{Value: p.Slug(), Name: p.Name()} }
	m.Global, m.Options = option(report.Place{}), regionOptions(a.Places(), option)
}

func compareRow(a *report.Archive, p report.Place, r report.Revision) CompareRow {
	selection := report.Selection{Period: r.Edition.Period, Place: p}
	row := CompareRow{Name: p.Name(), URL: urls.Report(selection)}
	c, rows := r.Edition.Headline().Total(p, a.Places())
	if rows == 0 {
		row.Absent = report.StatusNoRow.Sign()
		return row
	}
	row.Requests, row.Accounts = Number(c.Requests), Number(c.Accounts)
	for i := range row.Rates {
		row.Rates[i] = LoneShare(c.Rate(i))
	}
	if requests, _, err := a.Deltas(selection); err == nil {
		row.Change = changeText(requests)
	}
	return row
}

// changeText formats the change of a figure since the half-year before, if comparable.
func changeText(c report.Delta) string {
	switch c.Comparison {
	case report.FirstPeriod:
		return Dash
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

// compareTables returns tables of the pictures' figures and of the content rate.
func compareTables(series []report.Series, names []string) []CompareTable {
	tables := []CompareTable{
		{ID: "requests-table", Title: "Requests", Caption: "Number of requests by half-year"},
		{ID: "accounts-table", Title: "Accounts", Caption: "Number of accounts or users specified, by half-year"},
		{ID: "content-table", Title: "Content disclosed", Caption: "Requests in which content was disclosed, as a share of the four outcomes, by half-year"},
	}
	write := []func(report.Counts) string{
		func(c report.Counts) string { return Number(c.Requests) },
		func(c report.Counts) string { return Number(c.Accounts) },
		func(c report.Counts) string { return LoneShare(c.Rate(0)) },
	}
	for t := range tables {
		tables[t].Heads = names
		for i, c := range slices.Backward(series[0].Points) {
			row := ComparePeriod{
				Period: c.Period.Label(), URL: urls.Report(report.Selection{Period: c.Period}),
				Break: i > 0 && report.SeriesBreak(c.Period, series[0].Points[i-1].Period),
			}
			for _, s := range series {
				text := s.Points[i].Status.Sign()
				if s.Points[i].Status.HasFigure() {
					text = write[t](s.Points[i].Counts)
				}
				row.Cells = append(row.Cells, text)
			}
			tables[t].Rows = append(tables[t].Rows, row)
		}
	}
	return tables
}

// compareExamples returns suggested comparisons.
func compareExamples(a *report.Archive) []Link {
	newest, err := a.Revision(a.NewestPublished())
	if err != nil {
		return nil
	}
	var links []Link
	var top []report.Place
	for _, r := range newest.Edition.Headline().Leaders(report.Place{}, a.Places(), topCountries).Rows {
		c, _ := a.Places().Country(r.Country)
		top = append(top, report.Place{Country: c})
	}
	if len(top) > 1 {
		links = append(links,
			Link{fmt.Sprintf("The %s countries with the most requests in %s", Words(len(top)), newest.Edition.Period.Label()), urls.Compare(a.Places().Canonical(top...)...)},
			Link{top[0].Name() + " and " + top[1].Name(), urls.Compare(a.Places().Canonical(top[:2]...)...)})
	}
	regions := a.Places().RegionPlaces()
	if len(regions) > 1 {
		links = append(links, Link{"The regions", urls.Compare(regions[:min(MaxCompared, len(regions))]...)})
	}
	return links
}

// UnknownPlace returns the problem for an unknown name. It suggests places with similar names, each
// added to the known places.
func UnknownPlace(a *report.Archive, name string, known []report.Place) CompareProblem {
	if runes := []rune(name); len(runes) > 40 {
		name = string(runes[:40]) + "…"
	}
	p := CompareProblem{Text: fmt.Sprintf("“%s” is no country or region of this report. It was left out: choose a place from the list.", name)}
	for _, near := range a.Places().Nearest(name, 3) {
		with := a.Places().Canonical(append(append([]report.Place{}, known...), near)...)
		if len(with) <= MaxCompared {
			p.Links = append(p.Links, Link{"Add " + near.Name(), urls.Compare(with...)})
		}
	}
	return p
}

// TooManyPlaces returns the problem for places beyond MaxCompared.
func TooManyPlaces(left []report.Place) CompareProblem {
	var names []string
	for _, p := range left {
		names = append(names, p.Name())
	}
	return CompareProblem{Text: fmt.Sprintf("At most six places can be compared. %s %s left out: remove another place first.", Sentence(names), noun(len(names), "was", "were"))}
}
