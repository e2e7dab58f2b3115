package store

import (
	"context"
	"database/sql"
	"embed"
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"

	"modernc.org/sqlite"
)

//go:embed migrations/*.sql
var migrations embed.FS

// identify returns the schema version of the file at path, 0 if it has no bytes. It uses a read-only
// connection, since the writer's changes the file to WAL: a refused file stays unchanged.
func identify(ctx context.Context, path string, settings url.Values) (version int, err error) {
	db, err := sql.Open("sqlite", dsn(path, settings))
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	var id, tables int
	row := db.QueryRowContext(ctx, `SELECT (SELECT application_id FROM pragma_application_id),
		(SELECT user_version FROM pragma_user_version), (SELECT count(*) FROM sqlite_schema)`)
	if err := row.Scan(&id, &version, &tables); err != nil {
		if se, ok := errors.AsType[*sqlite.Error](err); ok && se.Code()&0xff == codeNotADatabase {
			err = fmt.Errorf("%w: %w", notADatabase(path), err)
		}
		return 0, translate(err)
	}
	if id != applicationID && (id != 0 || tables > 0) {
		return 0, ErrForeign
	}
	if info, err := os.Stat(path); err != nil || (version == 0 && info.Size() > 0) {
		return 0, errors.Join(err, ErrEmpty)
	}
	return version, nil
}

// idOffset is the position in bytes of the application ID in a SQLite file.
const idOffset = 68

// notADatabase returns what a file is whose header SQLite does not know: damaged if it has our mark, else foreign.
func notADatabase(path string) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer file.Close()
	var id [4]byte
	if _, err := file.ReadAt(id[:], idOffset); err == nil && binary.BigEndian.Uint32(id[:]) == applicationID {
		return ErrCorrupt
	}
	return ErrForeign
}

// schemaVersion returns the number of the newest migration.
func schemaVersion() int {
	files, _ := fs.ReadDir(migrations, "migrations") // embedded
	return len(files)
}

func newer(version int) error {
	return fmt.Errorf("schema %d, this program knows %d: %w", version, schemaVersion(), ErrNewer)
}

// migration returns the script that brings a database from a version to the next.
func migration(version int) string {
	files, _ := fs.ReadDir(migrations, "migrations") // embedded
	script, _ := fs.ReadFile(migrations, "migrations/"+files[version].Name())
	return string(script)
}

// migrate applies, in order, each file of migrations/ after a version, in a transaction with its number.
// It never goes back.
func (db *DB) migrate(ctx context.Context, version int) error {
	if version > schemaVersion() {
		return newer(version)
	}
	for i := version; i < schemaVersion(); i++ {
		err := db.write(ctx, func(tx *transaction) {
			// Another process may have migrated the same file meanwhile.
			if tx.count(`SELECT user_version FROM pragma_user_version`) > i || tx.err != nil {
				return
			}
			// Pragmas have no parameters; both values are our own integers.
			_, err := tx.ExecContext(ctx, fmt.Sprintf("%s\nPRAGMA application_id = %d; PRAGMA user_version = %d;",
				migration(i), applicationID, i+1))
			tx.fail(translate(err))
		})
		if err != nil {
			return fmt.Errorf("migration to schema %d: %w", i+1, err)
		}
	}
	return nil
}
