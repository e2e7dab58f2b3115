package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
)

var (
	// ErrReadOnly says that the file, or its directory, cannot be written.
	ErrReadOnly = errors.New("the database cannot be written")
	// ErrOlder says that the file has an earlier schema and cannot be migrated where it is.
	ErrOlder = errors.New("written by an older lerr, and nothing can be written here; restore it elsewhere")
)

// OpenReadOnly opens a database that nobody writes meanwhile, such as a backup or one on read-only media. Methods
// that write fail with ErrReadOnly. Its other errors are those of Open, and ErrOlder.
func OpenReadOnly(ctx context.Context, path string, seal *Seal) (*DB, error) {
	db, err := openReadOnly(ctx, path, false)
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

// openReadOnly is OpenReadOnly. With anySchema it opens a database of an older schema too.
func openReadOnly(ctx context.Context, path string, anySchema bool) (*DB, error) {
	if err := checkFile(path); err != nil {
		return nil, err
	}
	if address := addressOf(path); address != "" {
		return openPostgresReadOnly(ctx, path, address)
	}
	if err := lockByDescription(); err != nil {
		return nil, err
	}
	engine := &sqliteEngine{path: path}
	db := &DB{path: path, engine: engine}
	if err := db.copyWithLog(); err != nil {
		return nil, errors.Join(err, db.removeCopy())
	}
	known := schemaVersion(engine)
	version, err := identify(ctx, db.path, readOnly(db.path))
	switch {
	case err != nil:
	case version > known:
		err = newer(version, known)
	case version < known && !anySchema:
		err = ErrOlder
	default:
		db.reader, err = sql.Open("sqlite", dsn(db.path, readOnly(db.path)))
		db.writer, engine.reader = db.reader, db.reader
	}
	if err != nil {
		return nil, errors.Join(err, db.removeCopy())
	}
	if version == known {
		if engine.position, err = db.reader.PrepareContext(ctx, selectChanges); err != nil {
			return nil, errors.Join(translate(err), db.Close())
		}
	}
	return db, nil
}

// readOnly returns the settings of connections that write nothing. Without a write-ahead log the file is
// immutable: otherwise SQLite would need to make files beside it.
func readOnly(path string) url.Values {
	v := url.Values{"mode": {"ro"}}
	if !hasLog(path) {
		v.Set("immutable", "1")
	}
	return v
}

// hasLog reports whether a write-ahead log with content lies beside a database.
func hasLog(path string) bool {
	info, err := os.Stat(path + "-wal")
	return err == nil && info.Size() > 0
}

// copyWithLog makes the database a temporary copy if a write-ahead log lies beside it: SQLite cannot read that
// without writing.
func (db *DB) copyWithLog() (err error) {
	if !hasLog(db.path) {
		return nil
	}
	if db.temporary, err = os.MkdirTemp("", "lerr-"); err != nil {
		return err
	}
	to := filepath.Join(db.temporary, "lerr.db")
	err = errors.Join(copyFile(db.path, to), copyFile(db.path+"-wal", to+"-wal"))
	db.path = to
	return err
}

func (db *DB) removeCopy() error {
	if db.temporary == "" {
		return nil
	}
	return os.RemoveAll(db.temporary)
}

func copyFile(from, to string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Close())
}

// checkFile fails with fs.ErrNotExist if there is no file, and with ErrEmpty if it has no bytes.
func checkFile(path string) error {
	if postgresScheme.MatchString(path) {
		return nil
	}
	info, err := os.Stat(path)
	if err == nil && info.Size() == 0 {
		return errEmptyFile
	}
	if err == nil && info.IsDir() {
		return &fs.PathError{Op: "open", Path: path, Err: errors.New("is a directory")}
	}
	return err
}
