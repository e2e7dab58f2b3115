package store

import (
	"database/sql"
	"errors"
	"fmt"

	"lerr/internal/report"
)

// errBusy says that a lock was not to be had in time.
var errBusy = fmt.Errorf("database is busy, nothing was changed: %w", report.ErrBusy)

// translate returns an error that a caller can act on, one of report's or of this package, for a driver's error; else
// the error.
func translate(err error) error {
	if err == nil {
		return nil
	}
	for _, meant := range []error{report.ErrConflict, report.ErrBusy, report.ErrUnreachable, ErrCorrupt, ErrReadOnly} { // translated already
		if errors.Is(err, meant) {
			return err
		}
	}
	if errors.Is(err, sql.ErrNoRows) {
		return fmt.Errorf("%w: %w", report.ErrNotFound, err)
	}
	if meaning := sqliteMeaning(err); meaning != nil {
		return fmt.Errorf("%w: %w", meaning, err)
	}
	if meaning := postgresMeaning(err); meaning != nil {
		return fmt.Errorf("%w: %w", meaning, err)
	}
	return err
}
