//go:build browser

package handlers_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"lerr/internal/sitetest"
	"lerr/internal/sitetest/browser"
)

// choosePlace chooses a place in the filter's form, with or without scripts.
func choosePlace(tab *browser.Tab, name string) {
	if tab.Visible("select#place") {
		tab.Choose("#place", name)
	} else {
		tab.Type("#place", name)
	}
}

// offered returns the texts of the open list.
func offered(tab *browser.Tab) (names []string) {
	tab.Eval(`[...document.querySelectorAll('.combobox:has([aria-expanded="true"]) [role="option"]')].map((o) => o.textContent.replace(/^All of (the )?/, ""))`, &names)
	return names
}

// TestBrowser_SearchesLikeTheServer types the names of the server's table.
func TestBrowser_SearchesLikeTheServer(t *testing.T) {
	t.Parallel()
	site := sitetest.New(t)
	tab := browser.Open(t, browser.Options{Width: 390, Height: 844})
	tab.Go(site.URL + "/2014-H1")
	tab.Eval(`document.querySelector("#place").focus()`, nil)
	tab.WaitFor(`performance.getEntriesByName(location.origin + "/names.json").length > 0`)
	for _, c := range searchCases {
		tab.Type("#place", c.text)
		got := offered(tab)
		if len(c.want) == 1 {
			// What comes after the one that is meant is also offered, since the text may be a beginning.
			if len(got) == 0 || got[0] != c.want[0] || !tab.Visible(`#place-list [aria-selected="true"]`) {
				t.Errorf("%q: offered %v, want %v first and marked", c.text, got, c.want)
			}
			continue
		}
		if diff := cmp.Diff(c.want, got, cmpopts.EquateEmpty()); diff != "" || tab.Visible(`#place-list [aria-selected="true"]`) {
			t.Errorf("%q, none of which is marked (-want +got)\n%s", c.text, diff)
		}
		want := noPlaceNamed
		if len(c.want) > 0 {
			want = fmt.Sprintf("%d places", len(c.want))
		}
		if got := tab.Text(".combobox [role=status]"); got != want {
			t.Errorf("%q: announced %q, want %q", c.text, got, want)
		}
	}
}

// TestBrowser_ChoosesAPlaceByKeys walks the list of the place field without a pointer.
func TestBrowser_ChoosesAPlaceByKeys(t *testing.T) {
	t.Parallel()
	site := sitetest.New(t)
	tab := browser.Open(t, browser.Options{})
	field := func() (f struct{ Value, Expanded, Active string }) {
		tab.Eval(`(() => {
			const field = document.querySelector("#place");
			const active = document.getElementById(field.getAttribute("aria-activedescendant"));
			return {Value: field.value, Expanded: field.getAttribute("aria-expanded"), Active: active?.textContent ?? ""};
		})()`, &f)
		return f
	}
	is := func(what, value, expanded, active string) {
		t.Helper()
		if f := field(); f.Value != value || f.Expanded != expanded || f.Active != active {
			t.Errorf("%s: got %+v, want %q, expanded %s, %q active", what, f, value, expanded, active)
		}
	}
	tab.Go(site.URL + "/2015-H1/de")
	tab.Eval(`document.querySelector("#place").focus()`, nil)
	is("focused", "Germany", "false", "")
	tab.Press("ArrowDown")
	is("opened", "Germany", "true", "Germany")
	if got := len(offered(tab)); got != 1+5+91 {
		t.Errorf("%d places are offered", got)
	}
	tab.Press("ArrowDown")
	is("the next", "Germany", "true", "Greece")
	tab.Press("Escape")
	is("escaped", "Germany", "false", "")
	tab.Type("#place", "united")
	is("typed", "united", "true", "")
	tab.Press("ArrowUp")
	is("the last", "united", "true", "United States")
	tab.Press("ArrowDown")
	is("the first again", "united", "true", "United Kingdom")
	tab.Press("ArrowDown", "Enter")
	tab.WaitURL("/2015-H1/ae#figures")

	tab.Back()
	is("on Back", "Germany", "false", "")
	tab.Choose("#period", "2016-H2")
	tab.Type("#place", "Brasil")
	tab.Press("Enter")
	tab.WaitURL("/2016-H2/br#figures")

	// Enter on several, or none, asks the server, which keeps the text to be changed.
	tab.Type("#place", "united")
	tab.Press("Enter")
	tab.WaitURL("/?period=2016-H2&place=united#figures")
	is("several", "united", "false", "")
	if got := tab.Focused(); !strings.HasPrefix(got, "section#figures") {
		t.Errorf("the focus is on %q", got)
	}
	tab.ClickText(".found a", "United Kingdom")
	tab.WaitURL("/2016-H2/gb#figures")
	tab.Type("#place", "atlantis")
	tab.ClickText(".filter__form button", "Apply filters")
	tab.WaitURL("/?period=2016-H2&place=atlantis#figures")
	check(t, "none", tab.Text("#found"), noPlaceNamed)
	tab.Type("#place", "Holland")
	tab.ClickText(".filter__form button", "Apply filters")
	tab.WaitURL("/2016-H2/nl#figures")
	if got := tab.Complaints(); len(got) > 0 {
		t.Errorf("the browser complains: %v", got)
	}
}

