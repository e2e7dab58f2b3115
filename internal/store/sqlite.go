package store

import (
	"database/sql"
	"errors"
	"fmt"
	"maps"
	"net/url"
	"runtime"
	"sync"

	"modernc.org/sqlite"

	"lerr/internal/report"
)

// lockByDescription turns on OFD locks for the process. With the default POSIX locks, opening and
// closing the database file anywhere in the process releases all its locks, and another program may
// then delete a live write-ahead log.
var lockByDescription = sync.OnceValue(func() error {
	sqlite.StrictPragmas(true)
	if runtime.GOOS != "linux" {
		return nil
	}
	if _, err := sqlite.OFDLocking(true); err != nil {
		return fmt.Errorf("turn on OFD locks: %w", err)
	}
	return nil
})

// dsn returns the data source name of the file, with the settings of every connection. They are not
// statements, since SQLite's settings are per connection.
func dsn(path string, more url.Values) string {
	v := url.Values{
		"_busy_timeout": {"5000"},
		"_foreign_keys": {"1"},
		"_defensive":    {"1"},
		"_dqs":          {"0"},
		"_error_rc":     {"1"},
		"_pragma":       {"trusted_schema(0)", "cell_size_check(1)"},
	}
	maps.Copy(v, more)
	return (&url.URL{Scheme: "file", Opaque: (&url.URL{Path: path}).EscapedPath(), RawQuery: v.Encode()}).String()
}

// Result codes of SQLite that callers can act on: https://www.sqlite.org/rescode.html
const (
	codeBusy             = 5
	codeReadOnly         = 8
	codeCorrupt          = 11
	codeCannotOpen       = 14
	codeNotADatabase     = 26
	codeShortRead        = 522 // the file ends too early
	codeConstraintPK     = 1555
	codeConstraintUnique = 2067
)

// translate returns report's error for a driver's error that a caller can act on, else the error.
func translate(err error) error {
	se, _ := errors.AsType[*sqlite.Error](err)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return fmt.Errorf("%w: %w", report.ErrNotFound, err)
	case se == nil || errors.Is(err, report.ErrConflict) || errors.Is(err, report.ErrBusy) || errors.Is(err, ErrCorrupt) || errors.Is(err, ErrReadOnly): // translated already
		return err
	case se.Code() == codeConstraintPK || se.Code() == codeConstraintUnique:
		return fmt.Errorf("%w: %w", report.ErrConflict, err)
	case se.Code()&0xff == codeCorrupt || se.Code() == codeShortRead:
		return fmt.Errorf("%w: %w", ErrCorrupt, err)
	case se.Code()&0xff == codeReadOnly || se.Code()&0xff == codeCannotOpen:
		return fmt.Errorf("%w: %w", ErrReadOnly, err)
	case se.Code()&0xff == codeBusy:
		return fmt.Errorf("database is busy, nothing was changed: %w: %w", report.ErrBusy, err)
	}
	return err
}
