package handlers

import (
	"fmt"
	"net/http"

	"github.com/labstack/echo/v4"

	"lerr/handlers/web"
	"lerr/internal/report"
	"lerr/internal/urls"
)

// maxQuery is the longest query that the site reads, in bytes.
const maxQuery = 2 << 10

// readOnly refuses everything but reading, and queries that no form of the site can send.
func readOnly(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		r := c.Request()
		if !web.IsRead(r.Method) {
			c.Response().Header().Set("Allow", "GET, HEAD")
			return echo.NewHTTPError(http.StatusMethodNotAllowed)
		}
		if len(r.URL.RawQuery) > maxQuery {
			return echo.NewHTTPError(http.StatusRequestURITooLong)
		}
		for name, values := range r.URL.Query() {
			if len(values) > 1 {
				return fmt.Errorf("%w: the parameter %q is given more than once", report.ErrInvalid, name)
			}
		}
		return next(c)
	}
}

// canonical redirects an address that differs from its proper form in case or slashes only.
func canonical(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		u := c.Request().URL
		proper := urls.Canonical(u.Path)
		if proper == u.Path {
			return next(c)
		}
		to := *u
		to.Scheme, to.Host, to.User, to.Path, to.RawPath = "", "", nil, proper, ""
		return c.Redirect(http.StatusPermanentRedirect, to.RequestURI())
	}
}
