package store

import (
	"context"
	"database/sql"
	"embed"
	"fmt"
	"io/fs"
)

//go:embed migrations/*.sql
var migrations embed.FS

// migrate brings the schema up to date: each file of migrations/ that the database has not had, in
// order, each in a transaction of its own with its number. It never goes back.
func (db *DB) migrate(ctx context.Context) error {
	files, err := fs.ReadDir(migrations, "migrations")
	if err != nil {
		return err
	}
	var id, version, tables int
	row := db.writer.QueryRowContext(ctx, `SELECT (SELECT application_id FROM pragma_application_id),
		(SELECT user_version FROM pragma_user_version), (SELECT count(*) FROM sqlite_schema)`)
	if err := row.Scan(&id, &version, &tables); err != nil {
		return err
	}
	switch {
	case id != applicationID && (id != 0 || tables > 0):
		return ErrForeign
	case version > len(files):
		return fmt.Errorf("schema %d, this program knows %d: %w", version, len(files), ErrNewer)
	}
	for i, file := range files {
		if i < version {
			continue
		}
		script, err := fs.ReadFile(migrations, "migrations/"+file.Name())
		if err != nil {
			return err
		}
		err = db.write(ctx, func(tx *sql.Tx) error {
			// Pragmas take no parameters; both values are our own integers.
			_, err := tx.ExecContext(ctx, fmt.Sprintf("%s\nPRAGMA application_id = %d; PRAGMA user_version = %d;",
				script, applicationID, i+1))
			return err
		})
		if err != nil {
			return fmt.Errorf("migration %s: %w", file.Name(), err)
		}
	}
	return nil
}
