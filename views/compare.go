package views

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

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
	Heading  string
	Form     CompareForm
	Switches []CompareSwitch
	Picture  *ComparePicture // nil without a figure above zero
	Zero     string          // a sentence instead of nothing but zeros
	News     []CompareNews
	CSV      string // address; empty without places
	Outcomes CompareOutcomes
	Table    CompareTable
	Legend   []string // explains entries of the tables that are not plain figures
	Citation []Copyable
}

// CompareProblem describes a part of the request that was ignored, with suggestions.
type CompareProblem struct {
	Text  string
	Links []Link
	near  []report.Place // places that may be meant
}

// CompareForm holds the chosen places and the form that adds others.
type CompareForm struct {
	Chosen []ChosenPlace
	Hidden []Link   // names and values that the form keeps
	Names  []string // of all places, to choose from
	Room   int      // number of places that can be added
	Others []Link   // other selections
}

// ChosenPlace is a place of a comparison, with the number of its colour and mark.
type ChosenPlace struct {
	Name, RemoveURL string
	Style           int
}

// CompareSwitch is a group of links of which one is chosen.
type CompareSwitch struct {
	Name  string
	Links []ChoiceLink
}

// CompareOutcomes is the table of how the requests of the newest half-year ended.
type CompareOutcomes struct {
	Newest string // the half-year
	Before string // the half-year before
	Shown  []int  // the outcomes that any of the places has
	Rows   []OutcomesRow
	Zeros  []string // a sentence for each outcome that none of them has
}

// OutcomesRow holds one place's figures in the newest half-year.
type OutcomesRow struct {
	Name, URL string
	Style     int
	Absent    string // shown instead of figures if the place has no row
	Requests  string
	Change    string // of requests since the half-year before
	Rate      string // the same in percent; may be empty
	Accounts  string
	Cells     [4]OutcomeCell
	Bar       Outcomes
}

// CompareNews is a sentence on the newest half-year. Lead stands before it and may be empty.
type CompareNews struct{ Lead, Text string }

// CompareTable holds the shown measure of all places over the half-years, newest first.
type CompareTable struct {
	Title string
	Heads []ChosenPlace
	Rows  []ComparePeriod
}

// ComparePeriod is one half-year of a CompareTable.
type ComparePeriod struct {
	Period, URL string
	Cells       []string
	Break       bool // whether the series breaks between this row and the next
}

// ComparedPlaces returns the places of a comparison: the chosen ones, or the largest countries.
func ComparedPlaces(a *report.Archive, c urls.Comparison) []report.Place {
	places, _ := placesAt(a, comparedSlugs(a, c))
	return places
}

// comparedSlugs returns the slugs of a comparison's places by position.
func comparedSlugs(a *report.Archive, c urls.Comparison) []string {
	if c.Places != nil {
		return c.Places
	}
	var slugs []string
	if newest, err := a.Revision(a.NewestPublished()); err == nil {
		for _, r := range newest.Edition.Headline().Leaders(report.Place{}, a.Places(), topCountries).Rows {
			slugs = append(slugs, strings.ToLower(r.Country))
		}
	}
	return slugs
}

// placesAt returns the places of slugs, and the positions of those, from 1.
func placesAt(a *report.Archive, slugs []string) (places []report.Place, positions []int) {
	for i, slug := range slugs {
		if p, err := a.Places().Find(slug); err == nil && slug != "" {
			places, positions = append(places, p), append(positions, i+1)
		}
	}
	return places, positions
}

// NewComparePage returns a comparison. problems describes the ignored parts of the request.
func NewComparePage(f Frame, a *report.Archive, chosen urls.Comparison, problems []CompareProblem) ComparePage {
	c := newComparison(f, a, chosen)
	m := ComparePage{
		Page: newPage(f, chosen.Page(), c.title(),
			"Up to six countries and regions side by side: law enforcement requests, accounts, and how the requests ended, in every half-year."),
		Problems: problems,
		Heading:  strings.Join(c.names(), ", "),
		Form:     c.form(a),
		Switches: c.switches(a),
	}
	m.share(NewCompareCard(f, a, urls.Comparison{Places: chosen.Places}))
	m.Bundle = bundleExplore
	m.at(entryCompare, report.Selection{Period: a.NewestPublished()})
	if len(problems) > 0 {
		m.Title, m.Path = "Error: "+m.Title, ""
	}
	if len(c.places) == 0 {
		m.Heading = "Compare places"
		return m
	}
	m.Description = fmt.Sprintf("%s: law enforcement requests to %s, accounts, and how the requests ended, in every half-year.", Capital(Sentence(c.prose())), f.Site.Organization)
	m.CSV = chosen.CSV()
	if c.last < 0 {
		return m
	}
	m.showAllFigures(a, c.label())
	m.cite(a, c)
	m.News = c.news()
	m.Outcomes = c.outcomes()
	if all := len(c.world.Points); c.allZero(chosen.Measure, c.from, all) {
		m.Zero = c.zeroText(chosen.Measure, c.from, all)
	} else {
		m.Picture, m.Table = c.picture(), c.table()
	}
	m.Legend = append(c.signs(), aboutShares)
	return m
}

