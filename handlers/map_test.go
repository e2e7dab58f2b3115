package handlers_test

import (
	"fmt"
	"math"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"lerr/internal/report"
	"lerr/internal/sitetest"
	"lerr/internal/urls"
	"lerr/views"
)

// mapDocs are the world maps of every period and measure.
func mapDocs(t *testing.T, use func(doc *goquery.Document, e report.Edition, m urls.MapMeasure)) {
	t.Helper()
	site := sitetest.New(t)
	for _, r := range site.Archive.Revisions() {
		for _, m := range urls.MapMeasures() {
			use(site.Doc(urls.Map(r.Edition.Period, m)), r.Edition, m)
		}
	}
}

// what an area of the map, or an item of its list, says of a country.
func mapSays(places *report.Places, e report.Edition, m urls.MapMeasure, c report.Country) (name, figure string) {
	row, ok := e.Headline().Row(c.Code)
	n := row.Counts
	requests := views.Plural(n.Requests, "request", "requests")
	switch {
	case !ok:
		return c.Name + ": no row in this half-year’s tables", ""
	case m == urls.MapRequests:
		return c.Name + ": " + requests, views.Number(n.Requests)
	case n.Requests < 10:
		return c.Name + ": " + requests + ", too few for a rate", requests
	}
	rate := share(n.Content, n.OutcomeSum())
	of := views.Number(n.Content) + " of " + views.Number(n.Content+n.NonContent+n.NoData+n.Rejected)
	said := c.Name + ": content disclosed in " + of + " requests"
	if rate == "" {
		return said, of
	}
	return said + ", " + rate, rate + " " + of
}

// In each period, every place of the report is on the map of rates: as a link that says its exact figure,
// or as an area that says that it has no row; and the list has the same. On the map of counts, what has no
// row has no circle, so that a place without land on it is in the list alone.
func TestMap_ShowsEveryCountryAndItsFigure(t *testing.T) {
	places := sitetest.Archive(t).Places()
	mapDocs(t, func(doc *goquery.Document, e report.Edition, m urls.MapMeasure) {
		links, lists, titles := map[string]string{}, map[string]string{}, map[string]bool{}
		doc.Find("svg.map a").Each(func(_ int, a *goquery.Selection) {
			links[a.AttrOr("href", "")] = a.AttrOr("aria-label", "")
			if got := a.Find("title").Text(); got != a.AttrOr("aria-label", "") {
				t.Errorf("%s: an area says %q to the pointer and %q to the rest", e.Period, got, a.AttrOr("aria-label", ""))
			}
		})
		if land := doc.Find("svg.map g.map__land path").Length(); (land > 20) != (m == urls.MapRequests) {
			t.Errorf("%s %s: %d areas beside their circles", e.Period, m, land)
		}
		doc.Find("svg.map g.map__none title").Each(func(_ int, s *goquery.Selection) { titles[s.Text()] = true })
		doc.Find(".map-list li").Each(func(_ int, li *goquery.Selection) {
			lists[li.Find("a").AttrOr("href", "")] = strings.TrimSpace(li.Find("b").Text() + " " + li.Find("small").Text())
		})
		absent := doc.Find(".world__absent").Text()
		reported := 0
		for _, c := range places.Countries() {
			url := "/" + e.Period.String() + "/" + c.Slug()
			says, figure := mapSays(places, e, m, c)
			if figure == "" {
				if !titles[says] && m == urls.MapContentRate || links[url] != "" || !strings.Contains(absent, c.Name) || lists[url] != "" {
					t.Errorf("%s %s: %s has no row, and the map or the list does not say so", e.Period, m, c.Name)
				}
				continue
			}
			reported++
			if links[url] != says {
				t.Errorf("%s %s: the map says %q of %s, want %q", e.Period, m, links[url], c.Name, says)
			}
			if lists[url] != figure {
				t.Errorf("%s %s: the list says %q of %s, want %q", e.Period, m, lists[url], c.Name, figure)
			}
		}
		if len(links) != reported || len(lists) != reported {
			t.Errorf("%s %s: %d links and %d items, want %d of each", e.Period, m, len(links), len(lists), reported)
		}
	})
}

