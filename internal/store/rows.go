package store

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"lerr/internal/report"
	"lerr/internal/staff"
)

// list runs a statement and returns its rows. fields returns the destinations of a row's columns.
func list[T any](ctx context.Context, from querier, fields func(*T) []any, statement string, args ...any) ([]T, error) {
	rows, err := from.QueryContext(ctx, statement, args...)
	if err != nil {
		return nil, translate(err)
	}
	defer rows.Close()
	var all []T
	for rows.Next() {
		var row T
		if err := rows.Scan(fields(&row)...); err != nil {
			if ctx.Err() == nil { // what the program stores, it can read
				err = fmt.Errorf("%w: %w", ErrAltered, err)
			}
			return nil, translate(err)
		}
		all = append(all, row)
	}
	return all, translate(rows.Err())
}

// get returns the first row of a statement. It fails with report.ErrNotFound if there is none.
func get[T any](ctx context.Context, from *sql.DB, fields func(*T) []any, statement string, args ...any) (row T, err error) {
	err = from.QueryRowContext(ctx, statement, args...).Scan(fields(&row)...)
	return row, translate(err)
}

// column is the destination of a single column.
func column[T any](v *T) []any { return []any{v} }

// parsed scans a text by its parser.
type parsed[T any] struct {
	to    *T
	parse func(string) (T, error)
}

func (p parsed[T]) Scan(v any) (err error) {
	s, _ := v.(string)
	*p.to, err = p.parse(s)
	return err
}

// scanRoles scans the text form of a set of roles.
func scanRoles(to *staff.Roles) any { return parsed[staff.Roles]{to, staff.ParseRoles} }

// scanPeriod scans a period as it is stored, such as "2019-H1", or "" for none.
func scanPeriod(to *report.Period) any {
	return parsed[report.Period]{to, func(s string) (report.Period, error) {
		if s == "" {
			return report.Period{}, nil
		}
		return report.ParsePeriod(s)
	}}
}

// optionalPeriod returns a period as it is stored where there may be none.
func optionalPeriod(p report.Period) string {
	if p.IsZero() {
		return ""
	}
	return p.String()
}

// optionalCount scans count i of a row. NULL is a count that is not given.
type optionalCount struct {
	to     *int
	i      int
	counts *report.Counts
}

func (c optionalCount) Scan(v any) error {
	var n sql.NullInt64
	err := n.Scan(v)
	if *c.to = int(n.Int64); !n.Valid {
		c.counts.NotGiven |= report.ColumnsOf(c.i)
	}
	return err
}

// countFields returns the destinations of six counts.
func countFields(c *report.Counts) (fields []any) {
	for i, to := range []*int{&c.Requests, &c.Accounts, &c.Content, &c.NonContent, &c.NoData, &c.Rejected} {
		fields = append(fields, optionalCount{to, i, c})
	}
	return fields
}

// optionalCounts returns six counts as they are stored, NULL for one that is not given.
func optionalCounts(c report.Counts) (values []any) {
	for i, n := range c.Figures() {
		values = append(values, sql.Null[int]{V: n, Valid: c.Has(i)})
	}
	return values
}

// moment scans a time, and NULL or 0 as the zero time.
type moment time.Time

func (m *moment) Scan(v any) error {
	var micros sql.NullInt64
	err := micros.Scan(v)
	*m = moment{}
	if micros.Int64 != 0 {
		*m = moment(time.UnixMicro(micros.Int64).UTC())
	}
	return err
}

// micros returns a time as it is stored, in microseconds UTC; 0 for the zero time.
func micros(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMicro()
}

// optionalMicros returns a time as it is stored where it may be NULL.
func optionalMicros(t time.Time) sql.Null[int64] { return nullable(micros(t)) }

// nullable returns a value that SQL stores as NULL if it is zero.
func nullable[T comparable](v T) sql.Null[T] {
	var zero T
	return sql.Null[T]{V: v, Valid: v != zero}
}
