package handlers

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"lerr/handlers/web"
)

// showLive reports that the process answers.
func (s *Site) showLive(c echo.Context) error {
	c.Response().Header().Set("Cache-Control", web.CacheNever)
	return c.String(http.StatusOK, "live\n")
}

// showReady reports whether readers should be sent here: there are figures, and the program is not
// about to stop.
func (s *Site) showReady(c echo.Context) error {
	c.Response().Header().Set("Cache-Control", web.CacheNever)
	if s.options.Running.Err() != nil {
		return c.String(http.StatusServiceUnavailable, "stopping\n")
	}
	if s.current.Load().archive.NewestPublished().IsZero() {
		return c.String(http.StatusServiceUnavailable, "nothing is published\n")
	}
	return c.String(http.StatusOK, "ready\n")
}
