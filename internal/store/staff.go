package store

import (
	"context"
	"database/sql"
	"time"

	"lerr/internal/audit"
	"lerr/internal/report"
	"lerr/internal/staff"
)

var _ staff.Store = (*DB)(nil)

// writeAudited runs f and writes its event in one transaction.
func (db *DB) writeAudited(ctx context.Context, e audit.Event, f func(tx *sql.Tx) error) error {
	return db.write(ctx, func(tx *sql.Tx) error {
		if err := f(tx); err != nil {
			return err
		}
		return addEvents(ctx, tx, []audit.Event{e})
	})
}

// execute runs a statement and returns the number of rows that it changed.
func execute(ctx context.Context, tx *sql.Tx, statement string, args ...any) (int, error) {
	result, err := tx.ExecContext(ctx, statement, args...)
	if err != nil {
		return 0, err
	}
	n, err := result.RowsAffected()
	return int(n), err
}

// executeOne runs a statement. It fails with report.ErrNotFound when no row was changed.
func executeOne(ctx context.Context, tx *sql.Tx, statement string, args ...any) error {
	n, err := execute(ctx, tx, statement, args...)
	if err == nil && n == 0 {
		err = report.ErrNotFound
	}
	return err
}

// optionalTime scans a time, and NULL as the zero time.
type optionalTime time.Time

func (o *optionalTime) Scan(v any) error {
	var micros sql.NullInt64
	if err := micros.Scan(v); err != nil {
		return err
	}
	*o = optionalTime{}
	if micros.Valid {
		*o = optionalTime(time.UnixMicro(micros.Int64).UTC())
	}
	return nil
}

// optionalMicros returns a time as it is stored: in microseconds, or NULL if it is zero.
func optionalMicros(t time.Time) sql.NullInt64 {
	return sql.NullInt64{Int64: t.UnixMicro(), Valid: !t.IsZero()}
}

// roleSet scans the text form of a set of roles.
type roleSet staff.Roles

func (r *roleSet) Scan(v any) error {
	s, _ := v.(string)
	parsed, err := staff.ParseRoles(s)
	*r = roleSet(parsed)
	return err
}
