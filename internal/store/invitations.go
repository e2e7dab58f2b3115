package store

import (
	"context"
	"time"

	"lerr/internal/audit"
	"lerr/internal/report"
	"lerr/internal/staff"
)

const (
	linkColumns = `l.id, l.kind, l.roles, coalesce(l.account_id, ''), coalesce(a.name, ''),
		l.issued_by, l.created_at, l.expires_at, l.note`

	selectLink = `SELECT ` + linkColumns + `
		FROM links l LEFT JOIN accounts a ON a.id = l.account_id WHERE l.token_digest = $1`

	selectLinks = `SELECT ` + linkColumns + `
		FROM links l LEFT JOIN accounts a ON a.id = l.account_id
		WHERE l.expires_at > $1 ORDER BY l.created_at DESC, l.id`

	insertLink = `INSERT INTO links (id, token_digest, kind, roles, account_id, issued_by, created_at, expires_at, note)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`

	deleteLink = `DELETE FROM links WHERE id = $1`

	selectSetUpLinks   = `SELECT id FROM links WHERE kind = 'set-up'`
	selectRenewLinks   = `SELECT id FROM links WHERE account_id = $1`
	selectExpiredLinks = `SELECT id FROM links WHERE expires_at <= $1`

	renewPassword = `UPDATE accounts SET password = $1, version = version + 1
		WHERE id = $2 AND disabled_at IS NULL`
)

// AddInvitation stores an invitation. There is at most one set-up link, and one to renew each account.
func (db *DB) AddInvitation(ctx context.Context, tokenDigest string, inv staff.Invitation, e audit.Event) error {
	return db.writeAudited(ctx, e, func(tx *transaction) {
		switch inv.Kind {
		case staff.SetUpInvitation:
			tx.requireNoAccount()
			tx.removeLinks(selectSetUpLinks)
		case staff.RenewInvitation:
			tx.removeLinks(selectRenewLinks, inv.Account.ID)
		}
		tx.touch(invitationRecord, inv.ID)
		tx.exec(insertLink, inv.ID, tokenDigest, inv.Kind, inv.Roles.String(), nullable(inv.Account.ID),
			inv.IssuedBy, inv.CreatedAt.UnixMicro(), inv.ExpiresAt.UnixMicro(), inv.Note)
	})
}

// requireNoAccount fails with report.ErrConflict when there is an account.
func (tx *transaction) requireNoAccount() {
	if tx.count(selectAnyAccount) > 0 {
		tx.fail(report.ErrConflict)
	}
}

// Invitation returns the invitation of a token, expired or not.
func (db *DB) Invitation(ctx context.Context, tokenDigest string) (staff.Invitation, error) {
	return get(ctx, db.reader, invitationFields, selectLink, tokenDigest)
}

// Invitations returns the invitations that are valid at a time, newest first.
func (db *DB) Invitations(ctx context.Context, at time.Time) ([]staff.Invitation, error) {
	return list(ctx, db.reader, invitationFields, selectLinks, at.UnixMicro())
}

// invitationFields returns the destinations of linkColumns.
func invitationFields(inv *staff.Invitation) []any {
	return []any{&inv.ID, &inv.Kind, scanRoles(&inv.Roles), &inv.Account.ID, &inv.Account.Name,
		&inv.IssuedBy, (*moment)(&inv.CreatedAt), (*moment)(&inv.ExpiresAt), &inv.Note}
}

// RemoveInvitation removes an invitation that has not been used.
func (db *DB) RemoveInvitation(ctx context.Context, id string, e audit.Event) error {
	return db.writeAudited(ctx, e, func(tx *transaction) {
		tx.touch(invitationRecord, id)
		tx.execOne(deleteLink, id)
	})
}

// removeLinks removes the links whose IDs a statement selects, and returns their number.
func (tx *transaction) removeLinks(selectIDs string, args ...any) int {
	ids := query(tx, column[string], selectIDs, args...)
	for _, id := range ids {
		tx.touch(invitationRecord, id)
		tx.exec(deleteLink, id)
	}
	return len(ids)
}

// UseInvitation removes the invitation, and adds or renews its account.
func (db *DB) UseInvitation(ctx context.Context, inv staff.Invitation, a staff.Account, hash string, e audit.Event) error {
	return db.writeAudited(ctx, e, func(tx *transaction) {
		tx.touch(invitationRecord, inv.ID)
		tx.execOne(deleteLink, inv.ID)
		if inv.Kind == staff.RenewInvitation {
			tx.renewAccount(a.ID, hash)
			return
		}
		if inv.Kind == staff.SetUpInvitation {
			tx.requireNoAccount()
		}
		tx.addAccount(a, hash)
	})
}

// renewAccount stores a new hash and deletes the account's factors and sessions.
func (tx *transaction) renewAccount(id, hash string) {
	tx.touch(accountRecord, id)
	tx.execOne(renewPassword, hash, id)
	tx.exec(deleteTOTP, id)
	tx.exec(deletePasskeys, id)
	tx.exec(deleteRecoveryCodes, id)
	tx.exec(deleteSessions, id, "")
}
