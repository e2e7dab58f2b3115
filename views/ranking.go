package views

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"lerr/internal/chart"
	"lerr/internal/report"
	"lerr/internal/urls"
)

// Ranking lists countries with what they are sorted by, its change since the half-year before, and a strip of all
// half-years.
type Ranking struct {
	Caption        string
	Name, Requests SortColumn // heads that lead to other orders
	Head           string     // of what is sorted by
	Sort           string     // aria-sort of it; empty for names
	Shares, Before string     // of the share of it, and of that in the half-year before
	Change         string     // "on 2018 (Jul-Dec)"; empty where half-years must not be compared
	ChangeUnit     string     // "percentage points"; empty for numbers, which have a percentage, too
	Span           string     // "2013 to 2019"
	HasRequests    bool       // whether requests have a column of their own
	Rates          bool       // whether rates of content are ranked
	OfAll          bool       // whether shares are shares of all
	Groups         []RankingGroup
	About          []string
}

// RankingGroup is a part of a ranking: all, a region, or countries with none in this half-year.
type RankingGroup struct {
	Name string // may be empty
	URL  string // of a region
	Rows []RankingRow
}

// RankingRow is one country.
type RankingRow struct {
	Rank               string // empty in the order of names and without any
	Name, URL, Note    string
	Value              string
	None               bool
	Bar                chart.Segment
	Change, ChangeRate string
	Requests           string
	Share, Before      string
	Spark              Spark
}

// columns returns the kinds of the table's columns. Their widths come from them and not from the rows, which arrive
// one after another.
func (m Ranking) columns() []string {
	columns := append([]string{"rank", "name", "value", "bar"}, m.changeColumns()...)
	if m.HasRequests {
		columns = append(columns, "requests")
	}
	columns = append(columns, "share")
	if m.Change != "" {
		columns = append(columns, "before")
	}
	return append(columns, "spark", "most")
}

// changeColumns returns those of the change: a number and its percentage, or percentage points.
func (m Ranking) changeColumns() []string {
	switch {
	case m.Change == "":
		return nil
	case m.ChangeUnit == "":
		return []string{"change", "rate"}
	}
	return []string{"points"}
}

// everyID is the fragment of the table of all figures.
const everyID = "every"

// lister lists the countries of one half-year in one order.
type lister struct {
	archive *report.Archive
	period  report.Period
	order   report.Order
	table   report.Table
	before  *report.Table // of the half-year before; nil if there is none to compare with
	marks   notes
	numbers map[string]string // of notes, by country

	earlier, later, never, few []report.Row // rows without any: with some earlier, only later, never; and with no rate
	notGiven                   []report.Row // rows in which it is not given
}

func newLister(a *report.Archive, period report.Period, order report.Order, table report.Table) *lister {
	l := &lister{archive: a, period: period, order: order, table: table, numbers: map[string]string{}}
	if d, _, err := a.Deltas(report.Selection{Period: period}); err == nil && (d.Comparison == report.Comparable || d.Comparison == report.NotWhole) {
		before, _ := a.Revision(d.Previous)
		headline := before.Edition.Headline()
		l.before = &headline
	}
	return l
}

// groups returns the parts of a list: one, or the regions.
func (l *lister) groups(regions bool) []report.Place {
	if regions {
		return l.archive.Places().RegionPlaces()
	}
	return []report.Place{{}}
}

func (l *lister) groupName(p report.Place) string {
	if p.IsGlobal() {
		return ""
	}
	return p.Name()
}

// report returns the address of a place's figures in the half-year.
func (l *lister) report(p report.Place) string {
	return urls.Report(report.Selection{Period: l.period, Place: p}) + "#" + figuresID
}

// note returns the number of a row's note, the same wherever the row stands.
func (l *lister) note(r report.Row) string {
	if _, ok := l.numbers[r.Country]; !ok {
		l.numbers[r.Country] = l.marks.number(r.Note)
	}
	return l.numbers[r.Country]
}

