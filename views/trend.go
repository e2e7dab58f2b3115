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

// OverTime shows a place over all half-years.
type OverTime struct {
	Title     string
	Sentences string
	Pictures  []Picture
	Multiples SmallMultiples // of the world or a region
	Sections  []PlaceSection
	Legend    []string // explains words and small numbers in the tables
	Notes     []string
	Links     []Link // to other places

	CSV, Cite, Compare string // addresses
}

// newOverTime returns the figures of a place over all half-years. A place without any figures has no pictures.
func newOverTime(a *report.Archive, place report.Place) OverTime {
	series := a.Series(place)
	m := OverTime{
		Title: "Over time", CSV: urls.Data(urls.Trend(place), "wide.csv"), Cite: urls.CiteAll(place), Compare: urls.Compare(place),
	}
	sentences := placeSentences(series)
	if last, ok := series.Last(); ok {
		m.Pictures = trendPictures(a, series)
		if place.IsGlobal() {
			sentences = append(sentences, newestSentences(a, series, last)...)
		}
	}
	if place.IsCountry() {
		if text := rankSentence(a, place.Country); text != "" {
			sentences = append(sentences, text)
		}
		m.Links = countryLinks(a, place.Country)
	} else {
		m.Multiples = newMultiples(a, place)
	}
	m.Sentences = strings.Join(sentences, " ")
	m.Sections, m.Notes = placeSections(a, place)
	m.Legend = legend(m.Sections)
	return m
}

// trendPictures returns the pictures of a place that has figures. A picture of shares or emergencies is
// left out where it would show nothing.
func trendPictures(a *report.Archive, s report.Series) []Picture {
	pictures := []Picture{linesPicture(s)}
	add := func(p Picture, ok bool) {
		if ok {
			pictures = append(pictures, p)
		}
	}
	add(sharesPicture(s))
	add(rejectionsPicture(s))
	add(emergenciesPicture(a.SectionSeries(s.Place, report.Emergencies)))
	sideBySide(pictures)
	return pictures
}

// newestSentences describes the newest half-year of the world.
func newestSentences(a *report.Archive, s report.Series, last report.Point) []string {
	r, err := a.Revision(last.Period)
	if err != nil {
		return nil
	}
	var list []string
	if text := contentSentence(s, last); text != "" {
		list = append(list, text)
	}
	return append(list, leaderSentences(last.Period, r.Edition.Headline(), report.Place{}, a.Places())...)
}

// TrendPage shows the world over all half-years.
type TrendPage struct {
	Page
	OverTime OverTime
	Line     DataLine
}

// SmallMultiples holds small pictures of a place's parts. The pictures of a group share their
// scale.
type SmallMultiples struct {
	Title    string
	About    string
	Groups   []SmallMultiplesGroup
	RestName string // heading of Rest: "Other countries of Europe"
	Rest     []Link // parts without a picture
}

// SmallMultiplesGroup is a group of small pictures on one scale.
type SmallMultiplesGroup struct {
	About    string
	Pictures []Picture
}

// scaleReach limits a group: the largest figure of its largest part is at most this many times that
// of its smallest part. Beyond that a line would look flat.
const scaleReach = 8

// maxMultiples is the number of countries of a region with a small picture.
const maxMultiples = 12

// NewTrendPage returns the page of the world over all half-years.
func NewTrendPage(f Frame, a *report.Archive) TrendPage {
	m := TrendPage{
		Page: newPage(f, urls.Trend(report.Place{}), "Trends",
			fmt.Sprintf("Law enforcement requests for customer data that %s received, every half-year, and how they ended.", f.Site.Organization)),
		OverTime: newOverTime(a, report.Place{}),
	}
	m.OverTime.Title = "All countries over time"
	m.OverTime.Legend = append(m.OverTime.Legend, aboutShares) // which the report has under its own tables
	m.Bundle = bundlePlace
	m.at(entryTrends, report.Selection{Period: a.NewestPublished()})
	m.showAllFigures(a, "Global")
	if m.Cite != "" {
		m.CiteMore = urls.CiteAll(report.Place{})
	}
	m.share(NewTrendCard(f, a, report.Place{}))
	m.Data = m.Path
	m.Line = newDataLine(m.Path, a.AllPeriods(report.Place{}))
	m.Dataset = pageDataset(m.Page, covered(a), report.Place{}.Name(), "")
	return m
}

// newMultiples draws the parts of a place: the world's regions, or a region's countries with the
// most requests in the newest period.
func newMultiples(a *report.Archive, place report.Place) SmallMultiples {
	var m SmallMultiples
	var parts []report.Place
	if place.IsGlobal() {
		m.Title, m.About = "By region", "Requests of each region."
		parts = a.Places().RegionPlaces()
	} else {
		parts = m.countriesOf(a, place)
	}
	m.addGroups(a, parts)
	return m
}

