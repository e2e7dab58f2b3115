package handlers

import (
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"lerr/handlers/web"
	"lerr/internal/pagecache"
	"lerr/internal/report"
	"lerr/internal/urls"
	"lerr/views"
)

// showCompare sets up to six places side by side. The same places always have the same address; a
// page that names places is made each time.
func (s *Public) showCompare(c echo.Context) error {
	now := s.now(c)
	query := c.QueryParams()
	asked := strings.Split(query.Get("places"), ",")
	if query.Has("add") {
		asked = append(asked, query.Get("add"))
	}
	places, problems := parsePlaces(now.archive, asked)
	if len(problems) > 0 {
		page, err := web.RenderPage(pagecache.Head{
			Status: http.StatusBadRequest, Type: web.TypeHTML, CacheControl: web.CacheNever, Robots: "noindex",
		}, views.Compare(views.NewComparePage(s.frame, now.archive, places, problems)))
		if err != nil {
			return err
		}
		return send(c, page)
	}
	proper := urls.Compare(places...)
	if proper != c.Request().URL.RequestURI() {
		return c.Redirect(http.StatusSeeOther, proper)
	}
	make := func() (*pagecache.Page, error) {
		m := views.NewComparePage(s.frame, now.archive, places, nil)
		return web.RenderPage(pagecache.Head{Type: web.TypeHTML, CacheControl: web.CachePage}, views.Compare(m))
	}
	if len(places) == 0 {
		return s.sendPage(c, now, proper, make)
	}
	page, err := make()
	if err != nil {
		return err
	}
	return send(c, page)
}

// parsePlaces reads the places of a comparison, at most six of them, in their one order. What cannot
// be shown is told.
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
	if len(known) > views.MaxCompared {
		problems = append(problems, views.TooManyPlaces(known[views.MaxCompared:]))
		known = known[:views.MaxCompared]
	}
	known = a.Places().Canonical(known...)
	for _, name := range unknown[:min(len(unknown), views.MaxCompared)] {
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

// compareAddresses lists the page that explains comparisons. Those of places depend on a query.
func (s *Public) compareAddresses(*report.Archive) []string { return []string{urls.Compare()} }
