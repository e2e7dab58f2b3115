package browser

import (
	"slices"
	"strings"
	"sync"

	"github.com/chromedp/cdproto/network"
)

// requests collects the URLs that the tab asked for.
type requests struct {
	mu   sync.Mutex
	urls []string
}

// observe takes an event of the tab.
func (r *requests) observe(event any) {
	r.mu.Lock()
	defer r.mu.Unlock()
	switch e := event.(type) {
	case *network.EventRequestWillBeSent:
		if !strings.HasPrefix(e.Request.URL, "data:") {
			r.urls = append(r.urls, e.Request.URL)
		}
	case *network.EventWebSocketCreated:
		r.urls = append(r.urls, e.URL)
	}
}

// Requests returns every URL that the tab has requested since it was opened, in order, also if the page's content
// security policy then stopped the request; a data URL is no request.
// Requests of workers and of pages that were opened in another tab are not seen.
func (tab *Tab) Requests() []string {
	tab.t.Helper()
	answer[string](tab, "Requests()", "url") // by then the browser has reported all requests of the page
	tab.requests.mu.Lock()
	defer tab.requests.mu.Unlock()
	return slices.Clone(tab.requests.urls)
}
