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

// showTrends shows the world over all periods.
func (s *Public) showTrends(c echo.Context) error {
	return s.sendTrend(c, s.now(c), report.Place{})
}

// showRegion shows one region over all periods.
func (s *Public) showRegion(c echo.Context) error {
	now := s.now(c)
	place, err := now.archive.Places().Find(c.Param("region"))
	if err == nil && !place.IsRegion() {
		err = fmt.Errorf("region %q: %w", c.Param("region"), report.ErrNotFound)
	}
	if err != nil {
		return s.sendNotFound(c, now, c.Param("region"), err)
	}
	if proper := urls.Trend(place); proper != c.Request().URL.Path {
		return c.Redirect(http.StatusPermanentRedirect, proper)
	}
	return s.sendTrend(c, now, place)
}

// sendTrend sends a region or the world over all periods.
func (s *Public) sendTrend(c echo.Context, now *shown, place report.Place) error {
	return s.sendPage(c, now, urls.Trend(place), func() (*pagecache.Page, error) {
		m := views.NewTrendPage(s.frame, now.archive, place)
		return web.RenderPage(pagecache.Head{Type: web.TypeHTML, CacheControl: web.CachePage}, views.TrendsOf(m))
	})
}

// trendAddresses lists the pages about one place over all periods.
func (s *Public) trendAddresses(a *report.Archive) []string {
	var list []string
	for _, place := range a.Places().All() {
		list = append(list, urls.Trend(place))
	}
	return list
}
