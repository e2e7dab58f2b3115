package store

import (
	"context"
	"database/sql"
	"errors"

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

// Factors is what second factors an account has, all of one moment.
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

// TOTP is an account's authenticator app.
func (db *DB) TOTP(ctx context.Context, accountID string) (staff.TOTP, error) {
	var t staff.TOTP
	err := db.reader.QueryRowContext(ctx, selectTOTP, accountID).Scan(totpFields(&t)...)
	return t, translate(err)
}

func totpFields(t *staff.TOTP) []any {
	return []any{&t.AccountID, &t.Secret, &t.LastStep, (*optionalTime)(&t.CreatedAt)}
}

// SetTOTP stores the app that was set up in a session, in place of the one that was there.
func (db *DB) SetTOTP(ctx context.Context, sessionID string, t staff.TOTP) error {
	return db.write(ctx, func(tx *sql.Tx) error {
		if err := enrolledIn(ctx, tx, sessionID, t.AccountID); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, deleteTOTP, t.AccountID); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, insertTOTP, t.AccountID, t.Secret, t.LastStep, t.CreatedAt.UnixMicro())
		return err
	})
}

// AddPasskey stores the passkey that was registered in a session.
func (db *DB) AddPasskey(ctx context.Context, sessionID string, p staff.Passkey) error {
	return db.write(ctx, func(tx *sql.Tx) error {
		if err := enrolledIn(ctx, tx, sessionID, p.AccountID); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, insertPasskey, p.ID, p.AccountID, p.Label, p.Record, p.SignCount, p.CreatedAt.UnixMicro())
		return err
	})
}

// enrolledIn wants the session to be there still, and makes whatever else waits for this account's
// first factor worthless: sessions that are not full, and those that are being made right now.
func enrolledIn(ctx context.Context, tx *sql.Tx, sessionID, accountID string) error {
	var n int
	if err := tx.QueryRowContext(ctx, countSession, sessionID, accountID).Scan(&n); err != nil {
		return err
	}
	if n == 0 {
		return report.ErrNotFound
	}
	if _, err := tx.ExecContext(ctx, deleteOpenSessions, accountID, sessionID); err != nil {
		return err
	}
	_, err := tx.ExecContext(ctx, raiseVersion, accountID)
	return err
}

// UseTOTP writes down the step of an accepted code.
func (db *DB) UseTOTP(ctx context.Context, accountID string, step int64) error {
	return db.write(ctx, func(tx *sql.Tx) error { return executeOne(ctx, tx, updateTOTP, step, accountID) })
}

// UsePasskey stores a passkey after its use.
func (db *DB) UsePasskey(ctx context.Context, p staff.Passkey, before uint32) error {
	return db.write(ctx, func(tx *sql.Tx) error {
		return executeOne(ctx, tx, updatePasskey, p.Record, p.SignCount, optionalMicros(p.UsedAt), p.ID, p.AccountID, before)
	})
}

// RemoveTOTP removes an account's app, if another factor is left.
func (db *DB) RemoveTOTP(ctx context.Context, accountID string) error {
	return db.removeFactor(ctx, accountID, deleteTOTP, accountID)
}

// RemovePasskey removes a passkey, if another factor is left.
func (db *DB) RemovePasskey(ctx context.Context, accountID, id string) error {
	return db.removeFactor(ctx, accountID, deletePasskey, accountID, id)
}

func (db *DB) removeFactor(ctx context.Context, accountID, statement string, args ...any) error {
	return db.write(ctx, func(tx *sql.Tx) error {
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

// SetRecoveryCodes replaces all of an account's codes.
func (db *DB) SetRecoveryCodes(ctx context.Context, accountID string, digests []string) error {
	return db.write(ctx, func(tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, deleteRecoveryCodes, accountID); err != nil {
			return err
		}
		for _, d := range digests {
			if _, err := tx.ExecContext(ctx, insertRecoveryCode, accountID, d); err != nil {
				return err
			}
		}
		return nil
	})
}

// UseRecoveryCode removes a code that was given.
func (db *DB) UseRecoveryCode(ctx context.Context, accountID, digest string) error {
	return db.write(ctx, func(tx *sql.Tx) error {
		return executeOne(ctx, tx, deleteRecoveryCode, accountID, digest)
	})
}
