package handlers_test

import (
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"lerr/internal/report"
	"lerr/internal/sitetest"
)

// searchCases are names as readers type them, with the names of the places that they lead to. One is shown at once.
// The server and the browser follow the same table.
var searchCases = []struct {
	text string
	want []string
}{
	{"Holland", []string{"Netherlands"}},
	{"the Netherlands", []string{"Netherlands"}},
	{"Deutschland", []string{"Germany"}},
	{"Türkiye", []string{"Turkey"}},
	{"turkiye", []string{"Turkey"}},
	{"England", []string{"United Kingdom"}},
	{"UK", []string{"United Kingdom"}},
	{"U.K.", []string{"United Kingdom"}},
	{"USA", []string{"United States"}},
	{"Czechia", []string{"Czech Republic"}},
	{"South Korea", []string{"South Korea"}},
	{"Korea", []string{"South Korea"}},
	{"Macedonia", []string{"North Macedonia"}},
	{"España", []string{"Spain"}},
	{"Brasil", []string{"Brazil"}},
	{"日本", []string{"Japan"}},
	{"cote d’ivoire", []string{"Côte d'Ivoire"}},
	{"de", []string{"Germany"}},
	{" GERMANY ", []string{"Germany"}},
	{"germ", []string{"Germany"}},
	{"South America", []string{"South America"}},
	{"oceania", []string{"Asia-Pacific"}},
	{"world", []string{"Global"}},

	// A letter is missing, added or another, or two changed places.
	{"Holand", []string{"Netherlands"}},
	{"Germny", []string{"Germany"}},
	{"Brazill", []string{"Brazil"}},
	{"Itlay", []string{"Italy"}},
	{"Untied Sates", []string{"United States"}},

	// Several.
	{"united", []string{"United Kingdom", "United Arab Emirates", "United States"}},
	{"Latin America", []string{"North America", "South America"}},
	{"africa", []string{"Middle East and Africa", "South Africa"}},
	{"south", []string{"South Korea", "South Africa", "South America", "French Southern Territories"}},

	// Countries that the report lacks are not taken for others.
	{"Burma", nil},
	{"North Korea", nil},
	{"Dominica", nil},
	{"Belize", nil},
	{"Irak", nil},
	{"atlantis", nil},
	{"†", nil},
	{strings.Repeat("Germany ", 10), nil},
}

const noPlaceNamed = "No country or region of that name in this report"

func TestSearch_LeadsToAPlaceOrOffersSeveral(t *testing.T) {
	site := sitetest.New(t)
	slugs := map[string]string{}
	for _, p := range site.Archive.Places().All() {
		slugs[p.Name()] = "/2014-H1/" + p.Slug()
	}
	slugs["Global"] = "/2014-H1"
	for _, c := range searchCases {
		t.Run(c.text, func(t *testing.T) {
			a := site.Get("/?" + url.Values{"period": {"2014-H1"}, "place": {c.text}}.Encode())
			if len(c.want) == 1 {
				if got, want := a.Header.Get("Location"), slugs[c.want[0]]+"#figures"; a.Status != 303 || got != want {
					t.Errorf("got %d to %q, want 303 to %q", a.Status, got, want)
				}
				return
			}
			if a.Status != 200 || a.Header.Get("Cache-Control") != "no-store" || !strings.Contains(a.Header.Get("X-Robots-Tag"), "noindex") {
				t.Errorf("got %d, %v, want 200, neither kept nor indexed", a.Status, a.Header)
			}
			doc := a.Doc(t)
			found := doc.Find("#figures .found a")
			names := found.Map(func(_ int, s *goquery.Selection) string { return sitetest.Text(s) })
			if diff := cmp.Diff(c.want, names, cmp.Transformer("empty", func(s []string) []string { return append([]string{}, s...) })); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
			found.Each(func(i int, s *goquery.Selection) {
				if got, want := s.AttrOr("href", ""), slugs[names[i]]+"#figures"; got != want {
					t.Errorf("%s leads to %s, want %s", names[i], got, want)
				}
			})
			if got := doc.Find("#period option[selected]").AttrOr("value", ""); got != "2014-H1" {
				t.Errorf("the filter has the period %q", got)
			}
			if got := doc.Find(".filter__or a").First().AttrOr("href", ""); got != "/2014-H1#tables" {
				t.Errorf("the table is at %q", got)
			}
			_, open := doc.Find(".by-region").Attr("open")
			if none := len(c.want) == 0; (sitetest.Text(doc.Find("#found")) == noPlaceNamed) != none || open != none {
				t.Errorf("it says %q, and the list of all is open: %v", sitetest.Text(doc.Find("#found")), open)
			}
		})
	}
}

