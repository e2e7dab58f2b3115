package store

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"modernc.org/sqlite"

	"lerr/internal/report"
)

// ErrLost says that the database is no longer the file of its name: somebody deleted, replaced or emptied it
// while it was open. What is written now would be lost, so nothing is.
var ErrLost = errors.New("the database file was deleted, replaced or emptied while it was open: " +
	"nothing is stored any more; stop the program, keep what is left of its files, and restore a backup")

// openFile is a file that SQLite holds open, as it was at last.
type openFile struct {
	path string
	info os.FileInfo
}

// rememberFiles notes which files are open: the database and its write-ahead log. before is the database's file from
// before its first connection. It fails with ErrLost if the file of that name is another one by now: the connections may
// have either.
func (db *DB) rememberFiles(before os.FileInfo) error {
	for _, path := range []string{db.path, db.path + "-wal"} {
		info, err := os.Stat(path)
		if errors.Is(err, fs.ErrNotExist) && path != db.path { // nothing was written or read yet
			continue
		}
		if err != nil {
			return err
		}
		if path == db.path && !os.SameFile(before, info) {
			db.lost = fmt.Errorf("%s is another file than when it was opened: %w", path, ErrLost)
			return db.lost
		}
		db.files = append(db.files, openFile{path, info})
	}
	return nil
}

// CheckFile fails with ErrLost once the database is no longer the file of its name. It never recovers: what
// was written meanwhile is nowhere.
func (db *DB) CheckFile() error {
	db.checking.Lock()
	defer db.checking.Unlock()
	for i := range db.files {
		if db.lost != nil {
			break
		}
		f := &db.files[i]
		info, err := os.Stat(f.path)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			db.lost = fmt.Errorf("%s is gone: %w", f.path, ErrLost)
		case err != nil:
			return err // perhaps for a moment only
		case !os.SameFile(f.info, info):
			db.lost = fmt.Errorf("%s is another file: %w", f.path, ErrLost)
		case info.Size() < f.info.Size() && f.path == db.path: // SQLite does not shrink it
			db.lost = fmt.Errorf("%s has %d bytes of %d: %w", f.path, info.Size(), f.info.Size(), ErrLost)
		default:
			f.info = info
		}
	}
	return db.lost
}

// CheckContent fails with ErrLost if the file alone has fewer events than were folded into it: somebody has copied an
// older one over it. It reads a copy of the file; while another process folds, that can fail with ErrCorrupt.
func (db *DB) CheckContent(ctx context.Context, folded int) error {
	if !sqlite.OFDLockingEnabled() { // closing the file would release SQLite's locks
		return nil
	}
	dir, err := os.MkdirTemp("", "lerr-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "lerr.db")
	if err := copyFile(db.path, path); err != nil {
		return err
	}
	copied, err := openReadOnly(ctx, path, false)
	if err != nil {
		return fmt.Errorf("%s: %w", db.path, err)
	}
	changes, err := copied.Changes(ctx)
	if err := errors.Join(err, copied.Close()); err != nil {
		return fmt.Errorf("%s: %w", db.path, err)
	}
	db.checking.Lock()
	defer db.checking.Unlock()
	if changes < folded && db.lost == nil {
		db.lost = fmt.Errorf("%s has %d events of %d: %w", db.path, changes, folded, ErrLost)
	}
	return db.lost
}

// Modified returns when the file was last written, as its file system says: each folding writes it.
func (db *DB) Modified() (time.Time, error) {
	info, err := os.Stat(db.path)
	if err != nil {
		return time.Time{}, err
	}
	return info.ModTime(), nil
}

// Fold writes the content of the write-ahead log into the file, so that the file alone has it. It waits for nobody:
// if somebody is reading what was there before, it fails with report.ErrBusy, and can be tried again.
func (db *DB) Fold(ctx context.Context) error {
	if err := db.CheckFile(); err != nil {
		return err
	}
	type result struct{ busy, pages, folded int }
	r, err := get(ctx, db.writer, func(r *result) []any { return []any{&r.busy, &r.pages, &r.folded} }, `PRAGMA wal_checkpoint(PASSIVE)`)
	if err == nil && (r.busy != 0 || r.folded < r.pages) {
		err = fmt.Errorf("%d of %d pages folded: %w", r.folded, r.pages, report.ErrBusy)
	}
	return err
}
