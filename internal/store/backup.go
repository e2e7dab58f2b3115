package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"time"

	"lerr/internal/audit"
	"lerr/internal/translog"
)

// ErrStaleLog says that a log of SQLite lies where a database is to be made. SQLite would apply it to
// the new file and damage it.
var ErrStaleLog = errors.New("a log of an earlier database is in the way; move it away, with its database if that is still somewhere")

// sqliteSuffixes end the names of the files that SQLite keeps beside a database.
var sqliteSuffixes = []string{"-wal", "-shm", "-journal"}

// checkNoLogs fails with ErrStaleLog if SQLite's files lie beside a database that does not exist yet.
func checkNoLogs(path string) error {
	for _, suffix := range sqliteSuffixes {
		if _, err := os.Lstat(path + suffix); err == nil {
			return fmt.Errorf("%s: %w", path+suffix, ErrStaleLog)
		}
	}
	return nil
}

// Backup writes a copy of the database to a new file, as it is at one moment; others may write meanwhile. The
// file gets its name once its integrity is checked and verify, unless nil, has read it without error. The
// error is fs.ErrExist if there is a file already.
func (db *DB) Backup(ctx context.Context, path string, verify func(*DB) error) error {
	err := CreateFile(path, func(temporary string) error {
		if err := db.copyInto(ctx, temporary); err != nil {
			return err
		}
		return verifyCopy(ctx, temporary, db.seal, verify)
	})
	if err != nil {
		return fmt.Errorf("back up %s: %w", db.path, err)
	}
	return nil
}

// LossError says that a copy lacks events which the head file has seen.
type LossError struct {
	Events, Known int // numbers of events in the copy, and in the database that is gone
}

func (e *LossError) Error() string {
	return fmt.Sprintf("the copy ends with event %d, and the database has come to event %d", e.Events, e.Known)
}

// Loss allows a restore to lose what came after an event of a copy, and says who restored it.
type Loss struct {
	After int // number of events that the copy has; 0 allows nothing
	Event audit.Event
}

// Restore makes a database at path from a backup and migrates it. It gets its name once verify, unless nil,
// has read it without error; then its head file is written. A copy that has fewer events than the head file knows is a
// LossError, unless loss allows it: then the event and an entry of the transparency log say so. The error is
// fs.ErrExist or ErrStaleLog if there is a database, or a log of one; ErrNewer, ErrForeign, ErrEmpty or ErrCorrupt if the
// backup is none of this program; ErrOlder if it is a file of an earlier schema and path is on a server; ErrNoKey if it
// is sealed and seal is nil.
func Restore(ctx context.Context, backup, path string, seal *Seal, loss Loss, verify func(*DB) error) error {
	source, err := openReadOnly(ctx, backup, true)
	if err == nil {
		err = errors.Join(source.copyTo(ctx, path, seal, loss, verify), source.Close())
	}
	if err != nil {
		return fmt.Errorf("restore %s: %w", backup, err)
	}
	return nil
}

// Copy makes a database at path, of either engine, with everything that this one holds at one moment: sessions and
// what people have typed, too. It is proved as a backup is that is restored, and its errors are those of Restore.
func (db *DB) Copy(ctx context.Context, path string, seal *Seal, verify func(*DB) error) error {
	if err := db.copyTo(ctx, path, seal, Loss{}, verify); err != nil {
		return fmt.Errorf("copy %s: %w", db.path, err)
	}
	return nil
}

func (db *DB) copyTo(ctx context.Context, path string, seal *Seal, loss Loss, verify func(*DB) error) error {
	var head *Head
	err := makeNew(ctx, path, func(temporary string) error {
		if err := db.copyInto(ctx, temporary); err != nil {
			return err
		}
		made, err := open(ctx, temporary, false)
		if err != nil {
			return err
		}
		head, err = made.restored(ctx, seal, loss, verify)
		if err == nil && head != nil {
			err = made.keepHead(ctx, head, seal)
		}
		return errors.Join(err, made.Close())
	})
	if err == nil && head != nil {
		err = head.write(seal.HeadFile, seal.Key)
	}
	return err
}

// keepHead stores the head of a new database for other machines.
func (db *DB) keepHead(ctx context.Context, head *Head, seal *Seal) error {
	return transact(ctx, db.writer, nil, func(tx *transaction) { db.engine.keepHead(tx, head, seal) })
}

