package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lerr/internal/sitetest"
	"lerr/internal/sitetest/dbtest"
)

// onServer returns the path of a file with the address of an empty schema.
func onServer(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "lerr.db")
	put(t, path, dbtest.Schema(t))
	return path
}

// tree returns the files below a directory, by their paths in it.
func tree(t *testing.T, dir string) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := fs.WalkDir(os.DirFS(dir), ".", func(path string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			files[path] = read(t, filepath.Join(dir, path))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// There and back, a database is what it was: verify says the same, and every exported byte is equal.
func TestCopy_ThereAndBackIsTheSame(t *testing.T) {
	dbtest.SameOnBoth(t, "a file and a server")
	shipped := smallest(t)
	if !testing.Short() {
		shipped = sitetest.Seed(sitetest.Shipped(t))
	}
	first, server, last := seededWith(t, shipped), onServer(t), dbtest.Path(t) // the last of the first one's engine
	for _, args := range [][]string{{"user", "add", "anna", "--db", first}, {"user", "add", "--roles", "approver", "--db", first}} {
		if code, _, errs := execute(t, args...); code != exitOK {
			t.Fatal(errs)
		}
	}
	for _, copied := range [][2]string{{first, server}, {server, last}} {
		if code, out, errs := execute(t, "copy", "--from", copied[0], "--to", copied[1]); code != exitOK || !strings.Contains(out, copied[1]+".log-key: a copy") {
			t.Fatalf("copy: got %d, %s, %s", code, out, errs)
		}
	}
	if diff := cmp.Diff(string(dbtest.Dump(t, first)), string(dbtest.Dump(t, last))); diff != "" {
		t.Errorf("rows (-first +last)\n%s", diff)
	}
	var said []string
	for _, path := range []string{first, server, last} {
		code, out, errs := execute(t, "verify", "--db", path)
		if code != exitOK {
			t.Fatalf("verify: got %d, %s", code, errs)
		}
		said = append(said, strings.ReplaceAll(out, path, "DB"))
		if testing.Short() && path == last { // it has the same rows as the first
			continue
		}
		if code, _, errs := execute(t, "export", path+".site", "--db", path); code != exitOK {
			t.Fatalf("export: got %d, %s", code, errs)
		}
	}
	if said[0] != said[1] || said[1] != said[2] {
		t.Errorf("verify: got %q", said)
	}
	want := tree(t, first+".site")
	for _, path := range []string{server, last}[:sitetest.Count(1, 2)] {
		if diff := cmp.Diff(want, tree(t, path+".site")); diff != "" || len(want) < 50 {
			t.Errorf("export of %d files (-first +%s)\n%s", len(want), path, diff)
		}
	}
}

func TestCopy_GoesIntoNothingThatHoldsAnything(t *testing.T) {
	path, server := seeded(t), onServer(t)
	other := filepath.Join(t.TempDir(), "other.db")
	put(t, other, "a letter")
	if _, err := dbtest.Open(t, server).Exec(`CREATE TABLE theirs (a INTEGER)`); err != nil {
		t.Fatal(err)
	}
	for _, to := range []string{server, other, path} {
		before := read(t, to)
		if code, _, errs := execute(t, "copy", "--from", path, "--to", to); code != exitUsage || !strings.Contains(errs, to) {
			t.Errorf("%s: got %d, %q, want that something is there", to, code, errs)
		}
		if read(t, to) != before || len(dbtest.Tables(t, dbtest.Open(t, server))) != 1 {
			t.Errorf("%s was changed", to)
		}
	}
}
