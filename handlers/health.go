package handlers

import (
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"lerr/handlers/web"
)

// showLive reports that the process answers.
func (s *Site) showLive(c echo.Context) error {
	c.Response().Header().Set("Cache-Control", web.CacheNever)
	return c.String(http.StatusOK, "live\n")
}

// showReady reports whether readers should be sent here: there are figures, and the program is not about to stop. A
// database that does not answer, or has gone back, is told of and takes no reader away: every process shows what it has, and a load balancer
// would find none left.
func (s *Site) showReady(c echo.Context) error {
	c.Response().Header().Set("Cache-Control", web.CacheNever)
	if s.options.Running.Err() != nil {
		return c.String(http.StatusServiceUnavailable, "stopping\n")
	}
	if s.current.Load().archive.NewestPublished().IsZero() {
		return c.String(http.StatusServiceUnavailable, "nothing is published\n")
	}
	if since := s.unconfirmed.Load(); since != 0 {
		return c.String(http.StatusOK, "ready, but the database has not confirmed what is shown since "+time.UnixMilli(since).UTC().Format(time.RFC3339)+"\n")
	}
	return c.String(http.StatusOK, "ready\n")
}
