package store

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
)

//go:embed migrations/*.sql
var migrations embed.FS

// identify is the schema version of the file at path, 0 when it is new. It is asked on a connection
// that only reads, since the writer's makes the file a WAL database: a file that is refused stays as
// it was to the byte.
func identify(ctx context.Context, path string) (version int, err error) {
	db, err := sql.Open("sqlite", dsn(path, url.Values{"_query_only": {"1"}}))
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	var id, tables int
	row := db.QueryRowContext(ctx, `SELECT (SELECT application_id FROM pragma_application_id),
		(SELECT user_version FROM pragma_user_version), (SELECT count(*) FROM sqlite_schema)`)
	if err := row.Scan(&id, &version, &tables); err != nil {
		return 0, err
	}
	if id != applicationID && (id != 0 || tables > 0) {
		return 0, ErrForeign
	}
	return version, nil
}

// migrate brings the schema up to date from a version: each file of migrations/ that the database
// has not had, in order, each in a transaction of its own with its number. It never goes back.
func (db *DB) migrate(ctx context.Context, version int) error {
	files, err := fs.ReadDir(migrations, "migrations")
	if err != nil {
		return err
	}
	if version > len(files) {
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
			// Another process may have opened the same new file, and got here first.
			var now int
			if err := tx.QueryRowContext(ctx, `SELECT user_version FROM pragma_user_version`).Scan(&now); err != nil || now > i {
				return err
			}
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
