package store

import (
	"context"

	"lerr/internal/audit"
	"lerr/internal/report"
	"lerr/internal/staff"
)

const (
	selectAllTOTP = `SELECT account_id, secret, last_step, created_at FROM totp_keys`
	selectTOTP    = selectAllTOTP + ` WHERE account_id = $1`

	selectPasskeys = `SELECT id, account_id, label, record, sign_count, created_at, used_at
		FROM passkeys WHERE account_id = $1 ORDER BY created_at, id`

	countRecoveryCodes = `SELECT count(*) FROM recovery_codes WHERE account_id = $1`

	countFactors = `SELECT (SELECT count(*) FROM totp_keys WHERE account_id = $1)
		+ (SELECT count(*) FROM passkeys WHERE account_id = $1)`

	insertTOTP = `INSERT INTO totp_keys (account_id, secret, last_step, created_at) VALUES ($1, $2, $3, $4)`
	updateTOTP = `UPDATE totp_keys SET last_step = $1 WHERE account_id = $2 AND last_step < $1`
	deleteTOTP = `DELETE FROM totp_keys WHERE account_id = $1`

	insertPasskey = `INSERT INTO passkeys (id, account_id, label, record, sign_count, created_at, used_at)
		VALUES ($1, $2, $3, $4, $5, $6, NULL)`

	updatePasskey = `UPDATE passkeys SET record = $1, sign_count = $2, used_at = $3
		WHERE id = $4 AND account_id = $5 AND sign_count = $6`

	deletePasskey  = `DELETE FROM passkeys WHERE account_id = $1 AND id = $2`
	deletePasskeys = `DELETE FROM passkeys WHERE account_id = $1`

	insertRecoveryCode  = `INSERT INTO recovery_codes (account_id, code_digest) VALUES ($1, $2)`
	deleteRecoveryCode  = `DELETE FROM recovery_codes WHERE account_id = $1 AND code_digest = $2`
	deleteRecoveryCodes = `DELETE FROM recovery_codes WHERE account_id = $1`
)

// Factors returns the second factors of an account, read in one transaction.
func (db *DB) Factors(ctx context.Context, accountID string) (staff.Factors, error) {
	var f staff.Factors
	err := db.read(ctx, func(tx *transaction) {
		for _, t := range query(tx, totpFields, selectTOTP, accountID) {
			f.TOTPSince = t.CreatedAt
		}
		f.Passkeys = query(tx, passkeyFields, selectPasskeys, accountID)
		f.RecoveryCodes = tx.count(countRecoveryCodes, accountID)
	})
	return f, err
}

// TOTP returns an account's authenticator app.
func (db *DB) TOTP(ctx context.Context, accountID string) (staff.TOTP, error) {
	return get(ctx, db.reader, totpFields, selectTOTP, accountID)
}

// AllTOTP returns the authenticator apps of all accounts.
func (db *DB) AllTOTP(ctx context.Context) ([]staff.TOTP, error) {
	return list(ctx, db.reader, totpFields, selectAllTOTP)
}

func totpFields(t *staff.TOTP) []any {
	return []any{&t.AccountID, &t.Secret, &t.LastStep, (*moment)(&t.CreatedAt)}
}

func passkeyFields(p *staff.Passkey) []any {
	return []any{&p.ID, &p.AccountID, &p.Label, &p.Record, &p.SignCount, (*moment)(&p.CreatedAt), (*moment)(&p.UsedAt)}
}

// SetTOTP stores the app that was set up in a session, and removes an earlier one.
func (db *DB) SetTOTP(ctx context.Context, t staff.TOTP, e staff.Elevation) error {
	return db.enrol(ctx, t.AccountID, e, func(tx *transaction) {
		tx.exec(deleteTOTP, t.AccountID)
		tx.exec(insertTOTP, t.AccountID, t.Secret, t.LastStep, t.CreatedAt.UnixMicro())
	})
}

// AddPasskey stores the passkey that was registered in a session.
func (db *DB) AddPasskey(ctx context.Context, p staff.Passkey, e staff.Elevation) error {
	return db.enrol(ctx, p.AccountID, e, func(tx *transaction) {
		tx.exec(insertPasskey, p.ID, p.AccountID, p.Label, p.Record, p.SignCount, p.CreatedAt.UnixMicro())
	})
}

// enrol stores a new factor by insert. It fails with report.ErrNotFound unless the enrolling session
// still exists. It deletes the account's other incomplete sessions and raises its version, so that a
// concurrent enrolment cannot add a factor.
func (db *DB) enrol(ctx context.Context, accountID string, e staff.Elevation, insert func(tx *transaction)) error {
	return db.write(ctx, func(tx *transaction) {
		if tx.count(countSession, e.Session.ID, accountID) == 0 {
			tx.fail(report.ErrNotFound)
		}
		tx.exec(deleteOpenSessions, accountID, e.Session.ID)
		tx.touch(accountRecord, accountID)
		tx.exec(raiseVersion, accountID)
		insert(tx)
		tx.elevate(e)
	})
}

// UseTOTP stores the time step of an accepted code.
func (db *DB) UseTOTP(ctx context.Context, accountID string, step int64, e staff.Elevation) error {
	return db.useFactor(ctx, accountID, e, updateTOTP, step, accountID)
}

// UsePasskey stores a passkey after its use.
func (db *DB) UsePasskey(ctx context.Context, p staff.Passkey, before uint32, e staff.Elevation) error {
	return db.useFactor(ctx, p.AccountID, e, updatePasskey, p.Record, p.SignCount, optionalMicros(p.UsedAt), p.ID, p.AccountID, before)
}

// UseRecoveryCode removes a code.
func (db *DB) UseRecoveryCode(ctx context.Context, accountID, digest string, e staff.Elevation) error {
	return db.useFactor(ctx, accountID, e, deleteRecoveryCode, accountID, digest)
}

// useFactor runs a statement that must change one row of an account, and elevates the session.
func (db *DB) useFactor(ctx context.Context, accountID string, e staff.Elevation, statement string, args ...any) error {
	return db.write(ctx, func(tx *transaction) {
		tx.touch(accountRecord, accountID)
		tx.execOne(statement, args...)
		tx.elevate(e)
	})
}

// RemoveTOTP removes an account's app, if another factor is left.
func (db *DB) RemoveTOTP(ctx context.Context, accountID string, e audit.Event) error {
	return db.removeFactor(ctx, accountID, e, deleteTOTP, accountID)
}

// RemovePasskey removes a passkey, if another factor is left.
func (db *DB) RemovePasskey(ctx context.Context, accountID, id string, e audit.Event) error {
	return db.removeFactor(ctx, accountID, e, deletePasskey, accountID, id)
}

func (db *DB) removeFactor(ctx context.Context, accountID string, e audit.Event, statement string, args ...any) error {
	return db.writeAudited(ctx, e, func(tx *transaction) {
		tx.touch(accountRecord, accountID)
		tx.execOne(statement, args...)
		if tx.count(countFactors, accountID) == 0 {
			tx.fail(staff.ErrLastFactor)
		}
	})
}

// SetRecoveryCodes replaces all codes of an account.
func (db *DB) SetRecoveryCodes(ctx context.Context, accountID string, digests []string, e audit.Event) error {
	return db.writeAudited(ctx, e, func(tx *transaction) {
		tx.touch(accountRecord, accountID)
		tx.exec(deleteRecoveryCodes, accountID)
		for _, d := range digests {
			tx.exec(insertRecoveryCode, accountID, d)
		}
	})
}
