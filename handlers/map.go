package handlers

import (
	"fmt"
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"lerr/internal/press"
	"lerr/internal/report"
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
	measure := views.MapRequests
	if name := c.Param("measure"); name != "" {
		measure = views.MapMeasure(name)
		if !slices.Contains(views.MapMeasures(), measure) {
			return fmt.Errorf("measure %q: %w", name, report.ErrNotFound)
		}
	}
	if len(s.frame.World) == 0 {
		return fmt.Errorf("map: no outlines: %w", report.ErrNotFound)
	}
	path := views.MapURL(selection.Period, measure)
	if c.Param("period") == "" {
		path = views.NewestMapURL()
	}
	if path != c.Request().URL.Path {
		return c.Redirect(http.StatusPermanentRedirect, path)
	}
	return s.sendPage(c, now, path, func() (*press.Page, error) {
		m, err := views.NewMapPage(s.frame, now.archive, selection.Period, measure, path)
		if err != nil {
			return nil, err
		}
		return renderPage(press.Head{Type: typeHTML, CacheControl: cachePage}, views.Map(m))
	})
}

// mapAddresses lists every address that showMap answers for an archive.
func (s *Public) mapAddresses(a *report.Archive) []string {
	if a.Newest().IsZero() || len(s.frame.World) == 0 {
		return nil
	}
	addresses := []string{views.NewestMapURL()}
	for _, p := range a.Periods() {
		for _, m := range views.MapMeasures() {
			addresses = append(addresses, views.MapURL(p, m))
		}
	}
	return addresses
}
