//go:build browser

package handlers_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lerr/internal/publish"
	"lerr/internal/report"
	"lerr/internal/sitetest"
	"lerr/internal/sitetest/browser"
	"lerr/internal/urls"
	"lerr/views"
)

// picturePages are one of each kind, and the fullest and emptiest; those of a place are in pages.
var picturePages = []string{
	"/trends", "/2014-H1/countries", "/2019-H1/countries/name/regions",
	"/2019-H1/countries/content-rate?find=united", "/compare", "/compare?places=global,europe,fr,de,gb,us", "/compare?places=united,au",
}

func TestBrowser_PicturesAreAccessible(t *testing.T) {
	t.Parallel()
	site := sitetest.New(t)
	looks := []browser.Options{{Width: 320}, {Width: 1280}, {Width: 1280, Dark: true}, {Width: 768, ForcedColors: true}}
	for i, o := range looks {
		t.Run(fmt.Sprintf("%+v", o), func(t *testing.T) {
			t.Parallel()
			o.ReducedMotion = true
			tab := browser.Open(t, o)
			for _, path := range deal(picturePages, i, len(looks)) {
				tab.Go(site.URL + path)
				if got := tab.Overflow(); got != "" {
					t.Errorf("%s: %s", path, got)
				}
				if got := tab.LayoutShift(); got != "" {
					t.Errorf("%s: something moves: %s", path, got)
				}
				wake(tab)
				cutRows(tab)
				violations, incomplete := tab.Axe("html")
				for _, v := range violations {
					t.Errorf("%s: %s", path, v)
				}
				for _, v := range incomplete {
					// So is what must be scrolled to; in a wide window nothing must.
					if scrolled := o.Width == 320 && strings.HasPrefix(path, "/compare?"); !o.ForcedColors && !scrolled || !strings.Contains(v, "color-contrast") {
						t.Errorf("%s: to be looked at: %s", path, v)
					}
				}
			}
		})
	}
}

// Tab reaches a picture once, and goes on from it; arrows walk its marks and say each figure.
func TestBrowser_KeyboardWalksTheMarks(t *testing.T) {
	t.Parallel()
	site := sitetest.New(t)
	tab := browser.Open(t, browser.Options{})
	tab.Go(site.URL + "/countries/au")
	wake(tab)
	wantShown := func(want string) {
		t.Helper()
		var label, box string
		tab.Eval(`document.activeElement.getAttribute("aria-label") ?? ""`, &label)
		tab.Eval(`document.querySelector(".say:not([hidden])")?.textContent ?? ""`, &box)
		if label != want || box != want {
			t.Fatalf("the mark is named %q and the box says %q, want %q", label, box, want)
		}
	}
	tab.Eval(`document.querySelector(".over-time__links a:last-child").focus()`, nil)
	tab.Press("Tab")
	wantShown("2019 (Jan-Jun): 1,118 accounts")
	tab.Press("ArrowDown")
	wantShown("2019 (Jan-Jun): 887 requests")
	tab.Press("ArrowLeft")
	wantShown("2018 (Jul-Dec): 923 requests")
	tab.Press("ArrowUp")
	wantShown("2018 (Jul-Dec): 1,162 accounts")
	tab.Press("Home")
	wantShown("2013 (Jan-Jun): 1,462 accounts")
	tab.Press("ArrowLeft") // there is nothing further
	wantShown("2013 (Jan-Jun): 1,462 accounts")
	tab.Press("End")
	wantShown("2019 (Jan-Jun): 1,118 accounts")
	tab.Press("Escape")
	if tab.Visible(".say:not([hidden])") {
		t.Error("Escape does not close the box")
	}
	tab.Press("Tab")
	wantShown("2019 (Jan-Jun): Rejected 115 of 887 (13.0%)")
	tab.Press("ArrowDown")
	wantShown("2019 (Jan-Jun): No data found 125 of 887 (14.1%)")
	tab.Press("Tab")
	wantShown("2019 (Jan-Jun): Rejected 115 of 887 (13.0%)")
	tab.Press("Tab")
	tab.Press("Tab")
	var inside bool
	tab.Eval(`document.activeElement.closest("[data-picture]") !== null`, &inside)
	if inside {
		t.Errorf("Tab stays in a picture, on %s", tab.Focused())
	}
	for range 3 {
		tab.Press("Shift+Tab")
	}
	wantShown("2019 (Jan-Jun): No data found 125 of 887 (14.1%)") // where one has been
	if got := tab.Complaints(); len(got) > 0 {
		t.Errorf("the browser complains: %v", got)
	}
}

