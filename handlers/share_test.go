package handlers_test

import (
	"image/png"
	"slices"
	"strconv"
	"strings"
	"testing"

	"lerr/internal/chart"
	"lerr/internal/report"
	"lerr/internal/sitetest"
	"lerr/internal/urls"
	"lerr/static"
	"lerr/views"
)

func TestShare_IsAPictureOfEachPeriodAndKindOfPlace(t *testing.T) {
	t.Parallel()
	site, again := sitetest.New(t), sitetest.New(t)
	for _, path := range []string{
		"/share/2019-H1/global.png", "/share/2019-H1/au.png", "/share/2019-H1/ad.png", "/share/2013-H1/us.png",
		"/share/2016-H2/middle-east-and-africa.png", "/share/2017-H1/ci.png", "/share/trends.png", "/share/regions/europe.png",
		"/share/countries/de.png", "/share/countries/ad.png", "/share/compare.png", "/share/2019-H1/countries.png", "/share/2013-H1/countries/content-rate.png",
		"/share/map/2019-H1.png", "/share/map/2013-H1/content-rate.png",
	} {
		a := site.Get(path)
		if a.Status != 200 || a.Header.Get("Content-Type") != "image/png" || a.Header.Get("Cross-Origin-Resource-Policy") != "cross-origin" {
			t.Errorf("%s: got %d, %v", path, a.Status, a.Header)
			continue
		}
		drawn, err := png.DecodeConfig(strings.NewReader(a.Body))
		if err != nil || drawn.Width != 1200 || drawn.Height != 630 || len(a.Body) > 40<<10 {
			t.Errorf("%s: %d by %d, %d bytes, %v", path, drawn.Width, drawn.Height, len(a.Body), err)
		}
		if again.Get(path).Body != a.Body {
			t.Errorf("%s: two sites draw it differently", path)
		}
	}
	for path, want := range map[string]int{
		"/share/2019-H1/au.gif": 404, "/share/2019-H1/au": 404, "/share/2019-H1/.png": 404, "/share/2019-H1/zz.png": 404,
		"/share/2019-H2/au.png": 404, "/share/2019-H1/AU.png": 308, "/share/2019-H1/australia.png": 308,
		"/share/countries/DE.png": 308, "/share/countries/zz.png": 404, "/share/regions/europa.png": 404, "/share/map/2019-H2.png": 404,
		"/share/2019-H1/countries/best.png": 404, "/share/2019-H1/countries/requests.png": 308, "/share/map/2019-H1/requests.png": 308,
		"/share/compare.png?places=fr,de": 200, "/share/compare.png?places=de,,fr": 200, "/share/compare.png?places=DE,fr": 308, "/share/compare.png?places=nowhere": 404,
		"/share/trends.png?utm_source=x": 200,
	} {
		if got := site.Get(path).Status; got != want {
			t.Errorf("%s: got %d, want %d", path, got, want)
		}
	}
}

// A picture says what the page says.
func TestShare_SaysTheFiguresOfItsPage(t *testing.T) {
	shipped, archive := sitetest.Shipped(t), sitetest.Archive(t)
	frame := views.Frame{Site: &shipped.Site}
	for _, revision := range archive.Revisions() {
		for _, s := range []string{"global", "europe", "us", "ad", "au"} {
			place, err := archive.Places().Find(s)
			if err != nil {
				t.Fatal(err)
			}
			selection := report.Selection{Period: revision.Edition.Period, Place: place}
			card, err := views.NewShareCard(frame, archive, selection)
			if err != nil {
				t.Fatal(err)
			}
			table := revision.Edition.Headline()
			total, rows := table.Total(place, archive.Places())
			if rows == 0 {
				if card.Absent == "" || len(card.Figures)+len(card.Parts) > 0 {
					t.Errorf("%s: %+v, want a sentence alone", selection.Label(), card)
				}
				continue
			}
			sum := 0
			for _, p := range card.Parts {
				sum += p.Size
			}
			if card.Figures[0].Value != views.Number(total.Requests) || card.Figures[1].Value != views.Number(total.Accounts) || sum != total.OutcomeSum() ||
				card.Place != place.Name() || card.Period != revision.Edition.Period.Label() {
				t.Errorf("%s: got %+v", selection.Label(), card)
			}
		}
	}
}

