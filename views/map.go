package views

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

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

// measureNoun returns a measure's name for use within a sentence.
func measureNoun(m urls.MapMeasure) string { return strings.ToLower(measureName(m)) }

// mapWidth is the width of the map in its own units. The height follows from it.
const mapWidth = 2000

// Classes without a figure.
const (
	classFew  = "few"  // too few requests for a rate
	classNone = "none" // no row in the period's tables
)

// rateClasses holds the classes of rates in ascending order: the smallest rate, in tenths of a percent,
// and the label. Steps are equal, with zero as a class of its own.
var rateClasses = []struct {
	least int
	label string
}{{0, "None"}, {1, "Under 10%"}, {100, "10% to under 20%"}, {200, "20% to under 30%"}, {300, "30% or more"}}

// circleSizes are the numbers whose circles the legend shows, besides the smallest.
var circleSizes = []int{100, 1000, 5000}

// markerRadius is the radius of a place that is too small for its shade to be seen.
const markerRadius = 7

// MapPage is a world map with the same figures as a list.
type MapPage struct {
	Page
	Heading  string // "Requests, 2019 (Jan-Jun)"
	About    string // explains what is counted
	Years    []YearOption
	Measures []ChoiceLink
	Circles  bool // whether circles show counts; otherwise shades show rates
	Map      chart.Map
	Rest     []MapArea // areas without a row
	Land     []MapArea // areas whose figure a circle shows
	Drawn    []MapArea // areas with shades, highest first
	Markers  []MapArea // circles, highest first, so that smaller ones are in front
	Smallest string    // how many requests the smallest circle stands for
	Legend   []MapClass
	Label    string // text alternative of the map
	Ranked   []MapRow
	Few      []MapRow // countries with too few requests for a rate
	NotGiven []MapRow // countries whose figure the source leaves empty
	Absent   []MapRow // countries without a row
	Notes    []string
}

// MapArea is an area of the map: its shape, colour class and label.
type MapArea struct {
	Shape  chart.Shape
	Radius float64 // of a circle
	Class  string
	URL    string
	Text   string // "Australia: 1,219 requests"
}

// MapClass is one line of the legend.
type MapClass struct {
	Class, Label string
	Radius       float64 // of a circle; 0 for a shade
	Countries    string  // "12 countries"; may be empty
}

// MapRow is one country in the list.
type MapRow struct {
	Name, URL string
	Figure    string // "1,219", or a rate
	Of        string // base of the rate: "12 of 134 requests"
}

// mapped is a country with its figure on the map.
type mapped struct {
	country report.Country
	figure  int // requests, or the rate in tenths of a percent
	class   string
	row     MapRow
	text    string
}

// NewMapPage returns the world map of a period. path is the page's own path, since the newest
// period's map has two. It fails with report.ErrNotFound if the period is not published.
func NewMapPage(f Frame, a *report.Archive, p report.Period, measure urls.MapMeasure, path string) (MapPage, error) {
	a, _ = a.In(report.Selection{Period: p})
	revision, err := a.Revision(p)
	if err != nil {
		return MapPage{}, err
	}
	table := revision.Edition.Headline()
	m := MapPage{
		Page: newPage(f, path, fmt.Sprintf("World map of %s, %s", measureNoun(measure), p.Label()),
			fmt.Sprintf("%s that %s reports for %s, country by country on a world map.", measureName(measure), f.Site.Organization, p.Label())),
		Heading: fmt.Sprintf("%s, %s", measureName(measure), p.Label()),
		About:   aboutMap(measure, table.Section),
	}
	m.showFigures(revision, fmt.Sprintf("world map of %s, %s", measureNoun(measure), p.Label()))
	m.share(NewMapCard(f, a, p, measure))
	m.Bundle = bundleMap
	m.at("", report.Selection{Period: p})
	m.Years = yearOptions(a, p, func(p report.Period) string { return urls.Map(p, measure) })
	for _, other := range urls.MapMeasures() {
		m.Measures = append(m.Measures, ChoiceLink{Link{measureName(other), urls.Map(p, other)}, other == measure})
	}
	places := a.Places()
	m.Circles = measure == urls.MapRequests
	m.Map = f.World.Draw(mapWidth, func(code string) bool { _, ok := places.Country(code); return ok && !m.Circles })
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
		if c.row.Figure == report.StatusNotGiven.Sign() {
			m.NotGiven = append(m.NotGiven, m.Few[len(m.Few)-1])
			m.Few = m.Few[:len(m.Few)-1]
		}
		if row, ok := table.Row(c.country.Code); ok && row.Note != "" {
			m.Notes = append(m.Notes, c.country.Name+": "+row.Note)
		}
	}
	m.draw(byCode)
	if m.Circles {
		most := mostRequests(a)
		for i := range m.Markers {
			m.Markers[i].Radius = m.Map.Radius(byCode[m.Markers[i].Shape.Code].figure, most)
		}
		m.Smallest = Number(m.Map.Smallest(most))
		m.Legend = circleLegend(m.Map, most, len(m.Absent))
	} else {
		m.Legend = shadeLegend(byCode)
	}
	m.Notes = append(m.Notes, remarks(table, report.Place{}, places)...)
	total, rows := table.Total(report.Place{}, places)
	rows = min(rows, table.CountryRows())
	m.Label = fmt.Sprintf("World map, %s: %s from %s. The list after the map has the same figures as text.",
		m.Heading, Plural(total.Requests, "request", "requests"), Plural(rows, "country", "countries"))
	return m, nil
}

