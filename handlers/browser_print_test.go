//go:build browser

package handlers_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"lerr/internal/sitetest"
	"lerr/internal/sitetest/browser"
)

// deadOnPaper are the texts of links, buttons and forms that do nothing on paper.
var deadOnPaper = []string{
	"Its page", "Change", "Expand all", "Collapse all", "Cite", "Cite and embed", "all revisions", "All revisions", "contact", "All data",
	"all data", "Methodology", "world map", "Remove", "Link to this answer", "Apply filters", "CSV", "JSON", "XLSX", "See it", "Go",
	"Verify a file", "Proof", "See it by itself", "Download", "Download report", "Download XLSX", "Copy", "Compare up to six places", "Skip to the report", "Find",
}

// TestBrowser_PrintLeavesOutWhatIsDead reads what each page shows on paper: where it is from and all that is closed on
// a screen, but no control.
func TestBrowser_PrintLeavesOutWhatIsDead(t *testing.T) {
	t.Parallel()
	site := sitetest.New(t, sitetest.At("https://report.example"))
	tab := browser.Open(t, browser.Options{Print: true, NoScript: true, Width: 718}) // A4 without its margins
	for _, path := range pageTypes {
		tab.Go(site.URL + path)
		var got struct {
			Texts         []string // of links and buttons
			Onward        []string // paragraphs that are links and nothing else
			Fields        []string
			Closed        []string // what is in closed parts and not shown
			Top           string
			Figures       string
			MainTop, Line float64
		}
		tab.Eval(`(() => {
			const shown = (element) => element.checkVisibility({visibilityProperty: true}) && element.getClientRects().length > 0;
			const words = (element) => [...element.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE).map((node) => node.data).join("").trim();
			const all = (selector) => [...document.querySelectorAll(selector)].filter(shown);
			return {
				Texts: all("a, button").map(words),
				Onward: all("p:has(> a):not(figcaption p)").filter((p) => !words(p) && [...p.children].every((child) => child.matches("a"))).map((p) => p.textContent.trim()),
				Fields: all("form, select, input, nav, .download, .by-region, .largest, .strip").map((element) => element.outerHTML.slice(0, 80)),
				Closed: [...document.querySelectorAll("main details > :not(summary)")].filter((element) => !shown(element) &&
					!element.closest(".by-region, .row__more, .counts, .region__none, .on-screen") && words(element)).map((element) => element.outerHTML.slice(0, 80)),
				Top: document.querySelector(".printed")?.innerText ?? "",
				Figures: [...document.querySelectorAll(".footer p")].map((p) => p.textContent).find((text) => text.startsWith("Figures: ")) ?? "",
				MainTop: document.querySelector("main").getBoundingClientRect().top,
				Line: document.querySelector(".printed")?.getBoundingClientRect().bottom ?? 0,
			};
		})()`, &got)
		for _, text := range got.Texts {
			if slices.Contains(deadOnPaper, text) {
				t.Errorf("%s: print shows %q", path, text)
			}
		}
		for _, text := range got.Onward {
			t.Errorf("%s: print shows a paragraph that leads on and says nothing else: %q", path, text)
		}
		for _, field := range append(got.Fields, got.Closed...) {
			t.Errorf("%s: print is wrong about %s", path, field)
		}
		if path == "/nothing" {
			continue // it has no address
		}
		if !strings.HasPrefix(got.Top, "https://report.example/") || !strings.Contains(got.Top, strings.TrimSuffix(got.Figures, ".")) || got.Line > got.MainTop {
			t.Errorf("%s: the top of the print is %q, want the address and %q", path, got.Top, got.Figures)
		}
	}
}

// TestBrowser_PrintHeadsEachTable holds that each row of figures has a line of headings above it with as many cells, at
// the same places.
func TestBrowser_PrintHeadsEachTable(t *testing.T) {
	t.Parallel()
	site := sitetest.New(t)
	tab := browser.Open(t, browser.Options{Print: true, NoScript: true, Width: 718})
	for _, path := range []string{"/2019-H1", "/2016-H2/europe", "/2014-H2/de", "/countries/us", "/trends", "/2019-H1/countries/content", "/compare?places=de,fr,gb"} {
		tab.Go(site.URL + path)
		var got struct {
			Rows  int
			Wrong []string
		}
		tab.Eval(`(() => {
			const shown = (element) => element.getClientRects().length > 0 && element.getBoundingClientRect().width > 1;
			const cells = (row) => [...row.children].filter(shown);
			const wrong = [];
			let rows = 0;
			for (const table of document.querySelectorAll(".grid-table, main table:not(.grid-table table, .shares)")) {
				const heads = [...table.querySelectorAll(".row--columns, thead > tr")].filter((row) => cells(row).length > 0);
				const figures = [...table.querySelectorAll(".row:not(.row--columns, thead .row), tbody > tr")].filter((row) => cells(row).length > 1 && !row.querySelector("[colspan]"));
				if (figures.length > 0 && heads.length !== 1) { wrong.push(heads.length + " headings over " + table.textContent.slice(0, 40)); continue; }
				for (const row of figures) {
					rows++;
					const ends = (row) => cells(row).map((cell) => Math.round(cell.getBoundingClientRect().right));
					const width = (row) => cells(row).reduce((sum, cell) => sum + (cell.colSpan ?? 1), 0);
					const headed = width(row) === width(heads[0]) && ends(heads[0]).every((end) => ends(row).includes(end));
					if (!headed && !row.querySelector(".row__absent")) wrong.push("no heading for " + row.textContent.slice(0, 60) + ends(row) + " " + ends(heads[0]));
				}
			}
			if (document.documentElement.scrollWidth > innerWidth) wrong.push("wider than the paper");
			return {Rows: rows, Wrong: wrong};
		})()`, &got)
		if got.Rows == 0 {
			t.Errorf("%s: no row", path)
		}
		for _, w := range got.Wrong {
			t.Errorf("%s: %s", path, fmt.Sprintf("%.200s", w))
		}
	}
}
