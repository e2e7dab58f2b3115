package store

import (
	"context"
	"database/sql"
	"time"

	"lerr/internal/staff"
)

const (
	sessionColumns = `s.id, s.step, s.address, s.agent, s.created_at, s.seen_at, s.expires_at, s.stepped_up_at`

	selectSession = `SELECT ` + sessionColumns + `, ` + accountColumns + `
		FROM sessions s JOIN accounts a ON a.id = s.account_id WHERE s.token_digest = $1`

	selectSessions = `SELECT ` + sessionColumns + `, ` + accountColumns + `
		FROM sessions s JOIN accounts a ON a.id = s.account_id
		WHERE s.account_id = $1 ORDER BY s.seen_at DESC, s.id`

	countSession = `SELECT count(*) FROM sessions WHERE id = $1 AND account_id = $2`

	insertSession = `INSERT INTO sessions (id, token_digest, account_id, step, address, agent,
			created_at, seen_at, expires_at, stepped_up_at)
		SELECT $1, $2, a.id, $3, $4, $5, $6, $7, $8, $9 FROM accounts a
		WHERE a.id = $10 AND a.version = $11 AND a.disabled_at IS NULL`

	replaceSession = `UPDATE sessions SET token_digest = $1, step = $2, created_at = $3, seen_at = $4,
			expires_at = $5, stepped_up_at = $6
		WHERE token_digest = $7`

	touchSession = `UPDATE sessions SET seen_at = $1 WHERE id = $2 AND seen_at < $1`

	deleteSession      = `DELETE FROM sessions WHERE account_id = $1 AND id = $2`
	deleteSessions     = `DELETE FROM sessions WHERE account_id = $1 AND id <> $2`
	deleteOpenSessions = `DELETE FROM sessions WHERE account_id = $1 AND id <> $2 AND step <> 'full'`

	deleteExpiredSessions   = `DELETE FROM sessions WHERE expires_at <= $1 OR seen_at <= $2`
	deleteExpiredCeremonies = `DELETE FROM ceremonies WHERE expires_at <= $1`
)

// AddSession stores a session, if its account is still as it was when the person proved to be it.
func (db *DB) AddSession(ctx context.Context, tokenDigest string, s staff.Session) error {
	return db.write(ctx, func(tx *sql.Tx) error {
		return executeOne(ctx, tx, insertSession, s.ID, tokenDigest, s.Step, s.Client.Address, s.Client.Agent,
			s.CreatedAt.UnixMicro(), s.SeenAt.UnixMicro(), s.ExpiresAt.UnixMicro(), optionalMicros(s.SteppedUpAt),
			s.Account.ID, s.Account.Version)
	})
}

// Session is the session of a token with its account, expired or not.
func (db *DB) Session(ctx context.Context, tokenDigest string) (staff.Session, error) {
	var s staff.Session
	err := db.reader.QueryRowContext(ctx, selectSession, tokenDigest).Scan(sessionFields(&s)...)
	return s, translate(err)
}

// Sessions lists an account's sessions, the one seen last first.
func (db *DB) Sessions(ctx context.Context, accountID string) ([]staff.Session, error) {
	var sessions []staff.Session
	err := query(ctx, db.reader, selectSessions, func(rows *sql.Rows) error {
		var s staff.Session
		err := rows.Scan(sessionFields(&s)...)
		sessions = append(sessions, s)
		return err
	}, accountID)
	return sessions, err
}

// sessionFields are what sessionColumns and accountColumns are scanned into.
func sessionFields(s *staff.Session) []any {
	return append([]any{&s.ID, &s.Step, &s.Client.Address, &s.Client.Agent, (*optionalTime)(&s.CreatedAt),
		(*optionalTime)(&s.SeenAt), (*optionalTime)(&s.ExpiresAt), (*optionalTime)(&s.SteppedUpAt)},
		accountFields(&s.Account)...)
}

// ReplaceSession gives a session a new token, step and times. The old token is worth nothing then.
func (db *DB) ReplaceSession(ctx context.Context, oldDigest, newDigest string, s staff.Session) error {
	return db.write(ctx, func(tx *sql.Tx) error {
		return executeOne(ctx, tx, replaceSession, newDigest, s.Step, s.CreatedAt.UnixMicro(), s.SeenAt.UnixMicro(),
			s.ExpiresAt.UnixMicro(), optionalMicros(s.SteppedUpAt), oldDigest)
	})
}

// TouchSession writes down when a session was seen; it never goes back.
func (db *DB) TouchSession(ctx context.Context, id string, seen time.Time) error {
	return db.write(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, touchSession, seen.UnixMicro(), id)
		return err
	})
}

// EndSession ends one session of an account.
func (db *DB) EndSession(ctx context.Context, accountID, id string) error {
	return db.write(ctx, func(tx *sql.Tx) error { return executeOne(ctx, tx, deleteSession, accountID, id) })
}

// EndSessions ends all of an account's sessions but one.
func (db *DB) EndSessions(ctx context.Context, accountID, except string) (ended int, err error) {
	err = db.write(ctx, func(tx *sql.Tx) error {
		ended, err = execute(ctx, tx, deleteSessions, accountID, except)
		return err
	})
	return ended, err
}

// Purge removes what has expired, so that neither a table nor a stolen copy holds more than it must.
func (db *DB) Purge(ctx context.Context, at, idle time.Time) error {
	return db.write(ctx, func(tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, deleteExpiredSessions, at.UnixMicro(), idle.UnixMicro()); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, deleteExpiredLinks, at.UnixMicro()); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, deleteExpiredCeremonies, at.UnixMicro())
		return err
	})
}