// The script reads the figures of marks from the tables of the page. They are those that the pictures were drawn of.
func TestBrowser_MarksSayTheFiguresTheyWereDrawnOf(t *testing.T) {
	t.Parallel()
	site := sitetest.New(t)
	marks := checkMarks(t, site.URL, site.Archive, append([]report.Place{{}}, sitetest.Sample(site.Archive.Places().All(), 14)...))
	if marks < 400 {
		t.Errorf("%d marks were read", marks)
	}
}

// What the source of a half-year does not give has no mark, nor one with a wrong text.
func TestBrowser_MarksOfAHalfYearWithGaps(t *testing.T) {
	t.Parallel()
	c := sitetest.NewConsole(t)
	before, err := c.Publisher.Archive(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	file := nextLines(t, before, map[string]string{"criminal NO": "150,602,,108,10,32", "criminal GR": ",37,0,16,7,35"})
	publishHalfYear(t, c, publish.DirectPublication{Name: "gaps.csv", File: file, Units: map[report.Section]report.Unit{report.Civil: report.UnitAccounts}})
	archive := c.Public.Public.Archive()
	places := []report.Place{{}}
	for _, slug := range []string{"no", "gr", "europe", "de"} {
		place, err := archive.ListedPlaces().Find(slug)
		if err != nil {
			t.Fatal(err)
		}
		places = append(places, place)
	}
	checkMarks(t, c.Public.URL, archive, places)
}

// checkMarks compares what the marks of places say with what they were drawn of, and returns how many there are.
func checkMarks(t *testing.T, site string, archive *report.Archive, places []report.Place) (marks int) {
	t.Helper()
	tab := browser.Open(t, browser.Options{})
	shipped := sitetest.Shipped(t)
	for _, place := range places {
		s := report.Selection{Period: archive.NewestPublished(), Place: place}
		path := urls.Report(s)
		page, err := views.NewReportPage(views.Frame{Site: &shipped.Site, World: shipped.World}, archive, s, path, urls.Expand(0))
		if err != nil {
			t.Fatal(err)
		}
		if place.IsGlobal() {
			path, page.OverTime = urls.Trend(place), views.NewTrendPage(views.Frame{Site: &shipped.Site, World: shipped.World}, archive).OverTime
		}
		var want []string
		for _, p := range page.OverTime.Pictures {
			for _, m := range p.Columns {
				want = append(want, m.Text)
			}
			for _, l := range p.Lines {
				for _, m := range l.Marks {
					want = append(want, m.Text)
				}
			}
		}
		if len(want) == 0 {
			continue // a region without a country with figures
		}
		tab.Go(site + path)
		wake(tab)
		var got []string
		tab.Eval(`[...document.querySelectorAll(".over-time [data-at]")].map((mark) => mark.getAttribute("aria-label"))`, &got)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-drawn +said)\n%s", path, diff)
		}
		marks += len(got)
	}
	if got := tab.Complaints(); len(got) > 0 {
		t.Errorf("the browser complains: %v", got)
	}
	return marks
}

// The box with a mark's figure is inside the window, wherever the mark is.
func TestBrowser_TheBoxOfAMarkIsInsideTheWindow(t *testing.T) {
	t.Parallel()
	site := sitetest.New(t)
	for _, width := range []int{320, 1280} {
		tab := browser.Open(t, browser.Options{Width: width})
		tab.Go(site.URL + "/countries/us")
		wake(tab)
		var outside string
		tab.Eval(`(() => {
			for (const mark of document.querySelectorAll("[data-at]")) {
				mark.focus();
				const box = document.querySelector(".say:not([hidden])");
				const text = mark.getAttribute("aria-label");
				if (!box || box.textContent !== text) return "nothing says " + text;
				const at = box.getBoundingClientRect();
				if (at.left < 0 || at.right > document.documentElement.clientWidth + 0.5 || at.top < 0 || at.height === 0) {
					return text + " is at " + JSON.stringify(at);
				}
			}
			return "";
		})()`, &outside)
		if outside != "" {
			t.Errorf("at %d px: %s", width, outside)
		}
	}
}

