package handlers_test

import (
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"lerr/internal/report"
	"lerr/internal/sitetest"
	"lerr/internal/urls"
	"lerr/static"
	"lerr/views"
)

func TestEmbed_MayBeFramedAndNothingElse(t *testing.T) {
	site := sitetest.New(t)
	for path, framed := range map[string]bool{
		"/embed/2019-H1/au": true, "/embed/2013-H1/global/r1": true,
		"/": false, "/2019-H1/au": false, "/2019-H1/r1/au": false, "/map": false, "/methodology": false, "/cite/2019-H1/au": false,
		"/countries/au": false, "/revisions": false, "/nothing": false, "/embed/2019-H1/zz": false, "/embed/2019-H1/au/r9": false,
		"/download/2019-H1.csv": false, "/share/2019-H1/au.png": false, static.URL("embed.css"): false,
	} {
		policy := site.Get(path).Header.Values("Content-Security-Policy")
		if len(policy) != 1 {
			t.Fatalf("%s has %d policies", path, len(policy))
		}
		if got := strings.Contains(policy[0], "frame-ancestors *"); got != framed {
			t.Errorf("%s: may be framed: %v, want %v (%s)", path, got, framed, policy[0])
		}
		if got := strings.Contains(policy[0], "frame-ancestors 'none'"); got == framed {
			t.Errorf("%s: %s", path, policy[0])
		}
		if strings.Contains(policy[0], "unsafe") || !strings.Contains(policy[0], "default-src 'none'") {
			t.Errorf("%s: the policy allows too much: %s", path, policy[0])
		}
	}
	a := site.Get("/embed/2019-H1/au")
	if a.Header.Get("X-Robots-Tag") != "noindex" || a.Header.Get("Set-Cookie") != "" {
		t.Errorf("headers: %v", a.Header)
	}
	if doc := a.Doc(t); doc.Find("script, form, iframe, [style]").Length() > 0 {
		t.Error("an embedded page has a script, a form, a frame or a style of its own")
	}
}

// In a frame with the sandbox attribute, a page has no origin: what it loads must be for everyone.
func TestEmbed_LoadsOnlyWhatAnyOriginMayLoad(t *testing.T) {
	site := sitetest.New(t)
	for _, path := range []string{"/embed/2019-H1/au", "/embed/2013-H1/global/r1"} {
		loaded := site.Doc(path).Find("link[href], script[src], img[src]")
		if loaded.Length() < 2 {
			t.Errorf("%s loads %d files", path, loaded.Length())
		}
		loaded.Each(func(_ int, s *goquery.Selection) {
			address := s.AttrOr("href", s.AttrOr("src", ""))
			h := site.Get(address).Header
			if h.Get("Cross-Origin-Resource-Policy") != "cross-origin" || h.Get("Access-Control-Allow-Origin") != "*" {
				t.Errorf("%s loads %s: %v", path, address, h)
			}
		})
	}
}

// Each embedded page says the figures of its page, in every period.
func TestEmbed_SaysTheFiguresOfItsPage(t *testing.T) {
	site := sitetest.New(t)
	places := site.Archive.Places()
	for _, r := range site.Archive.Revisions() {
		for _, slug := range []string{"global", "europe", "us", "br", "ad", "cn"} {
			place, err := places.Find(slug)
			if err != nil {
				t.Fatal(err)
			}
			selection := report.Selection{Period: r.Edition.Period, Place: place}
			total, rows := r.Edition.Headline().Total(place, places)
			for _, path := range []string{urls.Embed(selection, 0), urls.Embed(selection, 1)} {
				doc := site.Doc(path)
				text := sitetest.Text(doc.Find("main"))
				want := []string{place.Name() + " " + r.Edition.Period.Label(), "Revision 1", "not run by Microsoft"}
				if rows == 0 {
					want = append(want, "No law enforcement request in this half-year.")
				} else {
					want = append(want, "request"+views.Number(total.Requests)+"account"+views.Number(total.Accounts)+"Content disclosed")
					for _, n := range total.Outcomes() {
						want = append(want, strings.TrimSpace(share(n, total.OutcomeSum())+" "+views.Number(n)))
					}
				}
				for _, w := range want {
					if !strings.Contains(strings.NewReplacer("requests", "request", "accounts/users specified", "account", "account/user specified", "account").Replace(text), w) {
						t.Errorf("%s: %q lacks %q", path, text, w)
					}
				}
			}
		}
	}
}

func TestEmbed_OpensItsPageInATabOfItsOwn(t *testing.T) {
	site := sitetest.New(t, sitetest.At("https://example.org"))
	for path, want := range map[string]string{
		"/embed/2019-H1/au":        "https://example.org/2019-H1/au",
		"/embed/2019-H1/au/r1":     "https://example.org/2019-H1/r1/au",
		"/embed/2019-H1/global":    "https://example.org/2019-H1",
		"/embed/2019-H1/global/r1": "https://example.org/2019-H1/r1",
	} {
		if got := site.Get(path).Body; !strings.Contains(got, `<a href="`+want+`" target="_blank" rel="noopener">`) {
			t.Errorf("%s does not lead to %s in a tab of its own", path, want)
		}
	}
}

func TestEmbed_PinnedStaysAndLiveFollows(t *testing.T) {
	d := sitetest.NewConsole(t)
	d.Publish(d.Corrected(report.Period{Year: 2018, Half: 2}, "A note.", "A note was missing."))
	for path, want := range map[string]string{
		"/embed/2018-H2/au":    "Revision 2, ",
		"/embed/2018-H2/au/r1": "(superseded by revision 2)",
		"/embed/2018-H2/au/r2": "Revision 2, ",
		"/cite/2018-H2/au":     "/embed/2018-H2/au/r2",
	} {
		if got := d.Public.Get(path).Body; !strings.Contains(got, want) {
			t.Errorf("%s lacks %q", path, want)
		}
	}
	if got := d.Public.Get("/embed/2018-H2/au/r2").Body; strings.Contains(got, "superseded") {
		t.Error("the current revision says that it is superseded")
	}
	if got := d.Public.Get("/2018-H2/r1/au").Body; strings.Contains(got, "/cite/2018-H2/au") {
		t.Error("a superseded revision leads to the citation of another")
	}
	if got := d.Public.Get("/2018-H2/r2/au").Body; !strings.Contains(got, "/cite/2018-H2/au") {
		t.Error("the current revision does not lead to its citation")
	}
}

func TestEmbed_HasOneAddressForEachThing(t *testing.T) {
	site := sitetest.New(t)
	for _, c := range []struct {
		path, location string
		status         int
	}{
		{"/embed/2019-h1/AU", "/embed/2019-H1/au", 308},
		{"/embed/2019-H1/australia", "/embed/2019-H1/au", 308},
		{"/embed/2019-H1/au/r2", "", 404},
		{"/embed/2019-H1/au/latest", "", 404},
		{"/embed/2019-H2/au", "", 404},
		{"/embed/soon/au", "", 404},
		{"/cite/2019-H1/australia", "/cite/2019-H1/au", 308},
		{"/cite/2019-H2/au", "", 404},
	} {
		if a := site.Get(c.path); a.Status != c.status || a.Header.Get("Location") != c.location {
			t.Errorf("%s: got %d %q, want %d %q", c.path, a.Status, a.Header.Get("Location"), c.status, c.location)
		}
	}
}
