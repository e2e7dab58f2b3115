package handlers

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"lerr/handlers/web"
	"lerr/internal/opendata"
	"lerr/internal/pagecache"
	"lerr/internal/report"
	"lerr/internal/urls"
	"lerr/views"
)

// showCompare shows up to six places side by side. A comparison has one address: any other way to write it is
// redirected there.
func (s *Site) showCompare(snap *snapshot, q request) (*web.Unbuilt, error) {
	c, problems := s.parseComparison(snap.archive, q.query)
	head := htmlHead
	if len(problems) > 0 {
		head = pagecache.Head{Status: http.StatusBadRequest, Type: web.TypeHTML, CacheControl: web.CacheNever, Robots: "noindex"}
	} else if proper := c.Page(); proper != q.withQuery(q.address) {
		return nil, chosen(proper)
	}
	return web.Component(head, views.Compare)(views.NewComparePage(s.frame, snap.archive, c, problems), nil)
}

// compareCSV holds the headline figures of a comparison's places. Where shares of the world's figures are shown,
// it holds the world's as well.
func (s *Site) compareCSV(snap *snapshot, q request) (file, error) {
	a := snap.archive
	c, problems := s.parseComparison(a, q.query)
	if len(problems) > 0 {
		return file{}, fmt.Errorf("%s: %w", problems[0].Text, report.ErrInvalid)
	}
	places := views.ComparedPlaces(a, c)
	names := make([]string, len(places))
	for i, p := range places {
		names[i] = p.Slug()
	}
	if c.SharesOfWorld() && !slices.Contains(names, report.Global) {
		places = append(places, report.Place{})
	}
	return s.csvFile("Places side by side, one place a row", "compared-"+strings.Join(names, "-"), opendata.WideSchema(), a.UpdatedAt(), bodyOf(opendata.WideCSV, func() (report.Observations, error) {
		compared := report.Observations{Label: "Places side by side"}
		for _, p := range places {
			rows := a.AllPeriods(p).Rows
			slices.SortStableFunc(rows, func(x, y report.Observation) int { return y.Period.Compare(x.Period) })
			for _, row := range rows {
				if row.Section.IsHeadline() && row.Status != report.StatusNotReported && row.Period.Compare(c.Since) >= 0 {
					compared.Rows = append(compared.Rows, row)
				}
			}
		}
		return compared, nil
	})), nil
}

// parseComparison reads a query: places, and in add further ones as people type them, with commas between
// them. The problems say what cannot be shown. Other parameters that cannot be read are left out.
func (s *Site) parseComparison(a *report.Archive, query url.Values) (urls.Comparison, []views.CompareProblem) {
	places, problems := s.parsePlaces(a, query)
	c := urls.Comparison{Places: places, Measure: max(0, slices.Index(urls.CompareMeasures(), query.Get("measure"))), Share: query.Get("as") == urls.CompareShare}
	for i, p := range a.SeriesStarts() {
		if since := query.Get("since"); i > 0 && (strings.EqualFold(since, p.String()) || since == strconv.Itoa(p.Year)) {
			c.Since = p
		}
	}
	for i := range problems {
		problems[i].Offer(a, c)
	}
	return c, problems
}

// parsePlaces reads the places of a comparison, at most six of them. Each keeps its position, and an added one
// takes the first that is free, since a position is a colour.
func (s *Site) parsePlaces(a *report.Archive, query url.Values) ([]string, []views.CompareProblem) {
	value := query.Get("places")
	if strings.Trim(value, ", ") == "" && !query.Has("add") {
		return nil, nil
	}
	p := placeParser{places: a.Places(), others: s.frame.Site.OtherNames, slugs: make([]string, views.MaxCompared)}
	if !urls.IsNoPlaces(value) {
		at := 0
		for text := range strings.SplitSeq(value, ",") {
			if strings.TrimSpace(text) == "" || p.add(text, at) {
				at++
			}
		}
	}
	for name := range strings.SplitSeq(query.Get("add"), ",") {
		if strings.TrimSpace(name) != "" {
			p.add(name, 0)
		}
	}
	if len(p.left) > 0 {
		p.problems = append([]views.CompareProblem{views.TooManyPlaces(p.left)}, p.problems...)
	}
	for len(p.slugs) > 0 && p.slugs[len(p.slugs)-1] == "" {
		p.slugs = p.slugs[:len(p.slugs)-1]
	}
	return p.slugs, p.problems
}

// placeParser gathers the places of a comparison.
type placeParser struct {
	places   *report.Places
	others   report.OtherNames
	slugs    []string // by position; empty where there is none
	left     []report.Place
	problems []views.CompareProblem
}

// add reads a name and puts its place at a position or at the first free one. It returns false if the name can be
// that of no place or of several, or the place is there already.
func (p *placeParser) add(name string, at int) bool {
	name = strings.TrimSpace(name)
	found, sure := p.places.Search(name, p.others)
	if !sure {
		if len(p.problems) < views.MaxCompared {
			p.problems = append(p.problems, views.UnknownPlace(name, found))
		}
		return false
	}
	place := found[0]
	if slices.Contains(p.slugs, place.Slug()) || slices.ContainsFunc(p.left, func(l report.Place) bool { return l.Slug() == place.Slug() }) {
		return false
	}
	if at >= len(p.slugs) || p.slugs[at] != "" {
		at = slices.Index(p.slugs, "")
	}
	if at < 0 {
		p.left = append(p.left, place)
		return false
	}
	p.slugs[at] = place.Slug()
	return true
}
