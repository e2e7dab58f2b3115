package handlers_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"lerr/internal/report"
	"lerr/internal/sitetest"
	"lerr/static"
	"lerr/views"
)

// texts are what the elements of a selection say.
func texts(s *goquery.Selection) []string {
	return s.Map(func(_ int, s *goquery.Selection) string { return sitetest.Text(s) })
}

// rowTexts are what the rows of a table say, cell by cell.
func rowTexts(rows *goquery.Selection) []string {
	return rows.Map(func(_ int, row *goquery.Selection) string { return strings.Join(texts(row.Find("th, td")), " ") })
}

// Every page about places over time is there, is well made, and says nothing odd.
func TestPictures_EveryPageIsThere(t *testing.T) {
	site := sitetest.New(t)
	list := site.Public.PictureAddresses(site.Archive)
	if want := 1 + 5 + 91 + 13*8*2 + 1; len(list) != want {
		t.Errorf("got %d addresses, want %d", len(list), want)
	}
	for i, path := range list {
		if testing.Short() && i%20 > 0 {
			continue
		}
		doc := site.Doc(path)
		if got := doc.Find(`link[rel="canonical"]`).AttrOr("href", ""); got != path {
			t.Errorf("%s: canonical is %q", path, got)
		}
		if got := doc.Find("h1").Length(); got != 1 {
			t.Errorf("%s: %d headings", path, got)
		}
		ids := map[string]bool{}
		doc.Find("[id]").Each(func(_ int, s *goquery.Selection) {
			id := s.AttrOr("id", "")
			if ids[id] {
				t.Errorf("%s: the id %q stands twice", path, id)
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
	if testing.Short() {
		t.Skip("the whole run does it")
	}
	site := sitetest.New(t)
	seen := map[string]bool{}
	for _, path := range []string{"/", "/2013-H1/de", "/trends", "/regions/south-america", "/countries/ad", "/countries/us", "/2016-H2/countries/content-rate/regions", "/compare", "/compare?places=au,de"} {
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

// The report leads to the same place over all periods, to the list, to comparisons and to the map.
func TestPictures_AreLinkedFromTheReport(t *testing.T) {
	site := sitetest.New(t)
	for path, want := range map[string]string{
		"/":               "/trends /2019-H1/countries /compare?places=global /map/2019-H1",
		"/2014-H2":        "/trends /2014-H2/countries /compare?places=global /map/2014-H2",
		"/2019-H1/europe": "/regions/europe /2019-H1/countries /compare?places=europe /map/2019-H1",
		"/2019-H1/ad":     "/countries/ad /2019-H1/countries /compare?places=ad /map/2019-H1",
	} {
		got := site.Doc(path).Find(".headline__more a").Map(func(_ int, s *goquery.Selection) string { return s.AttrOr("href", "") })
		if strings.Join(got, " ") != want {
			t.Errorf("%s: got %v, want %s", path, got, want)
		}
	}
}

// The table of a place has a row for each period, with the figures of the archive or the words that
// there is none.
func TestShowTrend_TablesShowTheArchivesFigures(t *testing.T) {
	site := sitetest.New(t)
	a := site.Archive
	for _, slug := range []string{"global", "europe", "middle-east-and-africa", "us", "ad", "md", "sl"} {
		place, err := a.Places().Find(slug)
		if err != nil {
			t.Fatal(err)
		}
		doc := site.Doc(views.TrendURL(place))
		var want []string
		for _, r := range a.Revisions() {
			total, rows := r.Edition.Headline().Total(place, a.Places())
			row := r.Edition.Period.Label() + "|No request"
			if rows > 0 {
				row = strings.Join([]string{r.Edition.Period.Label(), views.Number(total.Requests), views.Number(total.Accounts)}, "|")
				for i, n := range total.Outcomes() {
					row += "|" + views.Number(n) + " " + views.Share(total.Shares().All()[i])
				}
			}
			want = append(want, row)
		}
		var got []string
		doc.Find(`section[aria-labelledby="headline"] tbody tr:not(.row--break)`).Each(func(_ int, row *goquery.Selection) {
			got = append(got, strings.Join(append([]string{sitetest.Text(row.Find("th a"))}, texts(row.Find("td"))...), "|"))
		})
		if strings.Join(got, "\n") != strings.Join(want, "\n") {
			t.Errorf("%s: got\n%s\nwant\n%s", slug, strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
		if got := doc.Find(`section[aria-labelledby="headline"] .row--break`).Length(); got != 1 {
			t.Errorf("%s: the break stands %d times in the table", slug, got)
		}
	}
}

// A half-year that does not report a section says so, between those that do.
func TestShowCountry_SaysWhatIsNotReported(t *testing.T) {
	site := sitetest.New(t)
	rows := rowTexts(site.Doc("/countries/us").Find(`section[aria-labelledby="civil"] tbody tr`))
	if len(rows) != 5 || rows[3] != "2017 (Jul-Dec) Not reported" {
		t.Errorf("civil requests: %q", rows)
	}
	rows = rowTexts(site.Doc("/trends").Find(`section[aria-labelledby="emergencies"] tbody tr`))
	if len(rows) != 5 || !strings.HasPrefix(rows[4], "2017 (Jan-Jun) 183 279") {
		t.Errorf("emergencies: %q", rows)
	}
}

// A percentage of fewer than ten never stands without saying so.
func TestShowTrend_SaysWhereThereAreFew(t *testing.T) {
	site := sitetest.New(t)
	for path, want := range map[string]bool{"/trends": false, "/countries/us": false, "/countries/au": true, "/countries/ad": true, "/regions/north-america": false} {
		if got := strings.Contains(sitetest.Text(site.Doc(path).Find("main")), "Percentages of fewer than ten say little"); got != want {
			t.Errorf("%s: said %v, want %v", path, got, want)
		}
	}
}

func TestShowCountry_RanksAmongCountries(t *testing.T) {
	site := sitetest.New(t)
	for code, want := range map[string][2]string{
		"us": {"2013 (Jan-Jun) 1st of 64", "2019 (Jan-Jun) 1st of 53"},
		"ad": {"2013 (Jan-Jun) no request", "2019 (Jan-Jun) no request"},
		"md": {"2013 (Jan-Jun) 56th of 64, shared", "2019 (Jan-Jun) 49th of 53, shared"},
	} {
		got := texts(site.Doc("/countries/" + code).Find(".ranks__list li"))
		if len(got) != 13 || got[0] != want[0] || got[12] != want[1] {
			t.Errorf("%s: got %v, want %v", code, got, want)
		}
	}
}

// The list of every period in every order has each row once, in that order, and no subtotal.
func TestShowCountries_ListsEachRowOnceInOrder(t *testing.T) {
	site := sitetest.New(t)
	a := site.Archive
	columns := map[report.Order]int{report.ByRequests: 0, report.ByAccounts: 1, report.ByContent: 2, report.ByNonContent: 3, report.ByNoData: 4, report.ByRejected: 5}
	for _, r := range a.Revisions() {
		period, table := r.Edition.Period, r.Edition.Headline()
		want := map[string]string{}
		for _, row := range table.Rows {
			c, _ := a.Places().Country(row.Country)
			cells := []string{c.Name}
			for _, n := range row.Counts.Figures() {
				cells = append(cells, views.Number(n))
			}
			want[c.Name] = strings.Join(append(cells, views.GuardedShare(row.Counts.Rate(0))), "|")
		}
		for _, order := range report.Orders() {
			for _, regions := range []bool{false, true} {
				path := views.CountriesURL(period, order, regions)
				doc := site.Doc(path)
				seen := 0
				doc.Find(".sorted tbody").Each(func(_ int, body *goquery.Selection) {
					var last string
					lastKey := 1 << 40
					body.Find("tr:not(.sorted__region)").Each(func(_ int, row *goquery.Selection) {
						seen++
						name := sitetest.Text(row.Find("th a"))
						if got := strings.Join(append([]string{name}, texts(row.Find("td"))...), "|"); got != want[name] {
							t.Errorf("%s: got %s, want %s", path, got, want[name])
						}
						c, _ := a.Places().CountryNamed(name)
						found, _ := table.Row(c.Code)
						key := lastKey
						if i, ok := columns[order]; ok {
							key = found.Counts.Figures()[i]
						} else if order == report.ByContentRate {
							if key = int(found.Counts.Rate(0).Permille); found.Counts.Ended() < 10 {
								key = -1
							}
						}
						if key > lastKey || key == lastKey && report.NameKey(name) < last {
							t.Errorf("%s: %s comes too late", path, name)
						}
						last, lastKey = report.NameKey(name), key
					})
				})
				if seen != len(want) {
					t.Errorf("%s: got %d rows, want %d", path, seen, len(want))
				}
				wantGroups := 1
				if regions {
					wantGroups = 5
				}
				if got := doc.Find(".sorted tbody").Length(); got != wantGroups {
					t.Errorf("%s: got %d groups, want %d", path, got, wantGroups)
				}
				sorted := doc.Find(".sorted th[aria-sort]")
				at := slices.Index(report.Orders(), order)
				if sorted.Length() != 1 || sorted.Index() != at || sorted.AttrOr("aria-sort", "") != map[bool]string{true: "ascending", false: "descending"}[order == report.ByName] {
					t.Errorf("%s: column %d is marked as sorted, want %d", path, sorted.Index(), at)
				}
			}
		}
	}
}

func TestShowCountries_GuardsRatesOfFew(t *testing.T) {
	site := sitetest.New(t)
	doc := site.Doc("/2019-H1/countries/content-rate")
	bars := texts(doc.Find(".bars li"))
	if len(bars) == 0 || bars[0] != "Brazil 40.8% 521 of 1,278" {
		t.Errorf("the highest rates: %v", bars)
	}
	doc.Find(".sorted tbody tr").Each(func(_ int, row *goquery.Selection) {
		cells := texts(row.Find("td"))
		few := len(cells[0]) == 1
		if percent := strings.HasSuffix(cells[6], "%"); percent == few {
			t.Errorf("%s requests have the rate %q", cells[0], cells[6])
		}
	})
	if note := sitetest.Text(doc.Find(".sorting")); !strings.Contains(note, "38 countries of this site’s list have no row in 2019 (Jan-Jun)") {
		t.Errorf("countries without a row are not told: %s", note)
	}
}

func TestShowCountries_FindsWithoutScripts(t *testing.T) {
	site := sitetest.New(t)
	for find, want := range map[string]string{
		"ger": "Germany", "korea republic": "South Korea", "united": "United States, United Kingdom", "atlantis": "", "cz": "Czech Republic",
		"gb": "United Kingdom", "a<b": "",
	} {
		for _, address := range []string{"/2019-H1/countries", "/2019-H1/countries/name/regions"} {
			doc := site.Doc(address + "?find=" + strings.ReplaceAll(strings.ReplaceAll(find, " ", "+"), "<", "%3C"))
			got := texts(doc.Find(".sorted tbody tr:not([hidden]) th a"))
			slices.Sort(got)
			wanted := strings.Split(want, ", ")
			slices.Sort(wanted)
			if strings.Join(got, ", ") != strings.Join(wanted, ", ") {
				t.Errorf("%s: %q: got %v, want %s", address, find, got, want)
			}
			if got := doc.Find("#sift").AttrOr("value", ""); got != find {
				t.Errorf("%s: the field holds %q, want %q", address, got, find)
			}
			if status := sitetest.Text(doc.Find("[data-sift-status]")); status == "" {
				t.Errorf("%s: %q: what was found is not told", address, find)
			}
			if heads := doc.Find(".sorted__region:not([hidden])").Length(); heads > len(got) {
				t.Errorf("%s: %q: %d regions are named for %d countries", address, find, heads, len(got))
			}
		}
	}
}

func TestShowCompare_SetsPlacesSideBySide(t *testing.T) {
	site := sitetest.New(t)
	doc := site.Doc("/compare?places=ad,au,us")
	rows := doc.Find(".side__table").First().Find("tbody tr")
	want := []string{
		"Andorra No request",
		"Australia 887 −36 (−3.9%) 1,118 0.0% 72.9% 14.1% 13.0%",
		"United States 4,860 +491 (+11.2%) 14,273 14.6% 55.0% 17.3% 13.1%",
	}
	if got := rowTexts(rows); strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("measures: got %q, want %q", got, want)
	}
	requests := rowTexts(doc.Find(`[aria-labelledby="requests-table"] tbody tr`))
	if len(requests) != 14 || requests[1] != "2018 (Jul-Dec) 1 923 4,369" || !strings.HasPrefix(requests[5], "Figures above this line") || requests[13] != "2013 (Jan-Jun) No request 1,219 7,014" {
		t.Errorf("requests: %q", requests)
	}
	content := rowTexts(doc.Find(`[aria-labelledby="content-table"] tbody tr`))
	if content[1] != "2018 (Jul-Dec) 0 of 1 0.0% 14.0%" {
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
	sheet := len(site.Get(static.URL("explore.css"), "Accept-Encoding", "gzip").Body)
	for _, path := range []string{"/trends", "/regions/europe", "/countries/us", "/2014-H1/countries/name/regions", "/compare?places=global,europe,fr,de,gb,us"} {
		a := site.Get(path, "Accept-Encoding", "gzip")
		if size := sheet + len(a.Body); size > 50<<10 || a.Header.Get("Content-Encoding") != "gzip" {
			t.Errorf("%s: %d bytes", path, size)
		}
	}
}

func TestPictures_OfAWithdrawnPeriod(t *testing.T) {
	a := sitetest.Archive(t)
	gone := report.Period{Year: 2018, Half: 1}
	var revisions []report.Revision
	for _, r := range a.Revisions() {
		if r.Edition.Period == gone {
			r = report.Revision{Number: 1, State: report.Withdrawn, Edition: report.Edition{Period: gone}, Notice: "Gone."}
		}
		revisions = append(revisions, r)
	}
	b, err := report.NewArchive(a.Places(), revisions)
	if err != nil {
		t.Fatal(err)
	}
	site := sitetest.New(t)
	site.Public.Show(b)
	doc := site.Doc("/trends")
	if got := doc.Find(".spot--1[data-say^='2018 (Jan-Jun)']").Length(); got != 0 {
		t.Error("a withdrawn figure is drawn")
	}
	if got := doc.Find(".picture").First().Find("path.line--1").AttrOr("d", ""); strings.Count(got, "M") != 3 {
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
	if rows := rowTexts(site.Doc("/compare?places=us").Find(`[aria-labelledby="requests-table"] tr`)); !slices.Contains(rows, "2018 (Jan-Jun) Withdrawn") {
		t.Errorf("the comparison does not say so: %q", rows)
	}
}

// A site with nothing published has these pages as well.
func TestPictures_OfNothing(t *testing.T) {
	site := sitetest.New(t)
	empty, err := report.NewArchive(site.Archive.Places(), nil)
	if err != nil {
		t.Fatal(err)
	}
	site.Public.Show(empty)
	for _, path := range []string{"/trends", "/regions/europe", "/countries/au", "/compare", "/compare?places=au,de"} {
		if got := site.Get(path).Status; got != 200 {
			t.Errorf("%s: got %d", path, got)
		}
	}
	if got := fmt.Sprint(site.Get("/2019-H1/countries").Status); got != "404" {
		t.Errorf("a list: got %s", got)
	}
}
