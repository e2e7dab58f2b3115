package store

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"time"

	"github.com/jackc/pgx/v5"
)

// openPostgres opens the database at an address, which path is or holds. With fresh it may hold nothing, and gets its
// tables.
func openPostgres(ctx context.Context, path, address string, fresh bool) (*DB, error) {
	engine, err := newPostgres(address, "read-write")
	if err != nil {
		return nil, err
	}
	db := &DB{path: PlaceName(path), engine: engine, reader: engine.reader, writer: engine.writer}
	version, runsFrom, err := engine.identify(ctx)
	known := schemaVersion(engine)
	switch {
	case errors.Is(err, ErrEmpty) && fresh:
		err = nil
	case err == nil && runsFrom > known:
		err = newer(version, known)
	}
	if err == nil {
		err = db.migrate(ctx, version)
	}
	if err == nil {
		err = db.beginLog(ctx)
	}
	if err != nil {
		return nil, errors.Join(translate(err), db.Close())
	}
	return db, nil
}

// openPostgresReadOnly opens a database to read, also on a standby.
func openPostgresReadOnly(ctx context.Context, path, address string) (*DB, error) {
	engine, err := newPostgres(withParameter(address, "default_transaction_read_only", "on"), "any")
	if err != nil {
		return nil, err
	}
	db := &DB{path: PlaceName(path), engine: engine, reader: engine.reader, writer: engine.writer, readOnly: true}
	version, runsFrom, err := engine.identify(ctx)
	known := schemaVersion(engine)
	switch {
	case err != nil:
	case runsFrom > known:
		err = newer(version, known)
	case version < known:
		err = ErrOlder
	}
	if err != nil {
		return nil, errors.Join(translate(err), db.Close())
	}
	return db, nil
}

// Exists reports whether there is a database at path: a file, or a database of this program on the server of an address.
// The error is ErrForeign for another program's there.
func Exists(ctx context.Context, path string) (bool, error) {
	address := addressOf(path)
	if address == "" {
		return fileExists(path), nil
	}
	e, err := newPostgres(address, "any")
	if err != nil {
		return false, err
	}
	_, _, err = e.identify(ctx)
	err = errors.Join(err, e.close())
	if errors.Is(err, ErrEmpty) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("open %s: %w", PlaceName(path), err)
	}
	return true, nil
}

// OnServer reports whether the database is on a server, so that other machines may use it, too.
func (db *DB) OnServer() bool {
	_, file := db.engine.(*sqliteEngine)
	return !file
}

// ServerState says how a server keeps what is committed.
type ServerState struct {
	Version     string
	ClockOffset time.Duration // of the server's clock to this machine's
	Durable     bool          // a commit is on the disk when it is reported
	Standbys    int           // connected ones that have what is committed when it is reported
	WaitsForOne bool          // a commit waits for all of those that it waits for, and there is no spare one
}

const selectServerState = `SELECT current_setting('server_version'), (extract(epoch FROM clock_timestamp()) * 1000000)::bigint,
	CASE WHEN current_setting('synchronous_commit') = 'off' OR current_setting('fsync') = 'off' THEN 0 ELSE 1 END,
	(SELECT count(*) FROM pg_stat_replication WHERE sync_state IN ('sync', 'quorum')),
	(SELECT count(*) FROM pg_stat_replication WHERE sync_state IN ('sync', 'quorum', 'potential'))`

// Server asks the server of the database how it keeps what is committed. A file has none: the state is zero.
func (db *DB) Server(ctx context.Context) (ServerState, error) {
	if !db.OnServer() {
		return ServerState{}, nil
	}
	var at time.Time
	connected := 0
	begun := time.Now()
	s, err := get(ctx, db.reader, func(s *ServerState) []any {
		return []any{&s.Version, (*moment)(&at), &s.Durable, &s.Standbys, &connected}
	}, selectServerState)
	took := time.Since(begun)
	if offset := at.Sub(begun.Add(took / 2)); offset.Abs() > took {
		s.ClockOffset = offset
	}
	s.WaitsForOne = connected == 1
	return s, err
}

// newSchema names the schema in which the tables of a new database are made. It is dropped if it is there already,
// since whoever made it was killed.
const newSchema = "_lerr_new"

// creationLock is the number of the advisory lock of whoever makes a database.
const creationLock = migrationLock + 1

// createTables makes a database that holds nothing: whenever the program is killed, the migrations that are done stay done.
func createTables(ctx context.Context, path, address string) error {
	there, err := Exists(ctx, path)
	if err == nil && there || errors.Is(err, ErrForeign) {
		err = &fs.PathError{Op: "create", Path: PlaceName(path), Err: fs.ErrExist}
	}
	if err != nil {
		return err
	}
	db, err := openPostgres(ctx, path, address, true)
	if err != nil {
		return err
	}
	return db.Close()
}

// makeNewOnServer is makeNew for an address. write fills a database in a schema of its own, whose tables then move to
// that of the address in one transaction: whenever the program is killed, the database is missing or whole.
func makeNewOnServer(ctx context.Context, path, address string, write func(temporary string) error) (err error) {
	e, err := newPostgres(address, "read-write")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, e.close()) }()
	lock, err := e.reader.Conn(ctx)
	if err != nil {
		return translate(err)
	}
	defer lock.Close()
	if _, err := lock.ExecContext(ctx, fmt.Sprintf(`SELECT pg_advisory_lock(%d)`, creationLock)); err != nil {
		return translate(err)
	}
	if _, _, err := e.identify(ctx); !errors.Is(err, ErrEmpty) {
		if err == nil || errors.Is(err, ErrForeign) {
			err = &fs.PathError{Op: "create", Path: PlaceName(path), Err: fs.ErrExist}
		}
		return err
	}
	schema, err := get(ctx, e.reader, column[string], `SELECT current_schema()`)
	if err != nil {
		return fmt.Errorf("find the schema of the address: %w", err)
	}
	temporary := schema + newSchema
	from, to := pgx.Identifier{temporary}.Sanitize(), pgx.Identifier{schema}.Sanitize()
	drop := fmt.Sprintf(`DROP SCHEMA IF EXISTS %s CASCADE`, from)
	if _, err := e.writer.ExecContext(ctx, drop+fmt.Sprintf(`; CREATE SCHEMA %s`, from)); err != nil {
		return fmt.Errorf("make a schema; the user must be allowed to CREATE in the database: %w", translate(err))
	}
	if err := write(withParameter(address, "search_path", temporary)); err != nil {
		_, dropErr := e.writer.ExecContext(context.WithoutCancel(ctx), drop)
		return errors.Join(err, translate(dropErr))
	}
	return transact(ctx, e.writer, nil, func(tx *transaction) {
		run := func(statement string) {
			if tx.err == nil {
				_, err := tx.ExecContext(ctx, statement)
				tx.fail(translate(err))
			}
		}
		for _, table := range query(tx, column[string], `SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = $1)`, temporary) {
			run(fmt.Sprintf(`ALTER TABLE %s.%s SET SCHEMA %s`, from, pgx.Identifier{table}.Sanitize(), to))
		}
		run(drop)
	})
}