// ranking returns the list, and sets aside the countries without any.
func (l *lister) ranking(column sortColumn, regions bool) Ranking {
	outcome := outcomeOf(l.order)
	m := Ranking{
		Name:     SortColumn{Name: "Country", URL: urls.Countries(l.period, report.ByName, regions)},
		Requests: SortColumn{Name: "Requests", URL: urls.Countries(l.period, report.ByRequests, regions)},
		Head:     column.head, Shares: column.shares, Before: "before", OfAll: outcome == report.NoOutcome,
		HasRequests: outcome != report.NoOutcome || l.order == report.ByAccounts,
	}
	if l.order == report.ByName {
		m.Name.Sort = sortDirection(l.order)
	} else {
		m.Sort = sortDirection(l.order)
	}
	periods := l.archive.Series(report.Place{}).Points
	m.Span = strconv.Itoa(periods[0].Period.Year) + " to " + strconv.Itoa(periods[len(periods)-1].Period.Year)
	m.About = []string{"Each row’s strip has its own scale, from zero to its tallest bar; where its base line is broken there is no figure. " + report.BreakText, aboutShares}
	if l.before != nil {
		m.Change = "on " + l.period.Previous().Label()
		m.About = append(m.About, "A dash instead of a change: the half-year before has no row, or too few for a percentage.")
	}
	if l.order == report.ByContentRate {
		m.Rates, m.ChangeUnit, m.Before = true, "percentage points", "Rate before"
		m.About = append(m.About, "Rate: requests in which content was disclosed, as a share of the four outcomes. Its change is in percentage points.")
	}
	if column := l.order.Column(); m.OfAll && column >= 0 && !l.table.Sum().IsWhole(column) {
		m.About = append(m.About, "A country’s figure is not given, so that the shares of all are not known.")
	}
	largest := 0
	for _, r := range l.table.Rows {
		if v := amountOf(l.order, r.Counts); v.some {
			largest = max(largest, v.size)
		}
	}
	for _, place := range l.groups(regions) {
		g := RankingGroup{Name: l.groupName(place), URL: l.report(place)}
		rank, last := 0, -1
		for _, r := range l.table.Sorted(l.order, place, l.archive.Places()) {
			v := amountOf(l.order, r.Counts)
			if l.order != report.ByName && !v.some {
				l.setAside(r, v)
				continue
			}
			row := l.row(r, largest)
			if l.order != report.ByName {
				if v.size != last { // equal ones share a rank
					rank, last = len(g.Rows)+1, v.size
				}
				row.Rank = Number(rank)
			}
			g.Rows = append(g.Rows, row)
		}
		if len(g.Rows) > 0 {
			m.Groups = append(m.Groups, g)
		}
	}
	for _, rows := range [][]report.Row{l.earlier, l.later, l.never, l.few, l.notGiven} {
		l.sortByName(rows)
	}
	for _, none := range []struct {
		name string
		rows []report.Row
	}{{"None in this half-year, some in an earlier one", l.earlier}, {"None in this half-year, some in a later one", l.later}} {
		g := RankingGroup{Name: none.name}
		for _, r := range none.rows {
			g.Rows = append(g.Rows, l.row(r, largest))
		}
		if len(g.Rows) > 0 {
			m.Groups = append(m.Groups, g)
		}
	}
	return m
}

func (l *lister) sortByName(rows []report.Row) {
	key := func(r report.Row) string { return report.NameKey(l.placeOf(r).Name()) }
	slices.SortFunc(rows, func(x, y report.Row) int { return strings.Compare(key(x), key(y)) })
}

// setAside puts a row without any in the list where it belongs.
func (l *lister) setAside(r report.Row, v amount) {
	column := l.order.Column()
	if column >= 0 && !r.Counts.Has(column) || column < 0 && !r.Counts.HasOutcomes() {
		l.notGiven = append(l.notGiven, r)
		return
	}
	if !v.known {
		l.few = append(l.few, r)
		return
	}
	list := &l.never
	for _, p := range l.archive.Series(l.placeOf(r)).Points {
		if !pointAmount(l.order, p).some {
			continue
		}
		if p.Period.Compare(l.period) < 0 {
			list = &l.earlier
			break
		}
		list = &l.later
	}
	*list = append(*list, r)
}

