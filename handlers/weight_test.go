package handlers_test

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"lerr/internal/sitetest"
	"lerr/internal/urls"
)

// loaded finds what a browser without a cache requests besides the page: the style sheet, the script and the icon. What
// comes when a reader begins to do something is no part of the first view.
var loaded = regexp.MustCompile(`<(?:link rel="(?:stylesheet|icon)"|script)[^>]*? (?:src|href)="?(/static/[^" >]+)`)

// A first view takes at most 30,000 bytes, as browsers ask for it. These kinds take more: the map, which is its outlines,
// and regions, the United States and Brazil, whose pages have all that a page can have, in pictures and tables. They must not
// grow.
var firstViewLimits = map[string]int{"map": 46_000, "region": 34_500, "largest": 31_500}

const firstViewLimit = 30_000

func TestWeight_OfAFirstView(t *testing.T) {
	site := sitetest.New(t)
	heaviest, at := map[string]int{}, map[string]string{}
	assets := map[string]int{}
	for _, path := range firstViews(site) {
		a := site.Get(path, "Accept-Encoding", "br")
		if !strings.HasPrefix(a.Header.Get("Content-Type"), "text/html") {
			continue
		}
		if coding := a.Header.Get("Content-Encoding"); coding != "br" {
			t.Fatalf("%s: sent in %q, want br", path, coding)
		}
		size, parts := len(a.Body), loaded.FindAllStringSubmatch(site.Get(path).Body, -1)
		if want := 3; len(parts) != want && !strings.HasPrefix(path, "/embed/") {
			t.Fatalf("%s loads %d files, want %d: %v", path, len(parts), want, parts)
		}
		for _, m := range parts {
			if assets[m[1]] == 0 {
				assets[m[1]] = len(site.Get(m[1], "Accept-Encoding", "br").Body)
			}
			size += assets[m[1]]
		}
		kind := kindOf(path)
		limit := firstViewLimits[kind]
		if limit == 0 {
			limit = firstViewLimit
		}
		if size > limit {
			t.Errorf("%s: a first view takes %d bytes, want at most %d", path, size, limit)
		}
		if size > heaviest[kind] {
			heaviest[kind], at[kind] = size, path
		}
	}
	for _, kind := range slices.Sorted(maps.Keys(heaviest)) {
		t.Logf("%-14s %6d %s", kind, heaviest[kind], at[kind])
	}
}

// firstViews returns the addresses of all pages or, with -short, the fullest of each kind and some others.
func firstViews(site *sitetest.Site) []string {
	pages := slices.DeleteFunc(site.Public.Addresses(), func(address string) bool {
		return strings.Contains(address, ".") || strings.HasPrefix(address, "/download")
	})
	fullest := []string{
		"/", "/?expand=all", "/2013-H1", "/2019-H1", "/2019-H1/europe", "/regions/asia-pacific", "/2019-H1/us", "/2013-H1/us", "/2019-H1/de",
		"/countries/fr", "/2019-H1/countries/requests/regions", "/2013-H1/countries/content-rate", "/2019-H1/countries?find=united",
		urls.Compare(), "/compare?places=us,de,fr,gb,br,tr", "/trends", "/map/2019-H1", "/data", "/revisions", "/methodology",
		"/cite/2019-H1/us", "/cite/us", "/2019-H1/r1", "/2013-H1/r1/europe", "/embed/2019-H1/us", "/nothing", "/2019-H1/germny",
		"/?place=united", "/?place=atlantis",
	}
	return append(fullest, sitetest.Sample(pages, 20)...)
}

// kindOf names the kind of page at an address.
func kindOf(path string) string {
	parts := strings.FieldsFunc(path, func(r rune) bool { return r == '/' || r == '?' })
	last := ""
	if len(parts) > 0 {
		last = parts[len(parts)-1]
	}
	ofPeriod := len(parts) > 0 && halfYear.MatchString(parts[0])
	switch {
	case len(parts) == 0 || len(parts) == 1 && ofPeriod || strings.HasPrefix(path, "/?"):
		return "world"
	case !ofPeriod && parts[0] != "regions" && (parts[0] != "countries"):
		return parts[0]
	case ofPeriod && parts[1] == "countries":
		return "list"
	case ofPeriod && strings.HasPrefix(parts[1], "r") && len(parts[1]) < 4 && parts[1] != "ro" && parts[1] != "rs" && parts[1] != "ru" && parts[1] != "re":
		return "revision"
	case len(last) > 2:
		return "region"
	case last == "us" || last == "br":
		return "largest"
	}
	return "country"
}

var halfYear = regexp.MustCompile(`^\d{4}-H\d`)
