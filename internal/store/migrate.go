package store

import (
	"context"
	"embed"
	"fmt"
	"io/fs"
)

//go:embed migrations
var migrations embed.FS

// schemaVersion returns the number of an engine's newest migration.
func schemaVersion(of engine) int {
	files, _ := fs.ReadDir(migrations, "migrations/"+of.migrations()) // embedded
	return len(files)
}

func newer(version, known int) error {
	return fmt.Errorf("schema %d, this program knows %d: %w", version, known, ErrNewer)
}

// migration returns the script that brings a database of an engine from a version to the next.
func migration(of engine, version int) string {
	dir := "migrations/" + of.migrations()
	files, _ := fs.ReadDir(migrations, dir) // embedded
	script, _ := fs.ReadFile(migrations, dir+"/"+files[version].Name())
	return string(script)
}

// migrate applies, in order, each migration after a version, in a transaction with its number. It never goes back.
func (db *DB) migrate(ctx context.Context, version int) error {
	for i := version; i < schemaVersion(db.engine); i++ {
		err := transact(ctx, db.writer, nil, func(tx *transaction) {
			// Another process may have migrated the same database meanwhile.
			if db.engine.beginMigration(tx) > i || tx.err != nil {
				return
			}
			_, err := tx.ExecContext(ctx, migration(db.engine, i))
			tx.fail(translate(err))
			db.engine.endMigration(tx, i+1)
		})
		if err != nil {
			return fmt.Errorf("migration to schema %d: %w", i+1, err)
		}
	}
	return nil
}
