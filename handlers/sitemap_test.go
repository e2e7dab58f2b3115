package handlers_test

import (
	"encoding/xml"
	"strings"
	"testing"
	"time"

	"lerr/internal/sitetest"
)

func TestSitemap_ListsEveryPageWhereTheSiteKnowsItsAddress(t *testing.T) {
	site := baseSite(t)
	w := got(site, "/sitemap.xml")
	var set struct {
		URLs []struct {
			Address string `xml:"loc"`
			Changed string `xml:"lastmod"`
		} `xml:"url"`
	}
	if err := xml.Unmarshal(w.Body.Bytes(), &set); err != nil || w.Code != 200 {
		t.Fatal(w.Code, err)
	}
	seen := map[string]bool{}
	for i, u := range set.URLs {
		path, ok := strings.CutPrefix(u.Address, "https://report.example")
		if _, err := time.Parse(time.RFC3339, u.Changed); !ok || seen[path] || err != nil {
			t.Errorf("%s: not whole, twice, or changed %q", u.Address, u.Changed)
		}
		seen[path] = true
		if i%37 == 0 {
			if code := got(site, path).Code; code != 200 {
				t.Errorf("%s: got %d", path, code)
			}
		}
	}
	for _, path := range []string{"/", "/data", "/revisions", "/2019-H1", "/2013-H1/europe", "/2017-H2/us", "/countries/au"} {
		if !seen[path] {
			t.Errorf("%s is not listed", path)
		}
	}
	if text := got(site, "/robots.txt").Body.String(); !strings.Contains(text, "\nSitemap: https://report.example/sitemap.xml\n") {
		t.Errorf("robots.txt is %q", text)
	}
	if text := sitetest.New(t).Get("/robots.txt").Body; strings.Contains(text, "Sitemap") {
		t.Errorf("robots.txt of a site without an address is %q", text)
	}
	if d := decoded[struct{ Servers []struct{ URL string } }](t, got(site, "/openapi.json").Body.Bytes()); d.Servers[0].URL != "https://report.example" {
		t.Errorf("servers are %v", d.Servers)
	}
	if code := got(site, "/data.sqlite").Code; code != 404 {
		t.Errorf("a database that nobody offers: got %d", code)
	}
}
