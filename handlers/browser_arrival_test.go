//go:build browser

package handlers_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"

	"lerr/internal/sitetest"
	"lerr/internal/sitetest/browser"
)

// inParts sends pages in two parts, the second after a while, and scripts late: a slow line. at returns the
// length of the first part.
func inParts(site http.Handler, at func(page []byte) int) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r.Header.Del("Accept-Encoding")
		rec := httptest.NewRecorder()
		site.ServeHTTP(rec, r)
		for name, values := range rec.Header() {
			w.Header()[name] = values
		}
		w.WriteHeader(rec.Code)
		body, cut := rec.Body.Bytes(), 0
		if strings.HasPrefix(rec.Header().Get("Content-Type"), "text/html") {
			cut = at(body)
		}
		_, _ = w.Write(body[:cut])
		_ = http.NewResponseController(w).Flush()
		if cut > 0 || strings.HasSuffix(r.URL.Path, ".js") {
			time.Sleep(300 * time.Millisecond) // long enough for the browser to paint what it has
		}
		_, _ = w.Write(body[cut:])
	})
}

func TestBrowser_NothingMovesWhileAPageArrives(t *testing.T) {
	t.Parallel()
	site := sitetest.New(t)
	for i, path := range []string{"/", "/2013-H1/us", "/map", "/countries/us", "/cite/2019-H1/europe", "/2019-H1/countries", "/2019-H1/countries/content-rate?find=united", "/data"} {
		for _, percent := range deal([]int{2, 10, 24, 50, 68, 95}, i%6, 6) {
			wantStill(t, site, path, 1280, fmt.Sprintf("%d%%", percent), func(page []byte) int { return len(page) * percent / 100 })
		}
	}
}

// On whatever piece a line stops, what a reader sees by then stays where it is when the rest arrives.
func TestBrowser_NothingMovesForWhatFollows(t *testing.T) {
	t.Parallel()
	site := sitetest.New(t)
	tags := 4
	if testing.Short() {
		tags = 150
	}
	paths := []string{
		"/", "/2013-H1/us", "/2019-H1/europe?expand=all", "/2014-H2/bd", "/trends", "/map", "/?place=united", "/nowhere", "/embed/2019-H1/de", "/cite/2019-H1/europe",
		"/2019-H1/countries", "/2019-H1/countries/content-rate?find=united", "/2019-H1/countries/rejected/regions", "/2013-H1/countries/name",
		"/compare", "/compare?places=de", "/compare?places=us,de,fr", "/data", "/revisions", "/verify", "/methodology",
	}
	for i, width := range []int{320, 390, 768, 1440, 1920} {
		t.Run(strconv.Itoa(width), func(t *testing.T) {
			t.Parallel()
			tab := browser.Open(t, browser.Options{Width: width})
			for _, path := range deal(paths, i, 5) {
				tab.Go(site.URL + "/robots.txt")
				for _, move := range tab.Arrival(path, tags) {
					t.Errorf("%s: %s", path, move)
				}
			}
		})
	}
}

// wantStill checks that nothing moves on a page whose second part arrives late.
func wantStill(t *testing.T, site *sitetest.Site, path string, width int, cut string, at func(page []byte) int) {
	t.Helper()
	server := httptest.NewServer(inParts(site.Public, at))
	defer server.Close()
	tab := browser.Open(t, browser.Options{Width: width})
	tab.Go(server.URL + path)
	if got := tab.LayoutShift(); got != "" {
		t.Errorf("%s at %d px, cut after %s: something moves: %s", path, width, cut, got)
	}
}
