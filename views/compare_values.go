package views

import (
	"fmt"
	"slices"
	"strconv"

	"lerr/internal/report"
	"lerr/internal/urls"
)

// comparison holds the figures of a comparison's places in all half-years, and which of them are shown.
type comparison struct {
	urls.Comparison
	slugs        []string // by position, also where the address has none
	organization string
	places       []compared
	world        report.Series
	from         int // index of the first half-year shown
	last         int // index of the newest half-year published; -1 without one
}

// compared is a place of a comparison.
type compared struct {
	place  report.Place
	style  int // number of its colour and mark: its position in the address
	points []report.Point
}

// compareMeasure holds the words for one of report.Columns.
type compareMeasure struct {
	short     string // of the link
	one, many string // of a count
	number    string // title of the numbers
	share     string // title of the shares
	ended     string // of an outcome, in a sentence about requests
	none      string // a sentence about none, up to the names of the places
}

// compareMeasures are in the order of report.Columns.
var compareMeasures = [6]compareMeasure{
	{"Requests", "request", "requests", "Requests", "Share of all requests worldwide", "", "There was no request from"},
	{"Accounts", "account", "accounts", "Accounts or users specified", "Share of all accounts specified worldwide", "", "No account was specified by"},
	{"Content", "request with content disclosed", "requests with content disclosed", "Requests with content disclosed", "Share of requests with content disclosed", "ended with content disclosed", "Content was disclosed in none of the requests from"},
	{"Non-content", "request with only non-content data disclosed", "requests with only non-content data disclosed", "Requests with only non-content data disclosed", "Share of requests with only non-content data disclosed", "ended with only non-content data disclosed", "Only non-content data was disclosed in none of the requests from"},
	{"No data", "request with no data found", "requests with no data found", "Requests with no data found", "Share of requests with no data found", "ended with no data found", "No data was found in none of the requests from"},
	{"Rejected", "rejected request", "rejected requests", "Rejected requests", "Share of requests rejected", "were rejected", "There was no rejected request from"},
}

func (m compareMeasure) title(share bool) string {
	if share {
		return m.share
	}
	return m.number
}

func newComparison(f Frame, a *report.Archive, chosen urls.Comparison) *comparison {
	c := &comparison{
		Comparison: chosen, slugs: comparedSlugs(a, chosen), organization: f.Site.Organization, world: a.Series(report.Place{}), last: -1,
	}
	for i, p := range c.world.Points {
		if p.Period == chosen.Since {
			c.from = i
		}
		if p.Period == a.NewestPublished() {
			c.last = i
		}
	}
	places, positions := placesAt(a, c.slugs)
	for i, p := range places {
		c.places = append(c.places, compared{p, positions[i], a.Series(p).Points})
	}
	return c
}

func (c *comparison) measure() compareMeasure { return compareMeasures[c.Measure] }

func (c *comparison) newest() report.Period { return c.world.Points[c.last].Period }

func (c *comparison) names() (names []string) {
	for _, p := range c.places {
		names = append(names, p.place.Name())
	}
	return names
}

func (c *comparison) prose() (names []string) {
	for _, p := range c.places {
		names = append(names, p.place.InProse())
	}
	return names
}

// since names the years from a half-year on: "since 2017", "since 2013 (Jul-Dec)".
func since(p report.Period) string {
	if p.Half == 1 {
		return "since " + strconv.Itoa(p.Year)
	}
	return "since " + p.Label()
}

// label says what the comparison shows: "Germany and France compared: rejected requests since 2017".
func (c *comparison) label() string {
	text := Capital(Sentence(c.prose())) + " compared: " + lowerFirst(c.measure().title(c.Share))
	if c.from < len(c.world.Points) {
		text += " " + since(c.world.Points[c.from].Period)
	}
	return text
}

// title returns the page's part of the window's title.
func (c *comparison) title() string {
	switch {
	case c.Page() == urls.Compare():
		return "Compare places"
	case len(c.places) == 0:
		return "Compare places: none chosen"
	}
	return c.label()
}

