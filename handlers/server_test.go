package handlers_test

import (
	"context"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"lerr/handlers"
	"lerr/handlers/web"
	"lerr/internal/report"
	"lerr/internal/sitetest"
)

// nobody takes answers and keeps nothing of them.
type nobody struct{ header http.Header }

func (n nobody) Header() http.Header         { return n.header }
func (n nobody) Write(b []byte) (int, error) { return len(b), nil }
func (n nobody) WriteHeader(int)             {}

// quiet returns the shipped report's site, which makes nothing in the background any more. Its log goes nowhere but is
// written.
func quiet(t testing.TB) *handlers.Site {
	site := sitetest.New(t, func(o *handlers.Options) { o.Log = slog.New(slog.NewJSONHandler(io.Discard, nil)) })
	for site.Get("/").Header.Get("Link") == "" { // the dictionary is made after the first reader
	}
	return site.Public
}

func TestFront_AllocatesNextToNothing(t *testing.T) {
	site := quiet(t)
	for path, header := range map[string]string{"/": "Accept-Encoding: br", "/2019-H1/au": "Accept-Encoding: gzip", "/download/2019-H1.xlsx": "Accept: */*"} {
		r := httptest.NewRequest(http.MethodGet, path, nil)
		name, value, _ := strings.Cut(header, ": ")
		r.Header.Set(name, value)
		w := nobody{http.Header{}}
		site.ServeHTTP(w, r) // makes the page
		if got := testing.AllocsPerRun(200, func() { site.ServeHTTP(w, r) }); got > 5 {
			t.Errorf("%s: %v allocations, want at most 5", path, got)
		}
	}
}

func BenchmarkPublic(b *testing.B) {
	site := quiet(b)
	r := httptest.NewRequest(http.MethodGet, "/", nil)
	r.Header.Set("Accept-Encoding", "gzip, deflate, br, zstd")
	w := nobody{http.Header{}}
	b.ReportAllocs()
	for b.Loop() {
		site.ServeHTTP(w, r)
	}
}

// BenchmarkMakePage makes pages that nobody has asked for yet.
func BenchmarkMakePage(b *testing.B) {
	r := httptest.NewRequest(http.MethodGet, "/compare?places=de,fr", nil) // never kept
	site := quiet(b)
	b.ReportAllocs()
	for b.Loop() {
		site.ServeHTTP(nobody{http.Header{}}, r)
	}
}

