package browser

import (
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
)

// complaints collects what the browser found wrong with the pages of the tab.
type complaints struct {
	mu    sync.Mutex
	lines []string
	urls  map[network.RequestID]string
}

// add adds a line; the mutex is held.
func (c *complaints) add(format string, args ...any) {
	c.lines = append(c.lines, strings.Join(strings.Fields(fmt.Sprintf(format, args...)), " "))
}

// all returns the lines.
func (c *complaints) all() []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.Clone(c.lines)
}

// observe takes an event of the tab.
func (c *complaints) observe(event any) {
	c.mu.Lock()
	defer c.mu.Unlock()
	switch e := event.(type) {
	case *runtime.EventConsoleAPICalled:
		switch e.Type {
		case runtime.ConsoleAPICalledTypeError, runtime.ConsoleAPICalledTypeWarning, runtime.ConsoleAPICalledTypeAssert:
			c.add("console %s: %s", e.Type, values(e.Args))
		}
	case *runtime.EventExceptionThrown:
		if text := exception(e.ExceptionDetails); !isTransition(text) {
			c.add("exception: %s", text)
		}
	case *log.EventEntryAdded:
		c.observeEntry(e.Entry)
	case *network.EventRequestWillBeSent:
		if c.urls == nil {
			c.urls = make(map[network.RequestID]string)
		}
		c.urls[e.RequestID] = e.Request.URL
	case *network.EventLoadingFailed:
		// A request that the next page or a download cut off is nobody's fault, and the log has the violated policies.
		policy := e.BlockedReason == network.BlockedReasonCsp || e.ErrorText == "net::ERR_BLOCKED_BY_CSP"
		if !e.Canceled && !policy {
			c.add("request failed: %s: %s %s", c.urls[e.RequestID], e.ErrorText, e.BlockedReason)
		}
	case *page.EventJavascriptDialogOpening:
		if e.Type != page.DialogTypeBeforeunload {
			c.add("dialog: %s: %s", e.Type, e.Message)
		}
	}
}

// observeEntry takes an entry of the browser's log, which has the violations of the content security policy too.
func (c *complaints) observeEntry(e *log.Entry) {
	if e.Level != log.EntryLevelError && e.Level != log.EntryLevelWarning {
		return
	}
	// EventLoadingFailed says the same.
	if e.Source == log.EntrySourceNetwork && strings.HasPrefix(e.Text, "Failed to load resource: net::") {
		return
	}
	c.add("%s %s: %s (%s:%d)", e.Source, e.Level, e.Text, e.URL, e.LineNumber+1)
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
	return tab.complaints.all()
}
