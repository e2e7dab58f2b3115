package store

import (
	"context"
	"errors"
	"fmt"
)

// ErrCorrupt says that the database file is damaged.
var ErrCorrupt = errors.New("the database file is damaged")

// CheckIntegrity runs SQLite's checks of the whole file. They do not detect a changed figure; the
// digests do.
func (db *DB) CheckIntegrity(ctx context.Context) error {
	lines, err := list(ctx, db.reader, column[string], `PRAGMA integrity_check`)
	if err != nil {
		return err
	}
	for _, line := range lines {
		if line != "ok" {
			return fmt.Errorf("%w: %s", ErrCorrupt, line)
		}
	}
	broken, err := get(ctx, db.reader, column[int], `SELECT count(*) FROM pragma_foreign_key_check`)
	if err == nil && broken > 0 {
		err = fmt.Errorf("%w: a row refers to one that does not exist", ErrCorrupt)
	}
	return err
}