// A finished page is the same as when it was built, and the connection stays open after each response,
// errors among them.
func TestFront_SendsPagesOnOneConnection(t *testing.T) {
	server := httptest.NewUnstartedServer(quiet(t))
	var opened atomic.Int32
	server.Config.ConnState = func(_ net.Conn, s http.ConnState) {
		if s == http.StateNew {
			opened.Add(1)
		}
	}
	server.Start()
	defer server.Close()
	other := httptest.NewServer(quiet(t))
	defer other.Close()
	get := func(base, method, path, coding string) (int, string, http.Header) {
		r, err := http.NewRequest(method, base+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Accept-Encoding", coding)
		w, err := http.DefaultTransport.RoundTrip(r)
		if err != nil {
			t.Fatalf("%s %s: %v", method, path, err)
		}
		defer w.Body.Close()
		body, err := io.ReadAll(w.Body)
		if err != nil {
			t.Fatalf("%s %s: %v", method, path, err)
		}
		w.Header.Del("Date")
		w.Header.Del("Link") // from when the dictionary is made
		return w.StatusCode, string(body), w.Header
	}
	for range 2 { // made first, found finished then
		for _, path := range []string{"/", "/countries/de", "/robots.txt", "/livez", "/download/2019-H1.xlsx", "/2019-h1", "/nothing", "/?period=2018-H1"} {
			for _, method := range []string{http.MethodGet, http.MethodHead, http.MethodPost} {
				for _, coding := range []string{"br", "gzip", "identity"} {
					status, body, header := get(server.URL, method, path, coding)
					wantStatus, wantBody, wantHeader := get(other.URL, method, path, coding)
					if status != wantStatus || body != wantBody || len(header) != len(wantHeader) {
						t.Errorf("%s %s in %s: got %d with %d bytes, want %d with %d as on any connection", method, path, coding, status, len(body), wantStatus, len(wantBody))
					}
				}
			}
		}
	}
	if got := opened.Load(); got != 1 {
		t.Errorf("%d connections were opened, want one to serve all", got)
	}
}

func TestPublic_LetsNoCacheKeepAPageBeyondARelease(t *testing.T) {
	site := quiet(t)
	synctest.Test(t, func(t *testing.T) { checkLifetimes(t, site) }) // on a clock that only this test moves
}

func checkLifetimes(t *testing.T, site *handlers.Site) {
	t.Helper()
	lifetime := func(path string) string {
		w := httptest.NewRecorder()
		site.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
		return w.Header().Get("Cache-Control")
	}
	const usual = "max-age=0, s-maxage=10, must-revalidate"
	for name, tt := range map[string]struct {
		in   time.Duration
		want string
	}{
		"an hour before":      {time.Hour, usual},
		"four seconds before": {4500 * time.Millisecond, "max-age=0, s-maxage=4, must-revalidate"},
		"at its time":         {0, "max-age=0, s-maxage=0, must-revalidate"},
	} {
		site.SetNextRelease(time.Now().Add(tt.in))
		for range 2 {
			if got := lifetime("/2018-H2"); got != tt.want {
				t.Errorf("%s: got %q, want %q", name, got, tt.want)
			}
		}
		if got := lifetime("/download/2018-H2-r1.csv"); got != tt.want {
			t.Errorf("%s: a revision's file: got %q", name, got)
		}
		if got := lifetime("/nothing"); got != "no-store" {
			t.Errorf("%s: no page: got %q", name, got)
		}
	}
	site.SetNextRelease(time.Time{})
	if got := lifetime("/2018-H2"); got != usual {
		t.Errorf("none expected: got %q, want %q", got, usual)
	}
}

func TestMetrics_TellWhatWasAnswered(t *testing.T) {
	c := sitetest.NewConsole(t)
	c.Public.Get("/")
	c.Public.Get("/nothing")
	w := httptest.NewRecorder()
	web.Metrics(c.Public.Public.Gauges(), c.Public.Public.Server, c.Staff.Server).ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/metrics", nil))
	for _, want := range []string{
		`lerr_requests_total{class="2xx",site="public"} 1`, `lerr_requests_total{class="4xx",site="public"} 1`,
		`lerr_requests_total{class="2xx",site="staff"} 0`, `lerr_request_seconds_count{site="public"} 2`,
		"lerr_periods 13", "lerr_next_release_timestamp_seconds 0", "process_resident_memory_bytes", "lerr_pages ",
	} {
		if !strings.Contains(w.Body.String(), want) {
			t.Errorf("the metrics do not hold %s", want)
		}
	}
}

// The newest period's pages are there before they are shown, and nobody can reach them until then.
func TestPublic_MakesTheNewestPagesAhead(t *testing.T) {
	archive := sitetest.Archive(t)
	older, err := report.NewArchive(archive.Places(), archive.Revisions()[1:])
	if err != nil {
		t.Fatal(err)
	}
	site := sitetest.New(t, sitetest.Ahead, func(o *handlers.Options) { o.Archive = older })
	status := func() int { return site.Get("/2019-H1/de").Status }
	asked := []string{"/2016-H1/fr", "/data.csv", "/data.csv?bom=1", "/2016-H1?expand=all", "/countries/au.wide.csv"}
	for _, address := range asked {
		site.Get(address)
	}
	site.Get("/nothing")
	swap := site.Public.Prerender(t.Context(), archive)
	if got := status(); got != http.StatusNotFound {
		t.Errorf("before it is shown: got %d, want 404", got)
	}
	swap(nil)
	if got := site.Public.Finished("/", "/2019-H1", "/2019-H1/de", "/2019-H1/europe", "/download/2019-H1.xlsx"); got != 5 {
		t.Errorf("%d of 5 pages are finished", got)
	}
	for _, address := range asked {
		if site.Public.Finished(address) != 1 {
			t.Errorf("%s, which readers asked for before, is not finished", address)
		}
	}
	if got := status(); got != http.StatusOK {
		t.Errorf("when it is shown: got %d", got)
	}
}

// What a page is made of takes no place of the first pages: /data needs every file of the data.
func TestPublic_KeepsTheFirstPages(t *testing.T) {
	archive := sitetest.Archive(t)
	site := sitetest.New(t, sitetest.Ahead, func(o *handlers.Options) { o.CacheBytes = 5 << 20 })
	site.Get("/data")
	site.Public.Prerender(t.Context(), archive)(nil)
	if got := site.Public.Finished("/", "/revisions", "/2019-H1", "/2019-H1/de", "/data"); got != 5 {
		t.Errorf("%d of 5 pages are finished", got)
	}
}

// TestPublic_MakesNoPagesAheadOnceItStops shows an archive whose pages could not be made in time. Those that are
// left are made afterwards, but not by a program that stops.
func TestPublic_MakesNoPagesAheadOnceItStops(t *testing.T) {
	archive := sitetest.Archive(t)
	for _, stops := range []bool{false, true} {
		running, stop := context.WithCancel(t.Context())
		defer stop()
		site := sitetest.New(t, sitetest.Ahead, func(o *handlers.Options) { o.Running = running })
		if stops {
			stop()
		}
		late, cancel := context.WithCancel(t.Context())
		cancel()
		synctest.Test(t, func(*testing.T) {
			site.Public.Prerender(late, archive)(nil)
			synctest.Wait()
		})
		if got, want := site.Public.Finished("/2019-H1/de"), 1; (got == want) == stops {
			t.Errorf("stops %v: %d of %d pages are finished", stops, got, want)
		}
	}
}
