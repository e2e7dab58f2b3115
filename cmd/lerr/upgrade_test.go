//go:build unix

package main

import (
	"encoding/json"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"lerr/internal/audit"
	"lerr/internal/sitetest/dbtest"
)

// nextVersion builds lerr with one more migration, which only adds.
func nextVersion(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	script, overlay, binary := filepath.Join(dir, "next.sql"), filepath.Join(dir, "overlay.json"), filepath.Join(dir, "lerr")
	put(t, script, `ALTER TABLE accounts ADD COLUMN telephone TEXT NOT NULL DEFAULT ''; CREATE TABLE badges (id BIGINT PRIMARY KEY)`)
	replaced, err := json.Marshal(map[string]any{"Replace": map[string]string{
		filepath.Join(root, "internal/store/migrations/postgres/9999_next.sql"): script,
	}})
	if err != nil {
		t.Fatal(err)
	}
	put(t, overlay, string(replaced))
	build := exec.CommandContext(t.Context(), "go", "build", "-overlay", overlay, "-o", binary, ".")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("go build: %v\n%s", err, out)
	}
	return binary
}

// Two machines get the next version, which changes the schema, one after the other. No reader notices, and the version
// before works on the new schema, also after a start.
func TestServe_FailsNobodyOverARollingUpgrade(t *testing.T) {
	dbtest.SameOnBoth(t, "machines on a server")
	path := onServer(t)
	seedAt(t, path, smallest(t))
	next := nextVersion(t)
	both := machines(t, path, 2)
	first, second := newPassed(t, both[0]), newPassed(t, both[1])
	stopFirst, stopSecond := first.start(), second.start()
	readers := startReaders(t, first.public+"/", second.public+"/", second.public+"/trends.csv")
	readers.read(50)

	stopFirst()
	first.binary = next
	stopFirst = first.start()
	if tables := dbtest.Tables(t, dbtest.Open(t, path)); !slices.Contains(tables, "badges") {
		t.Fatalf("tables: got %q, want that the next version has added one", tables)
	}
	readers.read(50)
	stopSecond() // the version before starts again, since its machine did
	stopSecond = second.start()
	db := opened(t, both[1]) // as the version before
	if err := db.Record(t.Context(), audit.Event{At: time.Now().UTC(), Actor: "ann", Action: "note", Text: "on the new schema"}); err != nil {
		t.Error(err)
	}
	if err := db.Close(); err != nil {
		t.Error(err)
	}
	if code, out, errs := execute(t, "verify", "--db", both[1]); code != exitOK {
		t.Errorf("verify by the version before: got %d, %s, %s", code, out, errs)
	}
	readers.read(50)
	stopSecond()
	second.binary = next
	stopSecond = second.start()
	readers.read(50)
	readers.stop()
	stopFirst()
	stopSecond()
	if out, err := exec.CommandContext(t.Context(), next, "verify", "--db", path).CombinedOutput(); err != nil {
		t.Errorf("verify by the next version: %v\n%s", err, out)
	}
}
