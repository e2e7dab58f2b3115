package handlers_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"lerr/internal/sitetest"
)

// Any page is at most 50 KB as browsers ask for it, the map 110 KB.
func TestWeight_OfEveryPage(t *testing.T) {
	site := sitetest.New(t)
	heaviest := map[string]int{}
	addresses := slices.DeleteFunc(site.Public.Addresses(), func(address string) bool {
		return strings.HasPrefix(address, "/static/") || !oneKind(address)
	})
	heavy := []string{"/compare?places=us,de,fr,gb,br,tr", "/2019-H1?expand=all", "/2019-H1", "/map/2019-H1"}
	for _, address := range append(sitetest.Sample(addresses, 30), heavy...) {
		a := site.Get(address, "Accept-Encoding", "br")
		if !strings.HasPrefix(a.Header.Get("Content-Type"), "text/html") {
			continue
		}
		kind, limit := strings.Split(address, "/")[1], 50*kilobyte
		if kind == "map" {
			limit = 110 * kilobyte
		}
		if len(a.Body) > limit {
			t.Errorf("%s: %d bytes, want at most %d", address, len(a.Body), limit)
		}
		heaviest[kind] = max(heaviest[kind], len(a.Body))
	}
	t.Logf("%v", heaviest)
}

// oneKind leaves out what is alike: of places only some, in three half-years; no files.
func oneKind(address string) bool {
	if period := halfYear.FindString(address); period != "" && !strings.Contains("2013-H1 2016-H2 2019-H1", period) && !strings.HasPrefix(address, "/map") {
		return false
	}
	return !strings.Contains(address, ".") && (strings.Count(address, "/") < 3 || strings.Contains(address, "/us") || strings.Contains(address, "countries"))
}

var halfYear = regexp.MustCompile(`\d{4}-H\d`)