// At twice the text, words in pictures and plots are twice as high, nothing is outside the window, and heads break
// between words alone.
func TestBrowser_PicturesGrowWithTheText(t *testing.T) {
	t.Parallel()
	site := sitetest.New(t)
	const measure = `(() => {
		const plots = [...document.querySelectorAll(".picture")];
		return plots.map((p) => [parseFloat(getComputedStyle(p.querySelector("text")).fontSize), p.querySelector(".picture__marks").getBoundingClientRect().height]);
	})()`
	for i, width := range []int{320, 390, 768, 1440} {
		small, tab := browser.Open(t, browser.Options{Width: width}), browser.Open(t, browser.Options{Width: width, LargeText: true})
		for _, path := range deal([]string{"/countries/us", "/regions/europe", "/countries/sl"}, i%2, 2) {
			var before, after [][2]float64
			small.Go(site.URL + path)
			small.Eval(measure, &before)
			tab.Go(site.URL + path)
			tab.Eval(measure, &after)
			for n := range before {
				for j, what := range []string{"words", "height"} {
					if ratio := after[n][j] / before[n][j]; ratio < 1.99 || ratio > 2.01 {
						t.Errorf("%s at %d px: the %s of picture %d grew from %v to %v", path, width, what, n, before[n][j], after[n][j])
					}
				}
				if before[n][0] != 12.5 {
					t.Errorf("%s at %d px: words in picture %d have %v px", path, width, n, before[n][0])
				}
			}
			if got := tab.Overflow(); got != "" {
				t.Errorf("%s at %d px and 200%%: %s", path, width, got)
			}
			var outside, broken []string
			tab.Eval(`[...document.querySelectorAll(".picture svg text")].filter((word) => {
				const at = word.getBoundingClientRect();
				return at.width > 0 && (at.left < 0 || at.right > document.documentElement.clientWidth);
			}).map((word) => word.textContent)`, &outside)
			if len(outside) > 0 {
				t.Errorf("%s at %d px and 200%%: outside the window: %q", path, width, outside)
			}
			tab.Eval(brokenWords(".picture__title, .multiples h3"), &broken)
			if len(broken) > 0 {
				t.Errorf("%s at %d px and 200%%: heads break inside %q", path, width, broken)
			}
		}
	}
}

// brokenWords returns a script that lists the words that a line's end divides.
func brokenWords(selector string) string {
	return fmt.Sprintf(`[...document.querySelectorAll(%q)].flatMap((head) => {
		const texts = document.createTreeWalker(head, NodeFilter.SHOW_TEXT), broken = [];
		for (let text; (text = texts.nextNode());) {
			for (const word of text.data.matchAll(/[\p{L}\p{N}’']+/gu)) {
				const range = document.createRange();
				range.setStart(text, word.index);
				range.setEnd(text, word.index + word[0].length);
				const tops = new Set([...range.getClientRects()].map((box) => Math.round(box.top)));
				if (tops.size > 1) broken.push(word[0]);
			}
		}
		return broken;
	})`, selector)
}

// Where there is room, names stand beside the plot, and otherwise in a list below; never both.
func TestBrowser_PicturesNameTheirPartsOnce(t *testing.T) {
	t.Parallel()
	site := sitetest.New(t)
	for i, width := range []int{320, 390, 768, 1440} {
		tab := browser.Open(t, browser.Options{Width: width})
		for _, path := range deal([]string{"/countries/us", "/compare?places=us,fr", "/regions/europe"}, i%2, 2) {
			tab.Go(site.URL + path)
			var wrong []string
			tab.Eval(`[...document.querySelectorAll(".picture")].filter((picture) => {
				const seen = (part) => picture.querySelector(part)?.checkVisibility() ?? false;
				return seen(".picture__ends") === seen(".picture__key");
			}).map((picture) => picture.querySelector(".picture__title").textContent)`, &wrong)
			if len(wrong) > 0 {
				t.Errorf("%s at %d px: named twice or never: %q", path, width, wrong)
			}
		}
	}
}

