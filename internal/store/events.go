package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"errors"

	"lerr/internal/report"
)

const (
	selectLastEvent = `SELECT position, hash FROM events ORDER BY position DESC LIMIT 1`

	insertEvent = `INSERT INTO events (position, at, actor, action, period, revision, digest, text, hash)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`
)

// addEvents appends to the audit log. Each hash is the SHA-256 of the hash before it and the
// event's own JSON, so that an event altered, removed or moved no longer fits the chain.
func addEvents(ctx context.Context, tx *sql.Tx, events []report.Event) error {
	var position int
	var last string
	err := tx.QueryRowContext(ctx, selectLastEvent).Scan(&position, &last)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	for _, e := range events {
		position++
		if last, err = chain(last, position, e); err != nil {
			return err
		}
		period := ""
		if !e.Period.IsZero() {
			period = e.Period.String()
		}
		_, err := tx.ExecContext(ctx, insertEvent, position, e.At.UnixMicro(), e.Actor, e.Action,
			period, e.Revision, e.Digest, e.Text, last)
		if err != nil {
			return err
		}
	}
	return nil
}

// chain is the hash of an event that follows the hash before it.
func chain(before string, position int, e report.Event) (string, error) {
	canonical, err := json.Marshal([]any{
		before, position, e.At.UnixMicro(), e.Actor, e.Action, e.Period, e.Revision, e.Digest, e.Text,
	})
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(canonical)
	return hex.EncodeToString(sum[:]), nil
}
