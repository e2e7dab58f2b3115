package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"regexp"
	"strings"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"

	"lerr/internal/report"
)

// postgresScheme begins the address of a PostgreSQL database.
var postgresScheme = regexp.MustCompile(`^postgres(ql)?://`)

// maxAddress bounds the length in bytes of an address in a file.
const maxAddress = 4096

// addressOf returns the address of a PostgreSQL database: path itself or, so that no password is on a command line, what
// the file at path holds. It returns "" for anything else.
func addressOf(path string) string {
	if postgresScheme.MatchString(path) {
		return path
	}
	file, err := os.Open(path)
	if err != nil {
		return ""
	}
	defer file.Close()
	content, err := io.ReadAll(io.LimitReader(file, maxAddress))
	if err != nil || !postgresScheme.Match(content) {
		return ""
	}
	return strings.TrimSpace(string(content))
}

// OnServer reports whether path is the address of a PostgreSQL database, or a file that holds one.
func OnServer(path string) bool { return addressOf(path) != "" }

// passwords matches that of the user and that among the parameters, each after what stays.
var passwords = regexp.MustCompile(`(://[^:/?#@]*:)[^@]*(@)|([?&]password=)[^&]*`)

// PlaceName returns a path or an address as messages have it, without a password.
func PlaceName(path string) string { return passwords.ReplaceAllString(path, "$1$3…$2") }

const (
	// connectTimeout bounds how long a host of the address may take to answer.
	connectTimeout = 2 * time.Second
	// lookTimeout bounds the question for changes, which is asked each second.
	lookTimeout = 2 * time.Second
	// unansweredLimit bounds how long what is sent may stay unacknowledged, where the kernel can.
	unansweredLimit = 3 * time.Second
	// maxReaders bounds the connections that read.
	maxReaders = 8
)

// sessionSettings are those of every session. A process that hangs in a transaction must not keep the others from a release.
var sessionSettings = map[string]string{
	"application_name":                    "lerr",
	"client_encoding":                     "UTF8",
	"lock_timeout":                        "5s",
	"idle_in_transaction_session_timeout": "5s",
	"standard_conforming_strings":         "on",
	"default_transaction_isolation":       "read committed",
}

// postgresEngine is the engine of a database on a PostgreSQL server.
type postgresEngine struct {
	config         *pgx.ConnConfig
	reader, writer *sql.DB
	last           lastLook
}

// newPostgres connects to nothing yet. attributes are the target_session_attrs of an address that names none.
func newPostgres(address, attributes string) (*postgresEngine, error) {
	if !strings.Contains(address, "target_session_attrs=") {
		address = withParameter(address, "target_session_attrs", attributes)
	}
	config, err := pgx.ParseConfig(address)
	if err != nil {
		return nil, fmt.Errorf("address of the database: %w", err)
	}
	for name, value := range sessionSettings {
		config.RuntimeParams[name] = value
	}
	if !strings.Contains(address, "connect_timeout=") {
		config.ConnectTimeout = connectTimeout
	}
	// A host that is gone without a word is noticed within seconds.
	dialer := &net.Dialer{Timeout: connectTimeout, Control: limitUnanswered, KeepAliveConfig: net.KeepAliveConfig{Enable: true, Idle: time.Second, Interval: time.Second, Count: 3}}
	config.DialFunc = dialer.DialContext
	config.OnPgError = func(_ *pgconn.PgConn, err *pgconn.PgError) (keep bool) {
		return err.Severity != "FATAL" && err.Code != codeReadOnlyTransaction // the server is a standby now
	}
	e := &postgresEngine{config: config, reader: openPool(*config, pingReaderAfter), writer: openPool(*config, 0)}
	e.reader.SetMaxOpenConns(maxReaders)
	e.writer.SetMaxOpenConns(1)
	return e, nil
}

// pingReaderAfter is the idle time after which the driver first asks whether a connection still works. It is longer than
// the time between two questions for changes, which would otherwise be two queries each. A connection that writes is
// always asked: what somebody sends again after an outage must not fail for a connection of before it.
const pingReaderAfter = 1500 * time.Millisecond

func openPool(config pgx.ConnConfig, pingAfter time.Duration) *sql.DB {
	return stdlib.OpenDB(config, stdlib.OptionShouldPing(func(_ context.Context, p stdlib.ShouldPingParams) bool {
		return p.IdleDuration > pingAfter
	}))
}

