//go:build browser

package handlers_test

import (
	"fmt"
	"math"
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
				overflow, shift := tab.Overflow(), tab.LayoutShift()
				cutRows(tab)
				violations, incomplete := tab.Axe("html")
				for _, v := range violations {
					t.Errorf("%s: %s", path, v)
				}
				for _, v := range incomplete {
					if !o.ForcedColors || !strings.Contains(v, "color-contrast") {
						t.Errorf("%s: to be looked at: %s", path, v)
					}
				}
				if overflow != "" {
					t.Errorf("%s: %s", path, overflow)
				}
				if shift != "" {
					t.Errorf("%s: something moves: %s", path, shift)
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

// The map is one Tab stop between the periods and the list; arrows go from the highest figure to the
// lowest, and each is read out.
func TestBrowser_KeyboardWalksTheMap(t *testing.T) {
	t.Parallel()
	site := sitetest.New(t)
	tab := browser.Open(t, browser.Options{})
	for path, figures := range map[string][4]string{
		"/map/2019-H1": {"United States: 4,860 requests", "Germany: 3,774 requests", "France: 3,656 requests", ": 1 request"},
		"/map/2019-H1/content-rate": {
			"Brazil: content disclosed in 521 of 1,278 requests, 40.8%", "Luxembourg: content disclosed in 67 of 189 requests, 35.4%",
			"United States: content disclosed in 710 of 4,860 requests, 14.6%", ", too few for a rate",
		},
	} {
		tab.Go(site.URL + path)
		tab.Eval(`[...document.querySelectorAll(".world__periods a")].at(-1).focus()`, nil)
		for i, keys := range []string{"Tab", "ArrowRight", "ArrowDown", "End"} {
			tab.Press(keys)
			check(t, path+" after "+keys, tab.Text(".say--map:not([hidden])"), figures[i])
			check(t, "the focus on "+path, tab.Focused(), figures[i][:min(len(figures[i]), 20)])
		}
		tab.Press("Home")
		tab.Press("ArrowUp") // there is nothing higher
		check(t, path+" at the top", tab.Text(".say--map:not([hidden])"), figures[0])
		tab.Press("Escape")
		if tab.Visible(".say--map") {
			t.Errorf("%s: Escape does not close the box", path)
		}
		tab.Press("Tab")
		var inside bool
		tab.Eval(`document.activeElement === document.querySelector(".map-list a")`, &inside)
		if !inside {
			t.Errorf("%s: after the map, Tab comes to %s", path, tab.Focused())
		}
	}
	if got := tab.Complaints(); len(got) > 0 {
		t.Errorf("the browser complains: %v", got)
	}
}

// What the map says stands beside the pointer or the focus, and inside the window, wherever that is.
func TestBrowser_MapReadsOutInsideTheWindow(t *testing.T) {
	t.Parallel()
	site := sitetest.New(t)
	for _, o := range []browser.Options{{Width: 700, Height: 420}, {Width: 1440, Height: 900}} {
		tab := browser.Open(t, o)
		tab.Go(site.URL + "/map/2019-H1")
		var wrong []string
		tab.Eval(`(async () => {
			const wrong = [], box = document.querySelector(".say--map"), map = document.querySelector("svg.map");
			const inside = (what, x, y) => {
				const at = box.getBoundingClientRect(), { clientWidth, clientHeight } = document.documentElement;
				const away = Math.hypot(Math.max(at.left - x, x - at.right, 0), Math.max(at.top - y, y - at.bottom, 0));
				if (box.hidden || at.left < 0 || at.top < 0 || at.right > clientWidth || at.bottom > clientHeight) wrong.push(what + " is outside: " + JSON.stringify(at));
				else if (away > 60) wrong.push(what + " is " + away + " px away");
			};
			for (const link of map.querySelectorAll("a")) {
				link.focus();
				for (let frames = 0; frames < 2; frames++) await new Promise(requestAnimationFrame);
				const at = link.querySelector("circle").getBoundingClientRect();
				inside(link.getAttribute("aria-label"), at.left + at.width / 2, at.top + at.height / 2);
				if (box.textContent !== link.getAttribute("aria-label")) wrong.push(box.textContent);
			}
			map.scrollIntoView({ block: "end" });
			const frame = map.getBoundingClientRect();
			let areas = 0;
			for (let x = Math.ceil(frame.left); x < frame.right; x += 19) {
				for (let y = Math.max(0, Math.ceil(frame.top)); y < Math.min(frame.bottom, innerHeight); y += 19) {
					const target = document.elementFromPoint(x, y);
					target.dispatchEvent(new PointerEvent("pointermove", { bubbles: true, clientX: x, clientY: y }));
					if (!target.closest("path, circle")) continue;
					areas++;
					inside(x + " " + y, x, y);
				}
			}
			if (areas < 60) wrong.push("only " + areas + " points are on an area");
			return wrong.slice(0, 5);
		})()`, &wrong)
		if len(wrong) > 0 {
			t.Errorf("%+v: %q", o, wrong)
		}
	}
}

// Where the map would be too small to be of use, a sentence leads to the list instead, with no gap. Only
// scripts make a Tab stop of the map.
func TestBrowser_MapIsThereWhereItIsOfUse(t *testing.T) {
	t.Parallel()
	site := sitetest.New(t)
	for _, noScript := range []bool{false, true} {
		for width, offered := range map[int]bool{320: false, 390: false, 640: false, 768: true, 1440: true} {
			tab := browser.Open(t, browser.Options{Width: width, NoScript: noScript})
			tab.Go(site.URL + "/map/2019-H1/content-rate")
			if tab.Visible("svg.map path") != offered || tab.Visible(".world__narrow") == offered || tab.Visible(".legend") != offered {
				t.Errorf("%d px: the map is shown: %v, want %v", width, !offered, offered)
			}
			stops, want := 0, 0
			if offered && !noScript {
				want = 1
			}
			tab.Eval(`[...document.querySelectorAll("svg.map *")].filter((e) => e.tabIndex >= 0 && e.checkVisibility()).length`, &stops)
			if stops != want {
				t.Errorf("%d px, without script %v: %d Tab stops in the map, want %d", width, noScript, stops, want)
			}
			if offered {
				continue
			}
			var gap float64
			tab.Eval(`document.querySelector("#list-title").getBoundingClientRect().top - document.querySelector(".world__narrow").getBoundingClientRect().bottom`, &gap)
			if gap < 0 || gap > 60 {
				t.Errorf("%d px: the list is %v px below the sentence", width, gap)
			}
			tab.Click(".world__narrow a")
			tab.WaitURL("#list-title")
		}
	}
}

// A circle in the legend is as large as on the map.
func TestBrowser_LegendHasTheMapsScale(t *testing.T) {
	t.Parallel()
	site := sitetest.New(t)
	for _, width := range []int{768, 1440} {
		tab := browser.Open(t, browser.Options{Width: width})
		tab.Go(site.URL + "/map/2019-H1")
		var scales []float64
		tab.Eval(`[...document.querySelectorAll("svg.map a circle, .legend circle")].map((c) => c.getBoundingClientRect().width / c.r.baseVal.value)`, &scales)
		for _, s := range scales {
			if math.Abs(s/scales[0]-1) > 0.01 {
				t.Errorf("%d px: a unit of a circle is %v px wide, and on the map %v", width, s, scales[0])
			}
		}
	}
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
