package store

import (
	"context"

	"lerr/internal/staff"
)

const (
	selectCeremony = `SELECT session_id, kind, data, expires_at FROM ceremonies WHERE session_id = $1 AND kind = $2`

	insertCeremony = `INSERT INTO ceremonies (kind, data, expires_at, session_id)
		SELECT $1, $2, $3, id FROM sessions WHERE id = $4`

	deleteCeremony = `DELETE FROM ceremonies WHERE session_id = $1 AND kind = $2`
)

// SetCeremony replaces the session's ceremony of its kind. It fails with report.ErrNotFound when the
// session has ended.
func (db *DB) SetCeremony(ctx context.Context, c staff.Ceremony) error {
	return db.write(ctx, func(tx *transaction) {
		tx.exec(deleteCeremony, c.SessionID, c.Kind)
		tx.execOne(insertCeremony, c.Kind, c.Data, c.ExpiresAt.UnixMicro(), c.SessionID)
	})
}

// Ceremony returns a session's ceremony of a kind, expired or not.
func (db *DB) Ceremony(ctx context.Context, sessionID string, k staff.CeremonyKind) (staff.Ceremony, error) {
	return get(ctx, db.reader, func(c *staff.Ceremony) []any {
		return []any{&c.SessionID, &c.Kind, &c.Data, (*moment)(&c.ExpiresAt)}
	}, selectCeremony, sessionID, k)
}

// EndCeremony removes a ceremony.
func (db *DB) EndCeremony(ctx context.Context, sessionID string, k staff.CeremonyKind) error {
	return db.write(ctx, func(tx *transaction) { tx.execOne(deleteCeremony, sessionID, k) })
}