// Without scripts, pictures are one image each, with nothing to stop at.
func TestBrowser_PicturesNeedNoScript(t *testing.T) {
	t.Parallel()
	site := sitetest.New(t)
	tab := browser.Open(t, browser.Options{NoScript: true})
	tab.Go(site.URL + "/countries/au")
	var stops, images int
	tab.Eval(`document.querySelectorAll("svg [tabindex]").length`, &stops)
	tab.Eval(`document.querySelectorAll(".picture__marks[role=img][aria-label]").length`, &images)
	if stops != 0 || images != 4 {
		t.Errorf("%d stops and %d images", stops, images)
	}
	if !tab.Visible(".picture .line--1") || !tab.Visible(".counts tbody tr") {
		t.Error("a picture or its table is not shown")
	}
}

func TestBrowser_SortsAndFindsCountries(t *testing.T) {
	t.Parallel()
	withAndWithoutScripts(t, func(t *testing.T, site *sitetest.Site, tab *browser.Tab) {
		tab.Go(site.URL + "/2019-H1")
		tab.ClickText(".filter__or a", "by rank")
		tab.WaitURL("/2019-H1/countries")
		check(t, "first by requests", tab.Text(".ranking tbody tr"), "United States")
		tab.Choose("#sort", "content-rate")
		tab.Choose("#period", "2018-H2")
		tab.ClickText(".filter button", "Apply")
		tab.WaitURL("/2018-H2/countries/content-rate#figures")
		check(t, "first by rate", tab.Text(".ranking tbody tr"), "Brazil")
		tab.ClickText(".filter .step", "Later: 2019 (Jan-Jun)")
		tab.WaitURL("/2019-H1/countries/content-rate#figures")
		tab.ClickText(".filter__or a", "within regions")
		tab.WaitURL("/2019-H1/countries/content-rate/regions")
		check(t, "first region", tab.Text(".ranking__group"), "Europe")
		tab.ClickText(".sorting > summary", "All 53 countries")
		check(t, "first region of all", tab.Text(".sorted__region"), "Asia-Pacific")
		tab.Type("#sift", "germ")
		tab.ClickText(".sorting button", "Find")
		tab.WaitFor(`location.pathname + location.search === "/2019-H1/countries/content-rate/regions?find=germ"`)
		tab.WaitFor(`[...document.querySelectorAll(".sorted tbody tr")].filter((row) => row.checkVisibility()).length === 2`)
		check(t, "found", tab.Text(".find__status"), "1 country")
	})
}

func TestBrowser_FindsInAListAsItIsTyped(t *testing.T) {
	t.Parallel()
	site := sitetest.New(t)
	tab := browser.Open(t, browser.Options{})
	tab.Go(site.URL + "/2019-H1/countries")
	asked := func() (list []string) {
		for _, url := range requests(tab) {
			if !strings.Contains(url, "/static/") {
				list = append(list, url)
			}
		}
		return list
	}
	before := len(asked())
	tab.ClickText(".sorting > summary", "All 53 countries")
	tab.Type("#sift", "uni")
	tab.WaitURL("/2019-H1/countries?find=uni")
	check(t, "found", tab.Text(".find__status"), "2 countries")
	if after := asked(); len(after) != before {
		t.Errorf("the search asked the server: %v", after[before:])
	}
	tab.ClickText(".sorted thead a", "Accounts")
	tab.WaitURL("/2019-H1/countries/accounts?find=uni#every")
	check(t, "still found", tab.Text(".find__status"), "2 countries")
	tab.Press("Tab")
	tab.Eval(`(() => { const field = document.querySelector("#sift"); field.value = ""; field.dispatchEvent(new Event("input")); })()`, nil)
	tab.WaitURL("/2019-H1/countries/accounts#every")
	tab.WaitFor(`[...document.querySelectorAll(".sorted tbody tr")].filter((row) => row.checkVisibility()).length === 53`)
}
