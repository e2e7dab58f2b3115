package handlers

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"lerr/internal/press"
	"lerr/internal/report"
	"lerr/static"
)

// sendStatic sends one of the site's own files.
func (s *Public) sendStatic(c echo.Context) error {
	address := c.Request().URL.Path
	asset, ok := static.Find(address)
	if !ok {
		return report.ErrNotFound
	}
	return s.sendPage(c, s.shown.Load(), address, func() (*press.Page, error) {
		return press.NewPage(press.Head{Type: asset.Type, CacheControl: cacheForever}, asset.Body)
	})
}

// showLive says that the process answers.
func (s *Public) showLive(c echo.Context) error {
	c.Response().Header().Set("Cache-Control", cacheNever)
	return c.String(http.StatusOK, "live\n")
}

// showReady says whether to send readers here: there are figures, and the site is not stopping.
func (s *Public) showReady(c echo.Context) error {
	c.Response().Header().Set("Cache-Control", cacheNever)
	switch {
	case s.draining.Load():
		return c.String(http.StatusServiceUnavailable, "stopping\n")
	case s.shown.Load().archive.Newest().IsZero():
		return c.String(http.StatusServiceUnavailable, "nothing is published\n")
	}
	return c.String(http.StatusOK, "ready\n")
}