// Each kind of page names a picture of its own, with its size and its words.
func TestShare_IsNamedByEachPageWhereTheSiteKnowsItsAddress(t *testing.T) {
	t.Parallel()
	site := sitetest.New(t, sitetest.At("https://example.org"))
	for path, want := range map[string]string{
		"/":                               "/share/2019-H1/global.png",
		"/2018-H2":                        "/share/2018-H2/global.png",
		"/2018-H2/europe":                 "/share/2018-H2/europe.png",
		"/2019-H1/au":                     "/share/2019-H1/au.png",
		"/cite/2019-H1/au":                "/share/2019-H1/au.png",
		"/trends":                         "/share/trends.png",
		"/compare":                        "/share/compare.png",
		"/compare?places=fr,de":           "/share/compare.png?places=fr,de",
		"/2019-H1/countries":              "/share/2019-H1/countries.png",
		"/2019-H1/countries/name/regions": "/share/2019-H1/countries/name.png",
		"/2019-H1/countries/content-rate": "/share/2019-H1/countries/content-rate.png",
		"/map":                            "/share/map/2019-H1.png",
		"/map/2013-H1/content-rate":       "/share/map/2013-H1/content-rate.png",
	} {
		doc := site.Doc(path)
		meta := func(name string) string { return doc.Find(`meta[property="`+name+`"]`).AttrOr("content", "") }
		if got := meta("og:image"); got != "https://example.org"+want {
			t.Errorf("%s: names %q, want %q", path, got, want)
			continue
		}
		if got := site.Get(want).Status; got != 200 {
			t.Errorf("%s: its picture is answered with %d", path, got)
		}
		if meta("og:image:width") != "1200" || meta("og:image:height") != "630" || doc.Find(`meta[name="twitter:card"][content=summary_large_image]`).Length() != 1 {
			t.Errorf("%s: the picture's size is %s by %s", path, meta("og:image:width"), meta("og:image:height"))
		}
		if alt := meta("og:image:alt"); !strings.HasPrefix(alt, "Microsoft Law Enforcement Requests Report. ") || !strings.HasSuffix(alt, ".") {
			t.Errorf("%s: the picture says %q", path, alt)
		}
	}
	// Whether these pages are of the newest half-year or of all, theirs is a picture of the place.
	for _, path := range []string{"/countries/de", "/regions/europe"} {
		if got := site.Doc(path).Find(`meta[property="og:image:alt"]`).AttrOr("content", ""); !strings.Contains(got, "2019 (Jan-Jun)") {
			t.Errorf("%s: the picture says %q", path, got)
		}
	}
	for _, path := range []string{"/2019-H1/au", "/trends", "/compare"} {
		if got := sitetest.New(t).Get(path).Body; strings.Contains(got, "og:image") {
			t.Errorf("%s: a site without an address of its own names a picture, which nobody could fetch", path)
		}
	}
}

// Pictures of all half-years, of lists and of comparisons say the figures of the newest half-year, and of the list.
func TestShare_SaysTheFiguresOfListsAndTrends(t *testing.T) {
	shipped, archive := sitetest.Shipped(t), sitetest.Archive(t)
	frame := views.Frame{Site: &shipped.Site}
	newest, err := archive.Revision(archive.NewestPublished())
	if err != nil {
		t.Fatal(err)
	}
	for _, place := range archive.Places().All() {
		card, err := views.NewTrendCard(frame, archive, place)
		if err != nil {
			t.Fatal(err)
		}
		total, rows := newest.Edition.Headline().Total(place, archive.Places())
		switch {
		case rows == 0 && (!strings.Contains(card.Absent, "no row for "+place.InProse()) || len(card.Figures) > 0):
			t.Errorf("%s: got %+v, want a sentence", place.Name(), card)
		case rows > 0 && (card.Figures[0].Value != views.Number(total.Requests) || card.Figures[1].Value != views.Number(total.Accounts) || card.Absent != ""):
			t.Errorf("%s: got %+v, want %+v", place.Name(), card.Figures, total)
		}
		var sizes []int
		for _, s := range card.Spans {
			sizes = append(sizes, s.Sizes...)
		}
		if len(card.Spans) != 2 || len(sizes) != 13 || sizes[12] != total.Requests {
			t.Errorf("%s: bars are %+v", place.Name(), card.Spans)
		}
	}
	for _, r := range archive.Revisions() {
		for _, order := range report.Orders() {
			card, err := views.NewCountriesCard(frame, archive, r.Edition.Period, order)
			if err != nil || len(card.Rows) == 0 {
				t.Fatalf("%s by %s: %+v, %v", r.Edition.Period, order, card, err)
			}
			for i, row := range card.Rows {
				country, ok := archive.Places().CountryNamed(row.Name)
				counts, known := r.Edition.Headline().Row(country.Code)
				if !ok || !known || i > 0 && row.Size > card.Rows[i-1].Size {
					t.Errorf("%s by %s: row %d is %+v", r.Edition.Period, order, i, row)
				}
				if strings.Contains(row.Value, "%") && counts.Counts.OutcomeSum() < 10 {
					t.Errorf("%s by %s: a percentage of %d", r.Edition.Period, order, counts.Counts.OutcomeSum())
				}
				if order == report.ByRequests && row.Value != views.Number(counts.Counts.Requests) {
					t.Errorf("%s: %s has %s, want %d", r.Edition.Period, row.Name, row.Value, counts.Counts.Requests)
				}
			}
		}
	}
	card, err := views.NewCompareCard(frame, archive, urls.Comparison{Places: []string{"de", "", "ad"}})
	row, _ := newest.Edition.Headline().Row("DE")
	if err != nil || len(card.Rows) != 2 || card.Rows[0].Value != views.Number(row.Counts.Requests) {
		t.Errorf("compared: %+v, %v", card.Rows, err)
	}
}

