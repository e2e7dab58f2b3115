//go:build browser

package handlers_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"

	"lerr/internal/sitetest"
	"lerr/internal/sitetest/browser"
	"lerr/views"
)

// Sites that publish what their editors paste in put a frame into a sandbox, in which a page has no origin.
func TestBrowser_EmbedKeepsItsStyleInASandbox(t *testing.T) {
	t.Parallel()
	site := sitetest.New(t)
	for _, sandbox := range []string{`sandbox`, `sandbox="allow-scripts"`, `sandbox="allow-scripts allow-popups"`, ``} {
		host := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			fmt.Fprintf(w, `<!DOCTYPE html><html lang="en"><title>Host</title><link rel="icon" href="data:,"><body>
				<iframe %s src="%s/embed/2019-H1/us" width="600" height="%d"></iframe></body></html>`, sandbox, site.URL, views.EmbedHeight)
		}))
		t.Cleanup(host.Close)
		tab := browser.Open(t, browser.Options{})
		tab.Go(host.URL)

		type look struct{ Origin, Content, Figures string }
		want := look{"null", "rgb(13, 51, 88)", "grid"}
		if sandbox == "" {
			want.Origin = site.URL
		}
		var got look
		tab.EvalFrame(`({
			origin: self.origin,
			content: getComputedStyle(document.querySelector(".bar__part--content")).fill,
			figures: getComputedStyle(document.querySelector(".figures")).display,
		})`, &got)
		if got != want {
			t.Errorf("%q: got %+v, want %+v", sandbox, got, want)
		}
		if got := tab.Complaints(); len(got) > 0 {
			t.Errorf("%q: the browser complains: %v", sandbox, got)
		}
	}
}