// cite sets how the comparison is cited: at the address that names its places.
func (m *ComparePage) cite(a *report.Archive, c *comparison) {
	explicit := c.Comparison
	explicit.Places = c.slugs
	cited := report.Citation{Part: c.label(), At: a.UpdatedAt(), Address: urls.Absolute(m.BaseURL, explicit.Page())}
	cited.Key = "compared-" + strings.ReplaceAll(explicit.PlacesValue(), ",", "-") + "-" + cited.At.UTC().Format(time.DateOnly)
	m.Citation = citations(m.Frame, cited, "")
	m.Cite = m.Citation[0].Text
}

// form returns the chosen places and the form for others.
func (c *comparison) form(a *report.Archive) CompareForm {
	explicit := c.Comparison
	explicit.Places = c.slugs
	f := CompareForm{Room: MaxCompared - len(c.places), Hidden: []Link{{"places", explicit.PlacesValue()}}}
	for _, p := range c.places {
		f.Chosen = append(f.Chosen, ChosenPlace{p.place.Name(), explicit.Without(p.place).Page() + "#" + figuresID, p.style})
	}
	if c.Measure > 0 {
		f.Hidden = append(f.Hidden, Link{"measure", urls.CompareMeasures()[c.Measure]})
	}
	if !c.Since.IsZero() {
		f.Hidden = append(f.Hidden, Link{"since", c.Since.String()})
	}
	if c.Share {
		f.Hidden = append(f.Hidden, Link{"as", urls.CompareShare})
	}
	for _, p := range a.Places().Canonical(a.Places().All()...) {
		f.Names = append(f.Names, p.Name())
	}
	other := func(name string, slugs []string) {
		if !slices.Equal(slugs, c.Places) || (slugs == nil) != (c.Places == nil) {
			next := c.Comparison
			next.Places = slugs
			f.Others = append(f.Others, Link{name, next.Page()})
		}
	}
	if len(c.places) > 0 {
		other("Remove all", []string{})
	}
	if c.from < len(c.world.Points) {
		other("The largest countries", nil)
	}
	var regions []string
	for _, r := range a.Places().RegionPlaces() {
		regions = append(regions, r.Slug())
	}
	if len(regions) > 1 {
		other("The regions", regions[:min(MaxCompared, len(regions))])
	}
	return f
}

// switches returns the links that change what is shown of the places.
func (c *comparison) switches(a *report.Archive) []CompareSwitch {
	group := func(name string, n int, change func(i int, next *urls.Comparison) string) CompareSwitch {
		g := CompareSwitch{Name: name}
		for i := range n {
			next := c.Comparison
			text := change(i, &next)
			g.Links = append(g.Links, ChoiceLink{Link{text, next.Page() + "#" + figuresID}, next.Page() == c.Page()})
		}
		return g
	}
	starts := a.SeriesStarts()
	list := []CompareSwitch{group("Measure", len(compareMeasures), func(i int, next *urls.Comparison) string {
		next.Measure = i
		return compareMeasures[i].short
	})}
	if len(starts) > 1 {
		list = append(list, group("Since", len(starts), func(i int, next *urls.Comparison) string {
			next.Since = starts[i]
			if i == 0 {
				next.Since = report.Period{}
			}
			return Capital(since(starts[i]))
		}))
	}
	return append(list, group("Number or share", 2, func(i int, next *urls.Comparison) string {
		next.Share = i == 1
		return []string{"Number", "Share"}[i]
	}))
}

