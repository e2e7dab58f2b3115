package handlers

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"github.com/labstack/echo/v4"
	"golang.org/x/sync/errgroup"
	"golang.org/x/sync/singleflight"

	"lerr/handlers/web"
	"lerr/internal/pagecache"
	"lerr/internal/report"
	"lerr/internal/translog"
	"lerr/views"
)

// Site is the public site. It shows one snapshot at a time, which a release swaps as a whole.
type Site struct {
	*web.Server
	options     Options
	frame       views.Frame
	rows        []*route   // the table in routes.go
	table       []endpoint // the same by pattern and form
	current     atomic.Pointer[snapshot]
	nextRelease atomic.Int64 // Unix milliseconds; 0 when none is scheduled
	unconfirmed atomic.Int64 // as SetUnconfirmed tells it, in milliseconds since 1970; 0 if what is shown is known to be public
	readers     *web.Gate    // for pages that are kept, when a reader asks
	queries     *web.Gate    // for what is made for one request
	pictures    *web.Gate    // for pictures, which take ten times as long
}

// Options configures a Site.
type Options struct {
	Frame   views.Frame
	Log     *slog.Logger
	Archive *report.Archive // the first to be shown
	// Signed is the transparency log of the same moment. Nil for a site without one, for good, which offers browsers no
	// dictionary either: a preview, for example.
	Signed *translog.Signed
	// Database builds the figures' SQLite file. Nil offers none.
	Database func(*report.Archive) ([]byte, error)
	// CacheBytes bounds the finished pages that are kept, in bytes; 0 is DefaultCacheBytes.
	CacheBytes int64
	// NoPrerender leaves every page to the first request for it.
	NoPrerender bool
	// Running ends when the program is about to stop: the site then answers, tells its load balancer to
	// send no more, and makes no pages ahead. Nil never ends.
	Running context.Context
}

// DefaultCacheBytes bounds the finished pages of a site, in all their encodings: the first ones, every file of the
// data, and some 80 others. A page that was dropped takes some milliseconds to build again.
const DefaultCacheBytes = 10 << 20

// snapshot is the archive, the transparency log and their finished pages at one moment. It does not change while a
// request reads it, even if a release swaps the site's.
type snapshot struct {
	archive  *report.Archive
	turns    int64 // when an announced time passes next, in Unix milliseconds; 0 for never
	cache    *pagecache.Cache
	building singleflight.Group // by address and query: what readers wait for

	dictionary *dictionary

	log      *translog.Signed // nil while its archive is not shown, and on sites without
	logCache *pagecache.Cache // of the pages that depend on the log
	bare     *snapshot        // the same without the log
}

// logCacheBytes bounds the finished pages of the log: the page to verify files, and what programs read of it.
const logCacheBytes = 1 << 20

// withLog returns the snapshot of the same archive, with its finished pages, and a log.
func (snap *snapshot) withLog(log *translog.Signed) *snapshot {
	bare := &snapshot{archive: snap.archive, turns: snap.turns, cache: snap.cache, dictionary: snap.dictionary}
	return &snapshot{archive: snap.archive, turns: snap.turns, cache: snap.cache, dictionary: snap.dictionary, log: log, logCache: pagecache.New(logCacheBytes), bare: bare}
}

// withoutLog returns the snapshot that pages are built of that do not depend on the log: they cannot read it by mistake,
// and stay when it grows.
func (snap *snapshot) withoutLog() *snapshot {
	if snap.bare != nil {
		return snap.bare
	}
	return snap
}

// cacheOf returns the cache for the pages of an endpoint.
func (snap *snapshot) cacheOf(e endpoint) *pagecache.Cache {
	if e.dependsOnLog() {
		return snap.logCache
	}
	return snap.cache
}

// waitingReaders is the number of pages that may wait to be built for readers. Each takes some 20 ms, so that
// the last of them waits little more than a second.
const waitingReaders = 64

// waitingPictures is the same of pictures, which take some 200 ms.
const waitingPictures = 6

// newReaders returns a gate for what readers ask for. It leaves one core to releases and the console, which pass no
// gate, or half of it where there is one alone.
func newReaders(waiting int) *web.Gate {
	gate := web.NewGate(max(web.Cores-1, 1), waiting)
	gate.Rests = web.Cores == 1
	return gate
}

