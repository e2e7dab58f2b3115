//go:build browser

package handlers_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"lerr/internal/sitetest"
	"lerr/internal/sitetest/browser"
	"lerr/views"
)

// explorePages are the map with most and fewest countries and both measures, and the pages beside it.
var explorePages = []string{
	"/map", "/map/2013-H1/content-rate", "/map/2018-H2", "/methodology", "/cite/2019-H1/middle-east-and-africa",
	"/embed/2013-H1/us", "/embed/2019-H1/ad/r1",
}

func TestBrowser_MapAndItsNeighboursAreAccessible(t *testing.T) {
	t.Parallel()
	site := sitetest.New(t)
	looks := []browser.Options{{Width: 320}, {Width: 1280}, {Width: 1280, Dark: true}, {Width: 768, ForcedColors: true}}
	for i, o := range looks {
		t.Run(fmt.Sprintf("%+v", o), func(t *testing.T) {
			t.Parallel()
			o.ReducedMotion = true
			tab := browser.Open(t, o)
			for _, path := range deal(explorePages, i, len(looks)) {
				tab.Go(site.URL + path)
				violations, incomplete := tab.Axe("html")
				for _, v := range violations {
					t.Errorf("%s: %s", path, v)
				}
				for _, v := range incomplete {
					if !o.ForcedColors || !strings.Contains(v, "color-contrast") {
						t.Errorf("%s: to be looked at: %s", path, v)
					}
				}
				if got := tab.Overflow(); got != "" {
					t.Errorf("%s: %s", path, got)
				}
				if got := tab.LayoutShift(); got != "" {
					t.Errorf("%s: something moves: %s", path, got)
				}
			}
			if got := tab.Complaints(); len(got) > 0 {
				t.Errorf("the browser complains: %v", got)
			}
		})
	}
}

// From the first page to a country by the map alone, by pointer and by keyboard.
func TestBrowser_MapLeadsToACountry(t *testing.T) {
	t.Parallel()
	withAndWithoutScripts(t, func(t *testing.T, site *sitetest.Site, tab *browser.Tab) {
		tab.Go(site.URL + "/")
		tab.ClickText(".filter__or a", "on the map")
		tab.WaitURL("/map/2019-H1")
		tab.ClickText(".world__choice a", "Rate of content disclosed")
		tab.WaitURL("/map/2019-H1/content-rate")
		tab.Click(`.world__periods a[href="/map/2015-H1/content-rate"]`)
		tab.WaitURL("/map/2015-H1/content-rate")
		tab.Eval(`document.querySelector('svg.map a[href="/2015-H1/br"]').focus()`, nil)
		var width string
		tab.Eval(`getComputedStyle(document.querySelector('svg.map a:focus-visible path')).strokeWidth`, &width)
		if width != "5px" {
			t.Errorf("the focused country has a line of %q, want it to be seen", width)
		}
		tab.Press("Enter")
		tab.WaitURL("/2015-H1/br")
		check(t, "applied", tab.Text(".applied__label"), "2015 (Jan-Jun) - Brazil")
	})
}

func TestBrowser_MapSaysTheExactFigureOfWhatHasTheFocus(t *testing.T) {
	t.Parallel()
	site := sitetest.New(t)
	tab := browser.Open(t, browser.Options{})
	tab.Go(site.URL + "/map/2019-H1")
	tab.Eval(`document.querySelector('svg.map a[href="/2019-H1/au"]').focus()`, nil)
	check(t, "the line under the map", tab.Text("[data-map-says]"), "Australia: 887 requests")
	tab.Eval(`document.querySelector("svg.map .map__none path title").parentNode.dispatchEvent(new PointerEvent("pointerover", {bubbles: true}))`, nil)
	check(t, "the line under the map", tab.Text("[data-map-says]"), ": no row in this half-year’s tables")
}

func TestBrowser_CopyButtonsAppearWithTheirScript(t *testing.T) {
	t.Parallel()
	site := sitetest.New(t)
	for off, want := range map[bool]bool{false: true, true: false} {
		tab := browser.Open(t, browser.Options{NoScript: off})
		tab.Go(site.URL + "/cite/2019-H1/au")
		if want {
			tab.WaitVisible(`[data-clipboard="apa"] button`)
			tab.Click(`[data-clipboard="apa"] button`)
			tab.WaitFor(`document.querySelector('[data-clipboard="apa"] [role=status]').textContent !== ""`)
		} else if tab.Visible(`[data-clipboard="apa"] button`) {
			t.Error("without scripts there is a button that does nothing")
		}
	}
}

// A page of another site shows embeds in frames of the size that /cite/ gives, without a scroll bar.
func TestBrowser_EmbedsFitTheirFrames(t *testing.T) {
	t.Parallel()
	site := sitetest.New(t)
	var frames strings.Builder
	for _, width := range []int{300, 340, 450, 600} {
		for _, place := range []string{"global", "middle-east-and-africa", "ba", "tf", "gb", "us"} {
			fmt.Fprintf(&frames, `<iframe src="%s/embed/2013-H1/%s/r1" width="%d" height="%d" style="border: 0"></iframe>`, site.URL, place, width, views.EmbedHeight)
		}
	}
	host := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		fmt.Fprintf(w, `<!DOCTYPE html><html lang="en"><title>Host</title><link rel="icon" href="data:,"><body>%s</body></html>`, frames.String())
	}))
	t.Cleanup(host.Close)
	tab := browser.Open(t, browser.Options{})
	tab.Go(host.URL)
	if got := tab.Complaints(); len(got) > 0 {
		t.Errorf("the browser complains: %v", got)
	}
	// What is inside a frame of another site is out of reach, so its height is taken where it is alone.
	for _, width := range []int{300, 450, 600} {
		tab := browser.Open(t, browser.Options{Width: width, Height: views.EmbedHeight})
		for _, path := range []string{"/embed/2013-H1/middle-east-and-africa", "/embed/2013-H1/gb/r1", "/embed/2013-H1/us", "/embed/2013-H1/ba", "/embed/2019-H1/ad"} {
			tab.Go(site.URL + path)
			var height int
			tab.Eval(`document.documentElement.scrollHeight`, &height)
			if height > views.EmbedHeight {
				t.Errorf("%s at %d pixels is %d high, and its frame %d", path, width, height, views.EmbedHeight)
			}
		}
	}
}