// outcomes returns the table of the newest half-year.
func (c *comparison) outcomes() CompareOutcomes {
	t := CompareOutcomes{Newest: c.newest().Label(), Before: c.newest().Previous().Label()}
	for o := range OutcomeLabels {
		if c.allZero(o+2, c.last, c.last+1) {
			if text := c.zeroText(o+2, c.last, c.last+1); text != "" {
				t.Zeros = append(t.Zeros, text)
			}
		} else {
			t.Shown = append(t.Shown, o)
		}
	}
	for _, p := range c.places {
		point := p.points[c.last]
		row := OutcomesRow{Name: p.place.Name(), Style: p.style, URL: urls.Report(report.Selection{Period: point.Period, Place: p.place})}
		if !point.HasRow() {
			row.Absent = point.Status.Sign()
			t.Rows = append(t.Rows, row)
			continue
		}
		outcomes := outcomesOf(point.Counts, point.Unit)
		row.Requests, row.Accounts, row.Bar = figureText(point.Counts, 0), figureText(point.Counts, 1), outcomes
		for i, part := range outcomes.Parts {
			row.Cells[i] = OutcomeCell{part.Count, part.Share}
		}
		row.Change, row.Rate = c.changeCells(p)
		t.Rows = append(t.Rows, row)
	}
	return t
}

// changeCells returns the change of a place's requests since the half-year before, or why there is none.
func (c *comparison) changeCells(p compared) (change, rate string) {
	d, ok := c.delta(p, 0)
	switch {
	case d.Comparison == report.AcrossBreak:
		return "Series break", ""
	case d.Comparison == report.FirstPeriod:
		return Dash, ""
	case !ok && p.points[c.last-1].HasRow():
		return Dash, ""
	case !ok:
		return p.points[c.last-1].Status.Sign(), ""
	}
	change = signed(d.Difference())
	if r, ok := d.Rate(); ok {
		rate = Rate(r)
	} else {
		rate = Dash
	}
	return change, rate
}

// signed formats a difference with its sign.
func signed(n int) string {
	if n > 0 {
		return "+" + Number(n)
	}
	return Number(n)
}

// table returns the shown measure over the half-years.
func (c *comparison) table() CompareTable {
	t := CompareTable{Title: c.measure().title(c.Share)}
	for _, p := range c.places {
		t.Heads = append(t.Heads, ChosenPlace{Name: p.place.Name(), Style: p.style})
	}
	for i := len(c.world.Points) - 1; i >= c.from; i-- {
		period := c.world.Points[i].Period
		row := ComparePeriod{
			Period: period.Label(), URL: urls.Report(report.Selection{Period: period}),
			Break: i > c.from && report.SeriesBreak(c.world.Points[i-1].Period, period),
		}
		for _, p := range c.places {
			row.Cells = append(row.Cells, c.cell(p, i))
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// signs explains the entries of the tables that are not figures.
func (c *comparison) signs() []string {
	signs := map[string]bool{}
	for _, p := range c.places {
		for _, point := range p.points[min(c.from, max(c.last-1, 0)):] {
			signs[point.Status.Sign()] = true
		}
	}
	return signLegend(signs)
}

// UnknownPlace returns the problem for a name that is of no place, or may be that of several.
func UnknownPlace(name string, near []report.Place) CompareProblem {
	if runes := []rune(name); len(runes) > 40 {
		name = string(runes[:40]) + "…"
	}
	if len(near) > 1 {
		return CompareProblem{Text: fmt.Sprintf("“%s” may be more than one place. It was left out: choose the one that you mean.", name), near: near}
	}
	return CompareProblem{Text: fmt.Sprintf("“%s” is no country or region of this report. It was left out: choose a place from the list.", name)}
}

// Offer adds links that add the places that may be meant to the comparison.
func (p *CompareProblem) Offer(a *report.Archive, c urls.Comparison) {
	places := ComparedPlaces(a, c)
	if len(places) >= MaxCompared {
		return
	}
	for _, near := range p.near {
		if !slices.ContainsFunc(places, func(known report.Place) bool { return known.Slug() == near.Slug() }) {
			p.Links = append(p.Links, Link{"Add " + near.InProse(), c.With(near).Page()})
		}
	}
}

// TooManyPlaces returns the problem for places beyond MaxCompared.
func TooManyPlaces(left []report.Place) CompareProblem {
	var names []string
	for _, p := range left {
		names = append(names, p.Name())
	}
	return CompareProblem{Text: fmt.Sprintf("At most %s places can be compared. %s %s left out: remove another place first.",
		Words(MaxCompared), Sentence(names), noun(len(names), "was", "were"))}
}

// style returns the ending of a class name for a colour and mark.
func (p ChosenPlace) style() string { return strconv.Itoa(p.Style) }
