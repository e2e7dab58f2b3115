//go:build browser

package handlers_test

import (
	"fmt"
	"strings"
	"testing"

	"lerr/internal/sitetest"
	"lerr/internal/sitetest/browser"
)

func TestMain(m *testing.M) { browser.Main(m) }

// deal returns a list as it is or, with -short, every nth item of it from the ith: what n tests take
// together is the whole list.
func deal[T any](list []T, i, n int) []T {
	if !testing.Short() {
		return list
	}
	var dealt []T
	for ; i < len(list); i += n {
		dealt = append(dealt, list[i])
	}
	return dealt
}

// cutRows leaves, with -short, three of the rows, options and marks and two of the tables that a page repeats, and those
// that are marked: axe-core takes a millisecond for each element, and finds the same in each of them.
func cutRows(tab *browser.Tab) {
	if !testing.Short() {
		return
	}
	tab.Eval(`document.querySelectorAll(":is(tbody > tr, option, ol > li, ul > li, .multiples__list > *, svg > use, svg > rect, svg > line, svg > text):nth-of-type(n + 4), .grid-table > .region:nth-of-type(n + 3), .supplementary > section:nth-of-type(n + 2)")
		.forEach((e) => e.matches(":has(.mark, [aria-current]), [aria-current], [selected], .row--chosen, [role='option']") || e.closest("header, footer") || e.remove())`, nil)
}

// wake lets a page load the script of what is below its first view, as a reader's first key does.
func wake(tab *browser.Tab) {
	tab.Eval(`dispatchEvent(new KeyboardEvent("keydown"))`, nil)
	tab.WaitFor(`!document.querySelector("script[data-later]")`)
}

// withAndWithout runs a journey of staff with scripts and without. A small run takes one way, which others leave out.
func withAndWithout(t *testing.T, small string, journey func(t *testing.T, noScript bool)) {
	for name, off := range map[string]bool{"with scripts": false, "without scripts": true} {
		if testing.Short() && name != small {
			continue
		}
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			journey(t, off)
		})
	}
}

// withAndWithoutScripts runs a journey both ways: nothing on the public site needs a script.
func withAndWithoutScripts(t *testing.T, journey func(t *testing.T, site *sitetest.Site, tab *browser.Tab)) {
	for name, off := range map[string]bool{"with scripts": false, "without scripts": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			site := sitetest.New(t)
			tab := browser.Open(t, browser.Options{NoScript: off})
			journey(t, site, tab)
			if got := tab.Complaints(); len(got) > 0 {
				t.Errorf("the browser complains: %v", got)
			}
			for _, url := range tab.Requests() {
				if !strings.HasPrefix(url, site.URL+"/") {
					t.Errorf("a request left the site: %s", url)
				}
			}
		})
	}
}

func check(t *testing.T, what, got, want string) {
	t.Helper()
	if !strings.Contains(got, want) {
		t.Errorf("%s: got %q, want it to hold %q", what, got, want)
	}
}

func TestBrowser_ChoosesAPeriodAndACountryByForm(t *testing.T) {
	withAndWithoutScripts(t, func(t *testing.T, site *sitetest.Site, tab *browser.Tab) {
		tab.Go(site.URL + "/")
		check(t, "at first", tab.Text(".applied__label"), "2019 (Jan-Jun) - Global")
		tab.Choose("#period", "2016-H2")
		tab.ClickText(".filter__form button", "Apply filters")
		tab.WaitURL("/2016-H2#figures")
		check(t, "requests", tab.Text(".headline"), "25,837")
		choosePlace(tab, "Brazil")
		tab.ClickText(".filter__form button", "Apply filters")
		tab.WaitURL("/2016-H2/br#figures")
		check(t, "applied", tab.Text(".applied__label"), "2016 (Jul-Dec) - Brazil")
		tab.Back()
		check(t, "after going back", tab.Text(".applied__label"), "2016 (Jul-Dec) - Global")
	})
}

func TestBrowser_ChoosesAPeriodAndACountryByLinks(t *testing.T) {
	withAndWithoutScripts(t, func(t *testing.T, site *sitetest.Site, tab *browser.Tab) {
		tab.Go(site.URL + "/2019-H1")
		tab.Click(".by-region > summary")
		tab.ClickText(".places__region summary", "Europe")
		tab.ClickText(".places__countries a", "Germany")
		tab.WaitURL("/2019-H1/de#figures")
		tab.ClickText(".strip a", "2013 Jul-Dec")
		tab.WaitURL("/2013-H2/de#figures")
		check(t, "applied", tab.Text(".applied__label"), "2013 (Jul-Dec) - Germany")
		tab.ClickText(".masthead__nav a", "Trends")
		tab.WaitURL("/2013-H2/de#over-time")
		check(t, "heading", tab.Text("h1"), "Germany")
	})
}

func TestBrowser_OpensAndClosesRegions(t *testing.T) {
	withAndWithoutScripts(t, func(t *testing.T, site *sitetest.Site, tab *browser.Tab) {
		tab.Go(site.URL + "/2019-H1")
		row := "#europe tbody tr"
		if tab.Visible(row) {
			t.Error("a closed region shows its rows")
		}
		check(t, "a closed region's subtotal", tab.Text("#europe summary"), "13,745")
		tab.Click("#europe summary")
		tab.WaitVisible(row)
		tab.Click("#europe summary")
		tab.ClickText(".tables button", "Expand all")
		for _, region := range []string{"asia-pacific", "europe", "middle-east-and-africa", "north-america", "south-america"} {
			tab.WaitVisible("#" + region + " tbody tr")
		}
		tab.ClickText(".tables button", "Collapse all")
		tab.WaitFor(`document.querySelectorAll(".region[open]").length === 0`)
		if tab.Visible(row) {
			t.Error("a region is open after Collapse all")
		}
	})
}