// mostRequests returns the largest number of requests from one country in any half-year, so that circles
// have one scale on all maps.
func mostRequests(a *report.Archive) int {
	most := 0
	for _, p := range a.Periods() {
		if r, err := a.Revision(p); err == nil {
			for _, row := range r.Edition.Headline().Rows {
				most = max(most, row.Counts.Requests)
			}
		}
	}
	return most
}

// draw assigns each shape to Rest, Land, Drawn or Markers.
func (m *MapPage) draw(byCode map[string]mapped) {
	order := map[string]int{}
	for _, s := range m.Map.Shapes {
		c, known := byCode[s.Code]
		if !known || s.Code == "" {
			m.Rest = append(m.Rest, MapArea{Shape: s, Text: s.Name + ": " + noRow})
			continue
		}
		area := MapArea{Shape: s, Radius: markerRadius, Class: c.class, URL: c.row.URL, Text: c.text}
		order[s.Code] = c.figure
		switch {
		case c.class == classNone && !s.Marked:
			m.Rest = append(m.Rest, area)
		case s.Marked:
			m.Markers = append(m.Markers, area)
		case m.Circles:
			m.Land = append(m.Land, area)
			m.Markers = append(m.Markers, area)
		default:
			m.Drawn = append(m.Drawn, area)
		}
	}
	withoutPath := func(a MapArea) bool { return a.Shape.Path == "" }
	m.Rest, m.Land = slices.DeleteFunc(m.Rest, withoutPath), slices.DeleteFunc(m.Land, withoutPath)
	highestFirst := func(x, y MapArea) int { return order[y.Shape.Code] - order[x.Shape.Code] }
	slices.SortStableFunc(m.Drawn, highestFirst)
	slices.SortStableFunc(m.Markers, highestFirst)
}

// HasRow reports whether the area has figures and thus is a link.
func (a MapArea) HasRow() bool { return a.Class != classNone }

// noRow labels areas without figures.
const noRow = "no row in this half-year’s tables"

func aboutMap(m urls.MapMeasure, s report.Section) string {
	kind := "Law enforcement requests of every kind, as one sum. From 2017 the maps show criminal requests alone. " + report.BreakText
	if s == report.Criminal {
		kind = "Law enforcement requests other than emergencies; emergencies and civil requests are not among them. " + report.BreakText
	}
	if m == urls.MapContentRate {
		return kind + " The rate is the number of requests that led to the disclosure of content, as a part of all four outcomes. It is not given for fewer than ten requests."
	}
	return kind
}

// mapCountries returns all countries of the report with their figures, highest first.
func mapCountries(a *report.Archive, t report.Table, p report.Period, m urls.MapMeasure) []mapped {
	var list []mapped
	for _, c := range a.Places().ByName(report.Place{}) {
		row, ok := t.Row(c.Code)
		list = append(list, mapCountry(c, row.Counts, ok, p, m))
	}
	slices.SortStableFunc(list, func(x, y mapped) int { return cmp.Compare(y.figure, x.figure) })
	return list
}

