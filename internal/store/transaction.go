package store

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"

	"lerr/internal/audit"
	"lerr/internal/report"
	"lerr/internal/translog"
)

// transaction is a transaction that holds its first error. After an error its methods do nothing:
// SQLite may have rolled back, and would run a later statement on its own.
type transaction struct {
	*sql.Tx
	ctx        context.Context
	engine     engine               // nil in a file of published figures
	statements map[string]*sql.Stmt // prepared, closed with the transaction
	events     []audit.Event
	entries    []translog.Entry
	touched    map[string]touched
	written    map[recordKind]bool
	err        error
}

// transact runs f in a transaction. It commits unless there was an error, and otherwise rolls back.
func transact(ctx context.Context, on interface {
	BeginTx(context.Context, *sql.TxOptions) (*sql.Tx, error)
}, options *sql.TxOptions, f func(tx *transaction)) error {
	begun, err := on.BeginTx(ctx, options)
	if err != nil {
		return translate(err)
	}
	defer begun.Rollback() // does nothing after Commit
	tx := &transaction{
		Tx: begun, ctx: ctx, statements: map[string]*sql.Stmt{}, touched: map[string]touched{}, written: map[recordKind]bool{},
	}
	f(tx)
	if tx.err != nil {
		return tx.err
	}
	return translate(tx.Commit())
}

// read runs f in a transaction that sees everything as it is at one moment.
func (db *DB) read(ctx context.Context, f func(tx *transaction)) error {
	return transact(ctx, db.reader, db.engine.snapshot(), func(tx *transaction) {
		tx.engine = db.engine
		f(tx)
	})
}

// write runs f in a transaction of the writing connection, and stores its events and entries of the log. It fails
// with ErrLost if what it wrote may be lost.
func (db *DB) write(ctx context.Context, f func(tx *transaction)) error {
	if err := db.CheckFile(); err != nil {
		return err
	}
	if db.readOnly {
		return ErrReadOnly
	}
	var head *Head
	err := transact(ctx, db.writer, nil, func(tx *transaction) {
		tx.engine = db.engine
		db.engine.lock(tx)
		f(tx)
		head = tx.storeEvents(db.seal, db.seen().Events)
	})
	if err != nil {
		return err
	}
	db.engine.wrote()
	if head != nil {
		db.noteHead(*head)
	}
	return db.CheckFile()
}

// writeAudited runs f and writes its event in one transaction.
func (db *DB) writeAudited(ctx context.Context, e audit.Event, f func(tx *transaction)) error {
	return db.write(ctx, func(tx *transaction) {
		f(tx)
		tx.addEvents(e)
	})
}

// addEvents appends events to the audit log when the transaction ends.
func (tx *transaction) addEvents(events ...audit.Event) {
	for _, e := range events {
		e.Actor, e.Action, e.Text = storableText(e.Actor), storableText(e.Action), storableText(e.Text) // the hash is of what is stored
		tx.events = append(tx.events, e)
	}
}

// fail makes err the transaction's error, unless err is nil or there is one.
func (tx *transaction) fail(err error) {
	if tx.err == nil {
		tx.err = err
	}
}

// exec runs a statement and returns the number of rows that it changed.
func (tx *transaction) exec(statement string, args ...any) int {
	if tx.err != nil {
		return 0
	}
	n, err := tx.run(statement, args)
	tx.fail(translate(err))
	return int(n)
}

func (tx *transaction) run(statement string, args []any) (changed int64, err error) {
	for i := range args {
		args[i] = storable(args[i])
	}
	var result sql.Result
	if tx.engine != nil && tx.engine.keepsStatements() {
		tx.mustTouch(statement)
		result, err = tx.ExecContext(tx.ctx, statement, args...)
	} else {
		prepared := tx.statements[statement]
		if prepared == nil {
			tx.mustTouch(statement)
			if prepared, err = tx.PrepareContext(tx.ctx, statement); err != nil {
				return 0, err
			}
			tx.statements[statement] = prepared
		}
		result, err = prepared.ExecContext(tx.ctx, args...)
	}
	if err != nil {
		return 0, err
	}
	return result.RowsAffected()
}

// rowsAtOnce is the number of rows that one statement inserts at most.
const rowsAtOnce = 100

// insert inserts rows into a table, many with one statement, since each is a journey to a server.
func (tx *transaction) insert(table string, columns []string, rows [][]any) {
	for chunk := range slices.Chunk(rows, rowsAtOnce) {
		var values []string
		var args []any
		for _, row := range chunk {
			var places []string
			for _, v := range row {
				args = append(args, v)
				places = append(places, fmt.Sprintf("$%d", len(args)))
			}
			values = append(values, "("+strings.Join(places, ", ")+")")
		}
		tx.exec(`INSERT INTO `+table+` (`+strings.Join(columns, ", ")+`) VALUES `+strings.Join(values, ", "), args...)
	}
}

// storable returns a value in the form that both engines take: 0 and 1 for a bool, and text without the bytes that
// PostgreSQL refuses.
func storable(value any) any {
	switch v := value.(type) {
	case bool:
		if v {
			return 1
		}
		return 0
	case string:
		return storableText(v)
	}
	return value
}

func storableText(s string) string {
	return strings.ReplaceAll(strings.ToValidUTF8(s, "\uFFFD"), "\x00", "\uFFFD")
}

// execOne runs a statement. It fails with report.ErrNotFound when no row was changed.
func (tx *transaction) execOne(statement string, args ...any) {
	if tx.exec(statement, args...) == 0 {
		tx.fail(report.ErrNotFound)
	}
}

// count returns the number that a statement selects.
func (tx *transaction) count(statement string, args ...any) (n int) {
	for _, n = range query(tx, column[int], statement, args...) {
	}
	return n
}

// query returns what list does, or nil after an error.
func query[T any](tx *transaction, fields func(*T) []any, statement string, args ...any) []T {
	if tx.err != nil {
		return nil
	}
	rows, err := list(tx.ctx, tx, fields, statement, args...)
	tx.fail(err)
	return rows
}
