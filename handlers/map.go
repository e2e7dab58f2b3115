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

// showMap shows a period's figures on a world map; without a period, those of the newest.
func (s *Public) showMap(c echo.Context) error {
	now := s.now(c)
	if withdrawn, ok := parseWithdrawn(now.archive, c.Param("period")); ok {
		return s.sendWithdrawn(c, now, withdrawn)
	}
	selection, err := parseSelection(now.archive, c.Param("period"), "")
	if err != nil {
		return err
	}
	measure := urls.MapRequests
	if name := c.Param("measure"); name != "" {
		if measure, err = urls.ParseMapMeasure(name); err != nil {
			return err
		}
	}
	if len(s.frame.World) == 0 {
		return fmt.Errorf("map: no outlines: %w", report.ErrNotFound)
	}
	path := urls.Map(selection.Period, measure)
	if c.Param("period") == "" {
		path = urls.NewestMap()
	}
	if path != c.Request().URL.Path {
		return c.Redirect(http.StatusPermanentRedirect, path)
	}
	return s.sendPage(c, now, path, func() (*pagecache.Page, error) {
		m, err := views.NewMapPage(s.frame, now.archive, selection.Period, measure, path)
		if err != nil {
			return nil, err
		}
		return web.RenderPage(pagecache.Head{Type: web.TypeHTML, CacheControl: web.CachePage}, views.Map(m))
	})
}

// mapAddresses lists every address that showMap answers for an archive.
func (s *Public) mapAddresses(a *report.Archive) []string {
	if a.NewestPublished().IsZero() || len(s.frame.World) == 0 {
		return nil
	}
	addresses := []string{urls.NewestMap()}
	for _, p := range a.Periods() {
		for _, m := range urls.MapMeasures() {
			addresses = append(addresses, urls.Map(p, m))
		}
	}
	return addresses
}
