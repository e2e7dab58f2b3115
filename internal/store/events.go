package store

import (
	"context"
	"fmt"
	"time"

	"lerr/internal/audit"
	"lerr/internal/publish"
)

const (
	selectLastEvent = `SELECT position, hash FROM events ORDER BY position DESC LIMIT 1`

	selectEvents = `SELECT position, at, actor, action, period, revision, digest, text, hash FROM events ORDER BY position`

	selectChanges = `SELECT coalesce(max(position), 0) FROM events`

	selectLastTime = `SELECT at FROM events ORDER BY position DESC LIMIT 1`

	selectHold = `SELECT action, text FROM events WHERE action IN ($1, $2) ORDER BY position DESC LIMIT 1`

	insertEvent = `INSERT INTO events (position, at, actor, action, period, revision, digest, text, hash)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`
)

// addEvents appends to the audit log and to its chain of hashes; see audit.Chain.
func (tx *transaction) addEvents(events ...audit.Event) {
	position, hash := 0, ""
	for _, last := range query(tx, func(s *storedEvent) []any { return []any{&s.position, &s.hash} }, selectLastEvent) {
		position, hash = last.position, last.hash
	}
	for _, e := range events {
		position++
		var err error
		hash, err = audit.Chain(hash, position, e)
		tx.fail(err)
		period := ""
		if !e.Period.IsZero() {
			period = e.Period.String()
		}
		tx.exec(insertEvent, position, e.At.UnixMicro(), e.Actor, e.Action, period, e.Revision, e.Digest, e.Text, hash)
	}
}

// storedEvent is a row of the audit log.
type storedEvent struct {
	audit.Event
	position int
	hash     string
}

func eventFields(e *storedEvent) []any {
	return []any{&e.position, (*moment)(&e.At), &e.Actor, &e.Action, scanPeriod(&e.Period), &e.Revision, &e.Digest, &e.Text, &e.hash}
}

// Events returns the audit log, oldest first. If an event does not match the chain of hashes, the
// error is audit.ErrAltered and names the event; the events before it are returned.
func (db *DB) Events(ctx context.Context) ([]audit.Event, error) {
	rows, err := list(ctx, db.reader, eventFields, selectEvents)
	var events []audit.Event
	last := ""
	for i, e := range rows {
		expected, err := audit.Chain(last, e.position, e.Event)
		if err != nil {
			return events, err
		}
		if e.position != i+1 || e.hash != expected {
			return events, fmt.Errorf("event %d: %w", e.position, audit.ErrAltered)
		}
		last = e.hash
		events = append(events, e.Event)
	}
	return events, err
}

// Record appends an event to the audit log.
func (db *DB) Record(ctx context.Context, e audit.Event) error {
	return db.write(ctx, func(tx *transaction) { tx.addEvents(e) })
}

// Hold returns why releases are held, "" if they are not, and the time of the last event.
func (db *DB) Hold(ctx context.Context) (reason string, last time.Time, err error) {
	times, err := list(ctx, db.reader, func(m *moment) []any { return []any{m} }, selectLastTime)
	if err != nil {
		return "", last, err
	}
	for _, at := range times {
		last = time.Time(at)
	}
	holds, err := list(ctx, db.reader, func(e *audit.Event) []any { return []any{&e.Action, &e.Text} }, selectHold, publish.ActionPause, publish.ActionResume)
	for _, e := range holds {
		if e.Action == publish.ActionPause {
			reason = e.Text
		}
	}
	return reason, last, err
}

// Changes returns a number that grows with every event, of this process or another. The scheduler
// calls it 50 times a second, so its statement is prepared once.
func (db *DB) Changes(ctx context.Context) (int, error) {
	var position int
	err := db.changes.QueryRowContext(ctx).Scan(&position)
	return position, translate(err)
}
