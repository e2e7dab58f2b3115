package handlers

import (
	"net/http"
	"strings"

	"lerr/handlers/web"
	"lerr/internal/pagecache"
	"lerr/internal/report"
	"lerr/internal/urls"
	"lerr/views"
)

// showCompare shows up to six places side by side. The same places always have the same address.
func (s *Site) showCompare(snap *snapshot, q request) (*pagecache.Page, error) {
	asked := strings.Split(q.query.Get("places"), ",")
	if q.query.Has("add") {
		asked = append(asked, q.query.Get("add"))
	}
	places, problems := parsePlaces(snap.archive, asked)
	head := htmlHead
	if len(problems) > 0 {
		head = pagecache.Head{Status: http.StatusBadRequest, Type: web.TypeHTML, CacheControl: web.CacheNever, Robots: "noindex"}
	} else if proper := urls.Compare(places...); proper != q.withQuery(q.address) {
		return nil, chosen(proper)
	}
	return web.RenderPage(head, views.Compare(views.NewComparePage(s.frame, snap.archive, places, problems)))
}

// parsePlaces reads the places of a comparison, at most six of them, in their one order. The problems
// say what cannot be shown.
func parsePlaces(a *report.Archive, asked []string) ([]report.Place, []views.CompareProblem) {
	var known []report.Place
	var unknown []string
	for _, text := range asked {
		if strings.TrimSpace(text) == "" {
			continue
		}
		place, err := a.Places().Find(text)
		if err != nil {
			unknown = append(unknown, text)
			continue
		}
		known = append(known, place)
	}
	var problems []views.CompareProblem
	known = distinct(known)
	if len(known) > views.MostCompared {
		problems = append(problems, views.TooManyPlaces(known[views.MostCompared:]))
		known = known[:views.MostCompared]
	}
	known = a.Places().Canonical(known...)
	for _, name := range unknown[:min(len(unknown), views.MostCompared)] {
		problems = append(problems, views.UnknownPlace(a, name, known))
	}
	return known, problems
}

// distinct keeps the first of each place.
func distinct(places []report.Place) []report.Place {
	var kept []report.Place
	seen := map[string]bool{}
	for _, p := range places {
		if !seen[p.Slug()] {
			kept = append(kept, p)
		}
		seen[p.Slug()] = true
	}
	return kept
}
