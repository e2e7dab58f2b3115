//go:build browser

package handlers_test

import (
	"fmt"
	"testing"

	"lerr/internal/sitetest"
	"lerr/internal/sitetest/browser"
)

// choices are the ways to choose a period or a place, each from a page to the page of what is chosen. The pages are those
// of the world, new and old, of a region, and of countries, one with a long name.
var choices = []struct {
	name, from, to, place, period string
	choose                        func(tab *browser.Tab)
}{
	{"Apply", "/", "/2016-H2/br", "Brazil", "2016 (Jul-Dec)", func(tab *browser.Tab) {
		tab.Choose("#period", "2016-H2")
		choosePlace(tab, "Brazil")
		tab.ClickText(".filter__form button", "Apply filters")
	}},
	{"a row of the table", "/2013-H1", "/2013-H1/br", "Brazil", "2013 (Jan-Jun)", func(tab *browser.Tab) {
		tab.Click("#south-america > summary")
		if tab.Visible("#south-america .row__more > summary") {
			tab.ClickText("#south-america .row__more > summary", "Brazil")
			tab.ClickText("#south-america .row__more[open] > a", "Its page")
		} else {
			tab.ClickText("#south-america th a", "Brazil")
		}
	}},
	{"a bar of the strip", "/2013-H1/ba", "/2018-H1/ba", "Bosnia and Herzegovina", "2018 (Jan-Jun)", func(tab *browser.Tab) {
		tab.ClickText(".strip a", "2018 Jan-Jun")
	}},
	{"a search", "/2016-H2/middle-east-and-africa", "/2016-H2/ci", "Côte d'Ivoire", "2016 (Jul-Dec)", func(tab *browser.Tab) {
		typePlace(tab, "Côte d'Ivoire")
	}},
	{"one of several found", "/2016-H2/europe", "/2016-H2/gb", "United Kingdom", "2016 (Jul-Dec)", func(tab *browser.Tab) {
		typePlace(tab, "united")
		tab.WaitURL("/?period=2016-H2&place=united#figures")
		tab.ClickText(".found a", "United Kingdom")
	}},
	{"the half-year before", "/2017-H1/us", "/2016-H2/us", "United States", "2016 (Jul-Dec)", func(tab *browser.Tab) {
		tab.Click(".filter a.step")
	}},
	{"a place by its region", "/2019-H1", "/2019-H1/de", "Germany", "2019 (Jan-Jun)", func(tab *browser.Tab) {
		tab.Click(".by-region > summary")
		tab.ClickText(".places__region summary", "Europe")
		tab.ClickText(".places__countries a", "Germany")
	}},
	{"a half-year of a place's table", "/2019-H1/br", "/2015-H1/br", "Brazil", "2015 (Jan-Jun)", func(tab *browser.Tab) {
		if tab.Visible("#over-time .row__more > summary") {
			tab.ClickText("#over-time .row__more > summary", "2015 (Jan-Jun)")
			tab.ClickText("#over-time .row__more[open] > a", "Its page")
		} else {
			tab.ClickText("#over-time th a", "2015 (Jan-Jun)")
		}
	}},
}

// typePlace types a place where it is searched for, with or without scripts, and presses Enter.
func typePlace(tab *browser.Tab, name string) {
	if tab.Visible("select#place") {
		tab.Click(".by-region > summary")
		tab.Type("#find", name)
	} else {
		tab.Type("#place", name)
	}
	tab.Press("Enter")
}

// figureTop returns the top and the bottom of the main figure, in heights of the window.
func figureTop(tab *browser.Tab) (top, bottom float64) {
	var figure [2]float64
	tab.Eval(`(() => {
		const box = document.querySelector(".measure__value, .headline__absent").getBoundingClientRect();
		return [box.top / innerHeight, box.bottom / innerHeight];
	})()`, &figure)
	return figure[0], figure[1]
}

