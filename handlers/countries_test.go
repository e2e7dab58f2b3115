package handlers_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"lerr/internal/report"
	"lerr/internal/sitetest"
	"lerr/internal/urls"
	"lerr/views"
)

// The list of every period in every order has each row once, in that order, and no subtotal.
func TestShowCountries_ListsEachRowOnceInOrder(t *testing.T) {
	t.Parallel()
	site := sitetest.New(t)
	a := site.Archive
	columns := map[report.Order]int{report.ByRequests: 0, report.ByAccounts: 1, report.ByContent: 2, report.ByNonContent: 3, report.ByNoData: 4, report.ByRejected: 5}
	for _, r := range sitetest.Sample(a.Revisions(), 4) {
		period, table := r.Edition.Period, r.Edition.Headline()
		want := map[string]string{}
		for _, row := range table.Rows {
			c, _ := a.Places().Country(row.Country)
			cells := []string{c.Name}
			for _, n := range row.Counts.Figures() {
				cells = append(cells, views.Number(n))
			}
			want[c.Name] = strings.Join(append(cells, views.LoneShare(row.Counts.Rate(0))), "|")
		}
		for _, order := range report.Orders() {
			for _, regions := range []bool{false, true} {
				path := urls.Countries(period, order, regions)
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
							if key = int(found.Counts.Rate(0).Permille); found.Counts.OutcomeSum() < 10 {
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

// In narrow windows each cell says what its figure is: never of a figure that is not there.
func TestShowCountries_SaysWordsOfFiguresAlone(t *testing.T) {
	site := sitetest.New(t)
	for _, r := range site.Archive.Revisions() {
		for _, order := range report.Orders() {
			path, said := urls.Countries(r.Edition.Period, order, false), 0
			for _, cell := range site.Doc(path).Find(".ranking tbody td:has(.says)").EachIter() {
				said++
				words := sitetest.Text(cell)
				cell.Find(".says").Remove()
				if sitetest.Text(cell) == "" {
					t.Errorf("%s says %q of no figure", path, words)
				}
			}
			if said == 0 {
				t.Errorf("%s says nothing", path)
			}
		}
	}
}

func TestShowCountries_GuardsRatesOfFew(t *testing.T) {
	site := sitetest.New(t)
	doc := site.Doc("/2019-H1/countries/content-rate")
	first := doc.Find(".ranking tbody tr").First()
	if got := sitetest.Text(first.Find("th")) + " " + sitetest.Text(first.Find(".ranking__value")); got != "Brazil 40.8%" {
		t.Errorf("the highest rate is that of %s", got)
	}
	doc.Find(".sorted tbody tr").Each(func(_ int, row *goquery.Selection) {
		cells := texts(row.Find("td"))
		few := len(cells[0]) == 1
		if none := cells[2] == "0"; few != (cells[6] == "–") || !few && none != (cells[6] == "0") {
			t.Errorf("%s requests have the rate %q", cells[0], cells[6])
		}
	})
	if note := sitetest.Text(doc.Find(".countries")); !strings.Contains(note, "38 countries of this site’s list have no row in 2019 (Jan-Jun)") {
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

// A list from A to Z has the news of the list by requests: the first letters of names are none.
func TestShowCountries_NewsFromAToZAreThoseOfRequests(t *testing.T) {
	t.Parallel()
	site := sitetest.New(t)
	for _, p := range site.Archive.Periods() {
		byRequests, byName := site.Doc(urls.Countries(p, report.ByRequests, false)).Find(".news"), site.Doc(urls.Countries(p, report.ByName, false)).Find(".news")
		if want := sitetest.Text(byRequests); sitetest.Text(byName) != want || want == "" {
			t.Errorf("%s: got %q, want %q", p, sitetest.Text(byName), want)
		}
	}
}
