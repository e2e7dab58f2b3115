package handlers_test

import (
	"encoding/xml"
	"strings"
	"testing"
	"time"

	"lerr/handlers"
	"lerr/internal/sitetest"
)

func TestSitemap_ListsEveryPageWhereTheSiteKnowsItsAddress(t *testing.T) {
	t.Parallel()
	site := sitetest.New(t, sitetest.At("https://report.example"))
	w := site.Get("/sitemap.xml")
	var set struct {
		URLs []struct {
			Address string `xml:"loc"`
			Changed string `xml:"lastmod"`
		} `xml:"url"`
	}
	if err := xml.Unmarshal([]byte(w.Body), &set); err != nil || w.Status != 200 {
		t.Fatal(w.Status, err)
	}
	seen := map[string]bool{}
	for i, u := range set.URLs {
		path, ok := strings.CutPrefix(u.Address, "https://report.example")
		if _, err := time.Parse(time.RFC3339, u.Changed); !ok || seen[path] || err != nil {
			t.Errorf("%s: not whole, twice, or changed %q", u.Address, u.Changed)
		}
		seen[path] = true
		if i%37 == 0 {
			if code := site.Get(path).Status; code != 200 {
				t.Errorf("%s: got %d", path, code)
			}
		}
	}
	for _, path := range []string{"/", "/data", "/revisions", "/2019-H1", "/2013-H1/europe", "/2017-H2/us", "/trends", "/verify"} {
		if !seen[path] {
			t.Errorf("%s is not listed", path)
		}
	}
	if seen["/countries/au"] {
		t.Error("a page whose canonical address is another is listed")
	}
	if text := site.Get("/robots.txt").Body; !strings.Contains(text, "\nSitemap: https://report.example/sitemap.xml\n") {
		t.Errorf("robots.txt is %q", text)
	}
	if text := sitetest.New(t).Get("/robots.txt").Body; strings.Contains(text, "Sitemap") {
		t.Errorf("robots.txt of a site without an address is %q", text)
	}
	if d := decoded[struct{ Servers []struct{ URL string } }](t, []byte(site.Get("/openapi.json").Body)); d.Servers[0].URL != "https://report.example" {
		t.Errorf("servers are %v", d.Servers)
	}
	without := sitetest.New(t, func(o *handlers.Options) { o.Database = nil })
	if code := without.Get("/data.sqlite").Status; code != 404 {
		t.Errorf("a database that nobody offers: got %d", code)
	}
}