// addGroups draws the parts in groups of similar size, largest first, each on its own scale. It links those without a
// figure.
func (m *SmallMultiples) addGroups(a *report.Archive, parts []report.Place) {
	type part struct {
		series  report.Series
		largest int
	}
	var list []part
	for _, p := range parts {
		s := a.Series(p)
		values := valuesOf(s, requestsOf)
		if !slices.ContainsFunc(values, func(v chart.Value) bool { return v.Known }) {
			m.RestName = cmp.Or(m.RestName, "Without a figure in any half-year")
			m.Rest = append(m.Rest, Link{p.Name(), urls.Trend(p)})
			continue
		}
		list = append(list, part{s, chart.Largest(values)})
	}
	bySize := slices.Clone(list)
	slices.SortStableFunc(bySize, func(x, y part) int { return y.largest - x.largest })
	for from := 0; from < len(bySize); {
		largest := bySize[from].largest
		to := from
		for to < len(bySize) && bySize[to].largest*scaleReach >= largest {
			to++
		}
		least := bySize[to-1].largest
		scale := chart.NewScale(largest)
		g := SmallMultiplesGroup{About: fmt.Sprintf("On one scale, from zero to %s:", Number(scale.Max))}
		if to-from == 1 {
			g.About = fmt.Sprintf("On a scale of its own, from zero to %s:", Number(scale.Max))
		}
		for _, p := range list { // in the order in which they are given
			if p.largest <= largest && p.largest >= least {
				g.Pictures = append(g.Pictures, smallPicture(p.series, scale))
			}
		}
		m.Groups = append(m.Groups, g)
		from = to
	}
}

// countriesOf returns the countries of a region that get a small picture. It links the others.
func (m *SmallMultiples) countriesOf(a *report.Archive, region report.Place) []report.Place {
	var drawn []report.Place
	chosen := map[string]bool{}
	newest, err := a.Revision(a.NewestPublished())
	if err == nil {
		for _, r := range newest.Edition.Headline().Leaders(region, a.Places(), maxMultiples).Rows {
			c, _ := a.Places().Country(r.Country)
			drawn = append(drawn, report.Place{Country: c})
			chosen[c.Code] = true
		}
	}
	m.Title = "By country"
	m.About = fmt.Sprintf("Requests of the %s countries with the most in %s.", Words(len(drawn)), a.NewestPublished().Label())
	if len(drawn) == 1 {
		m.About = fmt.Sprintf("Requests of the one country with any in %s.", a.NewestPublished().Label())
	}
	if len(drawn) > 0 && len(drawn) < maxMultiples {
		m.About = fmt.Sprintf("Requests of each country with any in %s.", a.NewestPublished().Label())
	}
	for _, c := range a.Places().In(region) {
		if !chosen[c.Code] {
			m.Rest = append(m.Rest, Link{c.Name, urls.Country(c)})
		}
	}
	m.RestName = "Other countries of " + region.InProse()
	return drawn
}

// placeSections returns a place's tables over all half-years, headline first, and their notes.
func placeSections(a *report.Archive, place report.Place) ([]PlaceSection, []string) {
	var marks notes
	sections := []PlaceSection{placeSection(headlineTable, &marks, a.Series(place))}
	for _, s := range report.Sections() {
		if s.IsHeadline() {
			continue
		}
		if section := placeSection(sectionTable(s), &marks, a.SectionSeries(place, s)); section.hasFigures() {
			sections = append(sections, section)
		}
	}
	return sections, marks.texts
}

// legend explains the entries of a place's tables that are not plain figures.
func legend(sections []PlaceSection) []string {
	signs := map[string]bool{}
	for _, s := range sections {
		for _, r := range s.Rows {
			signs[r.Absent] = true
		}
	}
	return signLegend(signs)
}

// signLegend explains the given signs.
func signLegend(signs map[string]bool) []string {
	var list []string
	for _, status := range report.Statuses() {
		if !status.HasFigure() && signs[status.Sign()] {
			list = append(list, status.Sign()+": "+status.Meaning())
		}
	}
	return list
}

// countryLinks links to comparisons and to neighbours by rank and name.
func countryLinks(a *report.Archive, c report.Country) []Link {
	place := report.Place{Country: c}
	region := report.Place{Region: a.Places().RegionOf(c)}
	links := []Link{{"Compare with " + region.InProse(), urls.Compare(a.Places().Canonical(place, region)...)}}
	if newest, err := a.Revision(a.NewestPublished()); err == nil {
		rows := newest.Edition.Headline().Sorted(report.ByRequests, report.Place{}, a.Places())
		near := []report.Place{place}
		var names []string
		for i, r := range rows {
			if r.Country != c.Code && (i > 0 && rows[i-1].Country == c.Code || i+1 < len(rows) && rows[i+1].Country == c.Code) {
				other, _ := a.Places().Country(r.Country)
				near, names = append(near, report.Place{Country: other}), append(names, report.Place{Country: other}.InProse())
			}
		}
		if len(names) > 0 {
			links = append(links, Link{"Compare with " + Sentence(names) + ", next to it by requests", urls.Compare(a.Places().Canonical(near...)...)})
		}
	}
	in := a.Places().In(region)
	i := slices.IndexFunc(in, func(other report.Country) bool { return other.Code == c.Code })
	if i > 0 {
		links = append(links, Link{"Previous in " + region.InProse() + ": " + in[i-1].Name, urls.Country(in[i-1])})
	}
	if i+1 < len(in) {
		links = append(links, Link{"Next in " + region.InProse() + ": " + in[i+1].Name, urls.Country(in[i+1])})
	}
	return links
}
