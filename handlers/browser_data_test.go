//go:build browser

package handlers_test

import (
	"fmt"
	"testing"

	"lerr/internal/sitetest"
	"lerr/internal/sitetest/browser"
)

// TestBrowser_DataIsShort holds the length of the page of all files, and what of it is on the first screen.
func TestBrowser_DataIsShort(t *testing.T) {
	t.Parallel()
	site := sitetest.New(t)
	for _, tt := range []struct {
		width, height int
		length        int // at most, in pixels
		cards         int // at least, on the first screen
	}{{390, 844, 2500, 3}, {320, 640, 3000, 1}, {768, 1024, 2000, 4}, {1440, 900, 1500, 4}} {
		for _, noScript := range []bool{false, true} {
			t.Run(fmt.Sprintf("%d without script %v", tt.width, noScript), func(t *testing.T) {
				tab := browser.Open(t, browser.Options{Width: tt.width, Height: tt.height, NoScript: noScript})
				tab.Go(site.URL + "/data")
				var got struct{ Length, Cards, All, Open int }
				tab.Eval(`(() => {
					const cards = [...document.querySelectorAll(".card")];
					return {
						Length: document.documentElement.scrollHeight,
						Cards: cards.filter((c) => c.getBoundingClientRect().bottom <= innerHeight).length,
						All: cards.length,
						Open: document.querySelectorAll("details[open]").length,
					};
				})()`, &got)
				if got.Length > tt.length || got.Cards < tt.cards || got.All != 4 || got.Open > 1 {
					t.Errorf("%+v, want at most %d pixels and %d of four cards on the first screen", got, tt.length, tt.cards)
				}
				t.Logf("%+v", got)
			})
		}
	}
}

// TestBrowser_DataOpensForItsFragments follows a link into a part that is closed, with and without script.
func TestBrowser_DataOpensForItsFragments(t *testing.T) {
	t.Parallel()
	site := sitetest.New(t)
	for _, noScript := range []bool{false, true} {
		tab := browser.Open(t, browser.Options{Width: 390, Height: 844, NoScript: noScript})
		tab.Go(site.URL + "/data")
		for _, want := range []string{"#table-long .guide", "#statuses .guide", "#files .guide", "#columns > .prose", "#pages .guide", "#examples dl", "#programs a"} {
			if tab.Visible(want) {
				t.Errorf("%s is shown at first", want)
			}
		}
		for fragment, want := range map[string]string{
			"#statuses": "#statuses .guide", "#table-long": "#table-long .guide", "#files": "#files .guide", "#columns": "#columns > .prose",
			"#pages": "#pages .guide", "#examples": "#examples dl", "#programs": "#programs a",
		} {
			tab.Go(site.URL + "/data" + fragment)
			if !tab.Visible(want) {
				t.Errorf("%s does not show %s, without script %v", fragment, want, noScript)
			}
		}
	}
}
