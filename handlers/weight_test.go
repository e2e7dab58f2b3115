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

// firstViewLimit bounds a first view, as browsers ask for it: page, style sheet, script and icon in Brotli, in bytes.
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
		if size > firstViewLimit {
			t.Errorf("%s: a first view takes %d bytes, want at most %d", path, size, firstViewLimit)
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
		urls.Compare(), "/compare?places=us,de,fr,gb,br,tr", "/trends", "/map/2019-H1", "/data", "/revisions", "/verify", "/methodology",
		"/cite/2019-H1/us", "/cite/us", "/2019-H1/r1", "/2013-H1/r1/europe", "/embed/2019-H1/us", "/nothing", "/2019-H1/germny",
		"/?place=united", "/?place=atlantis",
	}
	return append(fullest, sitetest.Sample(pages, 20)...)
}

// kindOf names the kind of page at an address.
func kindOf(path string) string {
	path, _, _ = strings.Cut(path, "?")
	for _, kind := range kinds {
		if kind.paths.MatchString(path) {
			return kind.name
		}
	}
	return strings.Split(path, "/")[1]
}

// kinds are the pages that have no name of their own in their addresses; the first that matches counts.
var kinds = []struct {
	name  string
	paths *regexp.Regexp
}{
	{"world", regexp.MustCompile(`^/(\d{4}-H\d)?$`)},
	{"revision", regexp.MustCompile(`^/\d{4}-H\d/r\d+`)},
	{"list", regexp.MustCompile(`^/\d{4}-H\d/countries`)},
	{"country", regexp.MustCompile(`^/(\d{4}-H\d|countries)/..$`)},
	{"region", regexp.MustCompile(`^/(\d{4}-H\d|regions)/`)},
}
