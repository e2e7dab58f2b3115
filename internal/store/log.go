package store

import (
	"context"
	"encoding/hex"
	"fmt"

	"lerr/internal/audit"
	"lerr/internal/publish"
	"lerr/internal/report"
	"lerr/internal/translog"
)

const (
	selectEntries = `SELECT body FROM log_entries ORDER BY position`
	insertEntry   = `INSERT INTO log_entries (position, body) VALUES ($1, $2)`

	selectLosses = `SELECT body FROM log_entries WHERE body LIKE '{"kind":"loss"%' ORDER BY position`

	countBegun        = `SELECT count(*) FROM (SELECT 1 FROM events WHERE records <> '' OR action = 'begin log' LIMIT 1) AS begun`
	countCheckpoints  = `SELECT count(*) FROM log_checkpoint`
	selectCheckpoint  = `SELECT note FROM log_checkpoint`
	deleteCheckpoints = `DELETE FROM log_checkpoint`
	cosignCheckpoint  = `UPDATE log_checkpoint SET note = note || $1`
	insertCheckpoint  = `INSERT INTO log_checkpoint (size, note) VALUES ($1, $2)`

	countWrongSizes = `SELECT count(*) FROM log_checkpoint WHERE size <> $1`

	selectLastNumbers = `SELECT period, max(number) FROM revisions GROUP BY period`
)

// addEntries appends entries to the transparency log when the transaction ends.
func (tx *transaction) addEntries(entries ...translog.Entry) {
	tx.entries = append(tx.entries, entries...)
}

// appendEntries appends the transaction's entries to the log and signs its new head.
func (tx *transaction) appendEntries(seal *Seal) {
	if len(tx.entries) == 0 && (seal == nil || tx.count(countCheckpoints) > 0) {
		return
	}
	log := tx.log()
	if tx.err != nil {
		return
	}
	size := log.Size()
	log, err := log.Append(tx.entries...)
	if tx.fail(err); err != nil {
		return
	}
	for i, body := range log.Leaves()[size:] {
		tx.exec(insertEntry, size+int64(i), string(body))
	}
	if seal != nil {
		tx.sign(log, seal)
	}
}

// head returns how far the database has come, or nil without a seal.
func (tx *transaction) head(seal *Seal) *Head {
	if seal == nil {
		return nil
	}
	last := tx.lastEvent()
	head := Head{Events: last.position, Hash: last.hash, Numbers: map[report.Period]int{}}
	for _, note := range query(tx, column[string], selectCheckpoint) {
		checkpoint, err := translog.ParseCheckpoint(seal.Key.Verifier(), note)
		tx.fail(err)
		head.Size, head.Root = checkpoint.Size, hexRoot(checkpoint.Root)
	}
	for _, n := range query(tx, func(n *lastNumber) []any { return []any{scanPeriod(&n.period), &n.number} }, selectLastNumbers) {
		head.Numbers[n.period] = n.number
	}
	return &head
}

// sign stores the signed head of the log in the place of the last one.
func (tx *transaction) sign(log *translog.Log, seal *Seal) {
	tx.exec(deleteCheckpoints)
	tx.exec(insertCheckpoint, log.Size(), log.Checkpoint(seal.Key))
}

func hexRoot(root translog.Hash) string { return hex.EncodeToString(root[:]) }

// lastNumber is the number of the last revision of a period.
type lastNumber struct {
	period report.Period
	number int
}

// log returns the transparency log as it is stored.
func (tx *transaction) log() *translog.Log {
	var bodies [][]byte
	for _, body := range query(tx, column[string], selectEntries) {
		bodies = append(bodies, []byte(body))
	}
	log, err := translog.New(bodies)
	if err != nil {
		tx.fail(fmt.Errorf("%w: transparency log: %w", ErrAltered, err))
	}
	return log
}

// Log returns the transparency log with its signed head, "" if the database is not sealed.
func (db *DB) Log(ctx context.Context) (log *translog.Log, checkpoint string, err error) {
	err = db.read(ctx, func(tx *transaction) {
		log = tx.log()
		for _, checkpoint = range query(tx, column[string], selectCheckpoint) {
		}
	})
	return log, checkpoint, err
}

// LogKey returns the public key of the transparency log, "" if the database was opened without the key.
func (db *DB) LogKey() string {
	if db.seal == nil {
		return ""
	}
	return db.seal.Key.Verifier()
}

// Cosign adds the signature lines of a witness to the log's head. It fails with report.ErrConflict if the log has not
// exactly size entries any more, and with report.ErrInvalid for lines that no signed note can hold.
func (db *DB) Cosign(ctx context.Context, size int64, lines string) error {
	return db.write(ctx, func(tx *transaction) {
		if db.seal == nil {
			tx.fail(ErrNoKey)
		}
		for _, note := range query(tx, column[string], selectCheckpoint) {
			head, err := translog.ParseCheckpoint(db.seal.Key.Verifier(), note+lines)
			if err == nil && head.Size != size {
				err = fmt.Errorf("cosign the head of %d entries: the log has %d: %w", size, head.Size, report.ErrConflict)
			}
			tx.fail(err)
			tx.exec(cosignCheckpoint, lines)
		}
	})
}

// AppendLog appends entries that no publication makes, with their event.
func (db *DB) AppendLog(ctx context.Context, e audit.Event, entries ...translog.Entry) error {
	return db.writeAudited(ctx, e, func(tx *transaction) { tx.addEntries(entries...) })
}

// beginLog begins the transparency log of a database from before there was one, marked as such, and gives the audit log
// an event that holds the hash of every record. Both have the time of the last event.
func (db *DB) beginLog(ctx context.Context) error {
	return db.write(ctx, func(tx *transaction) {
		if tx.lastEvent().position == 0 || tx.count(countBegun) > 0 {
			return
		}
		last := query(tx, eventFields, selectEvents+` DESC LIMIT 1`)
		if tx.err != nil {
			return
		}
		regions := query(tx, func(r *report.Region) []any { return []any{&r.Slug, &r.Name} }, selectRegions)
		countries := withSpellings(query(tx, spelledFields, selectCountries))
		tx.addEntries(publish.BackfilledEntries(regions, countries, query(tx, revisionFields, selectRevisions))...)
		for _, p := range recordParts {
			tx.touchAll(p)
		}
		tx.addEvents(audit.Event{At: last[0].At, Actor: "lerr", Action: "begin log", Text: "The transparency log begins with what was public before."})
	})
}

// LostNumbers returns the numbers of the last revisions of periods that a restore from an older copy has lost.
func (db *DB) LostNumbers(ctx context.Context) (map[report.Period]int, error) {
	bodies, err := list(ctx, db.reader, column[string], selectLosses)
	if err != nil {
		return nil, err
	}
	var losses []translog.Entry
	for _, body := range bodies {
		e, err := translog.ParseEntry([]byte(body))
		if err != nil {
			return nil, fmt.Errorf("%w: transparency log: %w", ErrAltered, err)
		}
		losses = append(losses, e)
	}
	state, err := translog.Replay(losses)
	return state.Lost, err
}