// The list has what each place reports in the period.
func TestSearch_SaysHowManyRequestsEachPlaceHas(t *testing.T) {
	t.Parallel()
	site := sitetest.New(t)
	doc := site.Doc("/?period=2013-H1&place=land")
	if doc.Find(".found li").Length() != 0 {
		t.Error("a name is found by its end")
	}
	for _, text := range []string{"united", "s", "c"} {
		doc := site.Doc("/?period=2013-H1&place=" + text)
		doc.Find(".found li").Each(func(_ int, s *goquery.Selection) {
			href, _ := s.Find("a").Attr("href")
			page := site.Doc(strings.TrimSuffix(href, "#figures"))
			want := sitetest.Text(page.Find(".headline__absent"))
			if want == "" {
				want = sitetest.Text(page.Find(".measure__value").First()) + " requests"
			}
			if got := sitetest.Text(s.ChildrenFiltered("span")); got != want && !(want == "1 requests" && got == "1 request") && !strings.HasPrefix(want, got) {
				t.Errorf("%s: got %q, its page has %q", href, got, want)
			}
		})
	}
}

// Every other name finds its own place, and none is the name of another country.
func TestSearch_KnowsEachOtherName(t *testing.T) {
	site := sitetest.New(t)
	shipped := sitetest.Shipped(t)
	places := site.Archive.Places()
	for slug, others := range shipped.Site.OtherNames {
		place, err := places.Find(slug)
		if err != nil {
			continue // of a place that is not in the list; see below
		}
		for _, name := range others {
			found, sure := places.Search(name, shipped.Site.OtherNames)
			if len(found) == 0 || !slices.ContainsFunc(found, func(p report.Place) bool { return p.Slug() == place.Slug() }) || (!sure && name != "Latin America") {
				t.Errorf("%q finds %v, want %s", name, found, slug)
			}
			c, _ := places.CountryNamed(name) // it also knows the names of ISO 3166
			if slices.ContainsFunc(append(c.Spellings, c.Name), func(s string) bool { return report.NameKey(s) == report.NameKey(name) }) {
				t.Errorf("%q is a name that workbooks may have; it belongs in countries.csv alone", name)
			}
		}
	}
	for _, outline := range shipped.World {
		_, listed := places.Country(outline.Code)
		found, sure := places.Search(outline.Name, shipped.Site.OtherNames)
		if outline.Code != "" && listed {
			if !sure || found[0].Country.Code != outline.Code {
				t.Errorf("%q finds %v", outline.Name, found)
			}
		} else if sure {
			t.Errorf("%q, which is not in the list, finds %v", outline.Name, found)
		}
	}
}

// The field that finds a place loads what the server's search knows besides the names in its list.
func TestNames_AreThoseOfTheServersSearch(t *testing.T) {
	site := sitetest.New(t)
	doc := site.Doc("/")
	address := doc.Find("#place").AttrOr("data-combobox", "")
	got := decoded[map[string][]string](t, []byte(site.Get(address).Body))
	for _, place := range site.Archive.Places().All() {
		if diff := cmp.Diff(sitetest.Shipped(t).Site.OtherNames.Of(place), got[place.Slug()], cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%s (-want +got)\n%s", place.Name(), diff)
		}
	}
	if !slices.Contains(got["de"], "Deutschland") {
		t.Errorf("Germany is also named %v", got["de"])
	}
}
