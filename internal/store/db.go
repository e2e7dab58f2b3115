// Package store stores the report and the accounts in a SQLite file or on a PostgreSQL server. It has all SQL and all
// migrations, each statement beside the code that scans it. What differs between the two is an engine.
//
// It decides nothing: no totals, no rules, no clock. It returns report's errors instead of the driver's.
// Start reading at Open, then revisions.go.
package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"sync"
)

var (
	// ErrForeign says that another program's database is in the file.
	ErrForeign = errors.New("not a lerr database")
	// ErrNewer says that a newer version of lerr has written the file.
	ErrNewer = errors.New("written by a newer lerr; use that version")
	// ErrEmpty says that the file is no database yet: it has no bytes or no tables.
	ErrEmpty = errors.New("the database is empty")
)

// errEmptyFile is ErrEmpty for a file, which may be a copy that lacks the rest.
var errEmptyFile = fmt.Errorf("%w; a copy of the file alone lacks what is in the write-ahead log beside it: copy with lerr backup", ErrEmpty)

// DB is the database, with one connection for writing and a pool of others for reading.
type DB struct {
	path      string // or the address of a server, without a password
	temporary string // directory of the copy that is open; see copyWithLog
	readOnly  bool   // a server's database, opened to read
	engine    engine
	writer    *sql.DB
	reader    *sql.DB

	checking sync.Mutex
	files    []openFile
	lost     error // of CheckFile, for ever

	seal *Seal // nil if nothing is sealed
	head headFile
}

// Open opens the database at path and migrates its schema. path is that of a SQLite file, of which Open makes a backup
// before a migration; or the address of a PostgreSQL database, postgres://…, or of a file that holds one. It fails with
// fs.ErrNotExist if there is no file; with ErrEmpty, ErrForeign, ErrNewer or ErrCorrupt, without changing the
// file, if it is not one of ours; and with ErrReadOnly. What is written is sealed with seal; nil is for a database that
// nothing seals, or that is only read. The error is ErrNoHead, ErrAltered or ErrUnsealed if database, head file and key do
// not belong together; Verify proves the rest.
func Open(ctx context.Context, path string, seal *Seal) (*DB, error) {
	if err := checkFile(path); err != nil {
		return nil, fmt.Errorf("open %s: %w", PlaceName(path), err)
	}
	db, err := open(ctx, path, true)
	if err == nil {
		if err = db.openSeal(ctx, seal); err != nil {
			err = errors.Join(err, db.Close())
		}
	}
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", PlaceName(path), err)
	}
	return db, nil
}

// open is Open, for a file without bytes too, which it makes a database. It makes a backup before a migration
// only if it is told to.
func open(ctx context.Context, path string, backup bool) (*DB, error) {
	if address := addressOf(path); address != "" {
		return openPostgres(ctx, path, address, !backup)
	}
	if err := lockByDescription(); err != nil {
		return nil, err
	}
	before, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	version, err := identify(ctx, path, url.Values{"_query_only": {"1"}})
	if err != nil {
		return nil, err
	}
	engine := &sqliteEngine{path: path}
	if known := schemaVersion(engine); version > known {
		return nil, newer(version, known)
	}
	db := &DB{path: path, engine: engine}
	db.writer, err = sql.Open("sqlite", dsn(path, url.Values{
		"_txlock":       {"immediate"},
		"_journal_mode": {"WAL"},
		"_synchronous":  {"FULL"},
	}))
	if err != nil {
		return nil, err
	}
	db.writer.SetMaxOpenConns(1)
	if db.reader, err = sql.Open("sqlite", dsn(path, url.Values{"_query_only": {"1"}})); err != nil {
		return nil, errors.Join(err, db.writer.Close())
	}
	engine.reader = db.reader
	if backup && version < schemaVersion(engine) {
		err = db.backUpBefore(ctx, version)
	}
	if err == nil {
		err = db.migrate(ctx, version)
	}
	if err == nil {
		err = db.beginLog(ctx)
	}
	if err == nil {
		engine.position, err = db.reader.PrepareContext(ctx, selectChanges)
	}
	if err == nil {
		err = db.rememberFiles(before)
	}
	if err != nil {
		return nil, errors.Join(translate(err), db.Close())
	}
	return db, nil
}

// Close closes the database. The last connection merges the write-ahead log into the file. A lost database is not
// closed: SQLite would write into files of that name, or delete them, though they are somebody else's now.
func (db *DB) Close() error {
	if err := db.CheckFile(); errors.Is(err, ErrLost) {
		return err
	}
	return errors.Join(db.reader.Close(), db.writer.Close(), db.engine.close(), db.removeCopy())
}