// The legend of rates counts the countries of each class: as many as have that colour, and all of them
// together.
func TestMap_CountsItsClasses(t *testing.T) {
	mapDocs(t, func(doc *goquery.Document, e report.Edition, m urls.MapMeasure) {
		if m != urls.MapContentRate {
			return
		}
		want := map[string]int{}
		for _, c := range sitetest.Archive(t).Places().Countries() {
			row, ok := e.Headline().Row(c.Code)
			figure := int(row.Counts.Rate(0).Permille)
			if row.Counts.Content > 0 {
				figure = max(figure, 1)
			}
			class := "none"
			switch {
			case ok && row.Counts.Requests < 10:
				class = "few"
			case ok:
				class = "1"
				for i, b := range []int{1, 100, 200, 300} {
					if figure >= b {
						class = fmt.Sprint(i + 2)
					}
				}
			}
			want[class]++
		}
		sum := 0
		doc.Find(".legend li").Each(func(_ int, li *goquery.Selection) {
			class := strings.TrimPrefix(li.Find("rect").AttrOr("class", ""), "map__")
			if got := li.Find("small").Text(); got != views.Plural(want[class], "country", "countries") {
				t.Errorf("%s: class %s has %s, want %d", e.Period, class, got, want[class])
			}
			sum += want[class]
			if drawn := doc.Find("svg.map a.map__" + class).Length(); class != "none" && drawn != want[class] {
				t.Errorf("%s: %d areas have the colour of class %s, want %d", e.Period, drawn, class, want[class])
			}
		})
		if sum != 91 {
			t.Errorf("%s: the classes of the legend hold %d countries, want 91", e.Period, sum)
		}
	})
}

// The area of each circle is its number of requests, on one scale in all half-years and in the legend:
// the most ever, 9,169, has a radius of 50, and none is smaller than 4.
func TestMap_CirclesAreTheirNumbers(t *testing.T) {
	radius := func(n int) string {
		return fmt.Sprint(math.Round(10*max(4, 50*math.Sqrt(float64(n)/9169))) / 10)
	}
	mapDocs(t, func(doc *goquery.Document, e report.Edition, m urls.MapMeasure) {
		if m != urls.MapRequests {
			return
		}
		smallest, last := 0, math.MaxInt
		doc.Find("svg.map a.map__count").Each(func(_ int, a *goquery.Selection) {
			code := strings.ToUpper(a.AttrOr("href", "")[len("/2019-H1/"):])
			row, ok := e.Headline().Row(code)
			n := row.Counts.Requests
			if got := a.Find("circle").AttrOr("r", ""); !ok || got != radius(n) {
				t.Errorf("%s: the circle of %d requests from %s has a radius of %s, want %s", e.Period, n, code, got, radius(n))
			}
			if n > last {
				t.Errorf("%s: the circle of %s, with %d requests, may hide one with %d", e.Period, code, n, last)
			}
			last = n
			if n <= 58 {
				smallest++
			}
		})
		if got := doc.Find("svg.map circle[r='4']").Length(); got < smallest || smallest == 0 {
			t.Errorf("%s: %d smallest circles, want the %d of up to 58 requests", e.Period, got, smallest)
		}
		if got := sitetest.Text(doc.Find(".world__small")); !strings.Contains(got, "the smallest circle stands for up to 58.") {
			t.Errorf("%s: %q", e.Period, got)
		}
		legend := doc.Find(".legend li")
		for i, n := range []int{100, 1000, 5000} {
			li := legend.Eq(i)
			if got, want := sitetest.Text(li)+" "+li.Find("circle").AttrOr("r", ""), views.Number(n)+" requests "+radius(n); got != want {
				t.Errorf("%s: the legend says %q, want %q", e.Period, got, want)
			}
		}
		if got, want := sitetest.Text(legend.Eq(3)), views.Plural(91-len(e.Headline().Rows), "country", "countries"); !strings.HasSuffix(got, want) {
			t.Errorf("%s: the legend ends %q, want %q", e.Period, got, want)
		}
	})
}

func TestMap_ListsTheHighestFirst(t *testing.T) {
	site := sitetest.New(t)
	for path, want := range map[string][]string{
		"/map/2019-H1":              {"United States", "Germany", "France", "United Kingdom", "Brazil"},
		"/map/2019-H1/content-rate": {"Brazil", "Luxembourg", "United States", "Netherlands"},
	} {
		got := site.Doc(path).Find(".map-list").First().Find("a").Map(func(_ int, s *goquery.Selection) string { return s.Text() })
		if !slices.Equal(got[:len(want)], want) {
			t.Errorf("%s: the list begins with %q, want %q", path, got[:len(want)], want)
		}
	}
}

