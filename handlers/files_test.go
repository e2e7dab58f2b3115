package handlers_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"lerr/handlers"
	"lerr/internal/export"
	"lerr/internal/report"
	"lerr/internal/sitetest"
)

// exported writes a site as files: of its addresses those that are wanted.
func exported(t *testing.T, site *sitetest.Site, dir string, wanted func(address string) bool) export.Outcome {
	t.Helper()
	published, err := site.Public.Published()
	if err != nil {
		t.Fatal(err)
	}
	tree := export.Site(published)
	tree.Addresses = slices.DeleteFunc(tree.Addresses, func(address string) bool { return !wanted(address) })
	outcome, err := tree.Write(t.Context(), dir, export.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return outcome
}

// ofEachKind reports whether an address is one of some of each kind: of one half-year and a few places.
func ofEachKind(address string) bool {
	if strings.HasPrefix(address, "/share/") {
		return address == "/share/2019-H1/global.png"
	}
	period, place := regexp.MustCompile(`\d{4}-H\d`).FindString(address), regexp.MustCompile(`/(r1/)?([a-z]{2}|europe|global)(/r1|\.[a-z.]+)?$`)
	return (period == "" || period == "2019-H1") && (strings.Count(address, "/") < 2 || place.MatchString(address))
}

func TestExport_HoldsAddressesAsTheyAreServed(t *testing.T) {
	t.Parallel()
	site := sitetest.New(t)
	dir := filepath.Join(t.TempDir(), "site")
	kinds := slices.DeleteFunc(site.Public.Addresses(), func(address string) bool { return !ofEachKind(address) })
	if len(kinds) < 500 {
		t.Errorf("got %d addresses, want some of each kind", len(kinds))
	}
	wanted := map[string]bool{}
	for _, address := range sitetest.Sample(kinds, 120) {
		wanted[address] = true
	}
	exported(t, site, dir, func(address string) bool { return wanted[address] || address == handlers.NotFoundPath })
	addresses := slices.DeleteFunc(site.Public.Addresses(), func(address string) bool { return !wanted[address] })
	if len(addresses) != len(wanted) {
		t.Errorf("%d addresses were written, want %d", len(addresses), len(wanted))
	}
	for _, address := range addresses {
		checkFile(t, site, dir, address)
	}
	if b, err := os.ReadFile(filepath.Join(dir, "404.html")); err != nil || string(b) != site.Get("/nothing").Body {
		t.Errorf("404.html: got %d bytes, %v, want the page for addresses that there are none of", len(b), err)
	}
}

// checkFile wants an address's file and its twins to be what the site serves.
func checkFile(t *testing.T, site *sitetest.Site, dir, address string) {
	t.Helper()
	for coding, ext := range map[string]string{"identity": "", "gzip": ".gz", "br": ".br"} {
		a := site.Get(address, "Accept-Encoding", coding)
		if a.Status != 200 {
			t.Fatalf("%s: got %d, want 200", address, a.Status)
		}
		b, err := os.ReadFile(filepath.Join(dir, export.Name(address, a.Header.Get("Content-Type"))) + ext)
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

// What is drafted, scheduled or withdrawn is in no file, nor in the name of one, but that of its proof: the log has no
// figure, and nothing leaves it.
func TestExport_HoldsOnlyWhatIsPublic(t *testing.T) {
	t.Parallel()
	c := sitetest.NewConsole(t)
	dir := filepath.Join(t.TempDir(), "site")
	some := func(address string) bool {
		if testing.Short() && strings.Count(address, "/") > 1 && !strings.Contains(address, "/au") && !strings.Contains(address, "/download/") {
			return false
		}
		return strings.Contains(address, "2018-H2") || strings.Count(address, "/") == 1
	}
	exported(t, c.Public, dir, some)
	if _, err := os.Stat(filepath.Join(dir, "2018-H2", "au", "index.html")); err != nil {
		t.Fatal(err)
	}
	if err := c.Publisher.Withdraw(t.Context(), "anna", report.Period{Year: 2018, Half: 2}, "To be checked."); err != nil {
		t.Fatal(err)
	}
	c.Pass(time.Second)
	c.Step()
	if outcome := exported(t, c.Public, dir, some); outcome.Removed == 0 || outcome.Kept == 0 {
		t.Errorf("got %+v, want some files removed and some kept", outcome)
	}
	err := filepath.Walk(dir, func(name string, info os.FileInfo, err error) error {
		if err == nil && !info.IsDir() && strings.Contains(strings.TrimPrefix(name, dir), "2018-H2") && !strings.Contains(name, ".tlog-proof") {
			t.Errorf("%s is still there", name)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}
