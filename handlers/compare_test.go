package handlers_test

import (
	"strings"
	"testing"

	"lerr/internal/report"
	"lerr/internal/sitetest"
	"lerr/views"
)

func TestShowCompare_SetsPlacesSideBySide(t *testing.T) {
	site := sitetest.New(t)
	doc := site.Doc("/compare?places=ad,au,us")
	rows := doc.Find(".side__table").First().Find("tbody tr")
	want := []string{
		"Andorra No row",
		"Australia 887 −36 (−3.9%) 1,118 0 72.9% 14.1% 13.0%",
		"United States 4,860 +491 (+11.2%) 14,273 14.6% 54.9% 17.3% 13.1%",
	}
	if got := rowTexts(rows); strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("measures: got %q, want %q", got, want)
	}
	requests := rowTexts(doc.Find(`[aria-labelledby="requests-table"] tbody tr`))
	if len(requests) != 14 || requests[1] != "2018 (Jul-Dec) 1 923 4,369" || !strings.HasPrefix(requests[5], "Until 2016 one sum held") || requests[13] != "2013 (Jan-Jun) No row 1,219 7,014" {
		t.Errorf("requests: %q", requests)
	}
	content := rowTexts(doc.Find(`[aria-labelledby="content-table"] tbody tr`))
	if content[1] != "2018 (Jul-Dec) – 0 14.0%" {
		t.Errorf("content: %q", content[1])
	}
	if got := doc.Find(".picture").Length(); got != 2 {
		t.Errorf("got %d pictures", got)
	}
	if got := texts(doc.Find("#compare-requests-title")); len(got) != 1 || got[0] != "Requests" {
		t.Errorf("the first picture is %q", got)
	}
}

// The first half-year after the break is not compared with the one before it.
func TestShowCompare_ComputesNoChangeAcrossTheBreak(t *testing.T) {
	a := sitetest.Archive(t)
	var upTo []report.Revision
	for _, r := range a.Revisions() {
		if r.Edition.Period.Year < 2017 || r.Edition.Period == (report.Period{Year: 2017, Half: 1}) {
			upTo = append(upTo, r)
		}
	}
	b, err := report.NewArchive(a.Places(), upTo)
	if err != nil {
		t.Fatal(err)
	}
	us, _ := a.Places().Find("us")
	m := views.NewComparePage(views.Frame{Site: &sitetest.Shipped(t).Site}, b, []report.Place{us}, nil)
	if got := m.Measures[0].Change; got != "series break" {
		t.Errorf("got %q", got)
	}
}

func TestShowCompare_HasOneAddressForASetOfPlaces(t *testing.T) {
	site := sitetest.New(t)
	for path, want := range map[string]string{
		"/compare?places=us,de,au":           "/compare?places=au,de,us",
		"/compare?places=US,de":              "/compare?places=de,us",
		"/compare?places=au%2Cde":            "/compare?places=au,de",
		"/compare?places=de,de,germany":      "/compare?places=de",
		"/compare?places=de,europe,global":   "/compare?places=global,europe,de",
		"/compare?places=de&add=au":          "/compare?places=au,de",
		"/compare?places=au%2Cde&add=Europe": "/compare?places=europe,au,de",
		"/compare?add=au":                    "/compare?places=au",
		"/compare?places=au,&x=1":            "/compare?places=au",
		"/compare?places=":                   "/compare",
		"/regions/Europe":                    "/regions/europe",
		"/regions/asia%20pacific":            "/regions/asia-pacific",
		"/2019-h1/Countries/Name":            "/2019-H1/countries/name",
		"/2019-H1/countries/requests":        "/2019-H1/countries",
		"/2019-H1/countries/requests?find=a": "/2019-H1/countries?find=a",
		"/2019-H1/countries/":                "/2019-H1/countries",
	} {
		a := site.Get(path)
		if got := a.Header.Get("Location"); got != want || a.Status < 300 || a.Status > 399 {
			// A redirect of case or slashes may come first.
			if next := site.Get(got).Header.Get("Location"); got == "" || next != want {
				t.Errorf("%s: got %d %q, want %q", path, a.Status, got, want)
			}
		}
	}
}

func TestShowCompare_SaysWhatIsWrong(t *testing.T) {
	site := sitetest.New(t)
	for _, c := range []struct {
		path, says, offers string
		kept               int
	}{
		{"/compare?places=germny,au", "“germny” is no country or region of this report.", "/compare?places=au,de", 1},
		{"/compare?places=au&add=atlantis", "“atlantis” is no country or region", "", 1},
		{"/compare?places=au,at,be,br,ca,de,us", "At most six places can be compared. United States was left out", "", 6},
		{"/compare?places=au,at,be,br,ca,de,us,fr", "United States and France were left out", "", 6},
		{"/compare?places=%3Cscript%3E", "“<script>” is no country", "", 0},
		{"/compare?places=" + strings.Repeat("x", 300), strings.Repeat("x", 40) + "…” is no", "", 0},
	} {
		a := site.Get(c.path)
		doc := a.Doc(t)
		if text := sitetest.Text(doc.Find(".problems")); a.Status != 400 || !strings.Contains(text, c.says) {
			t.Errorf("%s: got %d, %q, want %q", c.path, a.Status, text, c.says)
		}
		if c.offers != "" && doc.Find(`.problems a[href="`+c.offers+`"]`).Length() != 1 {
			t.Errorf("%s: %s is not offered", c.path, c.offers)
		}
		if got := doc.Find(".choice__places li").Length(); got != c.kept {
			t.Errorf("%s: %d places are kept, want %d", c.path, got, c.kept)
		}
		if !strings.HasPrefix(doc.Find("title").Text(), "Error: ") || a.Header.Get("Cache-Control") != "no-store" {
			t.Errorf("%s: title %q, %q", c.path, doc.Find("title").Text(), a.Header.Get("Cache-Control"))
		}
		if strings.Contains(a.Body, "<script>”") {
			t.Errorf("%s: what was asked for is not escaped", c.path)
		}
	}
}
