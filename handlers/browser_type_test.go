//go:build browser

package handlers_test

import (
	"fmt"
	"slices"
	"testing"

	"lerr/internal/report"
	"lerr/internal/sitetest"
	"lerr/internal/sitetest/browser"
)

// pageTypes are one page of each type.
var pageTypes = []string{
	"/", "/2016-H2/de", "/2019-H1/europe", "/trends", "/countries/de", "/2019-H1/countries/content", "/compare?places=de,fr,gb",
	"/map/2019-H1", "/data", "/revisions", "/verify", "/methodology", "/cite/2019-H1/de", "/nothing", "/2016-H2/r1/de",
}

// wrongSizes opens everything on a page and returns what of its text has another size than the six.
func wrongSizes(tab *browser.Tab) (wrong []string) {
	tab.Eval(`(() => {
		for (const details of document.querySelectorAll("details")) details.open = true;
		const wrong = new Set();
		const note = (element, size, words) => {
			if ([12.5, 15, 17, 20, 28].includes(size) || size >= 44 && element.matches("h1, .measure__value, .figures dd")) return;
			wrong.add(size + "px " + element.localName + "." + (element.getAttribute("class") ?? "") + " " + words.trim().slice(0, 30));
		};
		for (const element of document.body.querySelectorAll("*")) {
			if (!element.checkVisibility({visibilityProperty: true}) || element.closest("option, script, noscript")) continue;
			const own = [...element.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE).map((node) => node.data).join("");
			const size = (pseudo) => Math.round(parseFloat(getComputedStyle(element, pseudo).fontSize) * 100) / 100;
			if (own.trim() || element.matches("input, select, button")) note(element, size(), own || element.name);
			for (const pseudo of ["::before", "::after"]) {
				const content = getComputedStyle(element, pseudo).content;
				if (/^".*[^"\s]/.test(content)) note(element, size(pseudo), pseudo + content);
			}
		}
		return [...wrong];
	})()`, &wrong)
	return wrong
}

// TestBrowser_TypeHasSixSizes collects the sizes of all text, in pictures too.
func TestBrowser_TypeHasSixSizes(t *testing.T) {
	t.Parallel()
	site := sitetest.New(t)
	for i, width := range []int{390, 1440, 320, 768} {
		t.Run(fmt.Sprint(width), func(t *testing.T) {
			t.Parallel()
			tab := browser.Open(t, browser.Options{Width: width})
			for _, path := range deal(append(slices.Clone(pageTypes), "/embed/2019-H1/de", "/?place=united"), i, 4) {
				tab.Go(site.URL + path)
				for _, w := range wrongSizes(tab) {
					t.Errorf("%s: %s", path, w)
				}
			}
		})
	}
}

// The notice of a withdrawn half-year has the same sizes, and fits.
func TestBrowser_AWithdrawnHalfYearLooksLikeAPage(t *testing.T) {
	t.Parallel()
	c := sitetest.NewConsole(t)
	if err := c.Publisher.Withdraw(t.Context(), "bob", report.Period{Year: 2019, Half: 1}, "A sheet is being checked."); err != nil {
		t.Fatal(err)
	}
	c.Step()
	tab := browser.Open(t, browser.Options{Width: 390})
	tab.Go(c.Public.URL + "/2019-H1")
	check(t, "the notice", tab.Text("h1"), "The figures of 2019 (Jan-Jun) were withdrawn")
	for _, w := range wrongSizes(tab) {
		t.Error(w)
	}
	if overflow := tab.Overflow(); overflow != "" {
		t.Error(overflow)
	}
}

