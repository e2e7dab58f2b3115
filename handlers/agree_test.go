package handlers_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"net/http/httptest"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"lerr/internal/report"
	"lerr/internal/sitetest"
)

// cells are a view's figures by period, section and place: the six counts as text, "" where there is
// none, and the row's status.
type cells map[string][7]string

func cellKey(period, section, place string) string { return period + " " + section + " " + place }

// fetch asks for an address that must be there.
func fetch(t *testing.T, site *sitetest.Site, path string) []byte {
	t.Helper()
	w := httptest.NewRecorder()
	site.Public.ServeHTTP(w, httptest.NewRequest("GET", path, nil))
	if w.Code != 200 {
		t.Fatalf("GET %s: got %d", path, w.Code)
	}
	return w.Body.Bytes()
}

// table reads a CSV file into rows by column.
func table(t *testing.T, raw []byte) []map[string]string {
	t.Helper()
	records, err := csv.NewReader(bytes.NewReader(raw)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var rows []map[string]string
	for _, r := range records[1:] {
		row := map[string]string{}
		for i, name := range records[0] {
			row[name] = r[i]
		}
		rows = append(rows, row)
	}
	return rows
}

func wideCells(t *testing.T, raw []byte) cells {
	t.Helper()
	all := cells{}
	for _, r := range table(t, raw) {
		c := [7]string{6: r["status"]}
		for i, name := range report.Columns() {
			c[i] = r[name]
		}
		all[cellKey(r["period"], r["section"], r["place"])] = c
	}
	return all
}

func longCells(t *testing.T, raw []byte) cells {
	t.Helper()
	all, columns := cells{}, report.Columns()
	for _, r := range table(t, raw) {
		key := cellKey(r["period"], r["section"], r["place"])
		c := all[key]
		c[slices.Index(columns[:], r["measure"])] = r["value"]
		c[6] = r["status"]
		switch r["status"] {
		case "zero", "number":
			if (r["value"] == "0") != (r["status"] == "zero") || r["value"] == "" {
				t.Errorf("%s %s is %q and has the status %s", key, r["measure"], r["value"], r["status"])
			}
			c[6] = "number"
		}
		all[key] = c
	}
	return all
}

func jsonCells(t *testing.T, raw []byte) cells {
	t.Helper()
	var d struct {
		RowCount    int `json:"row_count"`
		FigureCount int `json:"figure_count"`
		Rows        []map[string]any
	}
	if err := json.Unmarshal(raw, &d); err != nil {
		t.Fatal(err)
	}
	if d.RowCount != len(d.Rows) || d.FigureCount != 6*len(d.Rows) {
		t.Errorf("%d rows and %d figures are told, there are %d rows", d.RowCount, d.FigureCount, len(d.Rows))
	}
	all := cells{}
	for _, r := range d.Rows {
		c := [7]string{6: r["status"].(string)}
		for i, name := range report.Columns() {
			if n, ok := r[name].(float64); ok {
				c[i] = strconv.Itoa(int(n))
			}
		}
		all[cellKey(r["period"].(string), r["section"].(string), r["place"].(string))] = c
	}
	return all
}

// views asks for a page's data in every form, holds them against each other, and gives what they say.
func dataOf(t *testing.T, site *sitetest.Site, page string) cells {
	t.Helper()
	wide := wideCells(t, fetch(t, site, page+".wide.csv"))
	if diff := cmp.Diff(wide, longCells(t, fetch(t, site, page+".csv"))); diff != "" {
		t.Errorf("%s: long CSV (-wide +long):\n%s", page, diff)
	}
	if diff := cmp.Diff(wide, jsonCells(t, fetch(t, site, page+".json"))); diff != "" {
		t.Errorf("%s: JSON (-wide CSV +JSON):\n%s", page, diff)
	}
	return wide
}

// told says that a page shows the six figures for a place, and holds them against its data.
func (c cells) told(t *testing.T, page, period, section, place string, shown []string) {
	t.Helper()
	want, ok := c[cellKey(period, section, place)]
	if !ok || len(shown) != 6 || [6]string(shown) != [6]string(want[:6]) {
		t.Errorf("%s shows %v for %s %s %s, its data says %v", page, shown, period, section, place, want)
	}
}

// pageParts are patterns of what a report's page shows.
var (
	supplementaryStart = regexp.MustCompile(`<section class="supplementary__section" id="([a-z]+)-figures"`)
	measureValue       = regexp.MustCompile(`<dd class="measure__value">([0-9,]+)</dd>`)
	sharesCount        = regexp.MustCompile(`<td class="shares__count">([0-9,]+)</td>`)
)

// ownFigures are the figures that a part of a page shows of the selected place: requests, accounts
// and four outcomes.
func ownFigures(part string) (shown []string) {
	for _, pattern := range []*regexp.Regexp{measureValue, sharesCount} {
		for _, m := range pattern.FindAllStringSubmatch(part, -1) {
			shown = append(shown, plainNumber(m[1]))
		}
	}
	return shown
}

func plainNumber(s string) string { return strings.ReplaceAll(strings.TrimSpace(s), ",", "") }

// reportPage holds what a report's page shows of its selected place against its data.
func reportPage(t *testing.T, a *report.Archive, page string, html string, period report.Period, place string, data cells) {
	t.Helper()
	r, err := a.Revision(period)
	if err != nil {
		t.Fatal(err)
	}
	start := strings.Index(html, `<div class="headline">`)
	end := strings.Index(html, `<section class="tables"`)
	headline := string(r.Edition.Headline().Section)
	parts := map[string]string{headline: html[start:end]}
	found := supplementaryStart.FindAllStringSubmatchIndex(html, -1)
	for i, m := range found {
		to := len(html)
		if i+1 < len(found) {
			to = found[i+1][0]
		}
		if name := html[m[2]:m[3]]; name != "extraterritorial" {
			parts[name] = html[m[0]:to]
		}
	}
	for _, section := range report.Sections() {
		want := data[cellKey(period.String(), string(section), place)]
		part, shown := parts[string(section)]
		switch want[6] {
		case "number":
			data.told(t, page, period.String(), string(section), place, ownFigures(part))
		case "no_row":
			if !shown || len(measureValue.FindAllString(part, -1)) > 0 || !strings.Contains(part, "absent") {
				t.Errorf("%s: %s has no row and the page does not say so", page, section)
			}
		case "not_reported":
			if shown {
				t.Errorf("%s shows %s, which its data says is not reported", page, section)
			}
		default:
			t.Errorf("%s: %s has the status %q", page, section, want[6])
		}
	}
}

// figureCells and figureSpans find the six counts in a row.
const (
	beside      = ":not(.row__name, .row__change, .row__bar, .row__lead)"
	figureCells = "td" + beside
	figureSpans = "> span" + beside
)

// rowFigures returns the six counts of a row.
func rowFigures(row *goquery.Selection, cell string) (shown []string) {
	row.Find(cell).Each(func(_ int, s *goquery.Selection) {
		own := s.Clone()
		own.Find("small, .vh").Remove()
		shown = append(shown, plainNumber(own.Text()))
	})
	return shown
}

// countryOf is the place that a row's link leads to.
func lastPart(href string) string {
	href, _, _ = strings.Cut(href, "#")
	return href[strings.LastIndex(href, "/")+1:]
}

// periodPage holds every row of a period's page against its data: regions, countries, sections beside.
func periodPage(t *testing.T, a *report.Archive, page, html string, period report.Period, data cells) {
	t.Helper()
	r, err := a.Revision(period)
	if err != nil {
		t.Fatal(err)
	}
	doc, err := goquery.NewDocumentFromReader(strings.NewReader(html))
	if err != nil {
		t.Fatal(err)
	}
	headline := string(r.Edition.Headline().Section)
	rows := 0
	tables := func(in *goquery.Selection, section string) {
		in.Find("table.counts tbody tr").Each(func(_ int, row *goquery.Selection) {
			rows++
			data.told(t, page, period.String(), section, lastPart(row.Find("th > a").AttrOr("href", "")), rowFigures(row, figureCells))
		})
	}
	data.told(t, page, period.String(), headline, "global", rowFigures(doc.Find(".row--total").First(), ".row--total "+figureSpans))
	doc.Find("details.region").Each(func(_ int, region *goquery.Selection) {
		shown := rowFigures(region, "summary "+figureSpans)
		want := data[cellKey(period.String(), headline, region.AttrOr("id", ""))]
		if want[6] == "no_row" {
			if region.Find(".region__none").Length() == 0 || !slices.Equal(shown, []string{"No row"}) {
				t.Errorf("%s: %s has no row, and the page shows %v", page, region.AttrOr("id", ""), shown)
			}
			return
		}
		data.told(t, page, period.String(), headline, region.AttrOr("id", ""), shown)
	})
	tables(doc.Find("#tables .region"), headline)
	doc.Find("section.supplementary__section").Each(func(_ int, s *goquery.Selection) {
		tables(s, strings.TrimSuffix(s.AttrOr("id", ""), "-figures"))
	})
	want := 0
	for key, c := range data {
		if c[6] == "number" && len(lastWord(key)) == 2 {
			want++
		}
	}
	if rows != want {
		t.Errorf("%s shows %d countries' rows, its data has %d", page, rows, want)
	}
}

func lastWord(s string) string { return s[strings.LastIndex(s, " ")+1:] }

// workbookPage holds every row of a period's workbook against the data.
func workbookAgrees(t *testing.T, raw []byte, period report.Period, data cells) {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, want := 0, 0
	for _, section := range report.Sections() {
		sheet := strings.ToUpper(string(section[0])) + string(section[1:])
		lines, err := f.GetRows(sheet, excelize.Options{RawCellValue: true})
		if err != nil {
			if got := data[cellKey(period.String(), string(section), "global")][6]; got != "not_reported" {
				t.Errorf("%s: the workbook has no sheet %s, the data says %s", period, sheet, got)
			}
			continue
		}
		inTable := false
		for _, line := range lines {
			if line[0] == "Country code" {
				inTable = true
				continue
			}
			if !inTable {
				continue
			}
			place := strings.ToLower(line[0])
			if line[1] == "Total" {
				place = "global"
			} else {
				rows++
			}
			data.told(t, "workbook", period.String(), string(section), place, []string{line[3], line[4], line[5], line[7], line[9], line[11]})
		}
	}
	for key, c := range data {
		if c[6] == "number" && len(lastWord(key)) == 2 {
			want++
		}
	}
	if rows != want {
		t.Errorf("%s: the workbook has %d countries' rows, the data %d", period, rows, want)
	}
}

// downloads holds a period's own CSV and JSON files against the data.
func downloadsAgree(t *testing.T, site *sitetest.Site, period report.Period, data cells) {
	t.Helper()
	var d struct {
		Sections []struct {
			Section string
			Rows    []map[string]any
		}
	}
	if err := json.Unmarshal(fetch(t, site, fmt.Sprintf("/download/%s.json", period)), &d); err != nil {
		t.Fatal(err)
	}
	fromJSON := 0
	for _, s := range d.Sections {
		for _, r := range s.Rows {
			fromJSON++
			var shown []string
			for _, name := range report.Columns() {
				shown = append(shown, fmt.Sprint(r[name]))
			}
			data.told(t, "JSON download", period.String(), s.Section, strings.ToLower(r["country_code"].(string)), shown)
		}
	}
	rows := table(t, fetch(t, site, fmt.Sprintf("/download/%s.csv", period)))
	for _, r := range rows {
		var shown []string
		for _, name := range report.Columns() {
			shown = append(shown, r[name])
		}
		data.told(t, "CSV download", period.String(), r["section"], strings.ToLower(r["country_code"]), shown)
	}
	if len(rows) != fromJSON {
		t.Errorf("%s: the CSV file has %d rows, the JSON file %d", period, len(rows), fromJSON)
	}
}

// Every address of every period and place, in every form: each number is the same in all of them.
func TestFiguresAgreeInEveryForm(t *testing.T) {
	t.Parallel()
	site := sitetest.New(t)
	places := []string{""}
	for _, r := range site.Archive.Places().Regions() {
		places = append(places, "/"+r.Slug)
	}
	for _, c := range site.Archive.Places().Countries() {
		places = append(places, "/"+c.Slug())
	}
	if len(places) != 97 {
		t.Fatalf("got %d places, want the world, 5 regions and 91 countries", len(places))
	}
	whole := dataOf(t, site, "/data")
	if got := len(whole); got != 2273 {
		t.Errorf("there are %d rows in all, want 2273", got)
	}
	for _, period := range sitetest.Sample(site.Archive.Periods(), 2) {
		t.Run(period.String(), func(t *testing.T) {
			t.Parallel()
			for _, place := range places {
				page := "/" + period.String() + place
				data := dataOf(t, site, page)
				html := string(fetch(t, site, page))
				slug := strings.TrimPrefix(place, "/")
				if place == "" {
					slug = "global"
					periodPage(t, site.Archive, page, html, period, data)
					workbookAgrees(t, fetch(t, site, fmt.Sprintf("/download/%s.xlsx", period)), period, data)
					downloadsAgree(t, site, period, data)
				}
				reportPage(t, site.Archive, page, html, period, slug, data)
				for key, c := range data {
					if whole[key] != c && !(c[6] == "not_reported" && slug != "global") {
						t.Errorf("%s: %s is %v here and %v in the data of all", page, key, c, whole[key])
					}
				}
				pinned := "/" + period.String() + "/r1" + place
				if got := wideCells(t, fetch(t, site, pinned+".wide.csv")); !cmp.Equal(data, got) {
					t.Errorf("%s: differs from %s, which is the same revision", pinned, page)
				}
			}
		})
	}
	t.Run("over all periods", func(t *testing.T) {
		t.Parallel()
		pages := []string{"/trends"}
		for _, place := range places[1:] {
			pages = append(pages, map[bool]string{true: "/countries", false: "/regions"}[len(place) == 3]+place)
		}
		for _, page := range pages {
			data := dataOf(t, site, page)
			if len(data) != 13*5 {
				t.Errorf("%s has %d rows, want 13 periods of 5 sections", page, len(data))
			}
			for key, c := range data {
				if whole[key] != c && c[6] != "not_reported" {
					t.Errorf("%s: %s is %v here and %v in the data of all", page, key, c, whole[key])
				}
			}
			if strings.HasPrefix(page, "/countries/") {
				countryPage(t, site, page, data)
			}
		}
	})
}

// countryPage holds every row of a country's page against its data.
func countryPage(t *testing.T, site *sitetest.Site, page string, data cells) {
	t.Helper()
	doc, err := goquery.NewDocumentFromReader(bytes.NewReader(fetch(t, site, page)))
	if err != nil {
		t.Fatal(err)
	}
	place, rows := lastPart(page), 0
	doc.Find(".country__section").Each(func(_ int, s *goquery.Selection) {
		id := s.AttrOr("aria-labelledby", "")
		s.Find("table.counts tbody tr").Each(func(_ int, row *goquery.Selection) {
			href := row.Find("th > a").AttrOr("href", "")
			if href == "" {
				return // the break
			}
			href, _, _ = strings.Cut(href, "#")
			period, section := strings.Split(href, "/")[1], strings.TrimSuffix(id, "-over-time")
			if id == "headline" {
				p, err := report.ParsePeriod(period)
				r, err2 := site.Archive.Revision(p)
				if err != nil || err2 != nil {
					t.Fatal(err, err2)
				}
				section = string(r.Edition.Headline().Section)
			}
			if row.HasClass("row--absent") {
				got := report.Status(data[cellKey(period, section, place)][6])
				if sign := sitetest.Text(row.Find("td")); sign != got.Sign() {
					t.Errorf("%s: the page shows %q in %s %s, its data says %s", page, sign, period, section, got)
				}
				return
			}
			rows++
			data.told(t, page, period, section, place, rowFigures(row, figureCells))
		})
	})
	want := 0
	for _, c := range data {
		if c[6] == "number" {
			want++
		}
	}
	if rows != want {
		t.Errorf("%s shows %d rows with figures, its data has %d", page, rows, want)
	}
}