// lowerFirst returns a text that begins with an ASCII letter with its first letter in lower case.
func lowerFirst(s string) string { return string(s[0]|0x20) + s[1:] }

// rate returns a share of a place in a half-year: of the world's requests or accounts, or of its own requests.
func (c *comparison) rate(p compared, measure, i int) report.Rate {
	if measure < 2 {
		if !p.points[i].Counts.IsWhole(measure) || !c.world.Points[i].Counts.IsWhole(measure) {
			return report.Rate{}
		}
		return report.RateOf(p.points[i].Counts.Figures()[measure], c.world.Points[i].Counts.Figures()[measure])
	}
	return p.points[i].Counts.Rate(measure - 2)
}

// value returns what the picture shows of a place in a half-year: a count, or a share in tenths of a percent.
func (c *comparison) value(p compared, i int) (n int, ok bool) {
	n, status := p.points[i].Figure(c.Measure)
	if !status.HasFigure() {
		return 0, false
	}
	if c.Share {
		rate := c.rate(p, c.Measure, i)
		return int(rate.Permille), !rate.IsFew()
	}
	return n, true
}

// cell returns what the table shows of a place in a half-year.
func (c *comparison) cell(p compared, i int) string {
	n, status := p.points[i].Figure(c.Measure)
	switch {
	case !status.HasFigure():
		return status.Sign()
	case c.Share:
		return LoneShare(c.rate(p, c.Measure, i))
	}
	return Number(n)
}

// delta returns a figure of the newest half-year and the one before. ok is false unless both are there and can
// be compared.
func (c *comparison) delta(p compared, measure int) (d report.Delta, ok bool) {
	now := p.points[c.last]
	d.Previous = now.Period.Previous()
	if c.last == 0 {
		d.Comparison = report.FirstPeriod
		return d, false
	}
	before := p.points[c.last-1]
	if report.SeriesBreak(before.Period, now.Period) {
		d.Comparison = report.AcrossBreak
		return d, false
	}
	d.From, d.To = before.Counts.Figures()[measure], now.Counts.Figures()[measure]
	return d, isWhole(now, measure) && isWhole(before, measure)
}

// isWhole reports whether a point has a figure of a measure that leaves out no row.
func isWhole(p report.Point, measure int) bool { return p.HasRow() && p.Counts.IsWhole(measure) }

// allZero reports whether no place has a figure of a measure above zero, or one that is not whole, in the half-years from
// one to another.
func (c *comparison) allZero(measure, from, to int) bool {
	return !c.any(from, to, func(p report.Point) bool { return p.Counts.Figures()[measure] > 0 || !p.Counts.IsWhole(measure) })
}

// any reports whether a point of any place in the half-years from one to another is as asked.
func (c *comparison) any(from, to int, is func(report.Point) bool) bool {
	for _, p := range c.places {
		if slices.ContainsFunc(p.points[from:to], is) {
			return true
		}
	}
	return false
}

func hasFigure(p report.Point) bool { return p.Status.HasFigure() }
func hasNone(p report.Point) bool   { return !p.Status.HasFigure() }

// zeroText says that a measure is zero for all places: in every half-year or, where that is not so, in those from
// one to another. It returns "" where they have no figure at all.
func (c *comparison) zeroText(measure, from, to int) string {
	when := "in " + c.world.Points[from].Period.Label()
	if to-from > 1 {
		when = "in any half-year " + since(c.world.Points[from].Period)
	}
	if all := len(c.world.Points); c.allZero(measure, 0, all) {
		from, to, when = 0, all, "in any half-year "+since(c.world.Points[0].Period)
	}
	switch {
	case !c.any(from, to, hasFigure):
		return ""
	case c.any(from, to, hasNone):
		when += " for which there are figures"
	}
	return fmt.Sprintf("%s %s %s.", compareMeasures[measure].none, Sentence(c.prose()), when)
}
