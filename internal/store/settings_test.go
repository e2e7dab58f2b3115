package store

// This test is inside the package: settings are per connection, and no caller is given one.

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// opened is a database that is closed when the test ends, and its file.
func opened(t *testing.T) (*DB, string) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "lerr.db")
	if err := Create(t.Context(), path, nil, nil); err != nil {
		t.Fatal(err)
	}
	db, err := Open(t.Context(), path, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	return db, path
}

// connections takes n connections of a pool; all are held at once where the pool has as many, and
// each is thrown away where it has one.
func connections(t *testing.T, pool *sql.DB, n int, use func(c *sql.Conn)) {
	t.Helper()
	for range n {
		c, err := pool.Conn(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		use(c)
		if pool.Stats().MaxOpenConnections != 1 {
			t.Cleanup(func() { c.Close() })
			continue
		}
		if err := c.Raw(func(any) error { return driver.ErrBadConn }); !errors.Is(err, driver.ErrBadConn) {
			t.Fatal(err)
		}
	}
}

// settings reads a connection's pragmas.
func settings(t *testing.T, c *sql.Conn) map[string]string {
	t.Helper()
	got := map[string]string{}
	for _, name := range []string{
		"journal_mode", "synchronous", "foreign_keys", "busy_timeout", "query_only", "trusted_schema", "cell_size_check",
	} {
		var value string
		if err := c.QueryRowContext(t.Context(), "PRAGMA "+name).Scan(&value); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		got[name] = value
	}
	return got
}

func TestSettings_AreInForceOnEveryConnection(t *testing.T) {
	db, _ := opened(t)
	for name, pool := range map[string]*sql.DB{"writer": db.writer, "reader": db.reader} {
		queryOnly := fmt.Sprint(map[bool]int{true: 1}[pool == db.reader])
		want := map[string]string{
			"journal_mode": "wal", "synchronous": "2", "foreign_keys": "1", "busy_timeout": "5000",
			"query_only": queryOnly, "trusted_schema": "0", "cell_size_check": "1",
		}
		connections(t, pool, 3, func(c *sql.Conn) {
			if diff := cmp.Diff(want, settings(t, c)); diff != "" {
				t.Errorf("%s (-want +got)\n%s", name, diff)
			}
			if _, err := c.ExecContext(t.Context(), `SELECT "no such column"`); err == nil {
				t.Errorf("%s: a text in double quotes is taken for a string", name)
			}
			if _, err := c.ExecContext(t.Context(), `PRAGMA writable_schema = ON`); err != nil {
				t.Error(err)
			}
			var writable int
			if err := c.QueryRowContext(t.Context(), `PRAGMA writable_schema`).Scan(&writable); err != nil || writable != 0 {
				t.Errorf("%s: the schema can be written to (%d, %v)", name, writable, err)
			}
		})
	}
}

func TestReaders_CannotWrite(t *testing.T) {
	db, _ := opened(t)
	connections(t, db.reader, 3, func(c *sql.Conn) {
		for _, statement := range []string{
			`INSERT INTO regions (slug, name, position) VALUES ('europe', 'Europe', 0)`,
			`DELETE FROM regions`, `DROP TABLE events`, `CREATE TABLE more (x)`, `PRAGMA user_version = 7`,
		} {
			if _, err := c.ExecContext(t.Context(), statement); err == nil {
				t.Errorf("%s: got no error", statement)
			}
		}
	})
}

func TestWriter_IsOneThatLocksAtOnce(t *testing.T) {
	db, path := opened(t)
	if got := db.writer.Stats().MaxOpenConnections; got != 1 {
		t.Errorf("got %d connections at most, want 1", got)
	}
	other, err := sql.Open("sqlite", "file:"+path+"?_txlock=immediate&_busy_timeout=0")
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	err = db.write(t.Context(), func(writing *transaction) {
		if tx, err := other.BeginTx(t.Context(), nil); err == nil {
			writing.fail(errors.Join(tx.Rollback(), errors.New("another program could begin to write meanwhile")))
		}
	})
	if err != nil {
		t.Error(err)
	}
	tx, err := other.BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatalf("after the transaction: %v", err)
	}
	if err := tx.Rollback(); err != nil {
		t.Error(err)
	}
}
