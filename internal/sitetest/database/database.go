// Package database gives tests a place for a database: a SQLite file or, with LERR_ENGINE=postgres in the environment, a
// schema of its own on a PostgreSQL server that the tests start. Nothing is installed or served beside the tests.
package database

import (
	"crypto/rand"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver "pgx"
	_ "modernc.org/sqlite"             // the driver "sqlite"
)

// OnPostgres reports whether the tests run on PostgreSQL.
func OnPostgres() bool { return os.Getenv("LERR_ENGINE") == "postgres" }

// Path returns a path at which a database can be created: in a directory of its own there is nothing, or a file with the
// address of an empty schema.
func Path(t testing.TB) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "lerr.db")
	Prepare(t, path)
	return path
}

// Prepare makes path one at which a database can be created.
func Prepare(t testing.TB, path string) {
	t.Helper()
	if OnPostgres() {
		writeAddress(t, path, Schema(t))
	}
}

// writeAddress makes a file that holds the address of a database.
func writeAddress(t testing.TB, path, address string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(address+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
}

// Schema makes an empty schema on the tests' PostgreSQL server and returns its address. It goes with the server.
func Schema(t testing.TB) string {
	t.Helper()
	server, err := shared()
	if err != nil {
		t.Fatalf("start PostgreSQL, which make setup installs: %v", err)
	}
	name := "s" + strings.ToLower(rand.Text())
	db := Open(t, server.Address())
	if _, err := db.Exec(`CREATE SCHEMA ` + name); err != nil {
		t.Fatal(err)
	}
	return server.Address() + "&search_path=" + name
}

// Open opens the database at a path or an address as any other program would, until the test ends.
func Open(t testing.TB, path string) *sql.DB {
	t.Helper()
	driver, source := "sqlite", "file:"+path+"?_busy_timeout=5000"
	if address := Address(path); address != "" {
		driver, source = "pgx", address
	}
	db, err := sql.Open(driver, source)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

// Address returns the address of a PostgreSQL database that path is, or that its file holds; "" for a SQLite file.
func Address(path string) string {
	if strings.HasPrefix(path, "postgres://") {
		return path
	}
	content, err := os.ReadFile(path)
	if err != nil || !strings.HasPrefix(string(content), "postgres://") {
		return ""
	}
	return strings.TrimSpace(string(content))
}

// Tables returns the names of the tables of an open database.
func Tables(t testing.TB, db *sql.DB) (names []string) {
	t.Helper()
	statement := `SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name`
	if fmt.Sprintf("%T", db.Driver()) == "*stdlib.Driver" {
		statement = `SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace ORDER BY relname`
	}
	rows, err := db.Query(statement)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			t.Fatal(err)
		}
		names = append(names, name)
	}
	return names
}
