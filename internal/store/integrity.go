package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
)

// ErrCorrupt says that the database file is damaged.
var ErrCorrupt = errors.New("the database file is damaged")

// CheckIntegrity runs SQLite's checks of the whole file. They do not detect a changed figure; the
// digests do.
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
		return fmt.Errorf("%w: a row refers to one that does not exist", ErrCorrupt)
	})
}
