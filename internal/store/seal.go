package store

import (
	"context"
	"errors"
	"io/fs"
	"os"

	"lerr/internal/audit"
	"lerr/internal/translog"
)

// Seal proves that a database is what the program wrote last. The key signs the transparency log and each
// event; the head file says how far both have come. Both lie outside of the database.
type Seal struct {
	Key *translog.Key
	// HeadFile is the path of the head, which is written after each event. Empty while a database is made.
	HeadFile string
}

var (
	// ErrNoKey says that the database has a log key, and that it was opened to write without one.
	ErrNoKey = errors.New("the database is sealed; nothing can be written without its log key")
	// ErrUnsealed says that nothing proves the database: it was made before there was a transparency log.
	ErrUnsealed = errors.New("the database is not sealed")
	// ErrNoHead says that the head file is missing.
	ErrNoHead = errors.New("the head file of the log key is missing")
	// ErrBehind says that the database is an older copy: its head file has seen more.
	ErrBehind = errors.New("the database is older than its head file says")
	// ErrAltered says that the database was changed by something other than this program.
	ErrAltered = errors.New("the database was changed by something other than lerr")
)

// openSeal gives an open database its seal.
func (db *DB) openSeal(ctx context.Context, seal *Seal) error {
	if seal == nil {
		return nil
	}
	events, err := db.Changes(ctx)
	if err != nil {
		return err
	}
	sealed, err := get(ctx, db.reader, column[int], countCheckpoints)
	if err == nil && sealed == 0 && events > 0 {
		err = ErrUnsealed
	}
	if err == nil && seal.HeadFile != "" {
		db.head.last, err = db.readHeadFile(ctx, seal)
	}
	if err != nil {
		return err
	}
	db.seal = seal
	return nil
}

// readHeadFile reads the head file of this machine. If it has none yet and the database keeps its head for all machines,
// it is made from that.
func (db *DB) readHeadFile(ctx context.Context, seal *Seal) (Head, error) {
	head, err := ReadHead(seal.HeadFile, seal.Key)
	if !errors.Is(err, ErrNoHead) {
		return head, err
	}
	kept, keptErr := db.engine.keptHead(ctx, seal)
	if keptErr != nil || kept == nil {
		return Head{}, errors.Join(err, keptErr)
	}
	return *kept, kept.write(seal.HeadFile, seal.Key)
}

// Adopt seals a database that was made before there was a transparency log, with an event, or writes the head file of
// one that the key has sealed and that has lost it. It fails if anything proves that the database was altered, and with
// fs.ErrExist if there is a head file.
func Adopt(ctx context.Context, path string, seal Seal, e audit.Event) (err error) {
	if _, err := os.Lstat(seal.HeadFile); err == nil {
		return &fs.PathError{Op: "create", Path: seal.HeadFile, Err: fs.ErrExist}
	}
	db, err := Open(ctx, path, nil)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	headless := &Seal{Key: seal.Key}
	switch err := db.openSeal(ctx, headless); {
	case err == nil:
		if _, err := db.Verify(ctx); err != nil {
			return err
		}
	case errors.Is(err, ErrUnsealed):
		if _, err := db.Verify(ctx); err != nil {
			return err
		}
		if err := db.sealAll(ctx, headless); err != nil {
			return err
		}
		db.seal = headless
	default:
		return err
	}
	db.seal = &seal
	return db.writeAudited(ctx, e, func(*transaction) {})
}

const (
	selectHashes = `SELECT position, hash FROM events`
	sealEvent    = `UPDATE events SET seal = $1 WHERE position = $2`
)

// sealAll seals every event and signs the log of a database that nothing has sealed.
func (db *DB) sealAll(ctx context.Context, seal *Seal) error {
	return db.write(ctx, func(tx *transaction) {
		for _, e := range query(tx, func(e *storedEvent) []any { return []any{&e.position, &e.hash} }, selectHashes) {
			tx.exec(sealEvent, seal.of(e.hash), e.position)
		}
		if log := tx.log(); tx.err == nil {
			tx.sign(log, seal)
		}
	})
}

// auditPurpose separates the MACs of events from others of the same key.
const auditPurpose = "lerr audit 1"

// of returns the seal of an event by its hash, "" without a key.
func (s *Seal) of(hash string) string {
	if s == nil {
		return ""
	}
	return s.Key.MAC(auditPurpose, []byte(hash))
}

// requireSeal makes the transaction fail unless the database and its key belong together: a sealed one has a
// key, one without a seal holds no event.
func (tx *transaction) requireSeal(seal *Seal, events int) {
	sealed := tx.count(countCheckpoints) > 0
	switch {
	case sealed && seal == nil:
		tx.fail(ErrNoKey)
	case !sealed && seal != nil && events > 0:
		tx.fail(ErrUnsealed)
	}
}
