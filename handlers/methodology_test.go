package handlers_test

import (
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"lerr/internal/report"
	"lerr/internal/sitetest"
	"lerr/views"
)

func TestMethodology_HasItsChaptersAndTerms(t *testing.T) {
	site := sitetest.New(t)
	doc := site.Doc("/methodology")
	shipped := sitetest.Shipped(t)
	for _, c := range shipped.Site.Methodology {
		if doc.Find(`h2[id="`+c.ID+`"]`).Text() != c.Title || doc.Find(`nav a[href="#`+c.ID+`"]`).Length() != 1 {
			t.Errorf("%s is not on the page, or not in its list", c.ID)
		}
	}
	text := sitetest.Text(doc.Find("main"))
	want := []string{"It covers 13 half-years, from 2013 (Jan-Jun) to 2019 (Jan-Jun), and 91 countries and territories in 5 regions."}
	for _, d := range shipped.Site.Definitions {
		want = append(want, d.Meaning)
	}
	for _, s := range shipped.Site.Signs {
		want = append(want, s.Meaning)
	}
	for _, w := range want {
		if !strings.Contains(text, w) {
			t.Errorf("the page lacks %q", w)
		}
	}
	if strings.ContainsAny(text, "{}") {
		t.Error("a field was left unfilled")
	}
	for _, path := range []string{"/", "/countries/au", "/revisions"} {
		if site.Doc(path).Find(`footer a[href="/methodology"]`).Length() != 1 || site.Doc(path).Find(`footer a[href="/map"]`).Length() != 1 {
			t.Errorf("%s does not lead to the methodology or to the map", path)
		}
	}
}

// What each period reports, and every odd thing that is noted, come from the archive.
func TestMethodology_AgreesWithTheArchive(t *testing.T) {
	site := sitetest.New(t)
	doc := site.Doc("/methodology")
	oddities := doc.Find(".oddities li").Map(func(_ int, s *goquery.Selection) string { return sitetest.Text(s) })
	notes := 0
	for i, r := range site.Archive.Revisions() {
		row := doc.Find(".matrix tbody tr").Eq(i)
		cells := row.Find("td").Map(func(_ int, s *goquery.Selection) string { return s.Text() })
		if got, want := sitetest.Text(row.Find("th")), r.Edition.Period.Label(); got != want || len(cells) != 6 {
			t.Fatalf("row %d is of %s with %d cells, want %s", i, got, len(cells), want)
		}
		var texts []string
		if r.Edition.Note != "" {
			texts = append(texts, r.Edition.Note)
		}
		for j, s := range report.Sections() {
			want := "not reported"
			table, ok := r.Edition.Table(s)
			if ok {
				want = views.Plural(len(table.Rows), "country", "countries")
			}
			if cells[j] != want {
				t.Errorf("%s %s: got %q, want %q", r.Edition.Period, s, cells[j], want)
			}
			if table.Note != "" {
				texts = append(texts, table.Note)
			}
			for _, row := range table.Rows {
				if row.Note != "" {
					texts = append(texts, row.Note)
				}
			}
		}
		want := "not reported"
		if r.Edition.Period.Year >= 2018 {
			want = "U.S. warrants"
		}
		if cells[5] != want {
			t.Errorf("%s: extraterritorial is %q, want %q", r.Edition.Period, cells[5], want)
		}
		notes += len(texts)
		for _, text := range texts {
			found := false
			for _, o := range oddities {
				found = found || strings.HasPrefix(o, r.Edition.Period.Label()) && strings.HasSuffix(o, ": "+text)
			}
			if !found {
				t.Errorf("%s: the page lacks the note %q", r.Edition.Period, text)
			}
		}
	}
	if len(oddities) != notes || notes != 8 {
		t.Errorf("%d oddities for %d notes, want 8", len(oddities), notes)
	}
}

func TestMethodology_AnswersTheElementsOfTheIndicator(t *testing.T) {
	doc := sitetest.New(t).Doc("/methodology")
	answers := doc.Find(".elements__answer").Map(func(_ int, s *goquery.Selection) string { return s.Text() })
	if got, want := strings.Join(answers, ", "), "Yes, Not reported, Yes, Not reported, Not reported, Yes, Yes, No, No, Yes"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if got := sitetest.Text(doc.Find(".method")); !strings.Contains(got, "Of 10 elements: 5 yes, 2 no and 3 not reported.") ||
		!strings.Contains(got, "The newest, 2019 (Jan-Jun), ended on 30 June 2019; this copy published it on 24 November 2026") {
		t.Error("the sum of the answers, or the calendar, is not as it was counted by hand")
	}
	site := sitetest.New(t)
	doc.Find(".elements a").Each(func(_ int, a *goquery.Selection) {
		path, fragment, _ := strings.Cut(a.AttrOr("href", ""), "#")
		if path == "" {
			path = "/methodology"
		}
		if fragment != "" && site.Doc(path).Find(`[id="`+fragment+`"]`).Length() != 1 {
			t.Errorf("nothing is at %s", a.AttrOr("href", ""))
		}
	})
}

// Each address that is listed answers, and is its own.
func TestExploreAddresses_Answer(t *testing.T) {
	t.Parallel()
	site := sitetest.New(t)
	for name, want := range map[string]int{"/map": 1, "/map/{period}": 13, "/map/{period}/{measure}": 13, "/share/{period}/{place}.png": 13 * 97, "/embed/{period}/{place}": 13 * 97,
		"/embed/{period}/{place}/r{revision}": 13 * 97, "/cite/{period}/{place}": 13 * 97, "/methodology": 1} {
		all := site.Public.AddressesOf(name)
		if len(all) != want {
			t.Errorf("%s: %d addresses, want %d", name, len(all), want)
		}
		for i, path := range all {
			if i%97 != 96 && len(all) > 97 { // the last place of each period; all are made alike
				continue
			}
			if got := site.Get(path).Status; got != 200 {
				t.Errorf("%s: got %d", path, got)
			}
		}
	}
}
