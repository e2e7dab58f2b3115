package store_test

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"modernc.org/sqlite"

	"lerr/internal/audit"
	"lerr/internal/publish"
	"lerr/internal/report"
	"lerr/internal/sitetest/dbtest"
	"lerr/internal/store"
)

// open opens a database, which it makes if there is none. When the test ends, it is closed, and must be as its events
// left it.
func open(t *testing.T, path string) *store.DB {
	t.Helper()
	create(t, path)
	db, err := store.Open(t.Context(), path, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if _, err := db.Verify(context.Background()); err != nil && !errors.Is(err, store.ErrEmpty) && !altered[path] {
			t.Error(err)
		}
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	return db
}

// create makes a database without anything in it, unless it exists.
func create(t *testing.T, path string) {
	t.Helper()
	if err := store.Create(t.Context(), path, nil, nil); err != nil && !errors.Is(err, fs.ErrExist) {
		t.Fatal(err)
	}
}

// first sees to it that a store comes first in the process, since the way in which files are locked
// is fixed with the first of them.
var first sync.Once

// raw opens a file as any other program would.
func raw(t *testing.T, path string) *sql.DB {
	t.Helper()
	first.Do(func() { open(t, filepath.Join(t.TempDir(), "first.db")) })
	return dbtest.Open(t, path)
}

// altered holds the files that tests have altered.
var altered = map[string]bool{}

// alter runs a statement on a file as any other program would, and lets go of the file.
func alter(t *testing.T, path, statement string, args ...any) {
	t.Helper()
	altered[path] = true
	db := raw(t, path)
	if _, err := db.Exec(statement, args...); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
}

// dump is everything that a file holds: each table's rows as text.
func dump(t *testing.T, path string) map[string][]string {
	t.Helper()
	db := raw(t, path)
	all := map[string][]string{}
	for _, table := range dbtest.Tables(t, db) {
		all[table] = texts(t, db, "SELECT * FROM "+table)
	}
	return all
}

// texts are the rows of a query, each as one text.
func texts(t *testing.T, db *sql.DB, query string) []string {
	t.Helper()
	rows, err := db.Query(query)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		t.Fatal(err)
	}
	list := []string{}
	for rows.Next() {
		values, targets := make([]any, len(columns)), make([]any, len(columns))
		for i := range values {
			targets[i] = &values[i]
		}
		if err := rows.Scan(targets...); err != nil {
			t.Fatal(err)
		}
		list = append(list, strings.TrimSuffix(fmt.Sprintln(values...), "\n"))
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return list
}

func TestOpen_MakesTheSchema(t *testing.T) {
	path := filepath.Join(t.TempDir(), "lerr.db")
	db := open(t, path)
	tables := dump(t, path)
	for _, name := range []string{"regions", "countries", "spellings", "revisions", "sections", "counts", "figures", "events"} {
		if tables[name] == nil {
			t.Errorf("there is no table %s", name)
		}
	}
	for name, rows := range tables {
		if len(rows) != 0 {
			t.Errorf("%s: got rows %q, want none", name, rows)
		}
	}
	revisions, err := db.Revisions(t.Context(), nothing)
	if err != nil || len(revisions) != 0 {
		t.Errorf("revisions: got %v, %v, want none", revisions, err)
	}
	regions, countries, err := db.Places(t.Context())
	if err != nil || len(regions) != 0 || len(countries) != 0 {
		t.Errorf("places: got %v, %v, %v, want none", regions, countries, err)
	}
	loose := texts(t, raw(t, path), `SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND strict = 0
		AND name NOT LIKE 'sqlite%'`)
	if len(loose) != 0 {
		t.Errorf("tables that are not strict: %q", loose)
	}
}

// schema is the number of the newest migration.
func schema(t *testing.T) int {
	t.Helper()
	files, err := os.ReadDir("migrations/sqlite")
	if err != nil {
		t.Fatal(err)
	}
	return len(files)
}

func TestOpen_MarksTheFileAsOurs(t *testing.T) {
	path := filepath.Join(t.TempDir(), "lerr.db")
	open(t, path)
	got := texts(t, raw(t, path), `SELECT printf('%X', application_id), user_version FROM pragma_application_id, pragma_user_version`)
	if diff := cmp.Diff([]string{fmt.Sprintf("4C455252 %d", schema(t))}, got); diff != "" {
		t.Errorf("application_id and user_version (-want +got)\n%s", diff)
	}
}

func TestOpen_KeepsWhatItFinds(t *testing.T) {
	path := dbtest.Path(t)
	create(t, path)
	db, err := store.Open(t.Context(), path, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Publish(t.Context(), brief(t)); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	want := dump(t, path)
	open(t, path)
	if diff := cmp.Diff(want, dump(t, path)); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestOpen_TakesAnyFileName(t *testing.T) {
	for _, name := range []string{
		"plain.db", "with space.db", "what?.db", "a?mode=memory", "#1.db", "100%.db", "%41.db", "a&b=c;d.db", "Zürich.db", "a+b.db",
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			create(t, filepath.Join(dir, name))
			db, err := store.Open(t.Context(), filepath.Join(dir, name), nil)
			if err != nil {
				t.Fatal(err)
			}
			if err := db.Publish(t.Context(), publish.Publication{Regions: []report.Region{{Slug: "europe", Name: "Europe"}}, Events: []audit.Event{noted}}); err != nil {
				t.Error(err)
			}
			if regions, _, err := db.Places(t.Context()); err != nil || len(regions) != 1 {
				t.Errorf("regions: got %v, %v, want one: readers and the writer use one file", regions, err)
			}
			if err := db.Close(); err != nil {
				t.Error(err)
			}
			entries, err := os.ReadDir(dir)
			if err != nil || len(entries) != 1 || entries[0].Name() != name {
				t.Errorf("files: got %v, %v, want %q alone", entries, err, name)
			}
		})
	}
}

func TestOpen_RefusesWhatMustNotBeTouched(t *testing.T) {
	dir := t.TempDir()
	for _, tt := range []struct {
		name, statement string
		want            error
	}{
		{"a database of another program", `CREATE TABLE theirs (x)`, store.ErrForeign},
		{"one that has its own mark", `CREATE TABLE theirs (x); PRAGMA application_id = 1`, store.ErrForeign},
		{"one that has its own mark and no table yet", `PRAGMA application_id = 1`, store.ErrForeign},
		{"one of a newer lerr", `PRAGMA application_id = 0x4C455252; PRAGMA user_version = 999`, store.ErrNewer},
		{"one of the next lerr", fmt.Sprintf(`PRAGMA application_id = 0x4C455252; PRAGMA user_version = %d`, schema(t)+1), store.ErrNewer},
	} {
		t.Run(tt.name, func(t *testing.T) {
			path := filepath.Join(dir, tt.name)
			alter(t, path, tt.statement)
			checkRefused(t, path, tt.want)
		})
	}
}

// checkRefused wants a file refused, and left as it was to the byte.
func checkRefused(t *testing.T, path string, want error) {
	t.Helper()
	before, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	db, err := store.Open(t.Context(), path, nil)
	if !errors.Is(err, want) {
		t.Errorf("got error %v, want %v", err, want)
	}
	if err == nil {
		db.Close()
		return
	}
	if !strings.Contains(err.Error(), path) {
		t.Errorf("got %q, want it to name the file", err)
	}
	after, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(before, after) {
		t.Error("the file was changed")
	}
	for _, suffix := range []string{"-wal", "-shm", "-journal"} {
		if _, err := os.Stat(path + suffix); !errors.Is(err, os.ErrNotExist) {
			t.Errorf("%s: got %v, want no such file", suffix, err)
		}
	}
}

func TestOpen_RefusesAFileThatIsNoDatabase(t *testing.T) {
	path := filepath.Join(t.TempDir(), "letter.txt")
	want := bytes.Repeat([]byte("This is a letter. "), 1000)
	if err := os.WriteFile(path, want, 0o600); err != nil {
		t.Fatal(err)
	}
	if db, err := store.Open(t.Context(), path, nil); err == nil {
		db.Close()
		t.Error("got no error")
	}
	if got, err := os.ReadFile(path); err != nil || !bytes.Equal(got, want) {
		t.Errorf("the file was changed (%v)", err)
	}
}

func TestOpen_FailsWhereNoFileCanBe(t *testing.T) {
	path := filepath.Join(t.TempDir(), "no such folder", "lerr.db")
	if db, err := store.Open(t.Context(), path, nil); err == nil || !strings.Contains(err.Error(), path) {
		t.Errorf("got %v, %v, want an error that names %s", db, err, path)
	}
}

func TestOpen_StopsWhenItIsToldTo(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	path := filepath.Join(t.TempDir(), "lerr.db")
	create(t, path)
	if db, err := store.Open(ctx, path, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, %v, want context.Canceled", db, err)
	}
}

func TestOpen_LocksByOpenFileDescription(t *testing.T) {
	open(t, filepath.Join(t.TempDir(), "lerr.db"))
	if got, want := sqlite.OFDLockingEnabled(), runtime.GOOS == "linux"; got != want {
		t.Errorf("got %v, want %v on %s", got, want, runtime.GOOS)
	}
}
