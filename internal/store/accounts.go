package store

import (
	"context"

	"lerr/internal/audit"
	"lerr/internal/report"
	"lerr/internal/staff"
)

const (
	selectAnyAccount = `SELECT count(*) FROM (SELECT 1 FROM accounts LIMIT 1) a`

	accountColumns = `a.id, a.name, a.roles, a.version, a.created_at, a.disabled_at`

	selectAccounts = `SELECT ` + accountColumns + ` FROM accounts a ORDER BY a.name`
	selectAccount  = `SELECT ` + accountColumns + ` FROM accounts a WHERE a.id = $1`
	selectPassword = `SELECT ` + accountColumns + `, a.password FROM accounts a WHERE a.name = $1`

	selectHasAccount = `SELECT count(*) FROM accounts WHERE id = $1`
	selectNameTaken  = `SELECT count(*) FROM accounts WHERE name = $1`

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

var _ staff.Store = (*DB)(nil)

// HasAccounts reports whether there is any account.
func (db *DB) HasAccounts(ctx context.Context) (bool, error) {
	n, err := get(ctx, db.reader, column[int], selectAnyAccount)
	return n > 0, err
}

// Accounts returns all accounts by name.
func (db *DB) Accounts(ctx context.Context) ([]staff.Account, error) {
	return list(ctx, db.reader, accountFields, selectAccounts)
}

// Account returns one account.
func (db *DB) Account(ctx context.Context, id string) (staff.Account, error) {
	return get(ctx, db.reader, accountFields, selectAccount, id)
}

// Password returns the account with a name, and its password's hash.
func (db *DB) Password(ctx context.Context, name string) (a staff.Account, hash string, err error) {
	a, err = get(ctx, db.reader, func(a *staff.Account) []any { return append(accountFields(a), &hash) }, selectPassword, name)
	return a, hash, err
}

// accountFields returns the destinations of accountColumns.
func accountFields(a *staff.Account) []any {
	return []any{&a.ID, &a.Name, scanRoles(&a.Roles), &a.Version, (*moment)(&a.CreatedAt), (*moment)(&a.DisabledAt)}
}

// SaveAccount stores roles and DisabledAt and ends the account's sessions, unless nobody would be left
// to manage accounts.
func (db *DB) SaveAccount(ctx context.Context, a staff.Account, e staff.EndedEvent) (ended int, err error) {
	err = db.write(ctx, func(tx *transaction) {
		tx.updateAccount(a.ID, updateAccount, a.Roles.String(), optionalMicros(a.DisabledAt), a.ID, a.Version)
		if tx.count(selectAdministrators) == 0 {
			tx.fail(staff.ErrLastAdministrator)
		}
		ended = tx.endSessions(a.ID, "", e)
	})
	return ended, err
}

// SetPassword stores a new hash and ends the account's sessions.
func (db *DB) SetPassword(ctx context.Context, a staff.Account, hash string, e audit.Event) (ended int, err error) {
	err = db.write(ctx, func(tx *transaction) {
		tx.updateAccount(a.ID, updatePassword, hash, a.ID, a.Version)
		ended = tx.endSessions(a.ID, "", func(int) audit.Event { return e })
	})
	return ended, err
}

// updateAccount runs an update. If it changes no row, it fails with report.ErrConflict when the
// account has another version, and with report.ErrNotFound when there is no such account.
func (tx *transaction) updateAccount(id, statement string, args ...any) {
	tx.touch(accountRecord, id)
	if tx.exec(statement, args...) == 0 {
		if tx.count(selectHasAccount, id) == 0 {
			tx.fail(report.ErrNotFound)
		}
		tx.fail(report.ErrConflict)
	}
}

// Rehash replaces a hash by another one of the same password, and changes nothing else.
func (db *DB) Rehash(ctx context.Context, id, old, hash string, e audit.Event) error {
	return db.writeAudited(ctx, e, func(tx *transaction) {
		tx.touch(accountRecord, id)
		tx.execOne(rehashPassword, hash, id, old)
	})
}

// addAccount stores a new account.
func (tx *transaction) addAccount(a staff.Account, hash string) {
	if tx.count(selectNameTaken, a.Name) > 0 {
		tx.fail(staff.ErrNameTaken)
	}
	tx.touch(accountRecord, a.ID)
	tx.exec(insertAccount, a.ID, a.Name, a.Roles.String(), hash, a.Version, a.CreatedAt.UnixMicro())
}
