package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
)

// ErrCorrupt says that the file is not whole as a database.
var ErrCorrupt = errors.New("the database file is damaged")

// CheckIntegrity lets SQLite check the whole file. It does not see a figure that was changed: that
// takes the digests.
func (db *DB) CheckIntegrity(ctx context.Context) error {
	err := query(ctx, db.reader, `PRAGMA integrity_check`, func(rows *sql.Rows) error {
		var line string
		if err := rows.Scan(&line); err != nil {
			return err
		}
		if line != "ok" {
			return fmt.Errorf("%w: %s", ErrCorrupt, line)
		}
		return nil
	})
	if err != nil {
		return err
	}
	return query(ctx, db.reader, `PRAGMA foreign_key_check`, func(rows *sql.Rows) error {
		return fmt.Errorf("%w: a row refers to one that is not there", ErrCorrupt)
	})
}
