//go:build browser

package handlers_test

import (
	"bytes"
	"fmt"
	"net/http"
	"net/http/httptest"
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

// The parts of lists and tables arrive one after another, too.
func TestBrowser_NothingMovesWhileAListArrives(t *testing.T) {
	t.Parallel()
	site := sitetest.New(t)
	ends := []string{"</dt>", "</dd>", "</li>", "</th>", "</td>", "</summary>", "</span>"}
	for i, path := range []string{"/", "/map", "/2019-H1/countries", "/countries/us", "/compare?places=us,de", "/data", "/revisions", "/methodology"} {
		for j, width := range []int{320, 1280} {
			for _, end := range deal(ends, (i+3*j)%7, 7) {
				for _, part := range deal([]int{0, 1, 2, 3}, (i+j)%4, 4) { // so many quarters of them arrive first, or one of them
					wantStill(t, site, path, width, fmt.Sprintf("%s %d", end, part), func(page []byte) int {
						pieces := bytes.SplitAfter(page, []byte(end))
						return len(bytes.Join(pieces[:max(1, len(pieces)*part/4)], nil))
					})
				}
			}
		}
	}
}

// The year below a bar has its place before the bar is there.
func TestBrowser_NothingMovesWhileABarArrives(t *testing.T) {
	t.Parallel()
	site := sitetest.New(t)
	const begun = `data-year="2013">`
	wantStill(t, site, "/2019-H1?expand=all", 768, begun, func(page []byte) int { return bytes.Index(page, []byte(begun)) + len(begun) })
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
