package handlers

import (
	"fmt"
	"net/http"

	"github.com/labstack/echo/v4"

	"lerr/handlers/web"
	"lerr/internal/pagecache"
	"lerr/internal/report"
	"lerr/internal/urls"
	"lerr/views"
)

// showCountry shows one country over all periods.
func (s *Public) showCountry(c echo.Context) error {
	now := s.now(c)
	place, err := now.archive.Places().Find(c.Param("country"))
	if err == nil && !place.IsCountry() {
		err = fmt.Errorf("country %q: %w", c.Param("country"), report.ErrNotFound)
	}
	if err != nil {
		return s.sendNotFound(c, now, c.Param("country"), err)
	}
	proper := urls.Country(place.Country)
	if proper != c.Request().URL.Path {
		return c.Redirect(http.StatusPermanentRedirect, proper)
	}
	return s.sendPage(c, now, proper, func() (*pagecache.Page, error) {
		m := views.NewCountryPage(s.frame, now.archive, place.Country)
		return web.RenderPage(pagecache.Head{Type: web.TypeHTML, CacheControl: web.CachePage}, views.Country(m))
	})
}

// showRevisions lists what was published when.
func (s *Public) showRevisions(c echo.Context) error {
	now := s.now(c)
	return s.sendPage(c, now, urls.Revisions(), func() (*pagecache.Page, error) {
		m := views.NewRevisionsPage(s.frame, now.archive)
		return web.RenderPage(pagecache.Head{Type: web.TypeHTML, CacheControl: web.CachePage}, views.Revisions(m))
	})
}
