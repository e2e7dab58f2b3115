// Package dbtest gives tests a place for a database: a SQLite file or, with LERR_ENGINE=postgres in the environment, a
// schema of its own on a PostgreSQL server that the tests start. Nothing is installed or served beside the tests.
package dbtest

import (
	"bytes"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver "pgx"
	_ "modernc.org/sqlite"             // the driver "sqlite"
)

// OnPostgres reports whether the tests run on PostgreSQL.
func OnPostgres() bool { return os.Getenv("LERR_ENGINE") == "postgres" }

// FilesOnly skips a test that is about the file of a database where tests run on PostgreSQL: it runs with the others.
func FilesOnly(t testing.TB) {
	t.Helper()
	if OnPostgres() {
		t.Skip("about the file of a database")
	}
}

// SameOnBoth skips a test that shows the same whatever engine the tests run on, where that is PostgreSQL: it runs with the
// others. why says what it is about.
func SameOnBoth(t testing.TB, why string) {
	t.Helper()
	if OnPostgres() {
		t.Skip("the same on both engines: " + why)
	}
}

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
	defer db.Close()
	if _, err := db.Exec(`CREATE SCHEMA ` + name); err != nil {
		t.Fatal(err)
	}
	return server.Address() + "&search_path=" + name
}

// copies holds what Copy copies, by name.
var copies sync.Map // of func() (*original, error)

// original is a database that is only copied.
type original struct {
	files    map[string][]byte // by name, with those beside the database
	database string            // on the server; its files hold the address
}

// Copy returns the path of a database that is a copy of the one that build makes at a path, and of all files beside it.
// Once in a process, build runs for each name. Copies on the server are databases of their own.
func Copy(t testing.TB, name string, build func(path string) error) string {
	t.Helper()
	once, _ := copies.LoadOrStore(name, sync.OnceValues(func() (*original, error) { return newOriginal(build) }))
	first, err := once.(func() (*original, error))()
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	dir := t.TempDir()
	for file, content := range first.files {
		if err := os.WriteFile(filepath.Join(dir, file), content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	path := filepath.Join(dir, "lerr.db")
	if OnPostgres() {
		_, address, err := createDatabase(first.database)
		if err != nil {
			t.Fatal(err)
		}
		writeAddress(t, path, address)
	}
	return path
}

func newOriginal(build func(path string) error) (_ *original, err error) {
	dir, err := os.MkdirTemp("", "lerr-original-")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	o, path := &original{files: map[string][]byte{}}, filepath.Join(dir, "lerr.db")
	if OnPostgres() {
		var address string
		if o.database, address, err = createDatabase("template0"); err != nil {
			return nil, err
		}
		if err := os.WriteFile(path, []byte(address+"\n"), 0o600); err != nil {
			return nil, err
		}
	}
	if err := build(path); err != nil {
		return nil, err
	}
	made, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	for _, file := range made {
		if o.files[file.Name()], err = os.ReadFile(filepath.Join(dir, file.Name())); err != nil {
			return nil, err
		}
	}
	return o, nil
}

// createDatabase makes a copy of a database on the tests' PostgreSQL server and returns its name and address. It goes
// with the server.
func createDatabase(template string) (name, address string, err error) {
	server, err := shared()
	if err != nil {
		return "", "", fmt.Errorf("start PostgreSQL, which make setup installs: %w", err)
	}
	name = "d" + strings.ToLower(rand.Text())
	return name, strings.Replace(server.Address(), "/postgres?", "/"+name+"?", 1), server.Exec("CREATE DATABASE " + name + " TEMPLATE " + template + " STRATEGY FILE_COPY")
}

// Open opens the database at a path or an address as any other program would, until the test ends. It minds no
// reference from one row to another.
func Open(t testing.TB, path string) *sql.DB {
	t.Helper()
	return open(t, path, "&session_replication_role=replica", "")
}

// OpenStrict is Open, where the database checks references.
func OpenStrict(t testing.TB, path string) *sql.DB {
	t.Helper()
	return open(t, path, "", "&_foreign_keys=1")
}

func open(t testing.TB, path, morePostgres, moreSQLite string) *sql.DB {
	t.Helper()
	driver, source := "sqlite", "file:"+path+"?_busy_timeout=5000"+moreSQLite
	if address := Address(path); address != "" {
		driver, source = "pgx", address+morePostgres
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

// Dump returns all values of all rows of a database, one after the other.
func Dump(t testing.TB, path string) []byte {
	t.Helper()
	db := Open(t, path)
	var all bytes.Buffer
	for _, table := range Tables(t, db) {
		rows, err := db.Query(`SELECT * FROM ` + table)
		if err != nil {
			t.Fatal(err)
		}
		columns, err := rows.Columns()
		if err != nil {
			t.Fatal(err)
		}
		values, fields := make([]sql.RawBytes, len(columns)), make([]any, len(columns))
		for i := range values {
			fields[i] = &values[i]
		}
		for rows.Next() {
			if err := rows.Scan(fields...); err != nil {
				t.Fatal(err)
			}
			for _, v := range values {
				all.Write(v)
				all.WriteByte('\n')
			}
		}
		if err := errors.Join(rows.Err(), rows.Close()); err != nil {
			t.Fatal(err)
		}
	}
	return all.Bytes()
}

// Tables returns the names of the tables of an open database.
func Tables(t testing.TB, db *sql.DB) (names []string) {
	t.Helper()
	statement := `SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name`
	if onServer(db) {
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

func onServer(db *sql.DB) bool { return fmt.Sprintf("%T", db.Driver()) == "*stdlib.Driver" }

// MakeForeign makes a database one of another program.
func MakeForeign(t testing.TB, path string) {
	t.Helper()
	change(t, path, `PRAGMA application_id = 1`, `ALTER TABLE lerr RENAME TO theirs`)
}

// MakeNewer makes a database one that only a newer version of the program can use.
func MakeNewer(t testing.TB, path string) {
	t.Helper()
	change(t, path, `PRAGMA user_version = 999`, `UPDATE lerr SET schema_version = 999, runs_from = 999`)
}

func change(t testing.TB, path, onSQLite, onPostgres string) {
	t.Helper()
	db := Open(t, path)
	defer db.Close()
	statement := onSQLite
	if onServer(db) {
		statement = onPostgres
	}
	if _, err := db.Exec(statement); err != nil {
		t.Fatal(err)
	}
}

// Refuse makes the database refuse new rows of a table until allow is called, as if there were no space left.
func Refuse(t testing.TB, db *sql.DB, table string) (allow func()) {
	t.Helper()
	refuse := `CREATE TRIGGER no_space BEFORE INSERT ON ` + table + ` BEGIN SELECT RAISE(ABORT, 'no space left'); END`
	allowed := `DROP TRIGGER no_space`
	if onServer(db) {
		refuse = `CREATE FUNCTION no_space() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''no space left''; END';
			CREATE TRIGGER no_space BEFORE INSERT ON ` + table + ` FOR EACH ROW EXECUTE FUNCTION no_space()`
		allowed = `DROP FUNCTION no_space CASCADE`
	}
	run := func(statement string) {
		if _, err := db.Exec(statement); err != nil {
			t.Fatal(err)
		}
	}
	run(refuse)
	return func() { run(allowed) }
}
