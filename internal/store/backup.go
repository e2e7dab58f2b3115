package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
)

// ErrStaleLog says that a log of SQLite lies where a database is to be made. SQLite would apply it to
// the new file and damage it.
var ErrStaleLog = errors.New("a log of an earlier database is in the way; move it away, with its database if that is still somewhere")

// sqliteSuffixes end the names of the files that SQLite keeps beside a database.
var sqliteSuffixes = []string{"-wal", "-shm", "-journal"}

// checkNoLogs fails with ErrStaleLog if SQLite's files lie beside a database that does not exist yet.
func checkNoLogs(path string) error {
	for _, suffix := range sqliteSuffixes {
		if _, err := os.Lstat(path + suffix); err == nil {
			return fmt.Errorf("%s: %w", path+suffix, ErrStaleLog)
		}
	}
	return nil
}

// Backup writes a copy of the database to a new file, as it is at one moment; others may write meanwhile. The
// file gets its name once its integrity is checked and verify, unless nil, has read it without error. The
// error is fs.ErrExist if there is a file already.
func (db *DB) Backup(ctx context.Context, path string, verify func(*DB) error) error {
	err := CreateFile(path, func(temporary string) error {
		if err := db.copyInto(ctx, temporary); err != nil {
			return err
		}
		return verifyCopy(ctx, temporary, verify)
	})
	if err != nil {
		return fmt.Errorf("back up %s: %w", db.path, err)
	}
	return nil
}

// Restore makes a database at path from a backup and migrates it. The file gets its name once verify, unless nil,
// has read it without error. The error is fs.ErrExist or ErrStaleLog if there is a file, or a log of one; ErrNewer,
// ErrForeign, ErrEmpty or ErrCorrupt if the backup is none of this program.
func Restore(ctx context.Context, backup, path string, verify func(*DB) error) error {
	source, err := openReadOnly(ctx, backup, true)
	if err != nil {
		return fmt.Errorf("restore %s: %w", backup, err)
	}
	err = makeNew(path, func(temporary string) error {
		if err := source.copyInto(ctx, temporary); err != nil {
			return err
		}
		db, err := open(ctx, temporary, false)
		if err != nil {
			return err
		}
		if err = db.CheckIntegrity(ctx); err == nil && verify != nil {
			err = verify(db)
		}
		return errors.Join(err, db.Close())
	})
	if err = errors.Join(err, source.Close()); err != nil {
		return fmt.Errorf("restore %s: %w", backup, err)
	}
	return nil
}

// copyInto writes a compact copy of the database to an empty file. It reads by a connection of its own, so that
// nobody waits for it; those of the reader are query-only, which forbids it.
func (db *DB) copyInto(ctx context.Context, to string) error {
	var settings url.Values
	if db.writer == db.reader {
		settings = readOnly(db.path)
	}
	source, err := sql.Open("sqlite", dsn(db.path, settings))
	if err != nil {
		return err
	}
	_, err = source.ExecContext(ctx, `VACUUM INTO $1`, (&url.URL{Scheme: "file", Opaque: (&url.URL{Path: to}).EscapedPath()}).String())
	return errors.Join(translate(err), source.Close())
}

// verifyCopy checks a copy of whatever schema; only one of this program's is shown to verify.
func verifyCopy(ctx context.Context, path string, verify func(*DB) error) error {
	db, err := openReadOnly(ctx, path, true)
	if err != nil {
		return err
	}
	if err = db.CheckIntegrity(ctx); err == nil && verify != nil {
		err = verify(db)
	}
	return errors.Join(err, db.Close())
}

// backUpBefore backs up a database before its schema changes, to a new file beside it that is named after the
// schema: lerr.db.schema-4.
func (db *DB) backUpBefore(ctx context.Context, version int) error {
	name := fmt.Sprintf("%s.schema-%d", db.path, version)
	path := name
	for n := 2; ; n++ {
		err := db.Backup(ctx, path, nil)
		if !errors.Is(err, fs.ErrExist) {
			return err
		}
		path = fmt.Sprintf("%s.%d", name, n)
	}
}
