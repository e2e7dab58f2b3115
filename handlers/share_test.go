package handlers_test

import (
	"image/png"
	"strings"
	"testing"

	"lerr/internal/report"
	"lerr/internal/sitetest"
	"lerr/views"
)

func TestShare_IsAPictureOfEachPeriodAndKindOfPlace(t *testing.T) {
	site, again := sitetest.New(t), sitetest.New(t)
	for _, path := range []string{
		"/share/2019-H1/global.png", "/share/2019-H1/au.png", "/share/2019-H1/ad.png", "/share/2013-H1/us.png",
		"/share/2016-H2/middle-east-and-africa.png", "/share/2017-H1/ci.png",
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

func TestShare_IsNamedByThePageWhereTheSiteKnowsItsAddress(t *testing.T) {
	site := sitetest.New(t, sitetest.At("https://example.org"))
	const image = `<meta property="og:image" content="https://example.org/share/2019-H1/au.png">`
	page := site.Get("/2019-H1/au").Body
	if !strings.Contains(page, image) || !strings.Contains(page, `<meta name="twitter:card" content="summary_large_image">`) {
		t.Error("the page does not name its picture")
	}
	for path, want := range map[string]string{"/": "global", "/2018-H2": "global", "/2018-H2/europe": "europe"} {
		if !strings.Contains(site.Get(path).Body, "/"+want+".png") {
			t.Errorf("%s does not name the picture of %s", path, want)
		}
	}
	if got := sitetest.New(t).Get("/2019-H1/au").Body; strings.Contains(got, "og:image") {
		t.Error("a site without an address of its own names a picture, which nobody could fetch")
	}
}
