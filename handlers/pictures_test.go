package handlers_test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"lerr/internal/report"
	"lerr/internal/sitetest"
	"lerr/static"
)

// texts returns the text of each element of a selection.
func texts(s *goquery.Selection) []string {
	return s.Map(func(_ int, s *goquery.Selection) string { return sitetest.Text(s) })
}

// rowTexts returns the text of each row of a table, cell by cell.
func rowTexts(rows *goquery.Selection) []string {
	return rows.Map(func(_ int, row *goquery.Selection) string {
		return strings.Join(texts(row.Find("th > a, "+figureCells)), " ")
	})
}

// Every page about places over time is there, is well made, and says nothing odd.
func TestPictures_EveryPageIsThere(t *testing.T) {
	site := sitetest.New(t)
	list := site.Public.AddressesOf("/trends", "/regions/{region}", "/countries/{country}", "/compare",
		"/{period}/countries", "/{period}/countries/{sort}", "/{period}/countries/{sort}/regions")
	if want := 1 + 5 + 91 + 13*8*2 + 1; len(list) != want {
		t.Errorf("got %d addresses, want %d", len(list), want)
	}
	for _, path := range sitetest.Sample(list, 20) {
		doc := site.Doc(path)
		canonical := regexp.MustCompile("^/(countries|regions)/").ReplaceAllString(path, "/2019-H1/")
		if got := doc.Find(`link[rel="canonical"]`).AttrOr("href", ""); got != canonical {
			t.Errorf("%s: canonical is %q, want %q", path, got, canonical)
		}
		if got := doc.Find("h1").Length(); got != 1 {
			t.Errorf("%s: %d headings", path, got)
		}
		ids := map[string]bool{}
		doc.Find("[id]").Each(func(_ int, s *goquery.Selection) {
			id := s.AttrOr("id", "")
			if ids[id] {
				t.Errorf("%s: the id %q occurs twice", path, id)
			}
			ids[id] = true
		})
		doc.Find(`[style], script:not([src], [type="application/ld+json"]), style`).Each(func(_ int, s *goquery.Selection) {
			t.Errorf("%s: something is inline: %s", path, s.Nodes[0].Data)
		})
		doc.Find("use").Each(func(_ int, s *goquery.Selection) {
			if id, ok := strings.CutPrefix(s.AttrOr("href", ""), "#"); !ok || !ids[id] {
				t.Errorf("%s: a mark has no shape %q", path, id)
			}
		})
		doc.Find("[aria-labelledby]").Each(func(_ int, s *goquery.Selection) {
			if id := s.AttrOr("aria-labelledby", ""); !ids[id] {
				t.Errorf("%s: nothing has the id %q", path, id)
			}
		})
		if text := doc.Find("main").Text(); strings.Contains(text, "NaN") || strings.Contains(text, "%!") {
			t.Errorf("%s says something odd", path)
		}
	}
}

// Every internal link of the pages leads somewhere.
func TestPictures_LinksLeadSomewhere(t *testing.T) {
	t.Parallel()
	site := sitetest.New(t)
	seen := map[string]bool{}
	for _, path := range sitetest.Sample([]string{"/", "/2013-H1/de", "/trends", "/regions/south-america", "/countries/ad", "/countries/us", "/2016-H2/countries/content-rate/regions", "/compare", "/compare?places=au,de"}, 3) {
		site.Doc(path).Find("main a[href^='/'], header a[href^='/']").Each(func(_ int, s *goquery.Selection) {
			to, _, _ := strings.Cut(s.AttrOr("href", ""), "#")
			if to != "" && !seen[to] {
				seen[to] = true
				if got := site.Get(to).Status; got != 200 {
					t.Errorf("%s links to %s, which answers %d", path, to, got)
				}
			}
		})
	}
}

