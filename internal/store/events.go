package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"lerr/internal/audit"
	"lerr/internal/report"
)

const (
	selectLastEvent = `SELECT position, hash FROM events ORDER BY position DESC LIMIT 1`

	selectEvents = `SELECT position, at, actor, action, period, revision, digest, text, hash FROM events ORDER BY position`

	selectChanges = `SELECT coalesce(max(position), 0) FROM events`

	insertEvent = `INSERT INTO events (position, at, actor, action, period, revision, digest, text, hash)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`
)

// addEvents appends to the audit log and to its chain of hashes; see audit.Chain.
func addEvents(ctx context.Context, tx *sql.Tx, events []audit.Event) error {
	var position int
	var last string
	err := tx.QueryRowContext(ctx, selectLastEvent).Scan(&position, &last)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	for _, e := range events {
		position++
		if last, err = audit.Chain(last, position, e); err != nil {
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

// Events returns the audit log, oldest first. If an event does not match the chain of hashes, the
// error is audit.ErrAltered and names the event.
func (db *DB) Events(ctx context.Context) ([]audit.Event, error) {
	var events []audit.Event
	last := ""
	err := query(ctx, db.reader, selectEvents, func(rows *sql.Rows) error {
		var e audit.Event
		var position int
		var at int64
		var p period
		var hash string
		if err := rows.Scan(&position, &at, &e.Actor, &e.Action, &p, &e.Revision, &e.Digest, &e.Text, &hash); err != nil {
			return err
		}
		e.At, e.Period = moment(at), report.Period(p)
		expected, err := audit.Chain(last, position, e)
		if err != nil {
			return err
		}
		if position != len(events)+1 || hash != expected {
			return fmt.Errorf("event %d: %w", position, audit.ErrAltered)
		}
		last = hash
		events = append(events, e)
		return nil
	})
	return events, err
}

// Record appends an event to the audit log.
func (db *DB) Record(ctx context.Context, e audit.Event) error {
	return db.write(ctx, func(tx *sql.Tx) error { return addEvents(ctx, tx, []audit.Event{e}) })
}

// Changes returns a number that grows with every event, of this process or another. The scheduler
// calls it 50 times a second, so its statement is prepared once.
func (db *DB) Changes(ctx context.Context) (int, error) {
	var position int
	err := db.changes.QueryRowContext(ctx).Scan(&position)
	return position, translate(err)
}
