//go:build linux

package main

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"lerr/internal/audit"
	"lerr/internal/publish"
	"lerr/internal/report"
	"lerr/internal/sitetest/dbtest"
	"lerr/internal/store"
)

// What only reads works where nothing can be written: on a backup, on the file of a program that has ended, and on
// one that was copied with its write-ahead log. Root may write anywhere, so the commands run as nobody.
func TestRun_ReadsFromReadOnlyMedia(t *testing.T) {
	dbtest.FilesOnly(t)
	dir, out := t.TempDir(), t.TempDir()
	binary := filepath.Join(out, "lerr")
	put(t, binary, read(t, os.Args[0]))
	media := filepath.Join(dir, "media")
	if err := errors.Join(os.Mkdir(media, 0o755), os.Chmod(filepath.Dir(dir), 0o755), os.Chmod(dir, 0o755), os.Chmod(out, 0o777), os.Chmod(binary, 0o755)); err != nil {
		t.Fatal(err)
	}
	path := seededWith(t, smallest(t))
	put(t, filepath.Join(media, "ended.db"), read(t, path))
	if code, _, errs := execute(t, "backup", filepath.Join(media, "backup.db"), "--db", path); code != exitOK {
		t.Fatal(errs)
	}
	ended := read(t, path+".log-key.head")
	db := opened(t, path)
	defer db.Close()
	if err := db.Record(t.Context(), audit.Event{Actor: "ann", Action: "wrote"}); err != nil {
		t.Fatal(err)
	}
	put(t, filepath.Join(media, "logged.db"), read(t, path))
	put(t, filepath.Join(media, "logged.db-wal"), read(t, path+"-wal"))
	for name, head := range map[string]string{"backup.db": ended, "ended.db": ended, "logged.db": read(t, path+".log-key.head")} {
		put(t, filepath.Join(media, name+".log-key"), read(t, path+".log-key"))
		put(t, filepath.Join(media, name+".log-key.head"), head)
	}
	freeze(t, media)
	before := contents(t, media)
	for name, events := range map[string]string{"backup.db": ", 1 events", "ended.db": ", 1 events", "logged.db": ", 2 events"} {
		file := filepath.Join(media, name)
		for _, tt := range []struct {
			args []string
			code int
			want string
		}{
			{[]string{"verify", "--db", file}, exitOK, events},
			{[]string{"check", "2019-H1.xlsx", "--db", file}, exitFailed, "errors"}, // an excerpt lacks countries
			{[]string{"export", filepath.Join(out, "site-"+name), "--db", file}, exitOK, "files written"},
			{[]string{"backup", filepath.Join(out, name), "--db", file}, exitOK, events},
			{[]string{"withdraw", "2019-H1", "--db", file}, exitFailed, store.ErrReadOnly.Error()},
			{[]string{"serve", "--db", file, "--addr", "127.0.0.1:0", "--staff-addr", "127.0.0.1:0"}, exitUsage, "cannot be written"},
		} {
			if tt.args[0] == "export" && name != "logged.db" {
				continue // it takes seconds, and opens a database as verify does
			}
			c := child(t, binary, tt.args...)
			c.Dir = out
			put(t, filepath.Join(out, "2019-H1.xlsx"), read(t, filepath.Join(testdata, "2019-H1.xlsx")))
			if err := os.Chmod(filepath.Join(out, "2019-H1.xlsx"), 0o644); err != nil {
				t.Fatal(err)
			}
			if os.Getuid() == 0 {
				c.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: 65534, Gid: 65534}}
			}
			if code, output := ranChild(t, c); code != tt.code || !strings.Contains(output, tt.want) {
				t.Errorf("%s %s: got %d, %s, want %d and %q", tt.args[0], name, code, output, tt.code, tt.want)
			}
		}
	}
	if after := contents(t, media); len(after) != len(before) {
		t.Errorf("there are %d files, want %d", len(after), len(before))
	}
}

// smallest returns the last edition with a few countries alone.
func smallest(t *testing.T) publish.Shipped {
	t.Helper()
	shipped := excerpt(t)
	shipped.Editions = shipped.Editions[1:]
	shipped.Countries = shipped.Countries[:min(len(shipped.Countries), 3)]
	for i := range shipped.Editions[0].Tables {
		rows := &shipped.Editions[0].Tables[i].Rows
		*rows = slices.DeleteFunc(*rows, func(r report.Row) bool {
			return !slices.ContainsFunc(shipped.Countries, func(c report.Country) bool { return c.Code == r.Country })
		})
	}
	return shipped
}

// freeze makes a directory and its files read-only until the test ends.
func freeze(t *testing.T, dir string) {
	t.Helper()
	for name := range contents(t, dir) {
		if err := os.Chmod(filepath.Join(dir, name), 0o444); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Chmod(dir, 0o555); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := os.Chmod(dir, 0o755); err != nil && !errors.Is(err, fs.ErrNotExist) {
			t.Error(err)
		}
	})
}