// Each country has the shade of its figure, and of a rate of fewer than ten requests there is none.
func TestShare_ShadesAMapByItsFigures(t *testing.T) {
	shipped, archive := sitetest.Shipped(t), sitetest.Archive(t)
	frame := views.Frame{Site: &shipped.Site, World: shipped.World}
	revision, err := archive.Revision(archive.NewestPublished())
	if err != nil {
		t.Fatal(err)
	}
	for _, measure := range urls.MapMeasures() {
		card, err := views.NewMapCard(frame, archive, archive.NewestPublished(), measure)
		if err != nil {
			t.Fatal(err)
		}
		var got, want [5]int
		for _, area := range card.Map.Areas {
			got[area.Level]++
		}
		for _, row := range revision.Edition.Headline().Rows {
			drawn := slices.ContainsFunc(shipped.World, func(o chart.Outline) bool { return o.Code == row.Country })
			level := len(strconv.Itoa(row.Counts.Requests))
			if measure == urls.MapContentRate {
				level = 0
				if rate := row.Counts.Rate(0); rate.Known && rate.Whole >= 10 && row.Counts.Requests >= 10 {
					level = min(4, 1+10*rate.Part/rate.Whole)
				}
			}
			if level = min(level, 4); drawn && level > 0 {
				want[level]++
			}
		}
		if got[0] == 0 || !slices.Equal(got[1:], want[1:]) {
			t.Errorf("%s: levels have %v areas, want %v", measure, got, want)
		}
	}
}

func TestIcons_StandWhereBrowsersLook(t *testing.T) {
	site := sitetest.New(t)
	for path, media := range map[string]string{"/favicon.ico": "image/x-icon", "/apple-touch-icon.png": "image/png"} {
		if a := site.Get(path); a.Status != 200 || a.Header.Get("Content-Type") != media || a.Body == "" {
			t.Errorf("%s: got %d, %v", path, a.Status, a.Header)
		}
	}
	if ico := site.Get("/favicon.ico").Body; !strings.HasPrefix(ico, "\x00\x00\x01\x00\x03\x00\x10\x10") {
		t.Errorf("favicon.ico begins %q", ico[:8])
	}
	touch, err := png.DecodeConfig(strings.NewReader(site.Get("/apple-touch-icon.png").Body))
	if err != nil || touch.Width != 180 || touch.Height != 180 {
		t.Errorf("the touch icon is %+v (%v)", touch, err)
	}
	for _, path := range []string{"/", "/2016-H1/de", "/trends", "/nothing"} {
		doc := site.Get(path).Doc(t)
		for rel, name := range map[string]string{"icon": "icon.svg", "apple-touch-icon": "apple-touch-icon.png"} {
			if got := doc.Find("link[rel="+rel+"]").AttrOr("href", ""); got != static.URL(name) {
				t.Errorf("%s: the %s is %q, want %q", path, rel, got, static.URL(name))
			}
		}
	}
}
