package views

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"

	"lerr/internal/chart"
	"lerr/internal/report"
	"lerr/internal/urls"
)

// measureName returns a measure's name as a heading.
func measureName(m urls.MapMeasure) string {
	if m == urls.MapContentRate {
		return "Rate of content disclosed"
	}
	return "Requests"
}

// measureNoun returns a measure's name within a sentence.
func measureNoun(m urls.MapMeasure) string {
	if m == urls.MapContentRate {
		return "rate of content disclosed"
	}
	return "requests"
}

// leastForRate is the number of requests from which a rate is given. A percentage of fewer misleads
// more than it tells. Sentences of the page call it ten.
const leastForRate = 10

// mapWidth is the width of the map in its own units. Its height follows.
const mapWidth = 4000

// Classes of the map that no figure falls into.
const (
	classFew  = "few"  // too few requests for a rate
	classNone = "none" // no row in the period's tables
)

// bounds are the classes of a measure, from the lowest: the least figure of each and its label. Counts
// of requests are very uneven, so that their classes grow tenfold; rates are in tenths of a percent,
// in equal steps, with none at all apart.
var bounds = map[urls.MapMeasure][]struct {
	least int
	label string
}{
	urls.MapRequests:    {{1, "1 to 9"}, {10, "10 to 99"}, {100, "100 to 999"}, {1000, "1,000 to 4,999"}, {5000, "5,000 or more"}},
	urls.MapContentRate: {{0, "None"}, {1, "Under 10%"}, {100, "10% to under 20%"}, {200, "20% to under 30%"}, {300, "30% or more"}},
}

// MapPage is a world map with the same figures as a list.
type MapPage struct {
	Page
	Heading  string // "Requests, 2019 (Jan-Jun)"
	About    string // what is counted
	Years    []YearOption
	Measures []MapLink
	Map      chart.Map
	Drawn    []MapArea // the areas with figures, the highest first
	Markers  []MapArea // those of them that a marker stands for
	Rest     []MapArea // the areas without a row
	Legend   []MapClass
	Label    string // the map in a sentence, for those who do not see it
	Ranked   []MapRow
	Few      []MapRow // countries with too few requests for a rate
	Absent   []MapRow // places of the report without a row
	Notes    []string
}

// MapLink is a choice of what the map shows.
type MapLink struct {
	Name, URL string
	Chosen    bool
}

// MapArea is a drawn area: its shape, its colour and what it says.
type MapArea struct {
	Shape chart.Shape
	Class string
	URL   string
	Says  string // "Australia: 1,219 requests"
}

// MapClass is one line of the legend.
type MapClass struct {
	Class, Label string
	Countries    string // "12 countries"
}

// MapRow is one country in the list.
type MapRow struct {
	Name, URL string
	Figure    string // "1,219", or a rate
	Of        string // what the rate is of: "12 of 134 requests"
}

// mapped is a country with what the map shows of it.
type mapped struct {
	country report.Country
	figure  int // requests, or the rate in tenths of a percent
	class   string
	row     MapRow
	says    string
}

// NewMapPage makes the world map of a period. path is the page's own: the newest period's map has two.
func NewMapPage(f Frame, a *report.Archive, p report.Period, measure urls.MapMeasure, path string) (MapPage, error) {
	revision, err := a.Revision(p)
	if err != nil {
		return MapPage{}, err
	}
	table := revision.Edition.Headline()
	m := MapPage{
		Page: Page{
			Frame: f, Path: path, Newest: a.NewestPublished(), Pictures: true,
			Title:       fmt.Sprintf("World map of %s, %s · %s", measureNoun(measure), p.Label(), f.Site.Title),
			Description: fmt.Sprintf("%s that %s reports for %s, country by country on a world map.", measureName(measure), f.Site.Organization, p.Label()),
			Figures:     figuresOf(revision),
			Cite:        f.Site.Cite(fmt.Sprintf("world map of %s, %s", measureNoun(measure), p.Label()), revision, urls.Absolute(f.BaseURL, path)),
		},
		Heading: fmt.Sprintf("%s, %s", measureName(measure), p.Label()),
		About:   aboutMap(measure, table.Section),
	}
	m.Years = mapYears(a, p, measure)
	for _, other := range urls.MapMeasures() {
		m.Measures = append(m.Measures, MapLink{measureName(other), urls.Map(p, other), other == measure})
	}
	places := a.Places()
	m.Map = f.World.Draw(mapWidth, func(code string) bool { _, ok := places.Country(code); return ok })
	byCode := map[string]mapped{}
	for _, c := range mapCountries(a, table, p, measure) {
		byCode[c.country.Code] = c
		switch c.class {
		case classNone:
			m.Absent = append(m.Absent, c.row)
		case classFew:
			m.Few = append(m.Few, c.row)
		default:
			m.Ranked = append(m.Ranked, c.row)
		}
		if row, ok := table.Row(c.country.Code); ok && row.Note != "" {
			m.Notes = append(m.Notes, c.country.Name+": "+row.Note)
		}
	}
	m.draw(byCode)
	m.Legend = mapLegend(byCode, measure)
	total, rows := table.Total(report.Place{}, places)
	m.Label = fmt.Sprintf("World map, %s: %s from %s. The list after the map has the same figures as text.",
		m.Heading, Plural(total.Requests, "request", "requests"), Plural(rows, "country", "countries"))
	return m, nil
}