func mapCountry(c report.Country, counts report.Counts, reported bool, p report.Period, m urls.MapMeasure) mapped {
	e := mapped{country: c, class: classNone, figure: -1, text: c.Name + ": " + noRow}
	e.row = MapRow{Name: c.Name, URL: urls.Report(report.Selection{Period: p, Place: report.Place{Country: c}})}
	requests := Plural(counts.Requests, "request", "requests")
	rate := counts.Rate(0)
	switch {
	case !reported:
	case m == urls.MapRequests && !counts.Has(0), m != urls.MapRequests && !counts.HasOutcomes():
		e.class, e.figure = classFew, 0
		e.row.Figure = report.StatusNotGiven.Sign()
		e.text = c.Name + ": not given"
	case m == urls.MapRequests:
		e.figure = counts.Requests
		e.class = "count"
		e.row.Figure = Number(counts.Requests)
		e.text = c.Name + ": " + requests
	case counts.Requests < report.MinForPercent || !rate.Known:
		e.class, e.figure = classFew, 0
		e.row.Figure = requests
		e.text = fmt.Sprintf("%s: %s, too few for a rate", c.Name, requests)
	default:
		e.figure = int(rate.Permille)
		if e.figure == 0 && counts.Content > 0 {
			e.figure = 1 // some, though it rounds to none
		}
		e.class = classOf(e.figure)
		e.row.Figure, e.row.Of = ShortShare(rate), fmt.Sprintf("%s of %s", Number(rate.Part), Number(rate.Whole))
		e.text = fmt.Sprintf("%s: content disclosed in %s requests", c.Name, e.row.Of)
		if rate.Part > 0 {
			e.text += ", " + e.row.Figure
		}
	}
	return e
}

// classOf returns the class of a rate in tenths of a percent; "1" is the lowest.
func classOf(rate int) string {
	class := 0
	for _, c := range rateClasses {
		if rate >= c.least {
			class++
		}
	}
	return Number(class)
}

// shadeLegend returns the legend of rates, with the number of countries in each class.
func shadeLegend(byCode map[string]mapped) []MapClass {
	counts := map[string]int{}
	for _, c := range byCode {
		counts[c.class]++
	}
	var legend []MapClass
	add := func(class, label string) {
		legend = append(legend, MapClass{Class: class, Label: label, Countries: Plural(counts[class], "country", "countries")})
	}
	for i, c := range rateClasses {
		add(Number(i+1), c.label)
	}
	add(classFew, "Fewer than ten requests: no rate")
	add(classNone, "No row in this period’s tables")
	return legend
}

// circleLegend returns the legend of counts. absent is the number of countries without a row.
func circleLegend(m chart.Map, most, absent int) []MapClass {
	var legend []MapClass
	for _, n := range circleSizes {
		if n <= most && n > m.Smallest(most) {
			legend = append(legend, MapClass{Class: "count", Label: Plural(n, "request", "requests"), Radius: m.Radius(n, most)})
		}
	}
	return append(legend, MapClass{Class: classNone, Label: "No circle: no row in this period’s tables", Countries: Plural(absent, "country", "countries")})
}

// circleBox returns the view box of a circle in the legend, which is as large for each.
func circleBox(m chart.Map) string {
	r := m.Radius(1, 1) + 2
	return fmt.Sprintf("%[1]v %[1]v %[2]v %[2]v", -r, 2*r)
}

// viewBox returns the map's size in its own units, with a margin for stroke widths.
func (m MapPage) viewBox() string {
	return fmt.Sprintf("-4 -4 %d %d", m.Map.Width+8, m.Map.Height+8)
}

// YearOption holds a year's half-years for the row of links.
type YearOption struct {
	Year   string
	Halves []PeriodOption // labelled by months only
}

// yearOptions returns the published periods by year, newest first.
func yearOptions(a *report.Archive, chosen report.Period, address func(report.Period) string) []YearOption {
	var years []YearOption
	for _, p := range a.Periods() {
		year := p.String()[:4]
		if n := len(years); n == 0 || years[n-1].Year != year {
			years = append(years, YearOption{Year: year})
		}
		last := &years[len(years)-1]
		last.Halves = append(last.Halves, PeriodOption{Value: p.String(), Label: p.Months(), URL: address(p), Chosen: p == chosen})
	}
	return years
}