// TestBrowser_TheOpenListFits holds the sizes of the field, whose list is chosen from by thumb.
func TestBrowser_TheOpenListFits(t *testing.T) {
	t.Parallel()
	site := sitetest.New(t)
	for _, width := range []int{320, 390, 640, 641, 1440} {
		tab := browser.Open(t, browser.Options{Width: width, Height: 844})
		tab.Go(site.URL + "/2019-H1/ci")
		cutRows(tab)
		if got := tab.Visible(`.filter__or a[href^="/map"]`); got != (width > 640) {
			t.Errorf("%d px: the map is offered: %v", width, got)
		}
		var size, height float64
		tab.Eval(`parseFloat(getComputedStyle(document.querySelector("#place")).fontSize)`, &size)
		if size != 17 {
			t.Errorf("%d px: the field has %v px", width, size)
		}
		for _, text := range []string{"", "united", "atlantis"} {
			if text == "" {
				tab.Click("#place")
			} else {
				tab.Type("#place", text)
			}
			if got := tab.Overflow(); got != "" {
				t.Errorf("%d px, %q: %s", width, text, got)
			}
			if width != 320 && width != 1440 || testing.Short() && (text == "united") != (width == 320) {
				continue // axe takes a second or two, and finds the same there
			}
			if violations, _ := tab.Axe(".filter"); len(violations) > 0 {
				t.Errorf("%d px, %q: %v", width, text, violations)
			}
		}
		tab.Type("#place", "united")
		tab.Eval(`document.querySelector(".combobox [role=option]").getBoundingClientRect().height`, &height)
		if height < 24 {
			t.Errorf("%d px: an option is %v px high", width, height)
		}
	}
}

func TestBrowser_FindsACountryWithoutScripts(t *testing.T) {
	t.Parallel()
	site := sitetest.New(t)
	tab := browser.Open(t, browser.Options{NoScript: true})
	find := func(text string) {
		tab.Click(".by-region > summary")
		tab.Type("#find", text)
		tab.ClickText(".find button", "Find")
	}
	tab.Go(site.URL + "/2015-H1")
	find("Taiwan Province of China")
	tab.WaitURL("/2015-H1/tw#figures")
	find("Holand")
	tab.WaitURL("/2015-H1/nl#figures")
	find("united")
	tab.WaitURL("/?period=2015-H1&place=united#figures")
	tab.ClickText(".found a", "United Arab Emirates")
	tab.WaitURL("/2015-H1/ae#figures")
	find("atlantis")
	tab.WaitURL("/?period=2015-H1&place=atlantis#figures")
	tab.ClickText(".places__region summary", "South America") // the list is open
	tab.ClickText(".places__countries a", "Brazil")
	tab.WaitURL("/2015-H1/br#figures")
}
