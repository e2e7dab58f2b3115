//go:build browser

package handlers_test

import (
	"slices"
	"strings"
	"testing"

	"lerr/internal/sitetest"
	"lerr/internal/sitetest/browser"
)

// requests returns what a tab asked for, beside the dictionary, which comes whenever the browser is idle.
func requests(tab *browser.Tab) []string {
	return slices.DeleteFunc(tab.Requests(), func(url string) bool { return strings.Contains(url, "/dictionary/") })
}

func TestBrowser_AFirstViewTakesFourRequests(t *testing.T) {
	t.Parallel()
	site := sitetest.New(t)
	for _, path := range []string{"/", "/2016-H2/europe", "/countries/de", "/revisions"} {
		tab := browser.Open(t, browser.Options{})
		tab.Go(site.URL + path)
		tab.WaitFor("document.readyState === 'complete'")
		tab.Eval(`dispatchEvent(new PointerEvent("pointermove"))`, nil) // as browsers send to a pointer that rests on the page
		got := requests(tab)
		if len(got) == 0 || len(got) > 4 {
			t.Errorf("%s: %d requests, want at most 4: %v", path, len(got), got)
		}
		if got := tab.Complaints(); len(got) > 0 {
			t.Errorf("%s: the browser complains: %v", path, got)
		}
	}
}

// Pages that a reader left are shown again from memory, not loaded.
func TestBrowser_GoingBackTakesNoRequest(t *testing.T) {
	t.Parallel()
	site := sitetest.New(t)
	tab := browser.Open(t, browser.Options{})
	tab.Go(site.URL + "/")
	tab.ClickText(".strip a", "2018 Jan-Jun")
	tab.WaitURL("/2018-H1#figures")
	var reasons string
	tab.Back()
	tab.WaitURL("/")
	tab.Eval("JSON.stringify(performance.getEntriesByType('navigation')[0].notRestoredReasons ?? null)", &reasons)
	if reasons != "null" {
		t.Errorf("the page before is not kept: %s", reasons)
	}
}
