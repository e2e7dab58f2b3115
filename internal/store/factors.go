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
	selectTOTP = `SELECT account_id, secret, last_step, created_at FROM totp_keys WHERE account_id = $1`

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
	tx, err := db.reader.BeginTx(ctx, nil)
	if err != nil {
		return f, translate(err)
	}
	var t staff.TOTP
	err = translate(tx.QueryRowContext(ctx, selectTOTP, accountID).Scan(totpFields(&t)...))
	f.TOTPSince = t.CreatedAt
	if err == nil || errors.Is(err, report.ErrNotFound) {
		err = query(ctx, tx, selectPasskeys, func(rows *sql.Rows) error {
			var p staff.Passkey
			err := rows.Scan(&p.ID, &p.AccountID, &p.Label, &p.Record, &p.SignCount,
				(*optionalTime)(&p.CreatedAt), (*optionalTime)(&p.UsedAt))
			f.Passkeys = append(f.Passkeys, p)
			return err
		}, accountID)
	}
	if err == nil {
		err = translate(tx.QueryRowContext(ctx, countRecoveryCodes, accountID).Scan(&f.RecoveryCodes))
	}
	return f, errors.Join(err, ignoreDone(tx.Rollback()))
}

// TOTP returns an account's authenticator app.
func (db *DB) TOTP(ctx context.Context, accountID string) (staff.TOTP, error) {
	var t staff.TOTP
	err := db.reader.QueryRowContext(ctx, selectTOTP, accountID).Scan(totpFields(&t)...)
	return t, translate(err)
}

func totpFields(t *staff.TOTP) []any {
	return []any{&t.AccountID, &t.Secret, &t.LastStep, (*optionalTime)(&t.CreatedAt)}
}

// SetTOTP stores the app that was set up in a session, and removes an earlier one.
func (db *DB) SetTOTP(ctx context.Context, t staff.TOTP, e staff.Elevation) error {
	return db.enrol(ctx, t.AccountID, e, func(tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, deleteTOTP, t.AccountID); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, insertTOTP, t.AccountID, t.Secret, t.LastStep, t.CreatedAt.UnixMicro())
		return err
	})
}

// AddPasskey stores the passkey that was registered in a session.
func (db *DB) AddPasskey(ctx context.Context, p staff.Passkey, e staff.Elevation) error {
	return db.enrol(ctx, p.AccountID, e, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, insertPasskey, p.ID, p.AccountID, p.Label, p.Record, p.SignCount, p.CreatedAt.UnixMicro())
		return err
	})
}

// enrol stores a new factor by insert. It fails with report.ErrNotFound unless the enrolling session
// still exists. It deletes the account's other incomplete sessions and raises its version, so that a
// concurrent enrolment cannot add a factor.
func (db *DB) enrol(ctx context.Context, accountID string, e staff.Elevation, insert func(tx *sql.Tx) error) error {
	return db.write(ctx, func(tx *sql.Tx) error {
		var n int
		if err := tx.QueryRowContext(ctx, countSession, e.Session.ID, accountID).Scan(&n); err != nil {
			return err
		}
		if n == 0 {
			return report.ErrNotFound
		}
		if _, err := tx.ExecContext(ctx, deleteOpenSessions, accountID, e.Session.ID); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, raiseVersion, accountID); err != nil {
			return err
		}
		if err := insert(tx); err != nil {
			return err
		}
		return elevate(ctx, tx, e)
	})
}

// UseTOTP stores the time step of an accepted code.
func (db *DB) UseTOTP(ctx context.Context, accountID string, step int64, e staff.Elevation) error {
	return db.useFactor(ctx, e, updateTOTP, step, accountID)
}

// UsePasskey stores a passkey after its use.
func (db *DB) UsePasskey(ctx context.Context, p staff.Passkey, before uint32, e staff.Elevation) error {
	return db.useFactor(ctx, e, updatePasskey, p.Record, p.SignCount, optionalMicros(p.UsedAt), p.ID, p.AccountID, before)
}

// UseRecoveryCode removes a code.
func (db *DB) UseRecoveryCode(ctx context.Context, accountID, digest string, e staff.Elevation) error {
	return db.useFactor(ctx, e, deleteRecoveryCode, accountID, digest)
}

// useFactor runs a statement that must change one row, and elevates the session.
func (db *DB) useFactor(ctx context.Context, e staff.Elevation, statement string, args ...any) error {
	return db.write(ctx, func(tx *sql.Tx) error {
		if err := executeOne(ctx, tx, statement, args...); err != nil {
			return err
		}
		return elevate(ctx, tx, e)
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
	return db.writeAudited(ctx, e, func(tx *sql.Tx) error {
		if err := executeOne(ctx, tx, statement, args...); err != nil {
			return err
		}
		var left int
		if err := tx.QueryRowContext(ctx, countFactors, accountID).Scan(&left); err != nil {
			return err
		}
		if left == 0 {
			return staff.ErrLastFactor
		}
		return nil
	})
}

// SetRecoveryCodes replaces all codes of an account.
func (db *DB) SetRecoveryCodes(ctx context.Context, accountID string, digests []string, e audit.Event) error {
	return db.writeAudited(ctx, e, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, deleteRecoveryCodes, accountID)
		for _, d := range digests {
			if err == nil {
				_, err = tx.ExecContext(ctx, insertRecoveryCode, accountID, d)
			}
		}
		return err
	})
}