// New returns the public site of an archive.
func New(o Options) (*Site, error) {
	if o.CacheBytes == 0 {
		o.CacheBytes = DefaultCacheBytes
	}
	if o.Running == nil {
		o.Running = context.Background()
	}
	s := &Site{options: o, frame: o.Frame, readers: newReaders(waitingReaders), queries: newReaders(waitingReaders), pictures: newReaders(waitingPictures)}
	s.frame.HasLog = o.Signed != nil
	s.current.Store(s.newSnapshot(o.Archive).withLog(o.Signed))
	s.rows = s.routes()
	for _, r := range s.rows {
		s.table = append(s.table, r.endpoints()...)
	}
	var err error
	s.Server, err = web.NewServer(web.Options{
		Site: "public", Frame: s.frame, Log: o.Log, Routes: s.register, Chain: []echo.MiddlewareFunc{readOnly, canonical},
		Headers: web.CommonHeaders(), // browsers' own Referrer-Policy is what this site wants: other sites learn its name alone
		Find:    s.find, BeforeHeaders: s.shortenCaching,
	})
	return s, err
}

func (s *Site) newSnapshot(a *report.Archive) *snapshot {
	snap := &snapshot{archive: a, cache: pagecache.New(s.options.CacheBytes), dictionary: &dictionary{}}
	snap.turns = max(a.CalendarTurns().UnixMilli(), 0) // that of the zero time is negative
	return snap.withLog(nil)
}

// find returns the finished page that a request asks for, without building or compressing one.
func (s *Site) find(r *http.Request) (*pagecache.Page, bool) {
	if page, ok := s.current.Load().cache.Find(r.URL.Path); ok {
		return page, page.Ready(r.Header)
	}
	return web.StaticPage(r.URL.Path)
}

// Swap shows another archive, with its transparency log.
func (s *Site) Swap(a *report.Archive, log *translog.Signed) {
	s.Prerender(context.Background(), a)(log)
}

// Prerender builds the pages of an archive that readers ask for first, and returns a function that
// shows the archive with its transparency log. Until then nobody can reach any of it. If ctx ends first, it returns
// at once, even if a page is still being built, and the remaining pages are built after the swap.
func (s *Site) Prerender(ctx context.Context, a *report.Archive) (swap func(*translog.Signed)) {
	next := s.newSnapshot(a)
	if s.options.NoPrerender {
		return func(log *translog.Signed) { s.show(next, log) }
	}
	built, complete := make(chan bool, 1), false
	go func() { built <- s.prerender(ctx, next, max(web.Cores/2, 1)) }() // readers need the other half
	select {
	case complete = <-built:
	case <-ctx.Done():
	}
	return func(log *translog.Signed) {
		s.show(next, log)
		if !complete {
			go s.prerender(s.options.Running, next, 1) // readers come first
		}
	}
}

// show shows the archive of a snapshot with a log.
func (s *Site) show(next *snapshot, log *translog.Signed) {
	for {
		snap := s.current.Load()
		if s.current.CompareAndSwap(snap, next.withLog(cosigned(snap.log, log))) {
			break
		}
	}
	if !s.options.NoPrerender {
		s.offerDictionary(next)
	}
}

// ShowLog shows a longer log of the same archive, or the same log with more cosignatures.
func (s *Site) ShowLog(log *translog.Signed) {
	for {
		snap := s.current.Load()
		if snap.log != nil && snap.log.Log.Size() > log.Log.Size() { // a release was faster
			return
		}
		if s.current.CompareAndSwap(snap, snap.withLog(cosigned(snap.log, log))) {
			return
		}
	}
}

// cosigned returns the log that is to be shown after another: if they are the same, the one with more cosignatures.
func cosigned(before, log *translog.Signed) *translog.Signed {
	if before != nil && log != nil && before.Log.Size() == log.Log.Size() && len(before.Checkpoint) > len(log.Checkpoint) {
		return before
	}
	return log
}

// Archive returns the archive that is shown.
func (s *Site) Archive() *report.Archive { return s.current.Load().archive }

// Signed returns the transparency log that is shown, nil if there is none.
func (s *Site) Signed() *translog.Signed { return s.current.Load().log }

