package handlers

import (
	"fmt"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"lerr/internal/report"
	"lerr/internal/urls"
)

// policy allows what the site itself serves and nothing else: no inline script or style, no other
// host, no frame.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; " +
	"connect-src 'self'; form-action 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'; " +
	"require-trusted-types-for 'script'"

// Every answer carries these, errors and redirects included.
var (
	publicHeaders = newHeaders(append(commonHeaders, "Referrer-Policy", "strict-origin-when-cross-origin")...)
	staffHeaders  = newHeaders(append(commonHeaders, "Referrer-Policy", "no-referrer", "Cache-Control", "no-store, private")...)
)

var commonHeaders = []string{
	"Content-Security-Policy", policy,
	"Strict-Transport-Security", "max-age=63072000; includeSubDomains",
	"X-Content-Type-Options", "nosniff",
	"Cross-Origin-Opener-Policy", "same-origin",
	"Cross-Origin-Resource-Policy", "same-origin",
	"Permissions-Policy", "camera=(), geolocation=(), microphone=()",
}

// maxQuery is the longest query that the public site reads, in bytes.
const maxQuery = 2 << 10

// readOnly refuses everything but reading, and queries that no form of the site can make.
func readOnly(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		r := c.Request()
		if !isReading(r.Method) {
			c.Response().Header().Set("Allow", "GET, HEAD")
			return echo.NewHTTPError(http.StatusMethodNotAllowed)
		}
		if len(r.URL.RawQuery) > maxQuery {
			return echo.NewHTTPError(http.StatusRequestURITooLong)
		}
		for name, values := range r.URL.Query() {
			if len(values) > 1 {
				return fmt.Errorf("%w: the parameter %q stands more than once", report.ErrInvalid, name)
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

// loggedPath is a request's path as it may stand in a log: without the tokens of links, which let
// whoever reads them in.
func loggedPath(r *http.Request) string {
	for _, page := range []string{"/set-up/", "/invitation/"} {
		if strings.HasPrefix(r.URL.Path, page) {
			return page + "…"
		}
	}
	return r.URL.Path
}
