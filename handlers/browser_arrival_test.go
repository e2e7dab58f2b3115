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

// Parts whose places depend on what follows them have those from the start: the year below a bar, the links of a switch
// that wrap, the button beside a field.
func TestBrowser_NothingMovesWhileAPartArrives(t *testing.T) {
	t.Parallel()
	site := sitetest.New(t)
	for _, cut := range []struct {
		path, begun string
		width       int
	}{
		{"/2019-H1?expand=all", `data-year="2013">`, 768},
		{"/compare?places=us,de", ">Accounts</a>", 320},
		{"/compare?places=us,de", ">No data</a>", 320},
		{"/compare", `class="choice__others">`, 320},
		{"/compare?places=de", `class="choice__others">`, 1280},
		{"/revisions", "XLSX<span", 320},
		{"/data", `<details class="more" open><summary>`, 1280},
	} {
		wantStill(t, site, cut.path, cut.width, cut.begun, func(page []byte) int {
			i := bytes.Index(page, []byte(cut.begun))
			if i < 0 {
				t.Errorf("%s has no %s", cut.path, cut.begun)
			}
			return i + len(cut.begun)
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
