//go:build browser

package handlers_test

import (
	"fmt"
	"strings"
	"testing"

	"lerr/internal/sitetest"
	"lerr/internal/sitetest/browser"
	"lerr/static"
)

// TestBrowser_UnderstandsEveryRule counts the rules of each sheet, and those that the browser has left of them: it drops a
// rule with a selector that it cannot read, and says nothing.
func TestBrowser_UnderstandsEveryRule(t *testing.T) {
	t.Parallel()
	site := sitetest.New(t)
	tab := browser.Open(t, browser.Options{})
	tab.Go(site.URL + "/methodology")
	for _, name := range []string{"site.css", "place.css", "map.css", "explore.css", "embed.css", "console.css"} {
		sheet := site.Get(static.URL(name)).Body
		var got int
		tab.Eval(fmt.Sprintf(`(() => {
			const sheet = new CSSStyleSheet();
			sheet.replaceSync(%q);
			const count = (rules) => [...(rules ?? [])].reduce((sum, rule) => sum + 1 + count(rule.cssRules), 0);
			return count(sheet.cssRules);
		})()`, sheet), &got)
		if want := strings.Count(sheet, "{"); got != want || want == 0 {
			t.Errorf("%s: %d rules are left of %d", name, got, want)
		}
	}
}

// TestBrowser_OffersOneSearch holds that readers have one field to find a place by its name: with scripts the filter's,
// without them the one by region.
func TestBrowser_OffersOneSearch(t *testing.T) {
	t.Parallel()
	site := sitetest.New(t)
	for _, noScript := range []bool{false, true} {
		tab := browser.Open(t, browser.Options{NoScript: noScript})
		for _, path := range []string{"/", "/?place=atlantis"} {
			tab.Go(site.URL + path)
			if path == "/" {
				tab.Click(".by-region > summary")
			}
			if field, find := tab.Visible("#place[role=combobox]"), tab.Visible("#find"); field == noScript || find != noScript {
				t.Errorf("%s, without script %v: the filter's field is shown: %v, the search: %v", path, noScript, field, find)
			}
		}
	}
}
