//go:build browser

package handlers_test

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"lerr/internal/sitetest"
	"lerr/internal/sitetest/browser"
)

// sortedTable holds the table by region as it stands in an order.
type sortedTable struct {
	First  string     // the row above all others
	Bodies [][]string // of each table, the names of its rows, each with the figure that they are sorted by
	Sorts  []string   // of each table, its sorted heading and the direction
	Status string
}

// TestBrowser_TheTableSortsInPlace sorts the rows by each column, by the pointer and by keys. Rows stay in their region,
// totals where they are.
func TestBrowser_TheTableSortsInPlace(t *testing.T) {
	t.Parallel()
	site := sitetest.New(t)
	tab := browser.Open(t, browser.Options{Width: 1440, Height: 900})
	tab.Go(site.URL + "/2019-H1?expand=regions")
	wake(tab)
	read := func(column int) (table sortedTable) {
		tab.Eval(fmt.Sprintf(`(() => {
			const words = (element) => element.textContent.replace(/\s+/g, " ").trim();
			const tables = [...document.querySelectorAll("#tables table")];
			return {
				First: words(document.querySelector("#tables .row--columns").nextElementSibling.querySelector(".row__name")),
				Bodies: tables.map((table) => [...table.tBodies[0].rows].map((row) =>
					row.querySelector("th > a").textContent + "|" + row.cells[%d].firstChild.textContent.trim())),
				Sorts: tables.map((table) => [...table.querySelectorAll("[aria-sort]")].map((head) => words(head) + " " + head.ariaSort).join()),
				Status: words(document.querySelector("#tables [role=status]:not([data-expand-status])")),
			};
		})()`, column), &table)
		return table
	}
	names := func(rows []string) (list []string) {
		for _, row := range rows {
			name, _, _ := strings.Cut(row, "|")
			list = append(list, name)
		}
		return list
	}
	before := read(1)
	if len(before.Bodies) != 6 || strings.Join(before.Sorts, "") != "" {
		t.Fatalf("before: %d tables, sorted %v", len(before.Bodies), before.Sorts)
	}
	for i, c := range []struct {
		link, heading string
		column        int
	}{
		{"Requests", "Requests number descending", 1}, {"Rejected", "Rejected requests, % descending", 9}, {"Content", "Content requests, % descending", 6},
		{"Accounts", "Accounts number descending", 3}, {"No data", "No data requests, % descending", 8},
		{"Non-content", "Non-content requests, % descending", 7}, {"Country/region", "Country ascending", 0},
	} {
		if i%2 == 0 {
			tab.ClickText("#tables .row--columns a", c.link)
		} else {
			tab.Eval(fmt.Sprintf(`[...document.querySelectorAll("#tables .row--columns a")].find((a) => a.textContent.trim() === %q).focus()`, c.link), nil)
			tab.Press("Enter")
		}
		tab.WaitURL("/2019-H1?expand=regions")
		got := read(c.column)
		if got.First != "All countries" {
			t.Errorf("by %s: first comes %q", c.link, got.First)
		}
		check(t, "announced", got.Status, "Sorted by "+c.link+", within regions")
		if want := slices.Repeat([]string{c.heading}, 6); !slices.Equal(got.Sorts, want) {
			t.Errorf("by %s: the headings are %q, want each %q", c.link, got.Sorts, c.heading)
		}
		for i, rows := range got.Bodies {
			was, is := names(before.Bodies[i]), names(rows)
			if !slices.Equal(slices.Sorted(slices.Values(was)), slices.Sorted(slices.Values(is))) {
				t.Errorf("by %s: rows changed their table: %v", c.link, rows)
			}
			sorted := slices.IsSortedFunc(rows, func(a, b string) int {
				if c.column == 0 {
					return cmp.Compare(a, b)
				}
				return figure(b) - figure(a)
			})
			if !sorted {
				t.Errorf("by %s: %v", c.link, rows)
			}
		}
	}
}

// figure returns the number after the bar in a text such as "France|3,656".
func figure(row string) int {
	_, text, _ := strings.Cut(row, "|")
	n, err := strconv.Atoi(strings.ReplaceAll(text, ",", ""))
	if err != nil {
		return -1
	}
	return n
}

