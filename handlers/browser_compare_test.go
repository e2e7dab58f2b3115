//go:build browser

package handlers_test

import (
	"testing"

	"lerr/internal/sitetest"
	"lerr/internal/sitetest/browser"
)

// After Go and after each switch the figure is in view and has the focus.
func TestBrowser_AComparisonLeadsToItsFigure(t *testing.T) {
	t.Parallel()
	site := sitetest.New(t)
	for _, width := range []int{320, 390, 1440} {
		tab := browser.Open(t, browser.Options{Width: width, ReducedMotion: true})
		tab.Go(site.URL + "/compare?places=us,de,fr,gb,br")
		tab.Type("#add", "Italy")
		tab.Press("Enter")
		tab.WaitURL("/compare?places=us,de,fr,gb,br,it#figures")
		tab.WaitFor(`document.activeElement.id === "figures"`)
		tab.WaitFor(`[...document.querySelectorAll(".plot")].some((p) => { const r = p.getBoundingClientRect(); return r.height > 0 && r.top >= 0 && r.top < innerHeight * 0.6; })`)
	}
}

// Places chosen from the list become chips, which can be removed, until Go.
func TestBrowser_GathersPlacesAsChips(t *testing.T) {
	t.Parallel()
	site := sitetest.New(t)
	tab := browser.Open(t, browser.Options{})
	tab.Go(site.URL + "/compare?places=de,,fr")
	for _, name := range []string{"Spain", "Germany", "Italy", "Brazil"} {
		tab.Eval(`(() => { const f = document.querySelector("#add"); f.value = "`+name+`"; f.dispatchEvent(new Event("input")); })()`, nil)
	}
	tab.Type("#add", "japan,nor")
	chips := func(want string) {
		t.Helper()
		var got string
		tab.Eval(`[...document.querySelectorAll(".choice__places li")].map((li) => li.firstChild.textContent.trim() || li.dataset.name).join(" ")`, &got)
		if got != want {
			t.Errorf("the chips are %q, want %q", got, want)
		}
	}
	chips("Germany France Spain Italy Brazil Japan")
	tab.Click(`[aria-label="Remove Italy"]`)
	chips("Germany France Spain Brazil Japan")
	check(t, "announced", tab.Text("[data-compare-status]"), "Italy removed")
	var rest string
	tab.Eval(`document.querySelector("#add").value`, &rest)
	check(t, "still typed", rest, "nor")
	tab.Eval(`document.querySelector("#add").value = ""`, nil)
	tab.ClickText(".choice button", "Go")
	tab.WaitURL("/compare?places=de,es,fr,br,jp#figures")
}

// Sizes of type are six, and what a narrow window shows is a small picture of each place.
func TestBrowser_AComparisonFitsEachWindow(t *testing.T) {
	t.Parallel()
	site := sitetest.New(t)
	for _, width := range []int{320, 390, 768, 1440} {
		tab := browser.Open(t, browser.Options{Width: width, ReducedMotion: true})
		for _, path := range []string{"/compare", "/compare?places=none", "/compare?places=ad,np", "/compare?places=global,europe,middle-east-and-africa,us,ad,do&measure=content&as=share&since=2017-H1"} {
			tab.Go(site.URL + path)
			if got := tab.Overflow(); got != "" {
				t.Errorf("%s at %d: %s", path, width, got)
			}
			var sizes, cut string
			tab.Eval(`[...new Set([...document.querySelectorAll(".compare *")].filter((e) => e.checkVisibility() && [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim())).map((e) => getComputedStyle(e).fontSize))].filter((s) => !["12.5px", "15px", "17px", "20px", "28px", "44px"].includes(s)).join(" ")`, &sizes)
			if sizes != "" {
				t.Errorf("%s at %d has type of %s", path, width, sizes)
			}
			tab.Eval(`[...document.querySelectorAll(".plot text")].filter((e) => e.checkVisibility()).filter((e) => { const r = e.getBoundingClientRect(); return r.width > 0 && (r.right > innerWidth || r.left < 0); }).map((e) => e.textContent).join(", ")`, &cut)
			if cut != "" {
				t.Errorf("%s at %d: cut: %s", path, width, cut)
			}
			small := tab.Visible(".plot--small")
			if want := width <= 736 && path != "/compare?places=none"; small != want {
				t.Errorf("%s at %d: small pictures are %v", path, width, small)
			}
		}
	}
}