// restored proves a copy that is to become the database, and returns its head.
func (db *DB) restored(ctx context.Context, seal *Seal, loss Loss, verify func(*DB) error) (*Head, error) {
	if err := db.CheckIntegrity(ctx); err != nil {
		return nil, err
	}
	if seal != nil {
		if err := db.openSeal(ctx, &Seal{Key: seal.Key}); err != nil {
			return nil, err
		}
	}
	if verify != nil {
		if err := verify(db); err != nil {
			return nil, err
		}
	}
	if seal == nil {
		sealed, err := get(ctx, db.reader, column[int], countCheckpoints)
		if err == nil && sealed > 0 {
			err = ErrNoKey
		}
		return nil, err
	}
	known, err := ReadHead(seal.HeadFile, seal.Key)
	if errors.Is(err, ErrNoHead) { // on a new machine
		return db.currentHead(ctx, Head{})
	}
	if err != nil {
		return nil, err
	}
	if err := db.afterHead(ctx, known); !errors.Is(err, ErrBehind) {
		if err != nil {
			return nil, err
		}
		return db.currentHead(ctx, known)
	}
	events, err := db.Changes(ctx)
	if err != nil {
		return nil, err
	}
	if events != loss.After {
		return nil, &LossError{events, known.Events}
	}
	entry := translog.Entry{
		Kind: translog.Loss, At: loss.Event.At.UTC().Truncate(time.Microsecond), Size: known.Size, Root: known.Root,
		Events: int64(known.Events - events), Numbers: map[string]int{},
	}
	for period, number := range known.Numbers {
		entry.Numbers[period.String()] = number
	}
	if err := db.AppendLog(ctx, loss.Event, entry); err != nil {
		return nil, err
	}
	return db.currentHead(ctx, known)
}

// afterHead fails with ErrBehind or ErrAltered unless the database is at a head or after it.
func (db *DB) afterHead(ctx context.Context, head Head) error {
	return db.read(ctx, func(tx *transaction) {
		events, err := chainedEvents(ctx, tx)
		tx.fail(err)
		if log := tx.log(); tx.err == nil {
			tx.fail(head.check(events, log))
		}
	})
}

// currentHead returns the head of a sealed database, with the numbers of revisions that an earlier head knows.
func (db *DB) currentHead(ctx context.Context, earlier Head) (head *Head, err error) {
	err = db.read(ctx, func(tx *transaction) { head = tx.head(db.seal) })
	if err == nil && head != nil {
		head.keepNumbers(earlier)
	}
	return head, err
}

// copyInto writes a compact copy of the database to an empty file. It reads by a connection of its own, so that
// nobody waits for it; those of the reader are query-only, which forbids it.
func (db *DB) copyInto(ctx context.Context, to string) error {
	if db.OnServer() || addressOf(to) != "" {
		return db.copyRows(ctx, to)
	}
	var settings url.Values
	if db.writer == db.reader {
		settings = readOnly(db.path)
	}
	source, err := sql.Open("sqlite", dsn(db.path, settings))
	if err != nil {
		return err
	}
	_, err = source.ExecContext(ctx, `VACUUM INTO $1`, (&url.URL{Scheme: "file", Opaque: (&url.URL{Path: to}).EscapedPath()}).String())
	return errors.Join(translate(err), source.Close())
}

// verifyCopy checks a copy of whatever schema; only one of this program's is shown to verify.
func verifyCopy(ctx context.Context, path string, seal *Seal, verify func(*DB) error) error {
	db, err := openReadOnly(ctx, path, true)
	if err != nil {
		return err
	}
	if seal != nil {
		db.seal = &Seal{Key: seal.Key} // the head may be further by now
	}
	if err = db.CheckIntegrity(ctx); err == nil && verify != nil {
		err = verify(db)
	}
	return errors.Join(err, db.Close())
}

// backUpBefore backs up a database before its schema changes, to a new file beside it that is named after the
// schema: lerr.db.schema-4.
func (db *DB) backUpBefore(ctx context.Context, version int) error {
	name := fmt.Sprintf("%s.schema-%d", db.path, version)
	path := name
	for n := 2; ; n++ {
		err := db.Backup(ctx, path, nil)
		if !errors.Is(err, fs.ErrExist) {
			return err
		}
		path = fmt.Sprintf("%s.%d", name, n)
	}
}
