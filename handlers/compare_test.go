package handlers_test

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"lerr/internal/report"
	"lerr/internal/sitetest"
	"lerr/internal/urls"
	"lerr/views"
)

func TestShowCompare_SetsPlacesSideBySide(t *testing.T) {
	site := sitetest.New(t)
	doc := site.Doc("/compare?places=ad,au,us")
	want := []string{
		"Andorra No row",
		"Australia 887 −36 −3.9% 1,118 0 647 72.9% 125 14.1% 115 13.0%",
		"United States 4,860 +491 +11.2% 14,273 710 14.6% 2,670 54.9% 842 17.3% 638 13.1%",
	}
	got := rowTexts(doc.Find(".compare__outcomes tbody tr"))
	for i := range got {
		got[i] = strings.Join(strings.Fields(got[i]), " ")
	}
	if !slices.Equal(got, want) {
		t.Errorf("outcomes: got %q, want %q", got, want)
	}
	if got, want := sitetest.Text(doc.Find("figcaption")), "Requests per half-year from 2013 (Jan-Jun) to 2019 (Jan-Jun)"; got != want {
		t.Errorf("the picture is named %q, want %q", got, want)
	}
	if got := sitetest.Text(doc.Find(".compare__news li").First()); !strings.HasPrefix(got, "One rose and one fell. In 2019 (Jan-Jun), the United States made 4,860 requests, 491 more") {
		t.Errorf("the news is %q", got)
	}
	requests := rowTexts(doc.Find(".compare__table--years tbody tr"))
	if len(requests) != 14 || requests[1] != "2018 (Jul-Dec) 1 923 4,369" || !strings.HasPrefix(requests[5], "Until 2016 one sum held") || requests[13] != "2013 (Jan-Jun) No row 1,219 7,014" {
		t.Errorf("requests: %q", requests)
	}
	content := rowTexts(site.Doc("/compare?places=ad,au,us&measure=content&as=share").Find(".compare__table--years tbody tr"))
	if content[1] != "2018 (Jul-Dec) – 0 14.0%" {
		t.Errorf("content: %q", content[1])
	}
}

