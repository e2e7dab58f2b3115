//go:build browser

package handlers_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"lerr/internal/sitetest"
	"lerr/internal/sitetest/browser"
)

// inParts sends pages in two parts, the second after a while, and scripts late: a slow line.
func inParts(site http.Handler, percent int) http.Handler {
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
			cut = len(body) * percent / 100
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
	site := sitetest.New(t)
	for i, path := range []string{"/", "/2013-H1/us", "/map", "/countries/us", "/cite/2019-H1/europe", "/2019-H1/countries", "/2019-H1/countries/content-rate?find=united", "/data"} {
		for _, percent := range sitetest.Deal([]int{2, 10, 24, 50, 68, 95}, i%6, 6) {
			server := httptest.NewServer(inParts(site.Public, percent))
			tab := browser.Open(t, browser.Options{Width: 1280})
			tab.Go(server.URL + path)
			if got := tab.LayoutShift(); got > 0 {
				t.Errorf("%s, cut after %d%%: the layout shifts by %v", path, percent, got)
			}
			server.Close()
		}
	}
}