// TestBrowser_WhatIsOpenStaysOpen opens a region and, on a phone, a row of it. Both stay open over a change of period and
// of place and on Back, until they are closed.
func TestBrowser_WhatIsOpenStaysOpen(t *testing.T) {
	t.Parallel()
	site := sitetest.New(t)
	const region, row = "#south-america", "#south-america .row__more[open]"
	tab := browser.Open(t, browser.Options{Width: 390, Height: 844})
	tab.Go(site.URL + "/2019-H1")
	tab.Click(region + " > summary")
	tab.ClickText(region+" .row__more > summary", "Brazil")
	open := func(when string, want bool) {
		t.Helper()
		if got := tab.Visible(region + " tbody tr"); got != want {
			t.Errorf("%s: the region is open: %v", when, got)
		}
		if got := tab.Visible(row + " > a"); got != want {
			t.Errorf("%s: the row is open: %v", when, got)
		}
	}
	open("at first", true)
	tab.ClickText(".strip a", "2018 Jul-Dec")
	tab.WaitURL("/2018-H2#figures")
	open("after a change of period", true)
	typePlace(tab, "France")
	tab.WaitURL("/2018-H2/fr#figures")
	open("after a change of place", true)
	tab.Back()
	tab.WaitURL("/2018-H2#figures")
	open("on Back", true)
	tab.Click(row + " > summary")
	tab.Click(region + " > summary")
	tab.Back()
	open("after it was closed", false)
	tab.Click(region + " > summary")
	if tab.Visible(row) {
		t.Error("the row that was closed is open")
	}
}

// Without scripts the address says what is open, and the names of columns lead to the countries in their order.
func TestBrowser_TheTableNeedsNoScript(t *testing.T) {
	t.Parallel()
	site := sitetest.New(t)
	tab := browser.Open(t, browser.Options{Width: 1440, Height: 900, NoScript: true})
	tab.Go(site.URL + "/2018-H2?expand=regions")
	tab.ClickText("#south-america th a", "Brazil")
	tab.WaitURL("/2018-H2/br#figures")
	if tab.Visible("#europe tbody tr") || !tab.Visible("#south-america tbody tr") {
		t.Error("a place's page has another region open than its own")
	}
	tab.Back()
	tab.WaitVisible("#europe tbody tr")
	tab.ClickText("#tables .row--columns a", "Rejected")
	tab.WaitURL("/2018-H2/countries/rejected/regions")
	var sorted string
	tab.Eval(`document.querySelector("th[aria-sort=descending]").textContent.trim()`, &sorted)
	check(t, "sorted by", sorted, "Rejected")
}