// draw puts each of the map's shapes where it belongs: with figures, or without.
func (m *MapPage) draw(byCode map[string]mapped) {
	order := map[string]int{}
	for _, s := range m.Map.Shapes {
		if s.Path == "" && !s.Marked {
			continue
		}
		c, known := byCode[s.Code]
		if !known || s.Code == "" {
			m.Rest = append(m.Rest, MapArea{Shape: s, Says: s.Name + ": " + noRow})
			continue
		}
		area := MapArea{Shape: s, Class: c.class, URL: c.row.URL, Says: c.says}
		order[s.Code] = c.figure
		switch {
		case c.class == classNone && !s.Marked:
			m.Rest = append(m.Rest, area)
		case s.Marked:
			m.Markers = append(m.Markers, area)
		default:
			m.Drawn = append(m.Drawn, area)
		}
	}
	highestFirst := func(x, y MapArea) int { return order[y.Shape.Code] - order[x.Shape.Code] }
	slices.SortStableFunc(m.Drawn, highestFirst)
	slices.SortStableFunc(m.Markers, highestFirst)
}

// HasRow reports whether the area has figures, and so is a link.
func (a MapArea) HasRow() bool { return a.Class != classNone }

// noRow is what is said of an area without figures.
const noRow = "no row in this period’s tables"

func aboutMap(m urls.MapMeasure, s report.Section) string {
	kind := "Law enforcement requests of every kind, as one sum. From 2017 the maps show criminal requests alone, and are not to be compared with this one."
	if s == report.Criminal {
		kind = "Law enforcement requests other than emergencies; emergencies and civil requests are not among them. Until 2016 the maps show one sum of every kind, and are not to be compared with this one."
	}
	if m == urls.MapContentRate {
		return kind + " The rate is the number of requests that led to the disclosure of content, as a part of all four outcomes. It is not given for fewer than ten requests."
	}
	return kind
}

func mapYears(a *report.Archive, chosen report.Period, m urls.MapMeasure) []YearOption {
	var years []YearOption
	for _, p := range a.Periods() {
		year := p.String()[:4]
		if n := len(years); n == 0 || years[n-1].Year != year {
			years = append(years, YearOption{Year: year})
		}
		last := &years[len(years)-1]
		last.Halves = append(last.Halves, PeriodOption{Label: p.Months(), URL: urls.Map(p, m), Chosen: p == chosen})
	}
	return years
}

// mapCountries is what the map shows of each country that the report knows, the highest figure first.
func mapCountries(a *report.Archive, t report.Table, p report.Period, m urls.MapMeasure) []mapped {
	var list []mapped
	for _, c := range byName(a.Places().Countries()) {
		row, ok := t.Row(c.Code)
		list = append(list, mapCountry(c, row.Counts, ok, p, m))
	}
	slices.SortStableFunc(list, func(x, y mapped) int { return cmp.Compare(y.figure, x.figure) })
	return list
}

func mapCountry(c report.Country, counts report.Counts, reported bool, p report.Period, m urls.MapMeasure) mapped {
	e := mapped{country: c, class: classNone, figure: -1, says: c.Name + ": " + noRow}
	e.row = MapRow{Name: c.Name, URL: urls.Report(report.Selection{Period: p, Place: report.Place{Country: c}})}
	requests := Plural(counts.Requests, "request", "requests")
	shares := counts.Shares()
	switch {
	case !reported:
	case m == urls.MapRequests:
		e.figure = counts.Requests
		e.class = classOf(m, e.figure)
		e.row.Figure = Number(counts.Requests)
		e.says = c.Name + ": " + requests
	case counts.Requests < leastForRate || !shares.Known:
		e.class, e.figure = classFew, 0
		e.row.Figure = requests
		e.says = fmt.Sprintf("%s: %s, too few for a rate", c.Name, requests)
	default:
		e.figure = int(shares.Content)
		if e.figure == 0 && counts.Content > 0 {
			e.figure = 1 // some, though it rounds to none
		}
		e.class = classOf(m, e.figure)
		e.row.Figure = Share(shares.Content)
		e.row.Of = fmt.Sprintf("%s of %s", Number(counts.Content), Number(counts.OutcomeSum()))
		e.says = fmt.Sprintf("%s: content disclosed in %s of requests, %s", c.Name, e.row.Figure, e.row.Of)
	}
	return e
}

// classOf is the class that a figure falls into: "1" is the lowest.
func classOf(m urls.MapMeasure, figure int) string {
	class := 0
	for _, b := range bounds[m] {
		if figure >= b.least {
			class++
		}
	}
	return Number(max(class, 1))
}

// mapLegend counts the countries of each class.
func mapLegend(byCode map[string]mapped, m urls.MapMeasure) []MapClass {
	counts := map[string]int{}
	for _, c := range byCode {
		counts[c.class]++
	}
	var legend []MapClass
	add := func(class, label string) {
		legend = append(legend, MapClass{class, label, Plural(counts[class], "country", "countries")})
	}
	for i, b := range bounds[m] {
		add(Number(i+1), b.label)
	}
	if m == urls.MapContentRate {
		add(classFew, "Fewer than ten requests: no rate")
	}
	add(classNone, "No row in this period’s tables")
	return legend
}

// viewBox is the map's size in its own units, with room around it for the edges of its lines.
func (m MapPage) viewBox() string {
	return fmt.Sprintf("-8 -8 %d %d", m.Map.Width+16, m.Map.Height+16)
}

// plain writes a number as SVG reads it.
func plain(n int) string { return strconv.Itoa(n) }