func (l *lister) placeOf(r report.Row) report.Place {
	c, _ := l.archive.Places().Country(r.Country)
	return report.Place{Country: c}
}

// row returns a country's row. largest is the length of the longest bar.
func (l *lister) row(r report.Row, largest int) RankingRow {
	place, v := l.placeOf(r), amountOf(l.order, r.Counts)
	row := RankingRow{
		Name: place.Name(), URL: l.report(place), Note: l.note(r), Value: v.text, None: !v.some,
		Bar: chart.Bars(largest, v.size)[0], Requests: figureText(r.Counts, 0),
		Share: l.share(r.Counts, l.table), Spark: newSpark(l.archive.Series(place), l.order, l.period),
	}
	switch {
	case !v.some:
		row.Share = ""
	case l.order == report.ByContentRate:
		row.Share = figureText(r.Counts, 2)
	}
	if l.before == nil {
		return row
	}
	old, ok := l.before.Row(r.Country)
	was := amountOf(l.order, old.Counts)
	if !ok || !was.known || !v.known {
		row.Change, row.Before = Dash, Dash
		return row
	}
	row.Before = l.share(old.Counts, *l.before)
	if l.order == report.ByContentRate {
		row.Change = points(v.size - was.size)
		return row
	}
	d := report.Delta{From: was.size, To: v.size}
	row.Change = Signed(d.Difference())
	switch rate, ok := d.Rate(); {
	case !ok && d.Difference() != 0:
		row.ChangeRate = Dash
	case rate != 0:
		row.ChangeRate = Rate(rate)
	}
	return row
}

// share returns the share that stands beside what is sorted by: of a country's requests, or of all.
func (l *lister) share(c report.Counts, t report.Table) string {
	if o := outcomeOf(l.order); o != report.NoOutcome {
		return LoneShare(c.Rate(int(o)))
	}
	column := max(l.order.Column(), 0)
	if sum := t.Sum(); c.Has(column) && sum.IsWhole(column) {
		return LoneShare(report.RateOf(c.Figures()[column], sum.Figures()[column]))
	}
	return Dash
}

// points formats a difference of two shares: "+0.6", "−7.3", "0".
func points(d int) string {
	if d == 0 {
		return "0"
	}
	text := Rate(report.Permille(d))
	return text[:len(text)-1]
}

// apart returns the countries that the ranking leaves out.
func (l *lister) apart(column sortColumn) []NameList {
	var lists []NameList
	for _, list := range []struct {
		title string
		rows  []report.Row
	}{{column.nothing, l.never}, {"Fewer than ten requests, and so no percentage", l.few}, {"Not given by the source", l.notGiven}} {
		if len(list.rows) == 0 {
			continue
		}
		names := NameList{Title: fmt.Sprintf("%s: %s", list.title, Plural(len(list.rows), "country", "countries"))}
		for _, r := range list.rows {
			place := l.placeOf(r)
			names.Names = append(names.Names, Link{place.Name(), l.report(place)})
		}
		lists = append(lists, names)
	}
	return lists
}

// compared leads to a comparison of the first countries, or nowhere if there are fewer than two.
func (l *lister) compared() Link {
	order := l.order
	if order == report.ByName {
		order = report.ByRequests
	}
	var places []report.Place
	for _, r := range l.table.Sorted(order, report.Place{}, l.archive.Places()) {
		if amountOf(order, r.Counts).some && len(places) < MaxCompared {
			places = append(places, l.placeOf(r))
		}
	}
	if len(places) < 2 {
		return Link{}
	}
	text := "Compare the first " + Words(len(places))
	if len(places) < MaxCompared {
		text = "Compare these " + Words(len(places))
	}
	return Link{text, urls.Compare(l.archive.Places().Canonical(places...)...)}
}
