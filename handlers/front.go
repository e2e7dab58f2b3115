package handlers

import (
	"log/slog"
	"net/http"
	"sync"
	"time"

	"lerr/internal/pagecache"
)

// front stands before a site's Echo. It gives every answer its headers, its line in the log and its
// place in the metrics, and sends pages that are finished at once: most readers need no more.
type front struct {
	headers []header
	find    func(*http.Request) (*pagecache.Page, bool) // nil for a site without finished pages
	limit   func(http.Header)                           // shortens how long an answer may be kept, before it is sent; may be nil
	inner   http.Handler
	log     *slog.Logger
	meter   *meter
}

// header is one that every answer carries. The values are shared, and never changed.
type header struct {
	name   string
	values []string
}

func newHeaders(pairs ...string) []header {
	var list []header
	for i := 0; i+1 < len(pairs); i += 2 {
		list = append(list, header{http.CanonicalHeaderKey(pairs[i]), []string{pairs[i+1]}})
	}
	return list
}

// ServeHTTP answers a request. It names no client in the log: a report on demands for data about
// people keeps none about its readers.
func (f *front) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	start := time.Now()
	a := answers.Get().(*answer)
	*a = answer{ResponseWriter: w, limit: f.limit}
	h := w.Header()
	for _, x := range f.headers {
		h[x.name] = x.values
	}
	f.answer(a, r)
	took := time.Since(start)
	f.meter.count(a.status, took)
	f.log.LogAttrs(r.Context(), slog.LevelInfo, requestLine,
		slog.String("method", r.Method),
		slog.String("path", loggedPath(r)),
		slog.Int("status", a.status),
		slog.Int64("bytes", a.size),
		slog.Duration("took", took),
	)
	*a = answer{}
	answers.Put(a)
}

// requestLine is the message of the log's line for each request.
const requestLine = "request"

func (f *front) answer(a *answer, r *http.Request) {
	if f.find != nil && isReading(r.Method) && r.URL.RawQuery == "" {
		if page, ok := f.find(r); ok {
			if err := page.SendWhole(a, r); err != nil {
				f.log.Error("answer broke off", "path", loggedPath(r), "error", err)
			}
			return
		}
	}
	f.inner.ServeHTTP(a, r)
}

func isReading(method string) bool { return method == http.MethodGet || method == http.MethodHead }

// answer notes what is sent.
type answer struct {
	http.ResponseWriter
	limit  func(http.Header)
	status int
	size   int64
}

var answers = sync.Pool{New: func() any { return new(answer) }}

// WriteHeader sends the status line and the headers.
func (a *answer) WriteHeader(status int) {
	if a.status == 0 && status >= http.StatusOK {
		a.status = status
		if a.limit != nil {
			a.limit(a.Header())
		}
	}
	a.ResponseWriter.WriteHeader(status)
}

// Write sends a part of the body.
func (a *answer) Write(b []byte) (int, error) {
	if a.status == 0 {
		a.WriteHeader(http.StatusOK)
	}
	n, err := a.ResponseWriter.Write(b)
	a.size += int64(n)
	return n, err
}

// Unwrap lets http.ResponseController reach what is under it.
func (a *answer) Unwrap() http.ResponseWriter { return a.ResponseWriter }
