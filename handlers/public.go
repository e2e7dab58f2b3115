package handlers

import (
	"context"
	"log/slog"
	"net/http"
	"runtime"
	"strconv"
	"sync/atomic"
	"time"

	"github.com/labstack/echo/v4"
	"golang.org/x/sync/errgroup"

	"lerr/handlers/web"
	"lerr/internal/pagecache"
	"lerr/internal/report"
	"lerr/views"
)

// Public is the public site. It holds one archive and the press of that archive's pages, and swaps
// both at once when something is published.
type Public struct {
	*web.Server
	frame    views.Frame
	log      *slog.Logger
	shown    atomic.Pointer[shown]
	keep     int64        // bytes of finished pages that are kept
	lazy     bool         // no page is made before somebody asks for it
	next     atomic.Int64 // when the next release is due, in Unix milliseconds; 0 when none is
	draining atomic.Bool
	database Database // makes the figures' database file; nil where none is offered
}

// shown is what the site shows: pages of one archive only, never of two.
type shown struct {
	archive *report.Archive
	press   *pagecache.Cache
}

// pressLimit is how many bytes of finished pages are kept, in all their codings: some two hundred and fifty
// pages. Whatever is asked for stays; the others take some milliseconds to make again.
const pressLimit = 6 << 20

// NewPublic returns the public site of an archive.
func NewPublic(frame views.Frame, log *slog.Logger, archive *report.Archive) (*Public, error) {
	s := &Public{frame: frame, log: log, keep: pressLimit}
	s.shown.Store(&shown{archive: archive, press: pagecache.New(s.keep)})
	var err error
	s.Server, err = web.NewServer(web.Options{
		Site: "public", Frame: frame, Log: log, Routes: s.routes, Chain: []echo.MiddlewareFunc{readOnly, canonical},
		Headers: web.CommonHeaders("Referrer-Policy", "strict-origin-when-cross-origin"),
		Find:    s.find, BeforeHeaders: s.shorten,
	})
	return s, err
}

// Keep sets how many bytes of finished pages are kept, before the site is served.
func (s *Public) Keep(bytes int64) {
	s.keep = bytes
	s.shown.Store(&shown{archive: s.shown.Load().archive, press: pagecache.New(bytes)})
}

// Lazily makes the site make no page before somebody asks for it: for tests, which ask for few.
func (s *Public) Lazily() { s.lazy = true }

// find is the finished page that a request asks for.
func (s *Public) find(r *http.Request) (*pagecache.Page, bool) {
	if page, ok := s.shown.Load().press.Find(r.URL.Path); ok {
		return page, true
	}
	page, ok := web.StaticPage(r.URL.Path)
	return page, ok
}

// Show replaces everything that the site shows, at once.
func (s *Public) Show(archive *report.Archive) { s.Prerender(context.Background(), archive)() }

// Prerender renders the pages of an archive's newest period, which most readers ask for first, and
// returns a function that makes the site show the archive. If ctx ends first, the other pages are
// rendered after that. Nothing of the archive can be reached before swap is called.
func (s *Public) Prerender(ctx context.Context, archive *report.Archive) (swap func()) {
	next := &shown{archive: archive, press: pagecache.New(s.keep)}
	if s.lazy {
		return func() { s.shown.Store(next) }
	}
	s.make(ctx, next, runtime.NumCPU())
	return func() {
		s.shown.Store(next)
		if ctx.Err() != nil {
			go s.make(context.Background(), next, 1) // readers come first
		}
	}
}

// make makes the newest period's pages that are not made yet, some at a time, until ctx ends or
// something else is shown.
func (s *Public) make(ctx context.Context, now *shown, atATime int) {
	var all errgroup.Group
	all.SetLimit(atATime)
	before := s.shown.Load()
	for _, address := range newestAddresses(now.archive) {
		if current := s.shown.Load(); ctx.Err() != nil || (current != before && current != now) {
			break
		}
		all.Go(func() error {
			if _, err := s.page(now, address); err != nil {
				// It is made again, or fails again, when somebody asks for it.
				s.log.Error("page not made ahead", "path", address, "error", err)
			}
			return nil
		})
	}
	_ = all.Wait()
}

// SetNextRelease sets the time of the next release, beyond which no cache may keep a page; the zero
// time means that none is scheduled.
func (s *Public) SetNextRelease(at time.Time) {
	if at.IsZero() {
		s.next.Store(0)
		return
	}
	s.next.Store(at.UnixMilli())
}

func (s *Public) expected() time.Time {
	if next := s.next.Load(); next != 0 {
		return time.UnixMilli(next)
	}
	return time.Time{}
}

// shorten makes an answer that caches may keep for a while end with the next release.
func (s *Public) shorten(h http.Header) {
	next := s.next.Load()
	if next == 0 {
		return
	}
	left := time.Until(time.UnixMilli(next))
	if left >= sharedSeconds*time.Second || h.Get("Cache-Control") != web.CachePage {
		return
	}
	h["Cache-Control"] = []string{cachePageFor(int(max(left, 0) / time.Second))}
}

// sharedSeconds is how long caches between the site and its readers may answer for it.
const sharedSeconds = 10

func cachePageFor(seconds int) string {
	return "public, max-age=0, s-maxage=" + strconv.Itoa(seconds) + ", must-revalidate"
}

// Drain makes the site tell its load balancer that it is about to stop, while it still answers.
func (s *Public) Drain() { s.draining.Store(true) }

// Gauges returns the site's numbers for its metrics. The time of the next release is among them.
func (s *Public) Gauges() []web.Gauge {
	seconds := func(t time.Time) float64 {
		if t.IsZero() {
			return 0
		}
		return float64(t.UnixMilli()) / 1000
	}
	return []web.Gauge{
		{Name: "lerr_pages_bytes", Help: "Bytes of finished pages that are kept in memory.", Value: func() float64 {
			size, _ := s.shown.Load().press.Size()
			return float64(size)
		}},
		{Name: "lerr_pages", Help: "Finished pages that are kept in memory.", Value: func() float64 {
			_, n := s.shown.Load().press.Size()
			return float64(n)
		}},
		{Name: "lerr_periods", Help: "Periods that are published.", Value: func() float64 {
			return float64(len(s.shown.Load().archive.Periods()))
		}},
		{Name: "lerr_updated_timestamp_seconds", Help: "When what is shown last changed.", Value: func() float64 {
			return seconds(s.shown.Load().archive.UpdatedAt())
		}},
		{Name: "lerr_next_release_timestamp_seconds", Help: "When the next scheduled release is due; 0 when none is.", Value: func() float64 {
			return seconds(s.expected())
		}},
	}
}

// now is what is shown to a request, the same from its beginning to its end. A page that is made
// ahead is made of what is not shown yet.
func (s *Public) now(c echo.Context) *shown {
	if m, ok := c.Request().Context().Value(makingKey{}).(*making); ok {
		return m.now
	}
	return s.shown.Load()
}
