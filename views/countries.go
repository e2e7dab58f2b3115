package views

import (
	"fmt"
	"slices"
	"strings"

	"lerr/internal/chart"
	"lerr/internal/report"
	"lerr/internal/urls"
)

// CountriesPage lists every country of a period in an order.
type CountriesPage struct {
	Page
	Heading      string
	Sentences    string
	Largest      Bars
	Caption      string
	Columns      []SortColumn
	Groups       []CountriesGroup
	Arrangements []ChoiceLink // one list, or a list for each region
	Find         string       // search text; may be empty
	Status       string       // result of the search
	Periods      []PeriodOption
	Missing      string // sentence about countries without a row
	Notes        []string
	Banner       Banner
}

// SortColumn is the head of a column that sorts the list.
type SortColumn struct {
	Name, Unit string
	URL        string
	Sort       string // aria-sort of the current sort column; empty for others
}

// CountriesGroup is the whole list or one region's part.
type CountriesGroup struct {
	Name  string // empty if there is one group only
	URL   string
	Shown bool // whether any row is visible
	Rows  []SortedRow
}

// SortedRow holds one country's figures.
type SortedRow struct {
	Name, URL string
	Also      string // code and other spellings, for the search field
	Figures   [6]string
	Rate      string // of content, as in LoneShare
	Few       bool
	Note      string
	Hidden    bool // does not match the search
}

// Bars is a chart of horizontal bars with their figures as text.
type Bars struct {
	Title, Unit string
	List        []Bar
}

// Bar is one bar of a chart.
type Bar struct {
	Name, URL string
	Value     string
	Of        string // base of a share, such as "521 of 1,278"; empty for counts
	Segment   chart.Segment
}

// maxBars is the number of countries in the chart of the largest.
const maxBars = 10

// sortColumn describes a column of the list.
type sortColumn struct {
	order      report.Order
	name, unit string
	sorted     string // "by requests, the most first"
	bars       Bars   // title, with a field for the period, and unit of the chart
}

// orders holds the columns of the list.
var orders = []sortColumn{
	{report.ByName, "Country", "", "from A to Z", Bars{Title: "Most requests, %s", Unit: "Number of requests"}},
	{report.ByRequests, "Requests", "number", "by requests, the most first", Bars{Title: "Most requests, %s", Unit: "Number of requests"}},
	{report.ByAccounts, "Accounts", "number", "by accounts, the most first", Bars{Title: "Most accounts, %s", Unit: "Number of accounts or users specified"}},
	{report.ByContent, "Content", "requests", "by requests in which content was disclosed, the most first", Bars{Title: "Most disclosures of content, %s", Unit: "Number of requests in which content was disclosed"}},
	{report.ByNonContent, "Non-content", "requests", "by requests in which only non-content data was disclosed, the most first", Bars{Title: "Most disclosures of non-content data only, %s", Unit: "Number of requests in which only non-content data was disclosed"}},
	{report.ByNoData, "No data", "requests", "by requests in which no data was found, the most first", Bars{Title: "Most requests in which no data was found, %s", Unit: "Number of requests"}},
	{report.ByRejected, "Rejected", "requests", "by rejected requests, the most first", Bars{Title: "Most rejected requests, %s", Unit: "Number of requests"}},
	{report.ByContentRate, "Content rate", "% of requests", "by the rate of content disclosed, the highest first; countries with fewer than ten requests last", Bars{Title: "Highest rates of content disclosed, %s", Unit: "Share of requests, of countries with ten requests or more"}},
}

