package store

import (
	"context"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
	"net/url"
	"os"

	"modernc.org/sqlite"
)

// applicationID marks a SQLite file as ours: "LERR" in ASCII.
const applicationID = 0x4C455252

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
		return 0, errors.Join(err, errEmptyFile)
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