func TestShowCompare_HasOneAddress(t *testing.T) {
	site := sitetest.New(t)
	for path, want := range map[string]string{
		"/compare?places=US,de":                      "/compare?places=us,de",
		"/compare?places=,de,,us,":                   "/compare?places=,de,,us",
		"/compare?places=none&add=,":                 "/compare?places=none",
		"/compare?places=germny,Holland":             "/compare?places=de,nl",
		"/compare?places=de&add=Deutschland,England": "/compare?places=de,gb",
		"/compare?places=de,,fr&add=us":              "/compare?places=de,us,fr",
		"/compare?places=de&add=UK,+france":          "/compare?places=de,gb,fr",
		"/compare?places=de&add=us,Asia+Pacific&measure=accounts&since=2017-H1&as=share": "/compare?places=de,us,asia-pacific&measure=accounts&since=2017-H1&as=share",
		"/compare?places=de&measure=requests&since=2013-H1&as=number":                    "/compare?places=de",
		"/compare?places=de&measure=size&since=2018-H1&as=part":                          "/compare?places=de",
		"/compare?places=de,fr&since=2017":                                               "/compare?places=de,fr&since=2017-H1",
		"/compare?as=share&since=2017-h1":                                                "/compare?since=2017-H1&as=share",
		"/compare?places=au%2Cde":                                                        "/compare?places=au,de",
		"/compare?places=de,de,germany":                                                  "/compare?places=de",
		"/compare?places=de,Europe,global":                                               "/compare?places=de,europe,global",
		"/compare?places=de&add=au":                                                      "/compare?places=de,au",
		"/compare?places=au%2Cde&add=Europe":                                             "/compare?places=au,de,europe",
		"/compare?add=au":                                                                "/compare?places=au",
		"/compare?places=au,&x=1":                                                        "/compare?places=au",
		"/compare?places=":                                                               "/compare",
		"/regions/Europe":                                                                "/regions/europe",
		"/regions/asia%20pacific":                                                        "/regions/asia-pacific",
		"/2019-h1/Countries/Name":                                                        "/2019-H1/countries/name",
		"/2019-H1/countries/requests":                                                    "/2019-H1/countries",
		"/2019-H1/countries/requests?find=a":                                             "/2019-H1/countries?find=a",
		"/2019-H1/countries/":                                                            "/2019-H1/countries",
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
		{"/compare?places=united,au", "“united” may be more than one place.", "/compare?places=au,us", 1},
		{"/compare?places=au&add=Austr", "“Austr” may be more than one place.", "/compare?places=au,at", 1},
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
		if got := doc.Find(".choice__places li").Length(); got != c.kept && c.kept > 0 {
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

// Without a query the page shows the largest countries of the newest half-year, at its own address.
func TestShowCompare_OpensOnTheLargestCountries(t *testing.T) {
	site := sitetest.New(t)
	newest, err := site.Archive.Revision(site.Archive.NewestPublished())
	if err != nil {
		t.Fatal(err)
	}
	var want []string
	for _, r := range newest.Edition.Headline().Leaders(report.Place{}, site.Archive.Places(), 5).Rows {
		c, _ := site.Archive.Places().Country(r.Country)
		want = append(want, c.Name)
	}
	doc := site.Doc("/compare")
	if got := sitetest.Text(doc.Find("h1")); got != strings.Join(want, ", ") {
		t.Errorf("got %q, want %q", got, want)
	}
	if cited := sitetest.Text(doc.Find("#bibtex")); !strings.Contains(cited, "/compare?places=us,de,fr,gb,br}") {
		t.Errorf("it is cited as %q, without its places", cited)
	}
	if got := sitetest.Text(site.Doc("/compare?places=none").Find("h1")); got != "Compare places" {
		t.Errorf("without places: %q", got)
	}
}

// styles returns the number of each place's colour and mark, by its name, and checks that the page shows the
// same one everywhere.
func styles(t *testing.T, doc *goquery.Document) map[string]string {
	t.Helper()
	found := map[string]string{}
	styleOf := func(mark *goquery.Selection) string {
		_, style, _ := strings.Cut(mark.First().AttrOr("href", ""), "#mark-")
		return style
	}
	doc.Find(".choice__places li").Each(func(_ int, s *goquery.Selection) {
		name, _, _ := strings.Cut(sitetest.Text(s), " ×")
		found[name] = styleOf(s.Find("use"))
	})
	check := func(where, name string, mark *goquery.Selection) {
		if style := styleOf(mark); style != found[name] {
			t.Errorf("%s: %s has the mark %q, want %q", where, name, style, found[name])
		}
	}
	doc.Find(".compare__wide [data-say]").Each(func(_ int, s *goquery.Selection) {
		name, _, _ := strings.Cut(s.AttrOr("data-say", ""), ", ")
		check("line", name, s)
		if class := s.AttrOr("class", ""); !strings.HasSuffix(class, "--"+found[name]) {
			t.Errorf("%s has the colour %s, want %s", name, class, found[name])
		}
	})
	doc.Find(".compare__table tbody th:has(use)").Each(func(_ int, s *goquery.Selection) { check("outcomes", sitetest.Text(s), s.Find("use")) })
	doc.Find(".compare__table--years thead th:has(use)").Each(func(_ int, s *goquery.Selection) { check("half-years", sitetest.Text(s), s.Find("use")) })
	return found
}

// A place keeps its colour and mark whatever is added, removed or shown.
func TestShowCompare_KeepsColours(t *testing.T) {
	site := sitetest.New(t)
	get := func(path string) *goquery.Document {
		a := site.Get(path)
		for a.Status == 303 {
			a = site.Get(a.Header.Get("Location"))
		}
		return a.Doc(t)
	}
	same := func(before, after map[string]string, path string) {
		t.Helper()
		seen := map[string]bool{}
		for name, style := range after {
			if was, ok := before[name]; ok && was != style {
				t.Errorf("%s: %s was %s and is %s", path, name, was, style)
			}
			if seen[style] || style == "" {
				t.Errorf("%s: the mark %q is that of two places or of none", path, style)
			}
			seen[style] = true
		}
	}
	path := "/compare?places=us,gb,europe,de,ad"
	first := styles(t, get(path))
	if len(first) != 5 {
		t.Fatalf("got %v", first)
	}
	get(path).Find(".choice__remove, .switch a").Each(func(_ int, s *goquery.Selection) {
		to, _, _ := strings.Cut(s.AttrOr("href", ""), "#")
		doc := get(to)
		kept := styles(t, doc)
		same(first, kept, to)
		if s.HasClass("choice__remove") && len(kept) != 4 {
			t.Errorf("%s: %d places", to, len(kept))
		}
		hidden := doc.Find(`.choice input[name="places"]`).AttrOr("value", "")
		next := "/compare?places=" + hidden + "&add=Austria"
		added := styles(t, get(next))
		same(first, added, next)
		if len(added) != len(kept)+1 || added["Austria"] == "" {
			t.Errorf("%s: %v", next, added)
		}
	})
}

// The CSV has the figures of the page, in each combination of what is shown.
func TestCompareCSV_HasThePagesFigures(t *testing.T) {
	t.Parallel()
	site := sitetest.New(t)
	for _, places := range []string{"", "places=de,,fr", "places=ad,au,us,europe,global,np", "places=mt"} {
		for measure, name := range urls.CompareMeasures() {
			for _, rest := range []string{"", "&since=2017-H1", "&as=share", "&since=2017-H1&as=share"} {
				query := places
				if measure > 0 {
					query += "&measure=" + name
				}
				query = strings.TrimPrefix(query+rest, "&")
				checkCompareCSV(t, site, query, measure, strings.Contains(rest, "share"))
			}
		}
	}
}

func checkCompareCSV(t *testing.T, site *sitetest.Site, query string, measure int, share bool) {
	t.Helper()
	path := strings.TrimSuffix("/compare?"+query, "?")
	doc := site.Doc(path)
	href := doc.Find(".compare__tools > a").AttrOr("href", "")
	if want := strings.TrimSuffix("/compare.csv?"+query, "?"); href != want {
		t.Fatalf("%s: its data is %q, want %q", path, href, want)
	}
	records, err := csv.NewReader(bytes.NewReader([]byte(site.Get(href).Body))).ReadAll()
	if err != nil || len(records) < 2 {
		t.Fatalf("%s: %d rows, %v", href, len(records), err)
	}
	column := map[string]int{}
	for i, name := range records[0] {
		column[name] = i
	}
	number := func(r []string, name string) (n int) {
		fmt.Sscan(r[column[name]], &n)
		return n
	}
	rows := map[string][]string{} // by half-year and name
	for _, r := range records[1:] {
		rows[r[0]+r[column["name"]]] = r
	}
	heads := texts(doc.Find(".compare__table--years thead th"))
	cells := 0
	for _, row := range doc.Find(".compare__table--years tbody tr").EachIter() {
		values := texts(row.Find("th, td"))
		if len(values) == 1 {
			continue // the break
		}
		period := strings.NewReplacer(" (Jan-Jun)", "-H1", " (Jul-Dec)", "-H2").Replace(values[0])
		for i, got := range values[1:] {
			cells++
			r, ok := rows[period+heads[i+1]]
			want := "No row"
			columns := report.Columns()
			switch {
			case !ok:
				want = "nothing: the file has no such row"
			case r[column["status"]] != "number":
			case !share:
				want = views.Number(number(r, columns[measure]))
			case measure < 2:
				want = views.LoneShare(report.RateOf(number(r, columns[measure]), number(rows[period+"Global"], columns[measure])))
			default:
				whole := number(r, "content") + number(r, "non_content") + number(r, "no_data") + number(r, "rejected")
				want = views.LoneShare(report.RateOf(number(r, columns[measure]), whole))
			}
			if got != want {
				t.Errorf("%s: %s, %s is %q, the file says %q", path, period, heads[i+1], got, want)
			}
		}
	}
	for key := range rows {
		if strings.Contains(query, "2017") && key < "2017" {
			t.Errorf("%s has %s", href, key)
		}
	}
	if zero := doc.Find(".compare__figures > p").Text(); cells == 0 && !strings.Contains(zero, "any half-year since") {
		t.Errorf("%s: there is neither a table nor a sentence of zeros", path)
	}
}

func TestCompareCSV_WithAMarkAndWithoutAnyPlace(t *testing.T) {
	site := sitetest.New(t)
	plain, marked := site.Get("/compare.csv?places=de"), site.Get("/compare.csv?bom=1&places=de")
	if marked.Body != "\ufeff"+plain.Body || strings.Count(plain.Body, "\n") != 14 {
		t.Errorf("got %d and %d bytes", len(plain.Body), len(marked.Body))
	}
	if got := site.Get("/compare.csv?places=atlantis").Status; got != 400 {
		t.Errorf("an unknown place: got %d", got)
	}
	if got := site.Get("/compare.csv?places=none"); got.Status != 200 || strings.Count(got.Body, "\n") != 1 {
		t.Errorf("no place: got %d, %q", got.Status, got.Body)
	}
}

// A table of nothing but zeros is a sentence.
func TestShowCompare_SaysZerosInASentence(t *testing.T) {
	site := sitetest.New(t)
	doc := site.Doc("/compare?places=de,fr,gb&measure=content")
	want := "Content was disclosed in none of the requests from Germany, France and the United Kingdom in any half-year since 2013."
	if got := sitetest.Text(doc.Find(".compare__figures > p")); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if n := doc.Find(".compare__table--years, .plot").Length(); n != 0 {
		t.Errorf("there are %d tables or pictures of zeros", n)
	}
	if heads := texts(doc.Find(".compare__outcomes th[colspan]")); slices.Contains(heads, "Content") || !slices.Contains(heads, "Rejected") {
		t.Errorf("the outcomes are %q", heads)
	}
	if texts(site.Doc("/compare?places=de,us&measure=content").Find(".compare__outcomes th[colspan]"))[1] != "Content" {
		t.Error("a column with figures is left out")
	}
}
