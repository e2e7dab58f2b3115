package store

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5/pgconn"

	"lerr/internal/audit"
	"lerr/internal/report"
	"lerr/internal/sitetest/dbtest"
)

// onServer returns the path of a file with the address of an empty schema, whichever engine the tests run on.
func onServer(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "lerr.db")
	if err := os.WriteFile(path, []byte(dbtest.Schema(t)+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// tablesOf returns the columns of a database's tables, in order.
func tablesOf(t *testing.T, path string) map[string][]string {
	t.Helper()
	db := dbtest.Open(t, path)
	all := map[string][]string{}
	for _, table := range dbtest.Tables(t, db) {
		rows, err := db.Query(`SELECT * FROM ` + table + ` LIMIT 0`)
		if err != nil {
			t.Fatal(err)
		}
		columns, err := rows.Columns()
		if err := errors.Join(err, rows.Close()); err != nil {
			t.Fatal(err)
		}
		slices.Sort(columns)
		all[table] = columns
	}
	return all
}

// Both engines have the same tables, but for what only a server needs, and a copy takes all of them.
func TestEngines_HaveTheSameTables(t *testing.T) {
	file, server := filepath.Join(t.TempDir(), "lerr.db"), onServer(t)
	for _, path := range []string{file, server} {
		if err := Create(t.Context(), path, nil, nil); err != nil {
			t.Fatal(err)
		}
	}
	want, got := tablesOf(t, file), tablesOf(t, server)
	for _, own := range []string{"lerr", "attempts"} {
		if got[own] == nil {
			t.Errorf("the server has no table %s", own)
		}
		delete(got, own)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-SQLite +PostgreSQL)\n%s", diff)
	}
	for table := range want {
		if !slices.Contains(tables, table) {
			t.Errorf("a copy leaves out %s", table)
		}
	}
}

// changesOnServer lists changes to every column of every table that events prove, to whole rows, and to the schema.
func changesOnServer(t *testing.T, path string) (changes []string) {
	t.Helper()
	db := dbtest.Open(t, path)
	type columnInfo struct{ table, name, kind string }
	columns, err := list(t.Context(), db, func(c *columnInfo) []any { return []any{&c.table, &c.name, &c.kind} },
		`SELECT table_name, column_name, data_type FROM information_schema.columns WHERE table_schema = current_schema() AND is_generated = 'NEVER'`)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range columns {
		if slices.Contains(append(exempt, "lerr", "attempts"), c.table) {
			continue
		}
		other := map[string]string{"bigint": "coalesce(%s, 0) + 1", "text": "coalesce(%s, '') || 'x'", "bytea": "%s || '\\x00'::bytea"}[c.kind]
		changes = append(changes, fmt.Sprintf(`UPDATE %[1]s SET %[2]s = %[3]s WHERE ctid = (SELECT ctid FROM %[1]s ORDER BY random() LIMIT 1)`, c.table, c.name, fmt.Sprintf(other, c.name)))
	}
	for _, table := range tables {
		if !slices.Contains(exempt, table) {
			changes = append(changes, fmt.Sprintf(`DELETE FROM %[1]s WHERE ctid = (SELECT ctid FROM %[1]s ORDER BY random() LIMIT 1)`, table))
		}
	}
	return append(changes,
		`CREATE TABLE other (a BIGINT)`, `CREATE VIEW shown AS SELECT * FROM counts`, `DROP INDEX one_published_revision`,
		`ALTER TABLE counts ADD COLUMN extra TEXT`, `ALTER TABLE counts ALTER COLUMN note SET DEFAULT 'x'`, `ALTER TABLE events SET UNLOGGED`,
		`ALTER TABLE drafts DROP CONSTRAINT drafts_check`, `CREATE RULE quiet AS ON INSERT TO events DO INSTEAD NOTHING`,
		`CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'`, `ALTER TABLE revisions ENABLE ROW LEVEL SECURITY`,
	)
}

func TestVerify_FindsEveryChangeByHandOnAServer(t *testing.T) {
	f := sealed(t)
	template := onServer(t)
	if err := Restore(t.Context(), f.path, template, f.seal, Loss{}, nil); err != nil {
		t.Fatal(err)
	}
	changes := changesOnServer(t, template)
	rand.Shuffle(len(changes), func(i, j int) { changes[i], changes[j] = changes[j], changes[i] })
	enough := len(changes)
	if testing.Short() {
		enough = 5
	}
	tried := 0
	for _, change := range changes {
		if tried == enough {
			break
		}
		c := sealedFile{onServer(t), f.seal}
		if err := Restore(t.Context(), f.path, c.path, f.seal, Loss{}, nil); err != nil {
			t.Fatal(err)
		}
		if err := c.prove(t.Context()); err != nil {
			t.Fatalf("before a change: %v", err)
		}
		db := dbtest.Open(t, c.path)
		result, err := db.Exec(change)
		db.Close()      // not at the end of the test, since a server has so many connections
		if err != nil { // a constraint forbids it
			continue
		}
		if n, _ := result.RowsAffected(); n == 0 && (strings.HasPrefix(change, "UPDATE") || strings.HasPrefix(change, "DELETE")) {
			continue // of a table without rows
		}
		tried++
		if err := c.prove(t.Context()); err == nil {
			t.Errorf("not found: %s", change)
		}
	}
	t.Logf("%d changes", tried)
	if tried < min(enough, len(changes)/2) {
		t.Errorf("tried %d of %d changes", tried, len(changes))
	}
}

// Whoever makes a database and is killed leaves nothing, or what the next one throws away.
func TestCreate_OnAServerIsAllOrNothing(t *testing.T) {
	path := onServer(t)
	failed := errors.New("no power")
	if err := Create(t.Context(), path, nil, func(*DB) error { return failed }); !errors.Is(err, failed) {
		t.Fatal(err)
	}
	if there, err := Exists(t.Context(), path); err != nil || there {
		t.Errorf("after a failure: got %v, %v, want nothing there", there, err)
	}
	db := dbtest.Open(t, path)
	schema, err := get(t.Context(), db, column[string], `SELECT current_schema()`)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec(fmt.Sprintf(`CREATE SCHEMA %[1]s_lerr_new; CREATE TABLE %[1]s_lerr_new.counts (a BIGINT)`, schema)); err != nil {
		t.Fatal(err)
	}
	if err := Create(t.Context(), path, nil, func(*DB) error { return nil }); err != nil {
		t.Fatalf("after somebody was killed: %v", err)
	}
	for _, fill := range []func(*DB) error{nil, func(*DB) error { return nil }} {
		if err := Create(t.Context(), path, nil, fill); !errors.Is(err, fs.ErrExist) {
			t.Errorf("once more: got %v, want fs.ErrExist", err)
		}
	}
}

func TestOpen_OnAServerRefusesWhatIsNotOurs(t *testing.T) {
	path := onServer(t)
	for _, tt := range []struct {
		name string
		make func()
		want error
	}{
		{"nothing", func() {}, ErrEmpty},
		{"a newer lerr's", func() {
			if err := Create(t.Context(), path, nil, nil); err != nil {
				t.Fatal(err)
			}
			dbtest.MakeNewer(t, path)
		}, ErrNewer},
		{"another program's", func() { dbtest.MakeForeign(t, path) }, ErrForeign},
	} {
		tt.make()
		for _, open := range []func(context.Context, string, *Seal) (*DB, error){Open, OpenReadOnly} {
			if _, err := open(t.Context(), path, nil); !errors.Is(err, tt.want) || !strings.Contains(err.Error(), path) {
				t.Errorf("%s: got %v, want %v", tt.name, err, tt.want)
			}
		}
	}
}

func TestOpenReadOnly_OnAServerWritesNothing(t *testing.T) {
	path := onServer(t)
	if err := Create(t.Context(), path, nil, nil); err != nil {
		t.Fatal(err)
	}
	db, err := OpenReadOnly(t.Context(), path, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if err := db.Cosign(t.Context(), 0, ""); !errors.Is(err, ErrReadOnly) {
		t.Errorf("got %v, want ErrReadOnly", err)
	}
	if _, err := db.writer.ExecContext(t.Context(), `DELETE FROM events`); err == nil {
		t.Error("the connection can write")
	}
}

// A password is in no message.
func TestPlaceName_HasNoPassword(t *testing.T) {
	for path, want := range map[string]string{
		"lerr.db": "lerr.db", "postgres://lerr:secret@db1,db2:5433/lerr": "postgres://lerr:…@db1,db2:5433/lerr",
		"postgres://lerr@db1/lerr?sslmode=require": "postgres://lerr@db1/lerr?sslmode=require", "postgres:///lerr?user=a&password=secret&host=b": "postgres:///lerr?user=a&password=…&host=b",
		"postgres://a:s%40x@h/d": "postgres://a:…@h/d",
	} {
		if got := PlaceName(path); got != want {
			t.Errorf("%s: got %s, want %s", path, got, want)
		}
	}
	_, err := Open(t.Context(), "postgres://lerr:secret@127.0.0.1:1/lerr?sslmode=disable", nil)
	if !errors.Is(err, report.ErrUnreachable) || strings.Contains(err.Error(), "secret") {
		t.Errorf("got %v, want that it cannot be reached, without the password", err)
	}
}

func TestWithParameter_ReplacesOne(t *testing.T) {
	for _, tt := range [][2]string{
		{"postgres:///a", "postgres:///a?x=1"}, {"postgres:///a?b=2", "postgres:///a?b=2&x=1"}, {"postgres:///a?x=3", "postgres:///a?x=1"},
		{"postgres:///a?x=3&b=2", "postgres:///a?b=2&x=1"}, {"postgres:///a?b=2&x=3", "postgres:///a?b=2&x=1"}, {"postgres:///a?xx=3", "postgres:///a?xx=3&x=1"},
	} {
		if got := withParameter(tt[0], "x", "1"); got != tt[1] {
			t.Errorf("%s: got %s, want %s", tt[0], got, tt[1])
		}
	}
}

func TestTranslate_KnowsTheErrorsOfAServer(t *testing.T) {
	for code, want := range map[string]error{
		"23505": report.ErrConflict, "40001": report.ErrBusy, "40P01": report.ErrBusy, "55P03": report.ErrBusy, "25006": report.ErrUnreachable,
		"57P01": report.ErrUnreachable, "08006": report.ErrUnreachable, "53300": report.ErrUnreachable, "42501": ErrReadOnly, "XX001": ErrCorrupt,
	} {
		if err := translate(&pgconn.PgError{Code: code}); !errors.Is(err, want) {
			t.Errorf("%s: got %v, want %v", code, err, want)
		}
	}
}

// One process is told at once what another has stored; without being told it asks again within a second.
func TestListen_IsToldWhatOthersStore(t *testing.T) {
	for _, path := range []string{onServer(t), filepath.Join(t.TempDir(), "lerr.db")} {
		if err := Create(t.Context(), path, nil, nil); err != nil {
			t.Fatal(err)
		}
		var all [2]*DB
		for i := range all {
			var err error
			if all[i], err = Open(t.Context(), path, nil); err != nil {
				t.Fatal(err)
			}
			defer all[i].Close()
		}
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		go all[0].Listen(ctx)
		for n := 1; n <= 5; n++ {
			if err := all[1].Record(t.Context(), audit.Event{Actor: "ann", Action: "wrote"}); err != nil {
				t.Fatal(err)
			}
			for begun := time.Now(); ; time.Sleep(time.Millisecond) {
				got, err := all[0].Changes(t.Context())
				if err != nil || time.Since(begun) > 20*time.Second {
					t.Fatalf("got %d, %v, want %d", got, err, n)
				}
				if got == n {
					break
				}
			}
		}
	}
}
