package store

import (
	"context"
	"database/sql"
	"errors"

	"lerr/internal/audit"
	"lerr/internal/report"
	"lerr/internal/staff"
)

const (
	selectAnyAccount = `SELECT count(*) FROM (SELECT 1 FROM accounts LIMIT 1)`

	accountColumns = `a.id, a.name, a.roles, a.version, a.created_at, a.disabled_at`

	selectAccounts = `SELECT ` + accountColumns + ` FROM accounts a ORDER BY a.name`
	selectAccount  = `SELECT ` + accountColumns + ` FROM accounts a WHERE a.id = $1`
	selectPassword = `SELECT ` + accountColumns + `, a.password FROM accounts a WHERE a.name = $1`

	selectNameTaken = `SELECT count(*) FROM accounts WHERE name = $1`

	selectAdministrators = `SELECT count(*) FROM accounts
		WHERE disabled_at IS NULL AND roles LIKE '%administrator'`

	insertAccount = `INSERT INTO accounts (id, name, roles, password, version, created_at, disabled_at)
		VALUES ($1, $2, $3, $4, $5, $6, NULL)`

	updateAccount = `UPDATE accounts SET roles = $1, disabled_at = $2, version = version + 1
		WHERE id = $3 AND version = $4`

	updatePassword = `UPDATE accounts SET password = $1, version = version + 1 WHERE id = $2 AND version = $3`
	rehashPassword = `UPDATE accounts SET password = $1 WHERE id = $2 AND password = $3`
	raiseVersion   = `UPDATE accounts SET version = version + 1 WHERE id = $1`
)

// HasAccounts reports whether there is any account.
func (db *DB) HasAccounts(ctx context.Context) (bool, error) {
	var n int
	err := db.reader.QueryRowContext(ctx, selectAnyAccount).Scan(&n)
	return n > 0, translate(err)
}

// Accounts returns all accounts by name.
func (db *DB) Accounts(ctx context.Context) ([]staff.Account, error) {
	var accounts []staff.Account
	err := query(ctx, db.reader, selectAccounts, func(rows *sql.Rows) error {
		var a staff.Account
		err := rows.Scan(accountFields(&a)...)
		accounts = append(accounts, a)
		return err
	})
	return accounts, err
}

// Account returns one account.
func (db *DB) Account(ctx context.Context, id string) (staff.Account, error) {
	var a staff.Account
	err := db.reader.QueryRowContext(ctx, selectAccount, id).Scan(accountFields(&a)...)
	return a, translate(err)
}

// Password returns the account with a name, and its password's hash.
func (db *DB) Password(ctx context.Context, name string) (a staff.Account, hash string, err error) {
	err = db.reader.QueryRowContext(ctx, selectPassword, name).Scan(append(accountFields(&a), &hash)...)
	return a, hash, translate(err)
}

// accountFields returns the destinations of accountColumns.
func accountFields(a *staff.Account) []any {
	return []any{&a.ID, &a.Name, (*roleSet)(&a.Roles), &a.Version, (*optionalTime)(&a.CreatedAt), (*optionalTime)(&a.DisabledAt)}
}

// SaveAccount stores roles and DisabledAt and ends the account's sessions, unless nobody would be left
// to manage accounts.
func (db *DB) SaveAccount(ctx context.Context, a staff.Account, e staff.EndedEvent) (ended int, err error) {
	err = db.write(ctx, func(tx *sql.Tx) error {
		err := executeOne(ctx, tx, updateAccount, a.Roles.String(), optionalMicros(a.DisabledAt), a.ID, a.Version)
		if err != nil {
			return changedOrGone(ctx, tx, a.ID, err)
		}
		var administrators int
		if err := tx.QueryRowContext(ctx, selectAdministrators).Scan(&administrators); err != nil {
			return err
		}
		if administrators == 0 {
			return staff.ErrLastAdministrator
		}
		ended, err = endSessions(ctx, tx, a.ID, "", e)
		return err
	})
	return ended, err
}

// SetPassword stores a new hash and ends the account's sessions.
func (db *DB) SetPassword(ctx context.Context, a staff.Account, hash string, e audit.Event) (ended int, err error) {
	err = db.write(ctx, func(tx *sql.Tx) error {
		if err := executeOne(ctx, tx, updatePassword, hash, a.ID, a.Version); err != nil {
			return changedOrGone(ctx, tx, a.ID, err)
		}
		ended, err = endSessions(ctx, tx, a.ID, "", func(int) audit.Event { return e })
		return err
	})
	return ended, err
}

// changedOrGone returns report.ErrConflict when the account has another version, and
// report.ErrNotFound when there is no such account.
func changedOrGone(ctx context.Context, tx *sql.Tx, id string, err error) error {
	if !errors.Is(err, report.ErrNotFound) {
		return err
	}
	var a staff.Account
	if err := tx.QueryRowContext(ctx, selectAccount, id).Scan(accountFields(&a)...); err != nil {
		return err
	}
	return report.ErrConflict
}

// Rehash replaces a hash by another one of the same password, and changes nothing else.
func (db *DB) Rehash(ctx context.Context, id, old, hash string) error {
	return db.write(ctx, func(tx *sql.Tx) error {
		return executeOne(ctx, tx, rehashPassword, hash, id, old)
	})
}

// addAccount stores a new account.
func addAccount(ctx context.Context, tx *sql.Tx, a staff.Account, hash string) error {
	var taken int
	if err := tx.QueryRowContext(ctx, selectNameTaken, a.Name).Scan(&taken); err != nil {
		return err
	}
	if taken > 0 {
		return staff.ErrNameTaken
	}
	_, err := tx.ExecContext(ctx, insertAccount, a.ID, a.Name, a.Roles.String(), hash, a.Version, a.CreatedAt.UnixMicro())
	return err
}
