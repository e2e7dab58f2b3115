package browser

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
)

// record collects what the browser found wrong with the pages of the tab, and the URLs that it asked for.
type record struct {
	mu    sync.Mutex
	lines []string                     // the complaints
	urls  []string                     // of requests; a data URL is none
	asked map[network.RequestID]string // the URL of each request
	codes map[network.RequestID]string // the content coding of each response
	loads []Load                       // the responses that came whole
}

// Load is a response as it came over the network.
type Load struct {
	URL    string
	Coding string // its Content-Encoding
	Bytes  int    // with its headers
}

// add adds a line; the mutex is held.
func (r *record) add(format string, args ...any) {
	r.lines = append(r.lines, strings.Join(strings.Fields(fmt.Sprintf(format, args...)), " "))
}

// complaints returns the lines.
func (r *record) complaints() []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.lines)
}

// observe handles an event of the tab.
func (r *record) observe(event any) {
	r.mu.Lock()
	defer r.mu.Unlock()
	switch e := event.(type) {
	case *runtime.EventConsoleAPICalled:
		switch e.Type {
		case runtime.ConsoleAPICalledTypeError, runtime.ConsoleAPICalledTypeWarning, runtime.ConsoleAPICalledTypeAssert:
			r.add("console %s: %s", e.Type, values(e.Args))
		}
	case *runtime.EventExceptionThrown:
		if text := exception(e.ExceptionDetails); !isTransition(text) {
			r.add("exception: %s", text)
		}
	case *log.EventEntryAdded:
		r.observeEntry(e.Entry)
	case *network.EventRequestWillBeSent:
		if r.asked == nil {
			r.asked, r.codes = make(map[network.RequestID]string), make(map[network.RequestID]string)
		}
		r.asked[e.RequestID] = e.Request.URL
		if !strings.HasPrefix(e.Request.URL, "data:") {
			r.urls = append(r.urls, e.Request.URL)
		}
	case *network.EventResponseReceived:
		for name, value := range e.Response.Headers {
			if strings.EqualFold(name, "Content-Encoding") {
				r.codes[e.RequestID] = fmt.Sprint(value)
			}
		}
	case *network.EventLoadingFinished:
		r.loads = append(r.loads, Load{r.asked[e.RequestID], r.codes[e.RequestID], int(e.EncodedDataLength)})
	case *network.EventWebSocketCreated:
		r.urls = append(r.urls, e.URL)
	case *network.EventLoadingFailed:
		// A request that the next page or a download cut off is nobody's fault, and the log has the violated policies.
		policy := e.BlockedReason == network.BlockedReasonCsp || e.ErrorText == "net::ERR_BLOCKED_BY_CSP"
		if !e.Canceled && !policy {
			r.add("request failed: %s: %s %s", r.asked[e.RequestID], e.ErrorText, e.BlockedReason)
		}
	case *page.EventJavascriptDialogOpening:
		if e.Type != page.DialogTypeBeforeunload {
			r.add("dialog: %s: %s", e.Type, e.Message)
		}
	}
}

// observeEntry handles an entry of the browser's log, which has the violations of the content security policy too.
func (r *record) observeEntry(e *log.Entry) {
	if e.Level != log.EntryLevelError && e.Level != log.EntryLevelWarning {
		return
	}
	// EventLoadingFailed says the same.
	if e.Source == log.EntrySourceNetwork && strings.HasPrefix(e.Text, "Failed to load resource: net::") {
		return
	}
	r.add("%s %s: %s (%s:%d)", e.Source, e.Level, e.Text, e.URL, e.LineNumber+1)
}

// isTransition reports whether an exception is Chromium's way to say that it gave up the fade between
// two pages, such as on a busy machine: the page itself is as it should be, and only its script could
// have heard of it, had it been running already.
func isTransition(text string) bool {
	return strings.Contains(text, "Transition was aborted") || strings.Contains(text, "Transition was skipped")
}

// values returns what the page wrote to the console.
func values(objects []*runtime.RemoteObject) string {
	var parts []string
	for _, object := range objects {
		if object.Description != "" {
			parts = append(parts, object.Description)
		} else {
			parts = append(parts, string(object.Value))
		}
	}
	return strings.Join(parts, " ")
}

// exception describes an exception that nobody caught, without its stack.
func exception(e *runtime.ExceptionDetails) string {
	text := e.Text
	if e.Exception != nil {
		what, _, _ := strings.Cut(values([]*runtime.RemoteObject{e.Exception}), "\n")
		text += " " + what
	}
	if e.URL != "" {
		text += fmt.Sprintf(" (%s:%d)", e.URL, e.LineNumber+1)
	}
	return text
}

// Complaints returns what the browser found wrong since the tab was opened, one line each: errors and warnings in the
// console, uncaught exceptions, violations of the content security policy, failed requests and unasked dialogs.
func (tab *Tab) Complaints() []string {
	tab.t.Helper()
	answer[string](tab, "Complaints()", "url") // by then the browser has reported all that happened in the page
	return tab.record.complaints()
}

// Requests returns every URL that the tab has requested since it was opened, in order, also if the page's content
// security policy then stopped the request; a data URL is no request.
// Requests of workers and of pages that were opened in another tab are not seen.
func (tab *Tab) Requests() []string {
	tab.t.Helper()
	answer[string](tab, "Requests()", "url")
	tab.record.mu.Lock()
	defer tab.record.mu.Unlock()
	return slices.Clone(tab.record.urls)
}

// Loads returns the responses that came whole since the tab was opened, in order. What the browser had in its cache has
// no bytes.
func (tab *Tab) Loads() []Load {
	tab.t.Helper()
	answer[string](tab, "Loads()", "url")
	return tab.record.loaded()
}

func (r *record) loaded() []Load {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.loads)
}

// Loaded waits up to a time for a response whose URL contains a text to have come whole, and reports whether one has. It
// asks the page nothing meanwhile, so that the browser can be idle.
func (tab *Tab) Loaded(part string, within time.Duration) bool {
	for end := time.After(within); ; {
		if slices.ContainsFunc(tab.record.loaded(), func(l Load) bool { return strings.Contains(l.URL, part) }) {
			return true
		}
		select {
		case <-end:
			return false
		case <-time.After(pause):
		}
	}
}
