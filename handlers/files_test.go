package handlers_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"lerr/internal/export"
	"lerr/internal/report"
	"lerr/internal/sitetest"
)

// exported writes a site as files: of its addresses those that are wanted.
func exported(t *testing.T, site *sitetest.Site, dir string, wanted func(address string) bool) export.Outcome {
	t.Helper()
	tree := site.Public.Tree()
	tree.Addresses = slices.DeleteFunc(tree.Addresses, func(address string) bool { return !wanted(address) })
	outcome, err := tree.Write(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	return outcome
}

// What is drafted, scheduled or withdrawn is in no file, nor in the name of one.
func TestExport_HoldsOnlyWhatIsPublic(t *testing.T) {
	c := sitetest.NewConsole(t)
	dir := filepath.Join(t.TempDir(), "site")
	some := func(address string) bool {
		return strings.Contains(address, "2018-H2") || strings.Count(address, "/") == 1
	}
	exported(t, c.Public, dir, some)
	if _, err := os.Stat(filepath.Join(dir, "2018-H2", "au", "index.html")); err != nil {
		t.Fatal(err)
	}
	if err := c.Desk.Withdraw(t.Context(), "anna", report.Period{Year: 2018, Half: 2}, "To be checked."); err != nil {
		t.Fatal(err)
	}
	c.Pass(time.Second)
	c.Step()
	if outcome := exported(t, c.Public, dir, some); outcome.Removed == 0 || outcome.Kept == 0 {
		t.Errorf("got %+v, want some files removed and some kept", outcome)
	}
	err := filepath.Walk(dir, func(name string, info os.FileInfo, err error) error {
		if err == nil && !info.IsDir() && strings.Contains(strings.TrimPrefix(name, dir), "2018-H2") {
			t.Errorf("%s is still there", name)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}
