package web

import (
	"log/slog"
	"net"
	"net/http"
	"strings"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/labstack/echo/v4/middleware"

	"lerr/internal/pagecache"
	"lerr/views"
)

// Server is the outermost handler of a site. It sets the headers that every response carries, sends
// finished pages without going through Echo, logs one line a request and counts it.
type Server struct {
	headers []header
	options Options
	inner   http.Handler
	pages   errorPages
	metrics *metrics
}

// Options configures a Server.
type Options struct {
	Site    string   // label in the metrics, such as "public"
	Headers []string // name, value, name, value: of every response, errors and redirects included
	Frame   views.Frame
	Log     *slog.Logger

	// Routes registers the site's addresses.
	Routes func(*echo.Echo)
	// Chain is the middleware before routing, the outermost first.
	Chain []echo.MiddlewareFunc
	// Find returns the finished page that a GET or HEAD request without a query asks for, without
	// building one. It may be nil.
	Find func(*http.Request) (*pagecache.Page, bool)
	// BeforeHeaders may change a response's headers just before they are sent. It may be nil.
	BeforeHeaders func(http.Header)
	// TrustedProxies are the addresses of the proxies whose X-Forwarded-For header is believed about the client's
	// address. Without them it is the connection's, since anyone can send the header.
	TrustedProxies []*net.IPNet
	// Failed sends the site's own page for a failure, and reports whether it did. Nil, or a page that was not sent, leaves
	// it to the pages of both sites.
	Failed func(w http.ResponseWriter, r *http.Request, f Failure) bool
	// LoggedPath returns the path of a request as it may appear in the log: without tokens that
	// let their reader in. Nil logs the path as it is.
	LoggedPath func(*http.Request) string
}

// header is one that every response carries. The values are shared, and never changed.
type header struct {
	name   string
	values []string
}

// NewServer returns the handler of a site. The page for an internal error is rendered here, so that
// the error path cannot fail.
func NewServer(o Options) (*Server, error) {
	s := &Server{options: o, metrics: newMetrics(o.Site)}
	for i := 0; i+1 < len(o.Headers); i += 2 {
		s.headers = append(s.headers, header{http.CanonicalHeaderKey(o.Headers[i]), []string{o.Headers[i+1]}})
	}
	if s.options.LoggedPath == nil {
		s.options.LoggedPath = func(r *http.Request) string { return r.URL.Path }
	}
	var err error
	if s.pages, err = newErrorPages(o.Frame); err != nil {
		return nil, err
	}
	s.inner = s.newEcho()
	return s, nil
}

// ServeHTTP answers a request. The log names no client: a report on demands for data about people
// keeps none about its readers.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	start := time.Now()
	rec := statusRecorder{ResponseWriter: w, beforeHeaders: s.options.BeforeHeaders}
	h := w.Header()
	for _, x := range s.headers {
		h[x.name] = x.values
	}
	s.serve(&rec, r)
	took := time.Since(start)
	s.metrics.count(rec.status, took)
	// Not by the logger, which would look up the line of code and read the clock once more.
	if log := s.options.Log.Handler(); log.Enabled(r.Context(), slog.LevelInfo) {
		line := slog.NewRecord(start.Add(took), slog.LevelInfo, "request", 0)
		line.AddAttrs(
			slog.String("method", r.Method),
			slog.String("path", s.options.LoggedPath(r)),
			slog.Int("status", rec.status),
			slog.Int64("bytes", rec.size),
			slog.Duration("took", took),
		)
		_ = log.Handle(r.Context(), line) // a log that cannot be written keeps no reader waiting
	}
}

func (s *Server) serve(w *statusRecorder, r *http.Request) {
	if s.options.Find != nil && IsRead(r.Method) && r.URL.RawQuery == "" {
		if page, ok := s.options.Find(r); ok {
			if err := page.Send(w, r); err != nil {
				s.fail(w, r, w.status != 0, err)
			}
			return
		}
	}
	s.inner.ServeHTTP(w, r)
}

// IsRead reports whether a method only reads.
func IsRead(method string) bool { return method == http.MethodGet || method == http.MethodHead }

// HideSegment returns a LoggedPath that replaces the rest of the path after each of the prefixes.
func HideSegment(prefixes ...string) func(*http.Request) string {
	return func(r *http.Request) string {
		for _, p := range prefixes {
			if strings.HasPrefix(r.URL.Path, p) {
				return p + "…"
			}
		}
		return r.URL.Path
	}
}

// Policy is the Content-Security-Policy of both sites: what the site itself serves and nothing else,
// so no inline script or style, no other host, no font, no plug-in, no frame. The sheets have pictures as data URLs.
const Policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; " +
	"connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; " +
	"require-trusted-types-for 'script'"

// CommonHeaders returns the headers of every response of both sites, followed by more: name, value,
// name, value.
func CommonHeaders(more ...string) []string {
	return append([]string{
		"Content-Security-Policy", Policy,
		"Strict-Transport-Security", "max-age=63072000; includeSubDomains",
		"X-Content-Type-Options", "nosniff",
		"Cross-Origin-Opener-Policy", "same-origin",
		"Cross-Origin-Resource-Policy", "same-origin",
		"Permissions-Policy", "camera=(), geolocation=(), microphone=()",
	}, more...)
}

// newEcho returns the site's router inside its middleware, with all errors mapped in one place.
func (s *Server) newEcho() http.Handler {
	e := echo.New()
	e.HideBanner, e.HidePort = true, true
	trust := []echo.TrustOption{echo.TrustLoopback(false), echo.TrustLinkLocal(false), echo.TrustPrivateNet(false)}
	for _, proxies := range s.options.TrustedProxies {
		trust = append(trust, echo.TrustIPRange(proxies))
	}
	e.IPExtractor = echo.ExtractIPFromXFFHeader(trust...)
	e.HTTPErrorHandler = func(err error, c echo.Context) { s.fail(c.Response(), c.Request(), c.Response().Committed, err) }
	e.Pre(middleware.RecoverWithConfig(middleware.RecoverConfig{
		DisablePrintStack: true, LogErrorFunc: func(_ echo.Context, err error, stack []byte) error {
			s.options.Log.Error("panic", "error", err, "stack", string(stack))
			return err
		},
	}))
	e.Pre(s.options.Chain...)
	s.options.Routes(e)
	return e
}