// prerender builds pages, some at a time, until ctx ends or another archive is shown: the first ones, then those that
// readers ask for of what is shown, so that a release makes nobody wait. It reports whether it has built all of them.
func (s *Site) prerender(ctx context.Context, snap *snapshot, parallel int) bool {
	before := s.current.Load().cache
	first := s.firstAddresses(snap)
	complete := s.prerenderEach(ctx, snap, before, first, parallel)
	for _, address := range first { // what the others are made of would take their place
		snap.cache.Keep(address)
	}
	for _, address := range before.Recent() {
		if size, _ := snap.cache.Size(); !complete || size > s.options.CacheBytes*3/4 {
			break
		}
		complete = s.prerenderEach(ctx, snap, before, []string{address}, 1)
	}
	return complete
}

// prerenderEach builds the pages at addresses, some at a time, until ctx ends or another archive is shown than that
// whose cache is before. It reports whether it has built all of them.
func (s *Site) prerenderEach(ctx context.Context, snap *snapshot, before *pagecache.Cache, addresses []string, parallel int) (complete bool) {
	var group errgroup.Group
	group.SetLimit(parallel)
	defer group.Wait()
	for _, address := range addresses {
		if current := s.current.Load().cache; ctx.Err() != nil || (current != before && current != snap.cache) {
			return false
		}
		group.Go(func() error {
			_, err := s.packedPage(snap, address, (*pagecache.Page).Pack)
			if err != nil && !errors.Is(err, report.ErrNotFound) { // what a reader asked for may be nowhere any more
				// The next request for it tries again.
				s.options.Log.Error("prerender", "path", address, "error", err)
			}
			return nil
		})
	}
	return true
}

// SetNextRelease tells the site when the next release is scheduled, so that no cache keeps what it
// shows beyond that time. The zero time means none.
func (s *Site) SetNextRelease(at time.Time) {
	s.nextRelease.Store(max(at.UnixMilli(), 0)) // that of the zero time is negative
}

// SetUnconfirmed tells the site since when it is not known whether what it shows is still what is public; zero if it is.
func (s *Site) SetUnconfirmed(since time.Time) { s.unconfirmed.Store(max(since.UnixMilli(), 0)) }

// sharedSeconds is the s-maxage of web.CachePage: seconds for which shared caches may keep a page.
const sharedSeconds = 10

// shortenCaching makes a page's time in shared caches end with the next release, or when the next announced time passes.
func (s *Site) shortenCaching(h http.Header) {
	next := s.nextRelease.Load()
	if turns := s.current.Load().turns; next == 0 || turns != 0 && turns < next {
		next = turns
	}
	if next == 0 {
		return
	}
	left := time.Until(time.UnixMilli(next))
	control := h.Get("Cache-Control")
	if left >= sharedSeconds*time.Second || control != web.CachePage && control != web.CacheDay {
		return
	}
	seconds := strconv.Itoa(int(max(left, 0) / time.Second))
	h["Cache-Control"] = []string{strings.Replace(control, "s-maxage=10", "s-maxage="+seconds, 1)}
}

// Gauges returns the site's numbers for its metrics. The time of the next release is among them.
func (s *Site) Gauges() []web.Gauge {
	return []web.Gauge{
		{Name: "lerr_unconfirmed_seconds", Help: "Time for which the database has not confirmed what is shown, which may be outdated; 0 while it does.", Value: func() float64 {
			if since := s.unconfirmed.Load(); since != 0 {
				return max(time.Since(time.UnixMilli(since)).Seconds(), 0)
			}
			return 0
		}},
		{Name: "lerr_pages_bytes", Help: "Bytes of finished pages that are kept in memory.", Value: func() float64 {
			size, _ := s.current.Load().cache.Size()
			return float64(size)
		}},
		{Name: "lerr_pages", Help: "Finished pages that are kept in memory.", Value: func() float64 {
			_, n := s.current.Load().cache.Size()
			return float64(n)
		}},
		{Name: "lerr_periods", Help: "Periods that are published.", Value: func() float64 {
			return float64(len(s.current.Load().archive.Periods()))
		}},
		{Name: "lerr_updated_timestamp_seconds", Help: "When what is shown last changed.", Value: func() float64 {
			if at := s.current.Load().archive.UpdatedAt(); !at.IsZero() {
				return float64(at.UnixMilli()) / 1000
			}
			return 0
		}},
		{Name: "lerr_next_release_timestamp_seconds", Help: "When the next scheduled release is due; 0 when none is.", Value: func() float64 {
			return float64(s.nextRelease.Load()) / 1000
		}},
	}
}
