//go:build browser

package handlers_test

import (
	"fmt"
	"strings"
	"testing"

	"lerr/internal/sitetest"
	"lerr/internal/sitetest/browser"
)

// clicker counts the clicks of a journey: presses on a link, button, option or box. Typing, Enter and Tab are none.
type clicker struct {
	*browser.Tab
	t      *testing.T
	clicks int
}

func (r *clicker) click(selector, text string) {
	r.clicks++
	r.ClickText(selector, text)
}

// sees checks that an element with the text is in the window.
func (r *clicker) sees(text string) {
	r.t.Helper()
	var where string
	r.Eval(fmt.Sprintf(`(() => {
		const text = %q, holds = (element) => element.textContent.replace(/\s+/g, " ").includes(text);
		const innermost = [...document.querySelectorAll("main *")].filter((element) =>
			element.checkVisibility({visibilityProperty: true}) && holds(element) && ![...element.children].some(holds));
		const boxes = innermost.map((element) => element.getBoundingClientRect());
		if (boxes.length === 0) return "not on the page";
		return boxes.some((box) => box.width > 1 && box.top >= 0 && box.bottom <= innerHeight) ? "" :
			"from " + boxes.map((box) => Math.round(box.top) + " to " + Math.round(box.bottom)) + " of " + innerHeight + " px";
	})()`, text), &where)
	if where != "" {
		r.t.Errorf("%q is %s at %s", text, where, r.URL())
	}
}

// findPlace goes to a place of the newest half-year: with scripts by the field, without by the largest countries, which
// stand first in the table.
func (r *clicker) findPlace(name, slug string) {
	switch {
	case !r.Visible("select#place"):
		r.clicks++
		r.Click("#place")
		for _, key := range name[:3] {
			r.Press(string(key))
		}
		r.click(`.combobox [role="option"]`, name)
	case r.Visible(".largest .row__more > summary"):
		r.click(".largest .row__more > summary", name)
		r.click(".largest .row__more[open] > a", "Its page")
	default:
		r.click(".largest th a", name)
	}
	r.WaitURL("/2019-H1/" + slug + "#figures")
	r.sees("2019 (Jan-Jun) - " + name)
}

// journeys are questions of readers, each with the most clicks from the first page that its answer may take, with scripts
// and without.
var journeys = []struct {
	question      string
	most, without int
	find          func(r *clicker)
}{
	{"how many in 2019 H1", 2, 2, func(r *clicker) {
		r.sees("2019 (Jan-Jun) - Global")
		r.sees("24,175")
	}},
	{"Germany", 2, 2, func(r *clicker) {
		r.findPlace("Germany", "de")
		r.sees("3,774")
	}},
	{"Brazil", 2, 2, func(r *clicker) {
		r.findPlace("Brazil", "br")
		r.sees("1,278")
	}},
	{"is content rising", 2, 2, func(r *clicker) {
		r.click(".masthead__nav a", "Trends")
		r.WaitURL("/trends")
		r.sees("content was disclosed in 1,301 of 24,175 requests (5.4%), after 1,267 of 21,433 (5.9%) in the half-year before")
	}},
	{"the workbook of 2016 H2", 2, 2, func(r *clicker) {
		r.click(".strip a", "2016 Jul-Dec")
		r.WaitURL("/2016-H2#figures")
		r.click(".download button", "Download XLSX")
		got := strings.Join(r.Requests(), " ")
		// A script goes straight to the file; without one the server leads there.
		if !strings.Contains(got, "/download/2016-H2.xlsx") && !strings.Contains(got, "/download?period=2016-H2&format=xlsx") {
			r.t.Errorf("requests: %s", got)
		}
	}},
	{"cite this", 2, 2, func(r *clicker) {
		r.click(".trust a", "Cite")
		r.WaitURL("/cite/2019-H1/global")
		r.sees("Microsoft: Law Enforcement Requests Report, 2019 (Jan-Jun) - Global, republished")
	}},
	{"was anything corrected", 2, 2, func(r *clicker) {
		r.click(".trust a", "all revisions")
		r.WaitURL("/revisions")
		r.sees("Nothing has been corrected so far.")
	}},
	{"Germany, France, UK since 2017", 4, 6, func(r *clicker) {
		r.click(".masthead__nav a", "Compare")
		r.WaitURL("/compare")
		r.click(".choice__others a", "Remove all")
		r.WaitURL("/compare?places=none")
		r.Type("#add", "Germany, France, UK")
		r.Press("Enter")
		r.WaitURL("/compare?places=de,fr,gb#figures")
		r.click(".switch a", "Since 2017")
		r.WaitURL("/compare?places=de,fr,gb&since=2017-H1#figures")
		check(r.t, "heading", r.Text("h1"), "Germany, France, United Kingdom")
		r.sees("3,774")
	}},
	{"Germany, France, UK since 2017, of the largest", 4, 6, func(r *clicker) {
		r.click(".masthead__nav a", "Compare")
		r.click(".choice__remove", "Remove United States")
		r.WaitURL("/compare?places=,de,fr,gb,br#figures")
		r.click(".choice__remove", "Remove Brazil")
		r.WaitURL("/compare?places=,de,fr,gb#figures")
		r.click(".switch a", "Since 2017")
		r.WaitURL("/compare?places=,de,fr,gb&since=2017-H1#figures")
		r.sees("3,774")
	}},
}

func TestBrowser_QuestionsTakeFewClicks(t *testing.T) {
	t.Parallel()
	site := sitetest.New(t)
	for i, look := range []browser.Options{{Width: 1440, Height: 900}, {Width: 390, Height: 844, NoScript: true}, {Width: 390, Height: 844}, {Width: 1440, Height: 900, NoScript: true}} {
		t.Run(fmt.Sprintf("%d without script %v", look.Width, look.NoScript), func(t *testing.T) {
			t.Parallel()
			tab := browser.Open(t, look)
			for _, j := range deal(journeys, i, 4) {
				r := &clicker{Tab: tab, t: t}
				r.Go(site.URL + "/")
				j.find(r)
				most := j.most
				if look.NoScript {
					most = j.without
				}
				t.Logf("%s: %d clicks", j.question, r.clicks)
				if r.clicks > most {
					t.Errorf("%s: %d clicks, want at most %d", j.question, r.clicks, most)
				}
			}
			if got := tab.Complaints(); len(got) > 0 {
				t.Errorf("the browser complains: %v", got)
			}
		})
	}
}
