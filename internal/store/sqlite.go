package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"maps"
	"net/url"
	"os"
	"runtime"
	"sync"
	"time"

	"modernc.org/sqlite"

	"lerr/internal/report"
)

// lockByDescription turns on OFD locks for the process. With the default POSIX locks, opening and
// closing the database file anywhere in the process releases all its locks, and another program may
// then delete a live write-ahead log.
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

// dsn returns the data source name of the file, with the settings of every connection. They are not
// statements, since SQLite's settings are per connection.
func dsn(path string, more url.Values) string {
	v := url.Values{
		"_busy_timeout": {"5000"},
		"_foreign_keys": {"1"},
		"_defensive":    {"1"},
		"_dqs":          {"0"},
		"_error_rc":     {"1"},
		"_pragma":       {"trusted_schema(0)", "cell_size_check(1)"},
	}
	maps.Copy(v, more)
	return (&url.URL{Scheme: "file", Opaque: (&url.URL{Path: path}).EscapedPath(), RawQuery: v.Encode()}).String()
}

// sqliteEngine is the engine of a database in a file.
type sqliteEngine struct {
	path     string
	reader   *sql.DB
	position *sql.Stmt // selectChanges
	last     lastLook
	log      logStat
}

// logStat is the write-ahead log as it was at the last look. Every commit writes it.
type logStat struct {
	mu       sync.Mutex
	size     int64
	modified time.Time
}

// changed reports whether the log is another one than at the last look.
func (s *logStat) changed(path string) bool {
	var size int64
	var modified time.Time
	if info, err := os.Stat(path + "-wal"); err == nil {
		size, modified = info.Size(), info.ModTime()
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	changed := size != s.size || !modified.Equal(s.modified)
	s.size, s.modified = size, modified
	return changed
}

func (*sqliteEngine) migrations() string { return "sqlite" }

// snapshot returns nothing special: every transaction of SQLite sees one moment.
func (*sqliteEngine) snapshot() *sql.TxOptions { return nil }

// lock does nothing: the one connection that writes begins its transactions with BEGIN IMMEDIATE.
func (*sqliteEngine) lock(*transaction) {}

func (*sqliteEngine) keepsStatements() bool { return false }

func (*sqliteEngine) beginMigration(tx *transaction) int {
	return tx.count(`SELECT user_version FROM pragma_user_version`)
}

func (*sqliteEngine) endMigration(tx *transaction, version int) {
	if tx.err != nil {
		return
	}
	// Pragmas have no parameters; both values are our own integers.
	_, err := tx.ExecContext(tx.ctx, fmt.Sprintf("PRAGMA application_id = %d; PRAGMA user_version = %d;", applicationID, version))
	tx.fail(translate(err))
}

const selectSchema = `SELECT type || ' ' || name, coalesce(sql, '') FROM sqlite_schema`

type schemaObject struct{ name, definition string }

func schemaFields(o *schemaObject) []any { return []any{&o.name, &o.definition} }

func definitions(objects []schemaObject) map[string]string {
	schema := make(map[string]string, len(objects))
	for _, o := range objects {
		schema[o.name] = o.definition
	}
	return schema
}

func (*sqliteEngine) schema(tx *transaction) map[string]string {
	return definitions(query(tx, schemaFields, selectSchema))
}

func (e *sqliteEngine) migratedSchema(ctx context.Context) (map[string]string, error) {
	db, err := sql.Open("sqlite", ":memory:")
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1)
	for i := range schemaVersion(e) {
		if err == nil {
			_, err = db.ExecContext(ctx, migration(e, i))
		}
	}
	var objects []schemaObject
	if err == nil {
		objects, err = list(ctx, db, schemaFields, selectSchema)
	}
	return definitions(objects), errors.Join(translate(err), db.Close())
}

// checkIntegrity runs SQLite's checks of the whole file. They do not detect a changed figure; the fingerprints do.
func (e *sqliteEngine) checkIntegrity(ctx context.Context) error {
	lines, err := list(ctx, e.reader, column[string], `PRAGMA integrity_check`)
	if err != nil {
		return err
	}
	for _, line := range lines {
		if line != "ok" {
			return fmt.Errorf("%w: %s", ErrCorrupt, line)
		}
	}
	broken, err := get(ctx, e.reader, column[int], `SELECT count(*) FROM pragma_foreign_key_check`)
	if err == nil && broken > 0 {
		err = fmt.Errorf("%w: a row refers to one that does not exist", ErrCorrupt)
	}
	return err
}

// changes asks the database when its log has changed, and at times all the same: two commits within a tick of the file
// system's clock can look the same.
func (e *sqliteEngine) changes(ctx context.Context) (int, error) {
	if e.log.changed(e.path) {
		e.last.outdate()
	}
	return e.last.look(fileLook, func() (position int, err error) {
		// Without a context that ends, the driver starts no goroutine to watch it.
		err = e.position.QueryRowContext(context.WithoutCancel(ctx)).Scan(&position)
		return position, err
	})
}

// keepHead does nothing: the head file is the only copy.
func (*sqliteEngine) keepHead(*transaction, *Head, *Seal) {}

func (e *sqliteEngine) wrote() { e.last.outdate() }

// listen needs no connection: changes looks at the log.
func (e *sqliteEngine) listen(ctx context.Context) {
	e.last.keep(true)
	defer e.last.keep(false)
	<-ctx.Done()
}

func (*sqliteEngine) keptHead(context.Context, *Seal) (*Head, error) { return nil, nil }

func (*sqliteEngine) close() error { return nil }

// Result codes of SQLite that callers can act on: https://www.sqlite.org/rescode.html
const (
	codeBusy             = 5
	codeReadOnly         = 8
	codeCorrupt          = 11
	codeCannotOpen       = 14
	codeNotADatabase     = 26
	codeShortRead        = 522 // the file ends too early
	codeConstraintPK     = 1555
	codeConstraintUnique = 2067
)

// sqliteMeaning returns the error that a caller can act on for one of SQLite, nil if there is none.
func sqliteMeaning(err error) error {
	se, _ := errors.AsType[*sqlite.Error](err)
	switch {
	case se == nil:
	case se.Code() == codeConstraintPK || se.Code() == codeConstraintUnique:
		return report.ErrConflict
	case se.Code()&0xff == codeCorrupt || se.Code() == codeShortRead:
		return ErrCorrupt
	case se.Code()&0xff == codeReadOnly || se.Code()&0xff == codeCannotOpen:
		return ErrReadOnly
	case se.Code()&0xff == codeBusy:
		return errBusy
	}
	return nil
}
