package store

import (
	"context"
	"encoding/json"
	"time"

	"lerr/internal/notify"
)

// maxMessages bounds the outbox. The oldest go first, delivered or not: a receiver that is away for long, or an outbox
// that nobody empties, does not fill the disk.
const maxMessages = 1000

const (
	insertMessage = `INSERT INTO messages (id, position, at, content)
		SELECT $1, (SELECT coalesce(max(position), 0) + 1 FROM messages), $2, $3 WHERE NOT EXISTS (SELECT 1 FROM messages WHERE id = $1)`

	deleteMessages = `DELETE FROM messages WHERE position <= (SELECT max(position) FROM messages) - $1`

	deliveryColumns = `m.content, coalesce(d.state, 'waiting'), coalesce(d.attempts, 0), coalesce(d.next_at, 0), coalesce(d.tried_at, 0),
		coalesce(d.error, '')`

	waiting = `FROM messages m LEFT JOIN deliveries d ON d.message_id = m.id AND d.channel = $1
		WHERE coalesce(d.state, 'waiting') = 'waiting' AND `

	selectDue = `SELECT ` + deliveryColumns + `, $1 ` + waiting + `coalesce(d.next_at, 0) <= $2 AND (m.at >= $3 OR d.attempts > 0)
		ORDER BY m.position LIMIT $4`

	selectOldestWaiting = `SELECT coalesce(min(m.at), 0) ` + waiting + `m.at >= $2`

	selectDeliveries = `SELECT ` + deliveryColumns + `, d.channel FROM deliveries d JOIN messages m ON m.id = d.message_id
		ORDER BY m.position DESC, d.channel LIMIT $1`

	insertDelivery = `INSERT INTO deliveries (message_id, channel, state, attempts, next_at, tried_at, error)
		SELECT id, $2, $3, $4, $5, $6, $7 FROM messages WHERE id = $1 ON CONFLICT (message_id, channel) DO NOTHING`

	updateDelivery = `UPDATE deliveries SET state = $3, attempts = $4, next_at = $5, tried_at = $6, error = $7
		WHERE message_id = $1 AND channel = $2 AND state = 'waiting' AND attempts = $8`
)

// addMessages adds messages to the outbox, those aside that are in it already, and removes the oldest if there are too
// many.
func (tx *transaction) addMessages(messages ...notify.Message) {
	for _, m := range messages {
		content, err := json.Marshal(m)
		tx.fail(err)
		tx.exec(insertMessage, m.ID, m.At.UnixMicro(), string(content))
		tx.exec(deleteMessages, maxMessages)
	}
}

// AddMessages adds messages that no event tells of to the outbox. One that is in it already is not added again.
func (db *DB) AddMessages(ctx context.Context, messages ...notify.Message) error {
	return db.write(ctx, func(tx *transaction) { tx.addMessages(messages...) })
}

// deliveryFields returns the destinations of deliveryColumns and the channel.
func deliveryFields(d *notify.Delivery) []any {
	message := parsed[notify.Message]{&d.Message, func(content string) (m notify.Message, err error) {
		err = json.Unmarshal([]byte(content), &m)
		return m, err
	}}
	return []any{message, &d.State, &d.Attempts, (*moment)(&d.Next), (*moment)(&d.Tried), &d.Error, &d.Channel}
}

// DueDeliveries returns the deliveries over a channel that wait for an attempt at a time, the oldest message first.
// Messages from before since that were never tried are left out.
func (db *DB) DueDeliveries(ctx context.Context, channel string, now, since time.Time, limit int) ([]notify.Delivery, error) {
	return list(ctx, db.reader, deliveryFields, selectDue, channel, now.UnixMicro(), since.UnixMicro(), limit)
}

// BeginDelivery stores a delivery with one attempt more. It reports false if another process was faster.
func (db *DB) BeginDelivery(ctx context.Context, d notify.Delivery) (begun bool, err error) {
	err = db.write(ctx, func(tx *transaction) { begun = tx.saveDelivery(d, d.Attempts-1) })
	return begun, err
}

// EndDelivery stores what came of an attempt, or that there is none any more.
func (db *DB) EndDelivery(ctx context.Context, d notify.Delivery) error {
	return db.write(ctx, func(tx *transaction) { tx.saveDelivery(d, d.Attempts) })
}

// saveDelivery stores a delivery of which a number of attempts is stored, and reports whether it was so.
func (tx *transaction) saveDelivery(d notify.Delivery, attempts int) bool {
	args := []any{d.ID, d.Channel, d.State, d.Attempts, micros(d.Next), micros(d.Tried), d.Error}
	if attempts == 0 && tx.exec(insertDelivery, args...) > 0 {
		return true
	}
	return tx.exec(updateDelivery, append(args, attempts)...) > 0
}

// OldestWaiting returns the time of the oldest message from since on that waits for a channel; zero if none does.
func (db *DB) OldestWaiting(ctx context.Context, channel string, since time.Time) (time.Time, error) {
	at, err := get(ctx, db.reader, func(m *moment) []any { return []any{m} }, selectOldestWaiting, channel, since.UnixMicro())
	return time.Time(at), err
}

// Deliveries returns the last deliveries that were tried, the newest message first.
func (db *DB) Deliveries(ctx context.Context, limit int) ([]notify.Delivery, error) {
	return list(ctx, db.reader, deliveryFields, selectDeliveries, limit)
}