func TestBrowser_OpensAndClosesQuestions(t *testing.T) {
	withAndWithoutScripts(t, func(t *testing.T, site *sitetest.Site, tab *browser.Tab) {
		tab.Go(site.URL + "/#encryption-keys")
		tab.WaitVisible("#encryption-keys p")
		if tab.Visible("#direct-access p") {
			t.Error("an answer that was not asked for is open")
		}
		tab.ClickText(".faq summary", "Do governments get direct access")
		tab.WaitVisible("#direct-access p")
		tab.ClickText(".faqs button", "Expand all")
		tab.WaitVisible("#challenges p")
		tab.ClickText(".faqs button", "Collapse all")
		tab.WaitFor(`document.querySelectorAll(".faq[open]").length === 0`)
	})
}

func TestBrowser_DownloadsAPeriod(t *testing.T) {
	withAndWithoutScripts(t, func(t *testing.T, site *sitetest.Site, tab *browser.Tab) {
		tab.Go(site.URL + "/")
		tab.Choose("#download-period", "2014-H2")
		tab.ClickText(".download button", "Download XLSX")
		tab.WaitFor(`true`)
		// A script goes straight to the file; without one the server leads there.
		got := strings.Join(tab.Requests(), " ")
		if !strings.Contains(got, "/download/2014-H2.xlsx") && !strings.Contains(got, "/download?period=2014-H2&format=xlsx") {
			t.Errorf("requests: %s", got)
		}
	})
}

// pages are one of each kind, and the fullest and emptiest of the report; see also picturePages.
var pages = []string{
	"/", "/2019-H1?expand=all", "/2017-H1/north-america", "/2013-H1/us", "/2019-H1/ad",
	"/revisions", "/data", "/verify", "/nothing", "/2019-H1/germny", "/?place=united", "/?place=atlantis",
}

func TestBrowser_PagesAreAccessible(t *testing.T) {
	site := sitetest.New(t)
	looks := []browser.Options{
		{Width: 320}, {Width: 1280}, {Width: 320, Dark: true}, {Width: 1280, Dark: true}, {Width: 768, ForcedColors: true},
	}
	for i, o := range looks {
		t.Run(fmt.Sprintf("%+v", o), func(t *testing.T) {
			t.Parallel()
			o.ReducedMotion = true
			tab := browser.Open(t, o)
			for _, path := range deal(pages, i, len(looks)) {
				tab.Go(site.URL + path)
				wake(tab)
				cutRows(tab)
				violations, incomplete := tab.Axe("html")
				for _, v := range violations {
					t.Errorf("%s: %s", path, v)
				}
				for _, v := range incomplete {
					// Forced colours replace the colours that axe would have to know.
					if !o.ForcedColors || !strings.Contains(v, "color-contrast") {
						t.Errorf("%s: to be looked at: %s", path, v)
					}
				}
			}
		})
	}
}

func TestBrowser_NothingOverflowsOrJumps(t *testing.T) {
	site := sitetest.New(t)
	for i, width := range []int{320, 768, 1280, 1600} {
		t.Run(fmt.Sprint(width), func(t *testing.T) {
			t.Parallel()
			tab := browser.Open(t, browser.Options{Width: width})
			for _, path := range deal(pages, i%2, 2) {
				tab.Go(site.URL + path)
				if got := tab.Overflow(); got != "" {
					t.Errorf("%s: %s", path, got)
				}
				if got := tab.LayoutShift(); got != "" {
					t.Errorf("%s: something moves: %s", path, got)
				}
			}
		})
	}
}

// The keyboard reaches every row, and the sticky headings never cover what has the focus.
func TestBrowser_StickyHeadingsNeverHideTheFocus(t *testing.T) {
	t.Parallel()
	site := sitetest.New(t)
	for _, width := range []int{320, 1280} {
		tab := browser.Open(t, browser.Options{Width: width, Height: 700, ReducedMotion: true})
		tab.Go(site.URL + "/2019-H1?expand=regions#tables")
		for i := range 60 {
			keys := "Tab"
			if i >= 40 {
				keys = "Shift+Tab"
			}
			tab.Press(keys)
			var hidden string
			tab.Eval(`(() => {
				const focused = document.activeElement;
				const box = focused.getBoundingClientRect();
				for (const sticky of document.querySelectorAll(".applied, #tables .row--columns")) {
					const over = sticky.getBoundingClientRect();
					if (!sticky.contains(focused) && box.top < over.bottom - 1 && box.bottom > over.top + 1) return focused.outerHTML;
				}
				return "";
			})()`, &hidden)
			if hidden != "" {
				t.Fatalf("at %d px, after %d keys, a heading covers %s", width, i+1, hidden)
			}
		}
	}
}

func TestBrowser_KeyboardOpensARegion(t *testing.T) {
	t.Parallel()
	site := sitetest.New(t)
	tab := browser.Open(t, browser.Options{})
	tab.Go(site.URL + "/2019-H1")
	tab.Eval(`document.querySelector("#europe summary").focus()`, nil)
	tab.Press("Enter")
	tab.WaitVisible("#europe tbody tr")
	tab.Press("Space")
	tab.WaitFor(`!document.querySelector("#europe").open`)
}
