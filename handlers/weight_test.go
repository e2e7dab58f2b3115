package handlers_test

import (
	"regexp"
	"testing"

	"lerr/internal/report"
	"lerr/internal/sitetest"
	"lerr/internal/urls"
)

const kilobyte = 1024

// asset finds the style sheet and the script of a page, and the icon or rules that stand in it.
var asset = regexp.MustCompile(`/static/[a-z]+\.[0-9a-f]+\.(css|js)`)

// A first view of the report is at most 30 KB in all, as browsers ask for it: at most 20 KB of HTML and 8 KB of style.
func TestWeight_OfAFirstView(t *testing.T) {
	site := sitetest.New(t)
	paths := []string{"/"}
	for _, period := range site.Archive.Periods() {
		paths = append(paths, urls.Report(report.Selection{Period: period}), urls.Revision(period, 1, report.Place{}))
	}
	heaviest := 0
	for _, path := range sitetest.Sample(paths, 12) {
		size := weight(t, site, path, "br")
		heaviest = max(heaviest, size)
		if size > 20*kilobyte {
			t.Errorf("%s: %d bytes, want at most 20 KB", path, size)
		}
	}
	all := heaviest
	for _, m := range asset.FindAllStringSubmatch(site.Get("/").Body, -1) {
		size := weight(t, site, m[0], "br")
		all += size
		if gzip := weight(t, site, m[0], "gzip"); m[1] == "css" && gzip > 8*kilobyte {
			t.Errorf("%s: %d bytes, want at most 8 KB", m[0], gzip)
		}
	}
	if all > 30*kilobyte {
		t.Errorf("a first view has %d bytes, want at most 30 KB", all)
	}
	t.Logf("the heaviest page has %d bytes, a first view of it %d", heaviest, all)
}

func weight(t *testing.T, site *sitetest.Site, path, coding string) int {
	t.Helper()
	a := site.Get(path, "Accept-Encoding", coding)
	if a.Status != 200 || a.Header.Get("Content-Encoding") != coding {
		t.Fatalf("%s: got %d in %q, want it in %s", path, a.Status, a.Header.Get("Content-Encoding"), coding)
	}
	return len(a.Body)
}
