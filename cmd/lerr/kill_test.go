// The race detector slows the children and sees nothing in a process that is killed.

//go:build !race

package main

import (
	"bytes"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"lerr/internal/sitetest"
)

// Whenever init, backup and restore are killed, what is under its final name is whole, and the next run
// works and leaves nothing else.
func TestRun_SurvivesBeingKilled(t *testing.T) {
	path := seededWith(t, smallest(t))
	good := filepath.Join(t.TempDir(), "good.db")
	if code, _, errs := execute(t, "backup", good, "--db", path); code != exitOK {
		t.Fatal(errs)
	}
	verified := func(t *testing.T, dir string) {
		if code, _, errs := execute(t, "verify", "--db", filepath.Join(dir, "new.db")); code != exitOK {
			t.Errorf("under its final name: %d, %s", code, errs)
		}
	}
	for _, tt := range []struct {
		name  string
		args  func(dir string) []string
		made  string // what gets its final name last
		files int    // in the directory when it is done
		check func(t *testing.T, dir string)
	}{
		{"init", func(dir string) []string { return []string{"init", "--db", filepath.Join(dir, "new.db")} }, "new.db", 4, func(t *testing.T, dir string) {
			verified(t, dir)
			if key := read(t, filepath.Join(dir, "new.db.key")); len(key) != keyLength || bytes.Equal([]byte(key), make([]byte, keyLength)) {
				t.Errorf("the key is %x", key)
			}
		}},
		{"backup", func(dir string) []string { return []string{"backup", filepath.Join(dir, "new.db"), "--db", path} }, "new.db", 1, verified},
		{"restore", func(dir string) []string {
			return []string{"restore", good, "--db", filepath.Join(dir, "new.db"), "--log-key-file", path + ".log-key"}
		}, "new.db", 1, verified},
	} {
		t.Run(tt.name, func(t *testing.T) {
			usual := killed(t, tt.args(t.TempDir()), time.Hour)
			random := rand.New(rand.NewPCG(3, 4))
			for range sitetest.Count(6, 50) {
				dir := t.TempDir()
				killed(t, tt.args(dir), time.Duration(random.Int64N(int64(usual))))
				if _, err := os.Stat(filepath.Join(dir, tt.made)); err == nil {
					tt.check(t, dir)
				} else if code, _, errs := execute(t, tt.args(dir)...); code != exitOK {
					t.Errorf("again: %d, %s", code, errs)
				} else if tt.check(t, dir); len(contents(t, dir)) != tt.files {
					t.Errorf("got %d files, want %d", len(contents(t, dir)), tt.files)
				}
			}
		})
	}
}

// killed runs lerr as a process of its own, kills it after a time, and returns how long it took.
func killed(t *testing.T, args []string, after time.Duration) time.Duration {
	t.Helper()
	c := child(t, os.Args[0], args...)
	var errs strings.Builder
	c.Stderr = &errs
	start := time.Now()
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	timer := time.AfterFunc(after, func() { c.Process.Kill() })
	defer timer.Stop()
	if err := c.Wait(); err != nil && c.ProcessState.ExitCode() >= 0 {
		t.Fatalf("%s was not killed, but failed: %s", args[0], errs.String())
	}
	return time.Since(start)
}
