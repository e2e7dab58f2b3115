package store

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// Create makes a new database at path, with what fill stores in it; nil stores nothing. The file has the
// mode 0600 and gets its name when it is complete and on the disk; then its head file is written. nil seals nothing. The error is fs.ErrExist or
// ErrStaleLog, and nothing is changed, if there is a file already, or a log of one.
//
// On a PostgreSQL server, path is an address or a file that holds one, and the database exists and holds nothing.
func Create(ctx context.Context, path string, seal *Seal, fill func(*DB) error) error {
	var head *Head
	if seal != nil && !fileExists(seal.HeadFile) { // before the database, which is never without one
		if err := removeWith(filepath.Dir(seal.HeadFile), filepath.Base(seal.HeadFile)+temporaryInfix); err != nil {
			return err
		}
		if err := (Head{}).write(seal.HeadFile, seal.Key); err != nil {
			return err
		}
	}
	if address := addressOf(path); address != "" && fill == nil {
		return createTables(ctx, path, address)
	}
	err := makeNew(ctx, path, func(temporary string) error {
		db, err := open(ctx, temporary, false)
		if err != nil {
			return err
		}
		if seal != nil {
			db.seal = &Seal{Key: seal.Key}
		}
		if fill != nil {
			err = fill(db)
		}
		if err == nil {
			head, err = db.currentHead(ctx, Head{})
		}
		return errors.Join(err, db.Close())
	})
	if err != nil || head == nil {
		return err
	}
	return head.write(seal.HeadFile, seal.Key)
}

// makeNew is CreateFile for a database.
func makeNew(ctx context.Context, path string, write func(temporary string) error) error {
	if address := addressOf(path); address != "" {
		return makeNewOnServer(ctx, path, address, write)
	}
	if _, err := os.Lstat(path); err != nil { // of a database that is there, the logs are not stale
		if err := checkNoLogs(path); err != nil {
			return err
		}
	}
	return CreateFile(path, write)
}

func fileExists(path string) bool {
	_, err := os.Lstat(path)
	return err == nil
}

// temporaryInfix follows a file's name in the name of one that is being written.
const temporaryInfix = ".lerr-new-"

// CreateFile makes a new file of mode 0600 at path. write fills an empty file beside it, which gets the name
// when it is complete and on the disk: whenever the program is killed, path is missing or whole. The error
// is fs.ErrExist, and nothing is changed, if there is a file already.
func CreateFile(path string, write func(temporary string) error) error {
	exists := &fs.PathError{Op: "create", Path: path, Err: fs.ErrExist}
	dir, name := filepath.Dir(path), filepath.Base(path)
	if err := removeWith(dir, name+temporaryInfix); err != nil {
		return err
	}
	if fileExists(path) {
		return exists
	}
	file, err := os.CreateTemp(dir, name+temporaryInfix+"*")
	if err != nil {
		return err
	}
	temporary := file.Name()
	err = file.Close()
	if err == nil {
		err = write(temporary)
	}
	if err == nil {
		err = syncFile(temporary)
	}
	if err == nil {
		err = os.Link(temporary, path) // unlike Rename, it never overwrites
		if err != nil && !errors.Is(err, fs.ErrExist) {
			err = renameNew(temporary, path) // some file systems have no hard links
		}
		if errors.Is(err, fs.ErrExist) {
			err = exists
		}
	}
	return errors.Join(err, removeWith(dir, filepath.Base(temporary)), syncFile(dir))
}

// renameNew renames a file unless there is one of the new name. Another program can still make one in between.
func renameNew(from, to string) error {
	if _, err := os.Lstat(to); err == nil {
		return fs.ErrExist
	}
	return os.Rename(from, to)
}

// removeWith removes the files of a directory whose names start with prefix: temporary files, also those of
// programs that were killed, with SQLite's files beside them.
func removeWith(dir, prefix string) error {
	entries, err := os.ReadDir(dir)
	for _, entry := range entries {
		if strings.HasPrefix(entry.Name(), prefix) {
			if removed := os.Remove(filepath.Join(dir, entry.Name())); !errors.Is(removed, fs.ErrNotExist) { // by another program
				err = errors.Join(err, removed)
			}
		}
	}
	return err
}

// syncFile waits until a file or a directory is on the disk.
func syncFile(path string) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(file.Sync(), file.Close())
}