// NewCountriesPage returns the list of a period's countries in an order. Countries that do not
// match find are hidden. It fails with report.ErrNotFound if the period is not published.
func NewCountriesPage(f Frame, a *report.Archive, period report.Period, order report.Order, regions bool, find string) (CountriesPage, error) {
	revision, err := a.Revision(period)
	if err != nil {
		return CountriesPage{}, err
	}
	e := &revision.Edition
	table := e.Headline()
	at := slices.IndexFunc(orders, func(o sortColumn) bool { return o.order == order })
	m := CountriesPage{
		Heading: "All countries, " + period.Label(),
		Find:    strings.TrimSpace(find),
		Banner:  correctedBanner(revision),
	}
	within := ""
	if regions {
		within = ", within regions"
	}
	count := Plural(len(table.Rows), "country", "countries")
	m.Page = newPage(f, urls.Countries(period, order, regions), fmt.Sprintf("All countries, %s, %s%s", period.Label(), orders[at].sorted, within),
		fmt.Sprintf("%s with law enforcement requests to %s in %s, %s%s.", count, f.Site.Organization, period.Label(), orders[at].sorted, within))
	m.at(entryCountries, report.Selection{Period: period})
	m.showFigures(revision, period.Label()+", all countries")
	m.share(NewCountriesCard(f, a, period, order))
	m.Pictures = true
	m.Sentences = strings.Join(leaderSentences(period, table, report.Place{}, a.Places()), " ")
	m.Largest = newBars(a, period, table, order)
	for _, o := range orders {
		c := SortColumn{Name: o.name, Unit: o.unit, URL: urls.Countries(period, o.order, regions)}
		if o.order == order {
			c.Sort = "descending"
			if o.order == report.ByName {
				c.Sort = "ascending"
			}
		}
		m.Columns = append(m.Columns, c)
	}
	m.Arrangements = []ChoiceLink{
		{Link{"In one list", urls.Countries(period, order, false)}, !regions},
		{Link{"Within regions", urls.Countries(period, order, true)}, regions},
	}
	for _, p := range a.Periods() {
		m.Periods = append(m.Periods, PeriodOption{Label: p.Label(), URL: urls.Countries(p, order, regions), Chosen: p == period})
	}
	shown := m.addGroups(a, table, order, regions)
	m.Caption = fmt.Sprintf("%s in %s, %s%s", count, period.Label(), orders[at].sorted, within)
	if m.Find != "" {
		m.Status = foundText(shown)
	}
	if missing := len(a.Places().Countries()) - len(table.Rows); missing > 0 {
		m.Missing = fmt.Sprintf("%s of this site’s list %s no row in %s and %s not listed, which is not the same as a zero.",
			Capital(countCountries(missing)), noun(missing, "has", "have"), period.Label(), noun(missing, "is", "are"))
	}
	return m, nil
}

// foundText returns the search result in the same words as the page's script.
func foundText(n int) string {
	if n == 0 {
		return "No country of that name has a row here"
	}
	return Plural(n, "country", "countries")
}

// addGroups fills the list and returns the number of visible rows.
func (m *CountriesPage) addGroups(a *report.Archive, table report.Table, order report.Order, regions bool) int {
	var marks notes
	shown := 0
	groups := []report.Place{{}}
	if regions {
		groups = a.Places().RegionPlaces()
	}
	for _, place := range groups {
		var g CountriesGroup
		if regions {
			g.Name, g.URL = place.Name(), urls.Trend(place)
		}
		for _, r := range table.Sorted(order, place, a.Places()) {
			c, _ := a.Places().Country(r.Country)
			row := sortedRow(c, r, &marks)
			row.Hidden = m.Find != "" && !c.IsNamed(m.Find)
			if !row.Hidden {
				shown, g.Shown = shown+1, true
			}
			g.Rows = append(g.Rows, row)
		}
		if len(g.Rows) > 0 {
			m.Groups = append(m.Groups, g)
		}
	}
	m.Notes = marks.texts
	return shown
}

func sortedRow(c report.Country, r report.Row, marks *notes) SortedRow {
	row := SortedRow{
		Name: c.Name, URL: urls.Country(c), Note: marks.number(r.Note),
		Also: strings.Join(append([]string{c.Code}, c.Spellings...), " "),
	}
	for i, n := range r.Counts.Figures() {
		row.Figures[i] = Number(n)
	}
	rate := r.Counts.Rate(0)
	row.Rate, row.Few = LoneShare(rate), rate.Known && rate.IsFew()
	return row
}

// newBars returns a chart of the countries with the largest values of the sort column. For names it
// shows requests.
func newBars(a *report.Archive, period report.Period, table report.Table, order report.Order) Bars {
	if order == report.ByName {
		order = report.ByRequests
	}
	value := func(c report.Counts) (n int, text, of string) {
		if i := order.Column(); i >= 0 {
			return c.Figures()[i], Number(c.Figures()[i]), ""
		}
		return int(c.Rate(0).Permille), PartShare(c.Rate(0)), Number(c.Content) + " of " + Number(c.OutcomeSum())
	}
	b := orders[slices.IndexFunc(orders, func(o sortColumn) bool { return o.order == order })].bars
	var values []int
	for _, r := range table.Sorted(order, report.Place{}, a.Places()) {
		n, text, of := value(r.Counts)
		if n == 0 || len(b.List) == maxBars || order == report.ByContentRate && r.Counts.Rate(0).IsFew() {
			break
		}
		c, _ := a.Places().Country(r.Country)
		b.List = append(b.List, Bar{Name: c.Name, URL: urls.Country(c), Value: text, Of: of})
		values = append(values, n)
	}
	largest := 0
	if len(values) > 0 {
		largest = values[0]
	}
	for i, s := range chart.Bars(largest, values...) {
		b.List[i].Segment = s
	}
	b.Title = fmt.Sprintf(b.Title, period.Label())
	return b
}
