package store

import (
	"context"
	"errors"
)

// tables are all tables in an order in which each comes after those that its rows refer to.
var tables = []string{
	"regions", "countries", "spellings", "revisions", "sections", "counts", "stated_totals", "figures", "edition_names", "answers",
	"events", "log_entries", "log_checkpoint", "accounts", "links", "totp_keys", "passkeys", "recovery_codes", "sessions", "ceremonies",
	"ended_sessions", "typed_input", "drafts", "draft_people", "looks", "messages", "deliveries", "announcements", "announcement_changes",
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
			into.engine = target.engine
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
	var all [][]any
	for tx.err == nil && into.err == nil && rows.Next() {
		tx.fail(rows.Scan(fields...))
		var row []any
		for i, column := range columns {
			if !generated[column] {
				row = append(row, values[i])
			}
		}
		if all = append(all, row); len(all) == rowsAtOnce {
			into.insert(table, names, all)
			all = nil
		}
	}
	tx.fail(translate(rows.Err()))
	into.insert(table, names, all)
}
