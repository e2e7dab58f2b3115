package handlers

import (
	"net/http"

	"lerr/handlers/web"

	"github.com/labstack/echo/v4"
)

// showLive says that the process answers.
func (s *Public) showLive(c echo.Context) error {
	c.Response().Header().Set("Cache-Control", web.CacheNever)
	return c.String(http.StatusOK, "live\n")
}

// showReady says whether to send readers here: there are figures, and the site is not stopping.
func (s *Public) showReady(c echo.Context) error {
	c.Response().Header().Set("Cache-Control", web.CacheNever)
	switch {
	case s.draining.Load():
		return c.String(http.StatusServiceUnavailable, "stopping\n")
	case s.shown.Load().archive.NewestPublished().IsZero():
		return c.String(http.StatusServiceUnavailable, "nothing is published\n")
	}
	return c.String(http.StatusOK, "ready\n")
}