// withParameter adds a parameter to an address, or replaces it.
func withParameter(address, name, value string) string {
	address = regexp.MustCompile(`[?&]`+name+`=[^&]*`).ReplaceAllString(address, "")
	if before, after, ok := strings.Cut(address, "&"); ok && !strings.Contains(before, "?") { // the first was replaced
		address = before + "?" + after
	}
	if strings.Contains(address, "?") {
		return address + "&" + name + "=" + value
	}
	return address + "?" + name + "=" + value
}

func (*postgresEngine) migrations() string { return "postgres" }

func (*postgresEngine) snapshot() *sql.TxOptions {
	return &sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true}
}

// lock locks the one row that every transaction which writes needs. Each statement after it sees what the transaction
// before has committed.
func (e *postgresEngine) lock(tx *transaction) {
	query(tx, column[int], `SELECT schema_version FROM lerr FOR UPDATE`)
}

func (*postgresEngine) keepsStatements() bool { return true }

// migrationLock is the number of the advisory lock of migrations.
const migrationLock = applicationID

func (e *postgresEngine) beginMigration(tx *transaction) int {
	if _, err := tx.ExecContext(tx.ctx, fmt.Sprintf(`SELECT pg_advisory_xact_lock(%d)`, migrationLock)); err != nil {
		tx.fail(translate(err))
	}
	if tx.count(`SELECT count(*) FROM pg_class WHERE oid = to_regclass('lerr')`) == 0 {
		return 0
	}
	return tx.count(`SELECT schema_version FROM lerr`)
}

func (e *postgresEngine) endMigration(tx *transaction, version int) {
	tx.exec(`UPDATE lerr SET schema_version = $1`, version)
}

// identify returns the schema version of a database, and the oldest program that it serves. The error is ErrEmpty if it
// holds nothing, and ErrForeign if it holds something else.
func (e *postgresEngine) identify(ctx context.Context) (version, runsFrom int, err error) {
	type found struct{ marks, objects int }
	f, err := get(ctx, e.reader, func(f *found) []any { return []any{&f.marks, &f.objects} },
		`SELECT count(*) FILTER (WHERE relname = 'lerr'), count(*) FROM pg_class WHERE relnamespace = current_schema()::regnamespace`)
	switch {
	case err != nil:
		return 0, 0, err
	case f.objects == 0:
		return 0, 0, ErrEmpty
	case f.marks == 0:
		return 0, 0, ErrForeign
	}
	type versions struct{ schema, runsFrom int }
	v, err := get(ctx, e.reader, func(v *versions) []any { return []any{&v.schema, &v.runsFrom} }, `SELECT schema_version, runs_from FROM lerr`)
	return v.schema, v.runsFrom, err
}

// selectPostgresSchema selects everything in a schema that can change what is stored.
const selectPostgresSchema = `
	SELECT 'table ' || c.relname, coalesce((
		SELECT string_agg(a.attname || ' ' || format_type(a.atttypid, a.atttypmod) || CASE WHEN a.attnotnull THEN ' not null' ELSE '' END
			|| ' ' || coalesce(l.collname, '') || ' ' || a.attgenerated::text || coalesce(' ' || pg_get_expr(d.adbin, d.adrelid), ''), ', ' ORDER BY a.attnum)
		FROM pg_attribute a LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum LEFT JOIN pg_collation l ON l.oid = a.attcollation
		WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped), '') || CASE WHEN c.relrowsecurity THEN ' row security' ELSE '' END
			|| CASE WHEN c.relpersistence = 'u' THEN ' unlogged' ELSE '' END
	FROM pg_class c WHERE c.relnamespace = %[1]s AND c.relkind NOT IN ('i', 'I', 't')
	UNION ALL SELECT 'constraint ' || c.relname || ' ' || k.conname, pg_get_constraintdef(k.oid)
	FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid WHERE k.connamespace = %[1]s AND k.contype <> 'n'
	UNION ALL SELECT 'index ' || c.relname, regexp_replace(pg_get_indexdef(c.oid), ' ON [^ ]*\.', ' ON ')
	FROM pg_class c WHERE c.relnamespace = %[1]s AND c.relkind IN ('i', 'I')
	UNION ALL SELECT 'trigger ' || c.relname || ' ' || g.tgname, pg_get_triggerdef(g.oid)
	FROM pg_trigger g JOIN pg_class c ON c.oid = g.tgrelid WHERE c.relnamespace = %[1]s AND NOT g.tgisinternal
	UNION ALL SELECT 'rule ' || c.relname || ' ' || r.rulename, pg_get_ruledef(r.oid)
	FROM pg_rewrite r JOIN pg_class c ON c.oid = r.ev_class WHERE c.relnamespace = %[1]s
	UNION ALL SELECT 'function ' || p.proname, p.prosrc FROM pg_proc p WHERE p.pronamespace = %[1]s`