// On the map of rates, places too small for their shade to be seen are circles, each with its figure.
func TestMap_MarksSmallPlaces(t *testing.T) {
	site := sitetest.New(t)
	for _, r := range site.Archive.Revisions() {
		doc := site.Doc(urls.Map(r.Edition.Period, urls.MapContentRate))
		marked := doc.Find("svg.map circle title").Map(func(_ int, s *goquery.Selection) string {
			name, _, _ := strings.Cut(s.Text(), ":")
			return name
		})
		for _, name := range []string{
			"Malta", "Hong Kong", "Singapore", "Monaco", "Liechtenstein", "Andorra", "Vatican City", "Luxembourg",
			"British Virgin Islands", "French Polynesia", "French Southern Territories", "Trinidad and Tobago",
		} {
			if !slices.Contains(marked, name) {
				t.Errorf("%s: %s has no marker", r.Edition.Period, name)
			}
		}
	}
}

func TestMap_HasItsAddresses(t *testing.T) {
	site := sitetest.New(t)
	for _, c := range []struct {
		path, location string
		status         int
	}{
		{"/map", "", 200},
		{"/map/2013-H2", "", 200},
		{"/map/2013-H2/content-rate", "", 200},
		{"/map/2013-H2/requests", "/map/2013-H2", 308},
		{"/map/2013-h2/Content-Rate", "/map/2013-H2/content-rate", 308},
		{"/map/2013-H2/accounts", "", 404},
		{"/map/2019-H2", "", 404},
		{"/map/europe", "", 404},
	} {
		if a := site.Get(c.path); a.Status != c.status || a.Header.Get("Location") != c.location {
			t.Errorf("%s: got %d %q, want %d %q", c.path, a.Status, a.Header.Get("Location"), c.status, c.location)
		}
	}
	for path, want := range map[string]string{"/map/2016-H2": "From 2017 the maps show criminal requests alone", "/map/2017-H1": "Until 2016 one sum held every kind of request"} {
		if got := sitetest.Text(site.Doc(path).Find(".world__about")); !strings.Contains(got, want) {
			t.Errorf("%s says nothing of the break: %q", path, got)
		}
	}
	doc := site.Doc("/map")
	if got, want := sitetest.Text(doc.Find("h1")), "World map Requests, 2019 (Jan-Jun)"; got != want {
		t.Errorf("the newest map is headed %q, want %q", got, want)
	}
	links := doc.Find(".world__periods a, .world__choice a").Map(func(_ int, s *goquery.Selection) string { return s.AttrOr("href", "") })
	if len(links) != 15 {
		t.Errorf("%d links to choose by, want 13 periods and 2 measures", len(links))
	}
	if got := site.Doc("/2018-H1/de").Find(`a[href="/map/2018-H1"]`).Length(); got != 1 {
		t.Error("the report has no link to its period's map")
	}
}

// figure887 matches Australia's requests of 2019-H1, and no part of the hash in an asset's address.
var figure887 = regexp.MustCompile(`\b887\b`)

func TestMap_SaysWhenItsPeriodIsWithdrawn(t *testing.T) {
	d := sitetest.NewConsole(t)
	if err := d.Publisher.Withdraw(t.Context(), "bob", report.Period{Year: 2019, Half: 1}, "A sheet is being checked."); err != nil {
		t.Fatal(err)
	}
	d.Step()
	for _, path := range []string{"/map/2019-H1", "/map/2019-H1/content-rate", "/share/2019-H1/au.png", "/cite/2019-H1/au", "/embed/2019-H1/au", "/embed/2019-H1/au/r1"} {
		w := d.Public.Get(path)
		if w.Status != http.StatusGone || figure887.MatchString(w.Body) || w.Header.Get("Content-Type") != "text/html; charset=utf-8" {
			t.Errorf("%s: got %d, %s", path, w.Status, w.Header.Get("Content-Type"))
		}
	}
	if got := d.Public.Get("/map").Body; !strings.Contains(got, "Requests, 2018 (Jul-Dec)") {
		t.Error("/map does not show the newest period that is public")
	}
	if got := d.Public.Get("/embed/2019-H1/au").Header.Get("Content-Security-Policy"); !strings.Contains(got, "frame-ancestors *") {
		t.Errorf("the notice of a withdrawal is not shown in frames: %s", got)
	}
}
