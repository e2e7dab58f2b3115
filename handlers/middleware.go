package handlers

import (
	"fmt"
	"log/slog"
	"net/http"
	"path"
	"regexp"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"lerr/internal/report"
)

// policy allows what the site itself serves and nothing else: no inline script or style, no other
// host, no frame.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; " +
	"connect-src 'self'; form-action 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'; " +
	"require-trusted-types-for 'script'"

// headers sets what every answer carries, errors and redirects included.
func headers(fixed map[string]string) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			h := c.Response().Header()
			h.Set("Content-Security-Policy", policy)
			h.Set("Strict-Transport-Security", "max-age=63072000; includeSubDomains")
			h.Set("X-Content-Type-Options", "nosniff")
			h.Set("Cross-Origin-Opener-Policy", "same-origin")
			h.Set("Cross-Origin-Resource-Policy", "same-origin")
			h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
			for key, value := range fixed {
				h.Set(key, value)
			}
			return next(c)
		}
	}
}

var (
	publicHeaders = headers(map[string]string{"Referrer-Policy": "strict-origin-when-cross-origin"})
	staffHeaders  = headers(map[string]string{"Referrer-Policy": "no-referrer", "Cache-Control": "no-store, private"})
)

// maxQuery is the longest query that the public site reads, in bytes.
const maxQuery = 2 << 10

// readOnly refuses everything but reading, and queries that no form of the site can make.
func readOnly(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		r := c.Request()
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
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

// halfYear finds periods in a path that was lowered.
var halfYear = regexp.MustCompile(`(^|/)(\d{4})-h(\d)`)

// canonical redirects an address that differs from its proper form in case or slashes only.
func canonical(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		u := c.Request().URL
		proper := halfYear.ReplaceAllString(strings.ToLower(path.Clean("/"+u.Path)), "${1}${2}-H${3}")
		if proper == u.Path {
			return next(c)
		}
		to := *u
		to.Scheme, to.Host, to.User, to.Path, to.RawPath = "", "", nil, proper, ""
		return c.Redirect(http.StatusPermanentRedirect, to.RequestURI())
	}
}

// logRequests writes one line for each request. It names no client: a report on demands for data
// about people keeps none about its readers.
func logRequests(log *slog.Logger) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			start := time.Now()
			if err := next(c); err != nil {
				c.Error(err)
			}
			r, w := c.Request(), c.Response()
			log.LogAttrs(r.Context(), slog.LevelInfo, "request",
				slog.String("method", r.Method),
				slog.String("path", loggedPath(r)),
				slog.Int("status", w.Status),
				slog.Int64("bytes", w.Size),
				slog.Duration("took", time.Since(start)),
			)
			return nil
		}
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
