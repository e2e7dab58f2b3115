//go:build !race

package handlers_test

import (
	"os"
	"path/filepath"
	"testing"

	"lerr/internal/export"
	"lerr/internal/sitetest"
)

// Tests that ask for every address there is take long under the race detector and show it nothing
// new, so they run without it.

func TestEverything_IsExportedAsItIsServed(t *testing.T) {
	site := sitetest.New(t)
	dir := filepath.Join(t.TempDir(), "site")
	exported(t, site, dir, func(string) bool { return true })
	for _, address := range site.Public.Addresses(site.Archive) {
		for coding, ext := range map[string]string{"identity": "", "gzip": ".gz", "br": ".br"} {
			a := site.Get(address, "Accept-Encoding", coding)
			if a.Status != 200 {
				t.Fatalf("%s: got %d, want 200", address, a.Status)
			}
			file := filepath.Join(dir, export.Name(address, a.Header.Get("Content-Type")))
			b, err := os.ReadFile(file + ext)
			if coding != "identity" && a.Header.Get("Content-Encoding") == "" {
				if err == nil {
					t.Errorf("%s%s: is there, though the program sends the page as it is", address, ext)
				}
				continue
			}
			if err != nil || string(b) != a.Body {
				t.Errorf("%s%s: got %d bytes, %v, want %d as they are served", address, ext, len(b), err, len(a.Body))
			}
		}
	}
	if b, err := os.ReadFile(filepath.Join(dir, "404.html")); err != nil || string(b) != site.Get("/nothing").Body {
		t.Errorf("404.html: got %d bytes, %v, want the page for addresses that there are none of", len(b), err)
	}
}
