package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"lerr/internal/publish"
	"lerr/internal/report"
	"lerr/internal/sitetest"
	"lerr/internal/sitetest/dbtest"
)

// The export is the site that serve serves: no page of it links to a file that is missing.
func TestExport_HoldsEveryAddressThatPagesLinkTo(t *testing.T) {
	dbtest.SameOnBoth(t, "links of pages")
	const base = "https://report.example.org"
	dir := filepath.Join(t.TempDir(), "site")
	db := seededWith(t, excerpt(t))
	code, out, errs := execute(t, "export", dir, "--db", db, "--base-url", base)
	if code != exitOK || !strings.Contains(out, "files written") {
		t.Fatalf("got exit %d, %s, %s", code, out, errs)
	}
	for _, address := range []string{"/", "/map", "/map/2019-H1", "/data.sqlite", "/2019-H1/au", "/sitemap.xml"} {
		if !exported(dir, address) {
			t.Errorf("%s is not in the export", address)
		}
	}
	links := map[string]string{} // with a page that has it
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".html") {
			return err
		}
		for _, address := range linksOf(t, path) {
			if address, ok := strings.CutPrefix(strings.TrimPrefix(address, base), "/"); ok {
				links["/"+address] = path
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(links) < sitetest.Count(300, 1_000) {
		t.Errorf("got %d links, want those of the whole site", len(links))
	}
	for address, page := range links {
		if !exported(dir, address) {
			t.Errorf("%s links to %s, which is not in the export", page, address)
		}
	}
}

// excerpt returns the last two editions, which have every kind of page; with -short, of eight countries.
func excerpt(t *testing.T) publish.Shipped {
	t.Helper()
	shipped := sitetest.Seed(sitetest.Shipped(t))
	shipped.Editions = shipped.Editions[len(shipped.Editions)-2:]
	shipped.Countries = sitetest.Sample(shipped.Countries, 8)
	known := func(code string) bool {
		return slices.ContainsFunc(shipped.Countries, func(c report.Country) bool { return c.Code == code })
	}
	for i := range shipped.Editions {
		for j := range shipped.Editions[i].Tables {
			rows := &shipped.Editions[i].Tables[j].Rows
			*rows = slices.DeleteFunc(*rows, func(r report.Row) bool { return !known(r.Country) })
		}
	}
	return shipped
}

// exported reports whether an address is a file of the export or a page in a folder of its name.
func exported(dir, address string) bool {
	for _, name := range []string{address, address + "/index.html"} {
		if info, err := os.Stat(filepath.Join(dir, filepath.FromSlash(name))); err == nil && info.Mode().IsRegular() {
			return true
		}
	}
	return false
}

var link = regexp.MustCompile(`(?:href|src)="([^"#?]*)`)

// linksOf returns the addresses that a page links to, without their queries and fragments.
func linksOf(t *testing.T, page string) []string {
	t.Helper()
	var all []string
	for _, m := range link.FindAllStringSubmatch(read(t, page), -1) {
		all = append(all, m[1])
	}
	return all
}