// TestBrowser_PeriodsStayOnOneLine finds each period, such as "2019 (Jan-Jun)", in the text of each page. What keeps it on
// its line changes nothing else of it.
func TestBrowser_PeriodsStayOnOneLine(t *testing.T) {
	t.Parallel()
	site := sitetest.New(t)
	for i, width := range []int{320, 390} {
		t.Run(fmt.Sprint(width), func(t *testing.T) {
			t.Parallel()
			tab := browser.Open(t, browser.Options{Width: width})
			found := 0
			for _, path := range deal(append(slices.Clone(pageTypes), "/embed/2019-H1/de"), i, 2) {
				tab.Go(site.URL + path)
				var got struct {
					Found  int
					Broken []string
				}
				tab.Eval(`(() => {
					for (const details of document.querySelectorAll("details")) details.open = true;
					const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), range = document.createRange();
					const broken = [];
					let found = 0;
					for (let node = walker.nextNode(); node; node = walker.nextNode()) {
						if (node.parentElement.closest("option, script, .vh")) continue;
						for (const match of node.data.matchAll(/\d{4} \([A-Z][a-z]{2}-[A-Z][a-z]{2}\)/g)) {
							range.setStart(node, match.index);
							range.setEnd(node, match.index + match[0].length);
							const tops = new Set([...range.getClientRects()].map((box) => Math.round(box.top)));
							if (tops.size > 0) found++;
							if (tops.size > 1) broken.push(node.parentElement.parentElement.textContent.trim().slice(0, 80));
						}
					}
					for (const mark of document.querySelectorAll(".unbroken")) {
						const own = getComputedStyle(mark), around = getComputedStyle(mark.parentElement);
						const other = ["fontSize", "fontWeight", "color"].filter((name) => own[name] !== around[name]);
						if (own.display !== "inline" || other.length > 0) broken.push(mark.parentElement.textContent.trim().slice(0, 80) + " (looks otherwise: " + other + ")");
					}
					return {Found: found, Broken: broken};
				})()`, &got)
				found += got.Found
				for _, text := range got.Broken {
					t.Errorf("%s: broken in %q", path, text)
				}
				if overflow := tab.Overflow(); overflow != "" {
					t.Errorf("%s: %s", path, overflow)
				}
			}
			if found < 50 {
				t.Errorf("%d periods on the pages, want more", found)
			}
		})
	}
}

// TestBrowser_LargeTextAndWideFontsFit looks at each page with text of twice the size and in a wide font. Nothing is
// wider than the window then, and no heading, name or label breaks inside a word.
func TestBrowser_LargeTextAndWideFontsFit(t *testing.T) {
	t.Parallel()
	site := sitetest.New(t)
	const wide = "* { font-family: 'DejaVu Sans', Verdana, sans-serif !important; letter-spacing: 0.03em !important }"
	for i, look := range []browser.Options{{Width: 390, LargeText: true}, {Width: 1440, LargeText: true}, {Width: 320}} {
		t.Run(fmt.Sprint(look.Width), func(t *testing.T) {
			t.Parallel()
			tab := browser.Open(t, look)
			sheet := wide
			if look.LargeText {
				sheet = ""
			}
			for _, path := range deal(pageTypes, i, 3) {
				tab.Go(site.URL + path)
				var broken []string
				tab.Eval(fmt.Sprintf(`(() => {
					const sheet = new CSSStyleSheet();
					sheet.replaceSync(%q);
					document.adoptedStyleSheets.push(sheet);
					for (const details of document.querySelectorAll("details")) details.open = true;
					const broken = [], range = document.createRange();
					for (const head of document.querySelectorAll("h1, h2, h3, h4, th, dt, label, legend, summary, nav, button, .row--columns, .row__name")) {
						let hidden = !head.checkVisibility({visibilityProperty: true});
						for (let e = head; e; e = e.parentElement) hidden ||= getComputedStyle(e).clipPath !== "none";
						if (hidden) continue;
						const walker = document.createTreeWalker(head, NodeFilter.SHOW_TEXT);
						for (let node = walker.nextNode(); node; node = walker.nextNode()) {
							if (node.parentElement.closest("svg, option, code, [download], .vh")) continue;
							for (const word of node.data.matchAll(/[\p{L}\p{N}]+/gu)) {
								range.setStart(node, word.index);
								range.setEnd(node, word.index + word[0].length);
								const tops = new Set([...range.getClientRects()].map((box) => Math.round(box.top)));
								if (tops.size > 1) broken.push(head.localName + "." + head.className + ": " + word[0] + " in " + head.textContent.trim().slice(0, 50));
							}
						}
					}
					return broken;
				})()`, sheet), &broken)
				for _, text := range broken {
					t.Errorf("%s: broken inside a word: %s", path, text)
				}
				if overflow := tab.Overflow(); overflow != "" {
					t.Errorf("%s: %s", path, overflow)
				}
			}
		})
	}
}