// TestBrowser_TheFigureIsInView holds where the main figure is, with and without scripts: near enough to the top of a
// page that was just opened and, after each choice of a period or a place, in view under a title that has the focus and
// names both, so that it is read out.
func TestBrowser_TheFigureIsInView(t *testing.T) {
	t.Parallel()
	site := sitetest.New(t)
	for i, size := range []struct {
		width, height int
		most          float64 // heights of the window above the figure
	}{{1440, 900, 0.60}, {768, 1024, 0.60}, {390, 844, 0.75}, {320, 640, 1.0}} {
		for j, noScript := range []bool{false, true} {
			t.Run(fmt.Sprintf("%d without script %v", size.width, noScript), func(t *testing.T) {
				t.Parallel()
				tab := browser.Open(t, browser.Options{Width: size.width, Height: size.height, NoScript: noScript})
				for _, c := range deal(choices, (4*j+i)%len(choices), len(choices)) {
					tab.Go(site.URL + c.from)
					top, _ := figureTop(tab)
					t.Logf("%s: the figure begins at %.2f screens", c.from, top)
					if top <= 0 || top > size.most {
						t.Errorf("%s: the figure begins at %.2f screens, want at most %.2f", c.from, top, size.most)
					}
					c.choose(tab)
					tab.WaitURL(c.to + "#figures")
					if top, bottom := figureTop(tab); top < 0 || bottom > 1 {
						t.Errorf("%s: the figure is from %.2f to %.2f of the screen", c.name, top, bottom)
					}
					wantAnnounced(t, tab, c.name, c.place, c.period)
				}
				if got := tab.Complaints(); len(got) > 0 {
					t.Errorf("the browser complains: %v", got)
				}
			})
		}
	}
}

// wantAnnounced checks that the section of the figures has the focus, and that its label and the title of the document
// name the place and the period.
func wantAnnounced(t *testing.T, tab *browser.Tab, what, place, period string) {
	t.Helper()
	var said struct{ ID, Label, Title string }
	tab.Eval(`(() => {
		const focused = document.activeElement;
		const label = document.getElementById(focused.getAttribute("aria-labelledby"));
		return {ID: focused.id, Label: label?.textContent ?? "", Title: document.title};
	})()`, &said)
	if said.ID != "figures" {
		t.Errorf("%s: the focus is on %q", what, tab.Focused())
	}
	check(t, what+": the label", said.Label, period+" - "+place)
	check(t, what+": the title", said.Title, period)
	check(t, what+": the title", said.Title, "Microsoft Law Enforcement Requests Report")
	if place != "Global" {
		check(t, what+": the title", said.Title, place)
	}
}

// TestBrowser_TheHeaderIsOneRowThatKeepsTheChoice follows the header's links from a place of an old half-year on a phone,
// where they are one row, which scrolls. TestNav_KeepsPeriodAndPlace has the links of each type of page.
func TestBrowser_TheHeaderIsOneRowThatKeepsTheChoice(t *testing.T) {
	t.Parallel()
	site := sitetest.New(t)
	tab := browser.Open(t, browser.Options{Width: 390, NoScript: true})
	tab.Go(site.URL + "/2016-H2/europe")
	for _, step := range []struct{ entry, to string }{
		{"Trends", "/2016-H2/europe#over-time"}, {"FAQs", "/2016-H2/europe#faqs"}, {"Data", "/2016-H2/europe#download"},
		{"Report", "/2016-H2/europe"}, {"Countries", "/2016-H2/countries"},
	} {
		tab.ClickText(".masthead__nav a", step.entry)
		tab.WaitURL(step.to)
		var row struct{ Lines, Window int }
		tab.Eval(`({
			Lines: new Set([...document.querySelectorAll(".masthead__nav a")].map((a) => a.getBoundingClientRect().top)).size,
			Window: document.documentElement.scrollWidth,
		})`, &row)
		if row.Lines != 1 || row.Window > 390 {
			t.Errorf("%s: the header has %d lines, the page is %d px wide", step.to, row.Lines, row.Window)
		}
	}
	for _, path := range []string{"/", "/2019-H1/countries", "/trends", "/compare", "/data"} {
		tab.Go(site.URL + path)
		var inView bool
		tab.Eval(`(({left, right}) => left >= 0 && right <= innerWidth)(document.querySelector(".masthead [aria-current]").getBoundingClientRect())`, &inView)
		if !inView {
			t.Errorf("%s: the header's current entry is outside of the window", path)
		}
	}
}
