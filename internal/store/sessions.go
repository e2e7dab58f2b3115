package store

import (
	"context"
	"time"

	"lerr/internal/audit"
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

// AddSession stores a session if its account is enabled and has not changed since it was read.
func (db *DB) AddSession(ctx context.Context, tokenDigest string, s staff.Session) error {
	return db.write(ctx, func(tx *transaction) {
		tx.execOne(insertSession, s.ID, tokenDigest, s.Step, s.Client.Address, s.Client.Agent,
			s.CreatedAt.UnixMicro(), s.SeenAt.UnixMicro(), s.ExpiresAt.UnixMicro(), optionalMicros(s.SteppedUpAt),
			s.Account.ID, s.Account.Version)
	})
}

// Session returns the session of a token with its account, expired or not.
func (db *DB) Session(ctx context.Context, tokenDigest string) (staff.Session, error) {
	return get(ctx, db.reader, sessionFields, selectSession, tokenDigest)
}

// Sessions returns the sessions of an account, the last seen first.
func (db *DB) Sessions(ctx context.Context, accountID string) ([]staff.Session, error) {
	return list(ctx, db.reader, sessionFields, selectSessions, accountID)
}

// sessionFields returns the destinations of sessionColumns and accountColumns.
func sessionFields(s *staff.Session) []any {
	return append([]any{&s.ID, &s.Step, &s.Client.Address, &s.Client.Agent, (*moment)(&s.CreatedAt),
		(*moment)(&s.SeenAt), (*moment)(&s.ExpiresAt), (*moment)(&s.SteppedUpAt)},
		accountFields(&s.Account)...)
}

// elevate replaces a session's token, step and times, and writes the event of the elevation.
func (tx *transaction) elevate(e staff.Elevation) {
	s := e.Session
	if tx.exec(replaceSession, e.NewDigest, s.Step, s.CreatedAt.UnixMicro(), s.SeenAt.UnixMicro(),
		s.ExpiresAt.UnixMicro(), optionalMicros(s.SteppedUpAt), e.OldDigest) == 0 {
		tx.fail(staff.ErrNoSession)
	}
	tx.addEvents(e.Event)
}

// TouchSession stores when a session was last seen, unless a later time is stored.
func (db *DB) TouchSession(ctx context.Context, id string, seen time.Time) error {
	return db.write(ctx, func(tx *transaction) { tx.exec(touchSession, seen.UnixMicro(), id) })
}

// EndSession ends one session of an account.
func (db *DB) EndSession(ctx context.Context, accountID, id string, e audit.Event) error {
	return db.writeAudited(ctx, e, func(tx *transaction) { tx.execOne(deleteSession, accountID, id) })
}

// EndSessions ends all sessions of an account, except one unless except is "".
func (db *DB) EndSessions(ctx context.Context, accountID, except string, e staff.EndedEvent) (ended int, err error) {
	err = db.write(ctx, func(tx *transaction) { ended = tx.endSessions(accountID, except, e) })
	return ended, err
}

// endSessions deletes an account's sessions except one, and writes the event of their number.
func (tx *transaction) endSessions(accountID, except string, e staff.EndedEvent) int {
	ended := tx.exec(deleteSessions, accountID, except)
	tx.addEvents(e(ended))
	return ended
}

// Purge deletes what has expired, so that neither a table nor a stolen copy holds more than needed.
// It writes the event of expired invitations if there are any.
func (db *DB) Purge(ctx context.Context, at, idle time.Time, expired staff.EndedEvent) error {
	return db.write(ctx, func(tx *transaction) {
		tx.exec(deleteEnded, at.Add(-staff.EndedLimit).UnixMicro())
		tx.exec(insertEnded, at.UnixMicro(), idle.UnixMicro())
		tx.exec(deleteExpiredSessions, at.UnixMicro(), idle.UnixMicro())
		tx.exec(deleteForgottenTyped, at.Add(-staff.TypedLimit).UnixMicro())
		if n := tx.removeLinks(selectExpiredLinks, at.UnixMicro()); n > 0 {
			tx.addEvents(expired(n))
		}
		tx.exec(deleteExpiredCeremonies, at.UnixMicro())
	})
}
