//go:build browser

package handlers_test

import (
	"fmt"
	"strings"
	"testing"

	"lerr/internal/sitetest"
	"lerr/internal/sitetest/browser"
)

// TestBrowser_EachChoiceShowsItsFigure chooses a period and a place in every way that there is. The figure is then in
// view and its heading has the focus, so that it is read out.
func TestBrowser_EachChoiceShowsItsFigure(t *testing.T) {
	site := sitetest.New(t)
	choices := []struct {
		name, want string
		choose     func(tab *browser.Tab)
	}{
		{"the form", "/2016-H2/br", func(tab *browser.Tab) {
			tab.Choose("#period", "2016-H2")
			choosePlace(tab, "Brazil")
			tab.ClickText(".filter__form button", "Apply filters")
		}},
		{"a period", "/2018-H1", func(tab *browser.Tab) { tab.ClickText(".strip a", "2018 Jan-Jun") }},
		{"a place by its region", "/2019-H1/de", func(tab *browser.Tab) {
			tab.Click(".by-region > summary")
			tab.ClickText(".places__region summary", "Europe")
			tab.ClickText(".places__countries a", "Germany")
		}},
		{"a name that is typed", "/2019-H1/ci", func(tab *browser.Tab) {
			if tab.Visible("select#place") {
				tab.Click(".by-region > summary")
				tab.Type("#find", "Côte d'Ivoire")
			} else {
				tab.Type("#place", "Côte d'Ivoire")
			}
			tab.Press("Enter")
		}},
		{"a row of the table", "/2019-H1/br", func(tab *browser.Tab) {
			tab.Click("#south-america > summary")
			tab.ClickText("#south-america td a, #south-america th a", "Brazil")
		}},
	}
	for i, look := range []browser.Options{{Width: 1440, Height: 900}, {Width: 768, Height: 1024}, {Width: 390, Height: 844}, {Width: 320, Height: 640}} {
		for _, noScript := range []bool{false, true} {
			look.NoScript = noScript
			t.Run(fmt.Sprintf("%d without script %v", look.Width, noScript), func(t *testing.T) {
				t.Parallel()
				tab := browser.Open(t, look)
				for _, c := range deal(choices, i, 4) {
					tab.Go(site.URL + "/2019-H1")
					c.choose(tab)
					tab.WaitURL(c.want + "#figures")
					if got := tab.Focused(); !strings.HasPrefix(got, "section#figures") {
						t.Errorf("%s: the focus is on %q", c.name, got)
					}
					var place struct{ Top, Bottom, Window float64 }
					tab.Eval(`(() => {
						const box = document.querySelector(".measure__value, .headline__absent").getBoundingClientRect();
						return {Top: box.top, Bottom: box.bottom, Window: innerHeight};
					})()`, &place)
					if place.Top < 0 || place.Bottom > place.Window {
						t.Errorf("%s: the figure is from %v to %v of %v", c.name, place.Top, place.Bottom, place.Window)
					}
				}
				if got := tab.Complaints(); len(got) > 0 {
					t.Errorf("the browser complains: %v", got)
				}
			})
		}
	}
}

// TestBrowser_TheFigureIsOnTheFirstScreen holds the top of the main figure, in heights of the window.
func TestBrowser_TheFigureIsOnTheFirstScreen(t *testing.T) {
	site := sitetest.New(t)
	for _, tt := range []struct {
		width, height int
		most          float64
	}{{1440, 900, 0.60}, {768, 1024, 0.60}, {390, 844, 0.75}, {320, 640, 1.0}} {
		tab := browser.Open(t, browser.Options{Width: tt.width, Height: tt.height})
		for _, path := range []string{"/", "/2016-H2/middle-east-and-africa", "/2013-H1/ba"} {
			tab.Go(site.URL + path)
			var top float64
			tab.Eval(`document.querySelector(".measure__value, .headline__absent").getBoundingClientRect().top / innerHeight`, &top)
			if top <= 0 || top > tt.most {
				t.Errorf("%s at %d×%d: the figure begins at %.2f screens, want at most %.2f", path, tt.width, tt.height, top, tt.most)
			}
		}
	}
}
