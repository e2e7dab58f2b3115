package main

import (
	"bytes"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"lerr/internal/sitetest/dbtest"
)

func TestInit_MakesADatabaseAndItsKeys(t *testing.T) {
	path := dbtest.Path(t)
	if code, out, errs := execute(t, "init", "--db", path); code != exitOK || !strings.Contains(out, "13 half-years") {
		t.Fatalf("got %d, %q, %s", code, out, errs)
	}
	for _, name := range []string{path, path + ".key", path + ".log-key", path + ".log-key.head"} {
		if info, err := os.Stat(name); err != nil || info.Mode() != 0o600 {
			t.Errorf("%s: got %v, %v, want a file that its owner alone can read", name, info, err)
		}
	}
	if key := read(t, path+".key"); len(key) != keyLength || key == strings.Repeat("\x00", keyLength) {
		t.Errorf("the key: got %d bytes", len(key))
	}
	if entries, err := os.ReadDir(filepath.Dir(path)); err != nil || len(entries) != 4 {
		t.Errorf("files: got %v, %v, want the four", entries, err)
	}
	if code, out, errs := execute(t, "verify", "--db", path); code != exitOK || !strings.Contains(out, "13 revisions") {
		t.Errorf("verify: got %d, %s, %s", code, out, errs)
	}
}

// An init can be killed while a file is written, and between a file's getting its name and the end of its temporary one.
func TestInit_RemovesWhatOneThatWasKilledLeft(t *testing.T) {
	path := dbtest.Path(t)
	put(t, path+".key", strings.Repeat("k", keyLength))
	for _, name := range []string{path + ".key", path + ".log-key", path + ".log-key.head"} {
		put(t, name+".lerr-new-123", "")
	}
	if code, _, errs := execute(t, "init", "--db", path); code != exitOK {
		t.Fatalf("got %d, %s", code, errs)
	}
	if got := contents(t, filepath.Dir(path)); len(got) != 4 {
		t.Errorf("files: got %q, want the database, its two keys and its head", slices.Sorted(maps.Keys(got)))
	}
}

func TestInit_NeverOverwrites(t *testing.T) {
	path := dbtest.Path(t)
	key := bytes.Repeat([]byte("k"), keyLength)
	if err := os.WriteFile(path+".key", key, 0o600); err != nil {
		t.Fatal(err)
	}
	if code, _, errs := execute(t, "init", "--db", path); code != exitOK || read(t, path+".key") != string(key) {
		t.Errorf("got %d, %s, want a database for the key that is there", code, errs)
	}
	before := read(t, path)
	if code, _, errs := execute(t, "init", "--db", path, "--key-file", path+".other"); code != exitUsage || !strings.Contains(errs, path) {
		t.Errorf("again: got %d, %s", code, errs)
	}
	if read(t, path) != before {
		t.Error("the database was changed")
	}
	if _, err := os.Stat(path + ".other"); err == nil {
		t.Error("a key was made for nothing")
	}
	other := dbtest.Path(t)
	if err := os.WriteFile(other+".key", []byte("short"), 0o600); err != nil {
		t.Fatal(err)
	}
	if code, _, errs := execute(t, "init", "--db", other); code != exitUsage || !strings.Contains(errs, "no key of 32 bytes") {
		t.Errorf("beside a file that is no key: got %d, %s", code, errs)
	}
}

// commandsWithDatabase lists every command that works with a database, ready to run on one.
func commandsWithDatabase(t *testing.T, path string) [][]string {
	t.Helper()
	dir := t.TempDir()
	return [][]string{
		{"serve", "--db", path, "--addr", "127.0.0.1:0", "--staff-addr", "127.0.0.1:0"},
		{"check", filepath.Join(testdata, "2019-H1.xlsx"), "--db", path},
		{"publish", filepath.Join(testdata, "2019-H1.xlsx"), "--db", path},
		{"withdraw", "2019-H1", "--db", path},
		{"export", filepath.Join(dir, "site"), "--db", path},
		{"user", "add", "ann", "--db", path},
		{"user", "list", "--db", path},
		{"user", "disable", "ann", "--db", path},
		{"verify", "--db", path},
		{"backup", filepath.Join(dir, "backup.db"), "--db", path},
	}
}

// A deleted database never becomes the shipped report again, in which a withdrawn period would be public.
func TestRun_RefusesADatabaseThatIsNotThere(t *testing.T) {
	path := dbtest.Path(t)
	before, err := os.ReadDir(filepath.Dir(path))
	if err != nil {
		t.Fatal(err)
	}
	for _, args := range commandsWithDatabase(t, path) {
		code, _, errs := execute(t, args...)
		if code != exitUsage || !strings.Contains(errs, "lerr init --db "+path) {
			t.Errorf("%s: got %d, %q, want 2 and what makes a database", args[0], code, errs)
		}
		if entries, err := os.ReadDir(filepath.Dir(path)); err != nil || len(entries) != len(before) || made(t, path) {
			t.Fatalf("%s: files: got %v, %v, want none and no database", args[0], entries, err)
		}
	}
}

// What is left of a database after somebody emptied it, or copied it without its write-ahead log.
func TestRun_RefusesAnEmptyDatabase(t *testing.T) {
	for _, tt := range []struct {
		name string
		make func(t *testing.T, path string)
	}{
		{"a file without bytes", func(t *testing.T, path string) {
			dbtest.FilesOnly(t)
			if err := os.WriteFile(path, nil, 0o600); err != nil {
				t.Fatal(err)
			}
		}},
		{"a database without tables", func(t *testing.T, path string) {
			dbtest.FilesOnly(t)
			empty(t, filepath.Join(t.TempDir(), "first.db")) // a store must be the first in the process that opens a file
			alter(t, path, "PRAGMA journal_mode = WAL; PRAGMA user_version = 0")
		}},
		{"a database without events", func(t *testing.T, path string) { empty(t, path) }},
	} {
		t.Run(tt.name, func(t *testing.T) {
			path := dbtest.Path(t)
			tt.make(t, path)
			for _, args := range commandsWithDatabase(t, path) {
				if code, _, errs := execute(t, args...); code != exitDamaged || !strings.Contains(errs, path) || !strings.Contains(errs, "empty") {
					t.Errorf("%s: got %d, %q, want 4 and that it is empty", args[0], code, errs)
				}
			}
		})
	}
}
