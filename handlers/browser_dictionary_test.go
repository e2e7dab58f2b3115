//go:build browser

package handlers_test

import (
	"strings"
	"testing"
	"time"

	"lerr/internal/sitetest"
	"lerr/internal/sitetest/browser"
)

// The most bytes, with headers, that a change takes of whoever has read a page before. The figures of a half-year are
// new to the browser; those of a place are there, and its history is not.
const (
	changeOfPeriod = 5_000
	changeOfPlace  = 3_500
	toBrazil       = 3_900  // which has the fullest history of all countries
	toARegion      = 5_500  // which shows its countries' histories
	firstView      = 30_000 // page, sheet, script and the rules for pages that are made ahead
)

// Chromium fetches the dictionary when it is idle, under the site's own policy, and is then sent what differs.
func TestBrowser_AChangeOfPeriodOrPlaceTakesFewBytes(t *testing.T) {
	t.Parallel()
	site := sitetest.New(t, sitetest.Own)
	if err := site.Public.OfferDictionary(); err != nil {
		t.Fatal(err)
	}
	tab := browser.Open(t, browser.Options{})
	tab.Go(site.URL + "/")
	if got := loadOf(t, tab, "/"); got.Coding != "br" {
		t.Errorf("the first page comes in %q, want br", got.Coding)
	}
	first := 0
	for _, l := range tab.Loads() {
		if !strings.Contains(l.URL, "/dictionary/") {
			first += l.Bytes
		}
	}
	t.Logf("the first view takes %d bytes", first)
	if first > firstView {
		t.Errorf("the first view takes %d bytes, want at most %d", first, firstView)
	}
	// Each page names the dictionary until it is there. The headless shell is not idle after each of them.
	for !tab.Loaded("/dictionary/", 2*time.Second) { // or the test's time limit ends it
		tab.Go(site.URL + "/")
	}
	limits := map[string]int{"/2019-H1/au": changeOfPlace, "/2019-H1/in": changeOfPlace, "/2019-H1/br": toBrazil, "/2019-H1/europe": toARegion, "/countries/fr": changeOfPlace, "/2019-H1/nz": changeOfPlace}
	for _, p := range site.Archive.Periods()[1:] {
		limits["/"+p.String()] = changeOfPeriod
	}
	for path, limit := range limits {
		tab.Go(site.URL + path)
		got := loadOf(t, tab, path)
		t.Logf("%-14s %s %d bytes", path, got.Coding, got.Bytes)
		if got.Coding != "dcz" || got.Bytes > limit {
			t.Errorf("%s takes %d bytes in %q, want at most %d in dcz", path, got.Bytes, got.Coding, limit)
		}
		var title, end string
		tab.Eval("document.title", &title)
		tab.Eval(`document.querySelector(".footer__version").textContent`, &end)
		if want := sitetest.Text(site.Doc(path).Find("title")); title != want || end != "lerr test" {
			t.Errorf("%s is shown as %q … %q, want %q to its end", path, title, end, want)
		}
	}
	if got := tab.Complaints(); len(got) > 0 {
		t.Errorf("the browser complains: %v", got)
	}
}

// loadOf returns the last response from a path.
func loadOf(t *testing.T, tab *browser.Tab, path string) (found browser.Load) {
	t.Helper()
	for _, l := range tab.Loads() {
		if _, rest, _ := strings.Cut(l.URL, "//"); rest[strings.Index(rest, "/"):] == path && l.Bytes > 0 {
			found = l
		}
	}
	return found
}
