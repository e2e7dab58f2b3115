package store

import (
	"context"
	"errors"
	"fmt"
	"strings"
)

// tables are all tables in an order in which each comes after those that its rows refer to.
var tables = []string{
	"regions", "countries", "spellings", "revisions", "sections", "counts", "stated_totals", "figures", "edition_names", "answers",
	"events", "log_entries", "log_checkpoint", "accounts", "links", "totp_keys", "passkeys", "recovery_codes", "sessions", "ceremonies",
	"ended_sessions", "typed_input", "drafts", "draft_people", "looks", "messages", "deliveries",
}

// generated are the columns that a database computes itself.
var generated = map[string]bool{"listed_code": true}

// copyRows copies everything that the database holds at one moment into a new database at an address or in an empty
// file, which gets its tables.
func (db *DB) copyRows(ctx context.Context, to string) error {
	target, err := open(ctx, to, false)
	if err != nil {
		return err
	}
	err = db.read(ctx, func(from *transaction) {
		err := transact(ctx, target.writer, nil, func(into *transaction) {
			for _, table := range tables {
				from.copyTable(into, table)
			}
			into.fail(from.err)
		})
		from.fail(err)
	})
	return errors.Join(err, target.Close())
}

// copyTable copies the rows of a table into that of another transaction.
func (tx *transaction) copyTable(into *transaction, table string) {
	if tx.err != nil || into.err != nil {
		return
	}
	rows, err := tx.QueryContext(tx.ctx, `SELECT * FROM `+table)
	if err != nil {
		tx.fail(translate(err))
		return
	}
	defer rows.Close()
	columns, err := rows.Columns()
	tx.fail(err)
	var names []string
	values, fields := make([]any, len(columns)), make([]any, len(columns))
	for i, column := range columns {
		fields[i] = &values[i]
		if !generated[column] {
			names = append(names, column)
		}
	}
	var args []any
	for tx.err == nil && into.err == nil && rows.Next() {
		tx.fail(rows.Scan(fields...))
		for i, column := range columns {
			if !generated[column] {
				args = append(args, values[i])
			}
		}
		if len(args) >= rowsAtOnce*len(names) {
			into.insertRows(table, names, args)
			args = nil
		}
	}
	tx.fail(translate(rows.Err()))
	into.insertRows(table, names, args)
}

// rowsAtOnce is the number of rows that one statement inserts at most.
const rowsAtOnce = 100

// insertRows inserts the rows whose values args holds one after the other, without an event.
func (tx *transaction) insertRows(table string, columns []string, args []any) {
	if len(args) == 0 || tx.err != nil {
		return
	}
	var rows []string
	for n := 0; n < len(args); {
		var places []string
		for range columns {
			n++
			places = append(places, fmt.Sprintf("$%d", n))
		}
		rows = append(rows, "("+strings.Join(places, ", ")+")")
	}
	_, err := tx.ExecContext(tx.ctx, `INSERT INTO `+table+` (`+strings.Join(columns, ", ")+`) VALUES `+strings.Join(rows, ", "), args...)
	tx.fail(translate(err))
}
