package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"lerr/internal/audit"
	"lerr/internal/publish"
)

const (
	selectLastEvent = `SELECT position, hash FROM events ORDER BY position DESC LIMIT 1`

	selectEvents = `SELECT position, at, actor, action, period, revision, digest, text, hash, records, seal FROM events ORDER BY position`

	selectChanges = `SELECT coalesce(max(position), 0) FROM events`

	selectLastTime = `SELECT at FROM events ORDER BY position DESC LIMIT 1`

	selectEventHash = `SELECT hash FROM events WHERE position = $1`

	selectHold = `SELECT action, text FROM events WHERE action IN ($1, $2) ORDER BY position DESC LIMIT 1`

	insertEvent = `INSERT INTO events (position, at, actor, action, period, revision, digest, text, hash, records, seal)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`
)

// storeEvents appends the transaction's entries to the transparency log, and its events to the audit log and its
// chain of hashes; see audit.Chain. The last event holds the hashes of the records that the transaction changed. It
// returns the new head, or nil if there is no event or no seal. It fails with ErrBehind if events are missing that this
// process has seen.
func (tx *transaction) storeEvents(seal *Seal, seen int) *Head {
	records := tx.touchedHashes()
	if len(tx.events) == 0 {
		if len(records) > 0 || len(tx.entries) > 0 {
			tx.fail(errors.New("a change has no event"))
		}
		return nil
	}
	last := tx.lastEvent()
	if last.position < seen && tx.err == nil {
		tx.fail(fmt.Errorf("%d events of %d: %w", last.position, seen, ErrBehind))
	}
	tx.requireSeal(seal, last.position)
	tx.events[len(tx.events)-1].Records = records
	for _, e := range tx.events {
		last.position++
		var err error
		last.hash, err = audit.Chain(last.hash, last.position, e)
		tx.fail(err)
		tx.exec(insertEvent, last.position, e.At.UnixMicro(), e.Actor, e.Action, optionalPeriod(e.Period), e.Revision, e.Digest, e.Text,
			last.hash, encodeRecords(e.Records), seal.of(last.hash))
	}
	tx.appendEntries(seal)
	head := tx.head(seal)
	tx.engine.keepHead(tx, head, seal)
	return head
}

// lastEvent returns position and hash of the last event, zero if there is none.
func (tx *transaction) lastEvent() (last storedEvent) {
	for _, last = range query(tx, func(s *storedEvent) []any { return []any{&s.position, &s.hash} }, selectLastEvent) {
	}
	return last
}

// encodeRecords returns the records of an event as they are stored, "" for none.
func encodeRecords(records map[string]string) string {
	if len(records) == 0 {
		return ""
	}
	encoded, _ := json.Marshal(records) // of text to text, which has no error
	return string(encoded)
}

// scanRecords scans what encodeRecords returns.
func scanRecords(to *map[string]string) any {
	return parsed[map[string]string]{to, func(s string) (records map[string]string, err error) {
		if s != "" {
			err = json.Unmarshal([]byte(s), &records)
		}
		return records, err
	}}
}

// storedEvent is a row of the audit log.
type storedEvent struct {
	audit.Event
	position int
	hash     string
	seal     string
}

func eventFields(e *storedEvent) []any {
	return []any{&e.position, (*moment)(&e.At), &e.Actor, &e.Action, scanPeriod(&e.Period), &e.Revision, &e.Digest, &e.Text, &e.hash,
		scanRecords(&e.Records), &e.seal}
}

// Events returns the audit log, oldest first. If an event does not match the chain of hashes, the
// error is audit.ErrAltered and names the event; the events before it are returned.
func (db *DB) Events(ctx context.Context) (events []audit.Event, err error) {
	stored, err := chainedEvents(ctx, db.reader)
	for _, e := range stored {
		events = append(events, e.Event)
	}
	return events, err
}

// chainedEvents is Events, as they are stored.
func chainedEvents(ctx context.Context, from querier) ([]storedEvent, error) {
	events, err := list(ctx, from, eventFields, selectEvents)
	last := ""
	for i, e := range events {
		expected, err := audit.Chain(last, e.position, e.Event)
		if err != nil {
			return events[:i], err
		}
		if e.position != i+1 || e.hash != expected {
			return events[:i], fmt.Errorf("event %d: %w", e.position, audit.ErrAltered)
		}
		last = e.hash
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

// Changes returns a number that grows with every event, of this process or another.
func (db *DB) Changes(ctx context.Context) (int, error) {
	position, err := db.engine.changes(ctx)
	return position, translate(err)
}
