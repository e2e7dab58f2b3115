package store

import (
	"context"

	"lerr/internal/staff"
)

const (
	selectAttempts = `SELECT failures, last_at, known_at FROM attempts WHERE key = $1`

	upsertAttempts = `INSERT INTO attempts (key, failures, last_at, known_at) VALUES ($1, $2, $3, $4)
		ON CONFLICT (key) DO UPDATE SET failures = excluded.failures, last_at = excluded.last_at, known_at = excluded.known_at`

	deleteAttempts = `DELETE FROM attempts WHERE key = $1`

	deleteFewestAttempts = `DELETE FROM attempts WHERE key IN (SELECT key FROM attempts
		ORDER BY CASE WHEN known_at = 0 THEN 0 ELSE 1 END, failures, last_at LIMIT $1)`

	countAttempts = `SELECT count(*) FROM attempts`
)

// UpdateAttempts is that of staff.Attempts. Only a server has the table.
func (db *DB) UpdateAttempts(ctx context.Context, keys []string, change func(map[string]staff.AttemptCount) error) error {
	return db.write(ctx, func(tx *transaction) {
		before, after := map[string]staff.AttemptCount{}, map[string]staff.AttemptCount{}
		for _, k := range keys {
			for _, c := range query(tx, attemptFields, selectAttempts, k) {
				before[k] = c
			}
			after[k] = before[k]
		}
		if tx.err == nil {
			tx.fail(change(after))
		}
		for k, c := range after {
			switch {
			case c == before[k]:
			case c == staff.AttemptCount{}:
				tx.exec(deleteAttempts, k)
			default:
				tx.exec(upsertAttempts, k, c.Failures, micros(c.Last), micros(c.Known))
			}
		}
		if surplus := tx.count(countAttempts) - staff.MaxAttempts; surplus > 0 {
			tx.exec(deleteFewestAttempts, surplus)
		}
	})
}

func attemptFields(c *staff.AttemptCount) []any {
	return []any{&c.Failures, (*moment)(&c.Last), (*moment)(&c.Known)}
}