// TestBrowser_ARowOnAPhoneIsOneLine looks at the rows of narrow windows: name, requests and share rejected on one line
// with a thin bar below. A tap opens the six numbers, each with its name.
func TestBrowser_ARowOnAPhoneIsOneLine(t *testing.T) {
	t.Parallel()
	site := sitetest.New(t)
	for _, width := range deal([]int{390, 320}, 0, 2) {
		tab := browser.Open(t, browser.Options{Width: width, Height: 844})
		tab.Go(site.URL + "/2019-H1?expand=regions")
		var got struct {
			Rows  int
			Wrong []string
		}
		tab.Eval(`(() => {
			const shown = (element) => element.checkVisibility({visibilityProperty: true}) && element.getBoundingClientRect().width > 1;
			const wrong = [], rows = [...document.querySelectorAll("#tables tbody tr")];
			for (const row of rows) {
				const name = row.querySelector("summary").textContent, note = (text) => wrong.push(name + ": " + text);
				const part = (selector) => row.querySelector(selector).getBoundingClientRect();
				const line = part("summary"), requests = part(".row__requests"), lead = part(".row__lead"), bar = part("svg");
				if (Math.abs(line.top - requests.top) > 4 || Math.abs(lead.top - requests.top) > 1) note("not on one line");
				if (line.right > requests.left + 1 || requests.right > lead.left + 1) note("figures lie on each other");
				if (bar.height > 10 || bar.top < requests.bottom - 1 || bar.width < innerWidth * 0.8) note("the bar is " + bar.width + " by " + bar.height);
				if ([...row.querySelectorAll(".row__link, .row__change, .row__accounts, .row__outcome")].some(shown)) note("more than a line");
				const counts = [...row.querySelectorAll(".row__outcome")].map((cell) => Number(cell.firstChild.textContent.replace(/\D/g, "")));
				const sum = counts.reduce((a, b) => a + b);
				const parts = [...row.querySelectorAll("rect, line")].map((part) => part.getAttribute("class").split("--")[1]);
				["content", "non-content", "no-data", "rejected"].forEach((outcome, i) => {
					if (parts.includes(outcome) !== counts[i] > 0) note("the bar's parts are " + parts + " of " + counts);
				});
				const few = sum > 0 && sum < 10 && "–"; // have no percentage
				const share = few || row.querySelector(".row__outcome--rejected small").textContent.trim() || "0";
				if (row.querySelector(".row__lead").textContent.trim() !== share) note("the share rejected is " + row.querySelector(".row__lead").textContent);
			}
			return {Rows: rows.length, Wrong: wrong};
		})()`, &got)
		if got.Rows < 50 {
			t.Errorf("%d px: %d rows", width, got.Rows)
		}
		for _, text := range got.Wrong {
			t.Errorf("%d px: %s", width, text)
		}
		tab.ClickText("#europe .row__more > summary", "France")
		var figures string
		tab.Eval(`[...document.querySelector("#europe .row:has(.row__more[open])").cells].filter((cell) => cell.matches("[role=cell]") && cell.checkVisibility())
			.map((cell) => getComputedStyle(cell, "::before").content.replace(/^none$/, "Requests").replaceAll('"', "") + " " + cell.innerText.replace(/\s+/g, " ").trim()).join("; ")`, &figures)
		want := "Requests 3,656; Change on the half-year before +705 +23.9%; Accounts/users 3,393; Content disclosed 0; Only non-content data 1,528 41.8%; No data found 435 11.9%; Rejected 1,693 46.3%"
		if figures != want {
			t.Errorf("%d px: a tap opens %q, want %q", width, figures, want)
		}
		if overflow := tab.Overflow(); overflow != "" {
			t.Errorf("%d px: %s", width, overflow)
		}
	}
}

// TestBrowser_ARowOnADeskHasAllBesideEachOther looks at the rows of a wide window: change and bar beside the numbers, no
// share of a zero. The five largest countries stand before the regions.
func TestBrowser_ARowOnADeskHasAllBesideEachOther(t *testing.T) {
	t.Parallel()
	site := sitetest.New(t)
	tab := browser.Open(t, browser.Options{Width: 1440, Height: 900})
	tab.Go(site.URL + "/2019-H1?expand=regions")
	var got struct {
		Rows, Zeros    int
		Wrong, Largest []string
		Title          string
	}
	tab.Eval(`(() => {
		const wrong = [], rows = [...document.querySelectorAll("#tables tbody tr, #tables .row--total, #tables .row--region")];
		let zeros = 0;
		for (const row of rows) {
			const cells = [...row.querySelectorAll(":scope > :is(.row__requests, .row__change, .row__accounts, .row__outcome)")];
			const boxes = [row.firstElementChild, ...cells].map((cell) => cell.getBoundingClientRect());
			const bar = row.querySelector("svg").getBoundingClientRect();
			const note = (text) => wrong.push(row.firstElementChild.textContent.trim() + ": " + text);
			if (boxes.length !== 8) note(boxes.length + " figures");
			if (boxes.some((box) => box.width === 0 || Math.abs(box.top - boxes[0].top) > 6)) note("not on one line");
			if (bar.width < 40 || bar.top < boxes[1].top || bar.bottom > boxes[1].bottom) note("the bar is not beside its numbers");
			for (const cell of row.querySelectorAll(".row__outcome")) {
				const text = cell.innerText.replace(/\s+/g, " ").trim();
				if (/^0\b/.test(text)) zeros++;
				if (/^0 ./.test(text) || /\b0\.0%/.test(cell.textContent)) note(text);
			}
		}
		const largest = document.querySelector(".largest"), first = document.querySelector("#tables .region");
		if (!(largest.compareDocumentPosition(first) & Node.DOCUMENT_POSITION_FOLLOWING)) wrong.push("the largest stand after the regions");
		return {
			Rows: rows.length, Zeros: zeros, Wrong: wrong, Title: largest.querySelector("h3").innerText,
			Largest: [...largest.querySelectorAll("th > a")].map((link) => link.innerText),
		};
	})()`, &got)
	for _, text := range got.Wrong {
		t.Error(text)
	}
	if got.Rows != 5+1+5+53 || got.Zeros < 30 {
		t.Errorf("%d rows, %d zeros", got.Rows, got.Zeros)
	}
	check(t, "the largest", strings.Join(got.Largest, ", "), "United States, Germany, France, United Kingdom, Brazil")
	check(t, "their title", got.Title, "(counted in their regions below, too)")
}