func TestPictures_AnswerForWhatIsNotThere(t *testing.T) {
	site := sitetest.New(t)
	for _, path := range []string{
		"/2019-H2/countries", "/2012-H1/countries/name", "/2019-H1/countries/size", "/2019-H1/countries/name/europe",
		"/2019-H1/countries/size/regions", "/regions/au", "/regions/atlantis", "/regions/global", "/nothing/countries",
	} {
		if got := site.Get(path).Status; got != 404 {
			t.Errorf("%s: got %d, want 404", path, got)
		}
	}
}

// The first view of a page with pictures: the page and its style sheet, as they are sent.
func TestPictures_AreAtMost50KBCompressed(t *testing.T) {
	site := sitetest.New(t)
	sheet := len(site.Get(static.URL("place.css"), "Accept-Encoding", "gzip").Body)
	for _, path := range []string{"/trends", "/regions/europe", "/countries/us", "/2014-H1/countries/name/regions", "/compare?places=global,europe,fr,de,gb,us"} {
		a := site.Get(path, "Accept-Encoding", "gzip")
		if size := sheet + len(a.Body); size > 50<<10 || a.Header.Get("Content-Encoding") != "gzip" {
			t.Errorf("%s: %d bytes", path, size)
		}
	}
}

func TestPictures_OfAWithdrawnPeriod(t *testing.T) {
	t.Parallel()
	a := sitetest.Archive(t)
	gone := report.Period{Year: 2018, Half: 1}
	var revisions []report.Revision
	for _, r := range a.Revisions() {
		if r.Edition.Period == gone {
			r = report.Revision{Number: 1, State: report.Withdrawn, Edition: report.Edition{Period: gone}, WithdrawalNotice: "Gone."}
		}
		revisions = append(revisions, r)
	}
	b, err := report.NewArchive(a.Places(), revisions)
	if err != nil {
		t.Fatal(err)
	}
	site := sitetest.New(t, sitetest.Own)
	site.Public.Swap(b, nil)
	doc := site.Doc("/trends")
	marks := doc.Find("#requests-and-accounts-title").Closest(".picture").Find(".picture__mark--1[data-at]")
	if drawn := len(a.Periods()) - 1; marks.Length() != drawn || marks.Filter(`[data-at^="10 "]`).Length() != 0 { // the eleventh half-year
		t.Errorf("%d marks are drawn, want %d, and none of the withdrawn figure", marks.Length(), drawn)
	}
	if got := doc.Find(".picture").First().Find("path.line--1").AttrOr("d", ""); strings.Count(strings.ToUpper(got), "M") != 3 {
		t.Errorf("the line has no gap: %s", got)
	}
	text := sitetest.Text(doc.Find("main")) + strings.Join(rowTexts(doc.Find("main tr")), "\n")
	for _, want := range []string{"The figures of 2018 (Jan-Jun) were withdrawn and are not drawn.", "\n2018 (Jan-Jun) Withdrawn\n"} {
		if !strings.Contains(text, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
	if got := site.Get("/2018-H1/countries").Status; got != 410 {
		t.Errorf("its list: got %d, want 410", got)
	}
	if rows := rowTexts(site.Doc("/compare?places=us").Find(".compare__table--years tr")); !slices.Contains(rows, "2018 (Jan-Jun) Withdrawn") {
		t.Errorf("the comparison does not say so: %q", rows)
	}
}

// A site with nothing published has these pages as well.
func TestPictures_OfNothing(t *testing.T) {
	site := sitetest.New(t, sitetest.Own)
	empty, err := report.NewArchive(site.Archive.Places(), nil)
	if err != nil {
		t.Fatal(err)
	}
	site.Public.Swap(empty, nil)
	for _, path := range []string{"/trends", "/regions/europe", "/countries/au", "/compare", "/compare?places=au,de"} {
		if got := site.Get(path).Status; got != 200 {
			t.Errorf("%s: got %d", path, got)
		}
	}
	if got := fmt.Sprint(site.Get("/2019-H1/countries").Status); got != "404" {
		t.Errorf("a list: got %s", got)
	}
}
