// Package store keeps the report in SQLite: all SQL and all migrations are here, each statement
// beside the code that scans it.
//
// It decides nothing: no totals, no rules, no clock. Errors of the driver do not leave it; callers
// see report's. Start reading at Open, then revisions.go.
package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"runtime"
	"sync"

	"modernc.org/sqlite"

	"lerr/internal/report"
)

// applicationID marks a database file as ours ("LERR" in ASCII), so that no other program's file
// is taken for one.
const applicationID = 0x4C455252

var (
	// ErrForeign says that the file is a database of another program.
	ErrForeign = errors.New("not a lerr database")
	// ErrNewer says that a newer lerr has written the file.
	ErrNewer = errors.New("written by a newer lerr; use that version")
)

// DB is the database: one connection that writes, and a pool of query-only ones that read.
type DB struct {
	writer  *sql.DB
	reader  *sql.DB
	changes *sql.Stmt
}

// lockByDescription turns on OFD locks for the process. With the default POSIX locks, any part of
// the process that opens and closes the database file drops the locks of all others, and the next
// shell tool may delete a live write-ahead log.
var lockByDescription = sync.OnceValue(func() error {
	sqlite.StrictPragmas(true)
	if runtime.GOOS != "linux" {
		return nil
	}
	if _, err := sqlite.OFDLocking(true); err != nil {
		return fmt.Errorf("turn on OFD locks: %w", err)
	}
	return nil
})

// Open opens the database file at path, makes it when there is none, and brings its schema up to
// date. The error is ErrForeign or ErrNewer when the file must not be touched.
func Open(ctx context.Context, path string) (*DB, error) {
	if err := lockByDescription(); err != nil {
		return nil, err
	}
	version, err := identify(ctx, path)
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", path, err)
	}
	writer, err := sql.Open("sqlite", dsn(path, url.Values{
		"_txlock":       {"immediate"},
		"_journal_mode": {"WAL"},
		"_synchronous":  {"FULL"},
	}))
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", path, err)
	}
	writer.SetMaxOpenConns(1)
	db := &DB{writer: writer}
	if err := db.migrate(ctx, version); err != nil {
		return nil, fmt.Errorf("open %s: %w", path, errors.Join(err, writer.Close()))
	}
	db.reader, err = sql.Open("sqlite", dsn(path, url.Values{"_query_only": {"1"}}))
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", path, errors.Join(err, writer.Close()))
	}
	if db.changes, err = db.reader.PrepareContext(ctx, selectChanges); err != nil {
		return nil, fmt.Errorf("open %s: %w", path, errors.Join(translate(err), db.Close()))
	}
	return db, nil
}

// dsn is the address of the file with the settings that every connection gets. They stand here and
// not in statements, since SQLite's settings are per connection.
func dsn(path string, more url.Values) string {
	v := url.Values{
		"_busy_timeout": {"5000"},
		"_foreign_keys": {"1"},
		"_defensive":    {"1"},
		"_dqs":          {"0"},
		"_error_rc":     {"1"},
		"_pragma":       {"trusted_schema(0)", "cell_size_check(1)"},
	}
	for key, values := range more {
		v[key] = values
	}
	return (&url.URL{Scheme: "file", Opaque: (&url.URL{Path: path}).EscapedPath(), RawQuery: v.Encode()}).String()
}

// Close closes the database; the last connection folds the write-ahead log into the file.
func (db *DB) Close() error { return errors.Join(db.reader.Close(), db.writer.Close()) }

// write runs f in one transaction of the writing connection: committed when f returns nil, undone
// when it does not.
func (db *DB) write(ctx context.Context, f func(tx *sql.Tx) error) error {
	tx, err := db.writer.BeginTx(ctx, nil)
	if err != nil {
		return translate(err)
	}
	if err := f(tx); err != nil {
		return errors.Join(translate(err), ignoreDone(tx.Rollback()))
	}
	return translate(tx.Commit())
}

func ignoreDone(err error) error {
	if errors.Is(err, sql.ErrTxDone) {
		return nil
	}
	return err
}

// SQLite's result codes that callers can act on: https://www.sqlite.org/rescode.html
const (
	codeBusy             = 5
	codeConstraintPK     = 1555
	codeConstraintUnique = 2067
)

// translate turns the driver's errors into report's where a caller can act on them.
func translate(err error) error {
	var se *sqlite.Error
	switch {
	case err == nil:
		return nil
	case errors.Is(err, sql.ErrNoRows):
		return fmt.Errorf("%w: %w", report.ErrNotFound, err)
	case errors.As(err, &se) && (se.Code() == codeConstraintPK || se.Code() == codeConstraintUnique):
		return fmt.Errorf("%w: %w", report.ErrConflict, err)
	case errors.As(err, &se) && se.Code()&0xff == codeBusy:
		return fmt.Errorf("database is busy, nothing was changed: %w: %w", report.ErrConflict, err)
	}
	return err
}