// TestBrowser_PartsOfTheBarAreLabelled looks at the bar of outcomes: each part that is not zero is seen or marked, and
// named with its figures, directly below where there is room for it and otherwise in a table with its key.
func TestBrowser_PartsOfTheBarAreLabelled(t *testing.T) {
	t.Parallel()
	site := sitetest.New(t)
	paths := []string{"/", "/2018-H2/de", "/2017-H1/us", "/2019-H1/nl", "/2013-H1/us", "/2019-H1/lu", "/2016-H2/europe", "/2014-H1/br"}
	for i, width := range []int{1440, 768, 390, 320} {
		t.Run(fmt.Sprint(width), func(t *testing.T) {
			t.Parallel()
			tab := browser.Open(t, browser.Options{Width: width})
			for _, path := range deal(paths, i, len(paths)) {
				tab.Go(site.URL + path)
				var wrong []string
				tab.Eval(`(() => {
					const wrong = [], section = document.querySelector(".headline .outcomes"), around = section.getBoundingClientRect();
					const table = section.querySelector(".shares"), labels = section.querySelector(".outcomes__labels");
					const inTable = getComputedStyle(table).clipPath === "none", direct = labels.checkVisibility();
					if (inTable === direct) wrong.push("labels: " + direct + ", table: " + inTable);
					if (direct !== innerWidth >= 760) wrong.push("labelled directly: " + direct);
					const parts = [...section.querySelectorAll(".bar__part")], marks = [...section.querySelectorAll(".bar__mark")];
					const named = [...labels.querySelectorAll(".outcomes__name")], shares = [...labels.querySelectorAll(".outcomes__share")];
					const boxes = [];
					[...table.querySelectorAll("tbody tr")].forEach((row, i) => {
						const outcome = parts[i].getAttribute("class").split("--")[1];
						const count = Number(row.querySelector(".shares__count").textContent.replace(/\D/g, ""));
						const width = parts[i].getBoundingClientRect().width, mark = marks.some((m) => m.getAttribute("class").endsWith("--" + outcome));
						if (count > 0 && width < 4 && !mark) wrong.push(outcome + ": " + width + " px of the bar without a mark");
						if (count === 0 && (width > 0 || mark)) wrong.push(outcome + ": zero has a part");
						if (!row.querySelector(".key--" + outcome)) wrong.push(outcome + ": no key");
						if (!direct) return;
						const digits = shares[i].textContent.replace(/\D/g, ""), said = row.querySelector(".shares__share").textContent + row.querySelector(".shares__count").textContent;
						if (digits !== said.replace(/\D/g, "")) wrong.push(outcome + ": labelled " + digits + ", in the table " + said);
						boxes.push([shares[i], named[i]].map((text) => text.getBoundingClientRect()));
					});
					if (parts.length !== 4) wrong.push(parts.length + " parts");
					boxes.flat().forEach((box, i, all) => {
						if (box.width < 5 || box.left < around.left - 1 || box.right > around.right + 1 || box.bottom > around.bottom + 1) wrong.push("label " + i + " is from " + box.left + " to " + box.right + ", down to " + box.bottom + ", of " + around.left + " to " + around.right + ", " + around.bottom);
						for (const other of all.slice(i + 1)) {
							if (Math.min(box.right, other.right) - Math.max(box.left, other.left) > 1 && Math.min(box.bottom, other.bottom) - Math.max(box.top, other.top) > box.height / 3) wrong.push("label " + i + " lies on another");
						}
					});
					if (inTable && [...table.querySelectorAll("tbody th, tbody td")].some((cell) => cell.scrollWidth > cell.clientWidth + 1 || cell.getBoundingClientRect().right > around.right + 1)) wrong.push("the table is wider than its place");
					return wrong;
				})()`, &wrong)
				for _, text := range wrong {
					t.Errorf("%s: %s", path, text)
				}
			}
		})
	}
}