func (*postgresEngine) schema(tx *transaction) map[string]string {
	return definitions(query(tx, schemaFields, fmt.Sprintf(selectPostgresSchema, `current_schema()::regnamespace`)))
}

// migrated holds what migratedSchema has found, by the version of the server, which words definitions its own way.
var migrated sync.Map

// migratedSchema runs the migrations on temporary tables, which another session cannot see, unless it has for the same
// version of the server.
func (e *postgresEngine) migratedSchema(ctx context.Context) (schema map[string]string, err error) {
	version, err := get(ctx, e.reader, column[string], `SELECT current_setting('server_version_num')`)
	if err != nil {
		return nil, err
	}
	stored, _, err := e.identify(ctx)
	if err != nil || stored > schemaVersion(e) { // a newer program has added something
		return nil, err
	}
	if known, ok := migrated.Load(version); ok {
		return known.(map[string]string), nil
	}
	defer func() {
		if schema != nil {
			migrated.Store(version, schema)
		}
	}()
	rollback := errors.New("only to look")
	err = transact(ctx, e.writer, nil, func(tx *transaction) {
		if tx.count(`SELECT CASE WHEN pg_is_in_recovery() OR current_setting('transaction_read_only') = 'on' THEN 1 ELSE 0 END`) > 0 {
			tx.fail(rollback)
			return
		}
		_, err := tx.ExecContext(ctx, `SET LOCAL search_path = pg_temp`)
		tx.fail(translate(err))
		for i := range schemaVersion(e) {
			if tx.err == nil {
				_, err := tx.ExecContext(ctx, migration(e, i))
				tx.fail(translate(err))
			}
		}
		schema = definitions(query(tx, schemaFields, fmt.Sprintf(selectPostgresSchema, `pg_my_temp_schema()`)))
		tx.fail(rollback)
	})
	if errors.Is(err, rollback) {
		err = nil
	}
	return schema, err
}

// checkIntegrity finds nothing: PostgreSQL checks its pages as it reads them.
func (*postgresEngine) checkIntegrity(context.Context) error { return nil }

func (e *postgresEngine) keepHead(tx *transaction, head *Head, seal *Seal) {
	if head != nil {
		tx.exec(`UPDATE lerr SET head = $1`, head.signed(seal.Key))
	}
	tx.exec(`SELECT pg_notify($1, '')`, channel)
}

func (e *postgresEngine) wrote() { e.last.outdate() }

func (e *postgresEngine) keptHead(ctx context.Context, seal *Seal) (*Head, error) {
	text, err := get(ctx, e.reader, column[string], `SELECT head FROM lerr`)
	if err != nil || text == "" {
		return nil, err
	}
	head, err := parseHead("the head in the database", text, seal.Key)
	return &head, err
}

func (e *postgresEngine) close() error { return errors.Join(e.reader.Close(), e.writer.Close()) }

// codeReadOnlyTransaction is the error of a server that only reads.
const codeReadOnlyTransaction = "25006"

// postgresMeaning returns the error that a caller can act on for one of PostgreSQL, nil if there is none.
// https://www.postgresql.org/docs/current/errcodes-appendix.html
func postgresMeaning(err error) error {
	if failed, ok := errors.AsType[*pgconn.PgError](err); ok {
		switch class := failed.Code[:2]; {
		case failed.Code == "23505": // unique_violation
			return report.ErrConflict
		case class == "40" || failed.Code == "55P03": // rolled back for another transaction; lock_not_available
			return errBusy
		case failed.Code == codeReadOnlyTransaction, class == "08", class == "57", class == "53": // connections, the operator, resources
			return report.ErrUnreachable
		case failed.Code == "42501": // insufficient_privilege
			return ErrReadOnly
		case class == "XX":
			return ErrCorrupt
		}
		return nil
	}
	_, connecting := errors.AsType[*pgconn.ConnectError](err)
	_, network := errors.AsType[net.Error](err)
	if connecting || network && !errors.Is(err, context.DeadlineExceeded) || errors.Is(err, io.ErrUnexpectedEOF) ||
		errors.Is(err, pgconn.ErrConnClosed) || errors.Is(err, driver.ErrBadConn) || pgconn.Timeout(err) {
		return report.ErrUnreachable
	}
	return nil
}
