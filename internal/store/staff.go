package store

import (
	"context"
	"database/sql"
	"time"

	"lerr/internal/report"
	"lerr/internal/staff"
)

// DB keeps what the staff side needs kept.
var _ staff.Store = (*DB)(nil)

// execute runs a statement and counts the rows that it changed.
func execute(ctx context.Context, tx *sql.Tx, statement string, args ...any) (int, error) {
	result, err := tx.ExecContext(ctx, statement, args...)
	if err != nil {
		return 0, err
	}
	n, err := result.RowsAffected()
	return int(n), err
}

// executeOne runs a statement that must change a row: report.ErrNotFound when it changes none.
func executeOne(ctx context.Context, tx *sql.Tx, statement string, args ...any) error {
	n, err := execute(ctx, tx, statement, args...)
	if err == nil && n == 0 {
		err = report.ErrNotFound
	}
	return err
}

// optionalTime is a time that can be unknown: zero in Go, NULL in the database.
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

// optionalMicros is the time as it is stored.
func optionalMicros(t time.Time) sql.NullInt64 {
	return sql.NullInt64{Int64: t.UnixMicro(), Valid: !t.IsZero()}
}

// roleSet scans the written form of a set of roles.
type roleSet staff.Roles

func (r *roleSet) Scan(v any) error {
	s, _ := v.(string)
	parsed, err := staff.ParseRoles(s)
	*r = roleSet(parsed)
	return err
}
