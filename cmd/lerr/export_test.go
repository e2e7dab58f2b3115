package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
)

// The export is the site that serve serves: no page of it links to a file that is missing.
func TestExport_HoldsEveryAddressThatPagesLinkTo(t *testing.T) {
	const base = "https://report.example.org"
	dir := filepath.Join(t.TempDir(), "site")
	code, out, errs := execute(t, "export", dir, "--db", seeded(t), "--base-url", base)
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
	if len(links) < 10_000 {
		t.Errorf("got %d links, want those of the whole site", len(links))
	}
	for address, page := range links {
		if !exported(dir, address) {
			t.Errorf("%s links to %s, which is not in the export", page, address)
		}
	}
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

// linksOf returns the addresses that a page links to, without their queries and fragments.
func linksOf(t *testing.T, page string) []string {
	t.Helper()
	file, err := os.Open(page)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	doc, err := goquery.NewDocumentFromReader(file)
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, attribute := range []string{"href", "src"} {
		doc.Find("[" + attribute + "]").Each(func(_ int, s *goquery.Selection) {
			address, _, _ := strings.Cut(s.AttrOr(attribute, ""), "#")
			address, _, _ = strings.Cut(address, "?")
			all = append(all, address)
		})
	}
	return all
}
