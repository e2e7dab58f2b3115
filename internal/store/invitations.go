package store

import (
	"context"
	"database/sql"
	"time"

	"lerr/internal/audit"
	"lerr/internal/report"
	"lerr/internal/staff"
)

const (
	linkColumns = `l.id, l.kind, l.roles, coalesce(l.account_id, ''), coalesce(a.name, ''),
		l.issued_by, l.created_at, l.expires_at`

	selectLink = `SELECT ` + linkColumns + `
		FROM links l LEFT JOIN accounts a ON a.id = l.account_id WHERE l.token_digest = $1`

	selectLinks = `SELECT ` + linkColumns + `
		FROM links l LEFT JOIN accounts a ON a.id = l.account_id
		WHERE l.expires_at > $1 ORDER BY l.created_at DESC, l.id`

	insertLink = `INSERT INTO links (id, token_digest, kind, roles, account_id, issued_by, created_at, expires_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`

	deleteLink         = `DELETE FROM links WHERE id = $1`
	deleteSetUpLinks   = `DELETE FROM links WHERE kind = 'set-up'`
	deleteRenewLinks   = `DELETE FROM links WHERE account_id = $1`
	deleteExpiredLinks = `DELETE FROM links WHERE expires_at <= $1`

	renewPassword = `UPDATE accounts SET password = $1, version = version + 1
		WHERE id = $2 AND disabled_at IS NULL`
)

// AddInvitation stores an invitation. There is at most one set-up link, and one to renew each account.
func (db *DB) AddInvitation(ctx context.Context, tokenDigest string, inv staff.Invitation, e audit.Event) error {
	return db.writeAudited(ctx, e, func(tx *sql.Tx) error {
		switch inv.Kind {
		case staff.SetUpInvitation:
			if err := requireNoAccount(ctx, tx); err != nil {
				return err
			}
			if _, err := tx.ExecContext(ctx, deleteSetUpLinks); err != nil {
				return err
			}
		case staff.RenewInvitation:
			if _, err := tx.ExecContext(ctx, deleteRenewLinks, inv.Account.ID); err != nil {
				return err
			}
		}
		account := sql.NullString{String: inv.Account.ID, Valid: inv.Account.ID != ""}
		_, err := tx.ExecContext(ctx, insertLink, inv.ID, tokenDigest, inv.Kind, inv.Roles.String(), account,
			inv.IssuedBy, inv.CreatedAt.UnixMicro(), inv.ExpiresAt.UnixMicro())
		return err
	})
}

// requireNoAccount fails with report.ErrConflict when there is an account.
func requireNoAccount(ctx context.Context, tx *sql.Tx) error {
	var n int
	if err := tx.QueryRowContext(ctx, selectAnyAccount).Scan(&n); err != nil {
		return err
	}
	if n > 0 {
		return report.ErrConflict
	}
	return nil
}

// Invitation returns the invitation of a token, expired or not.
func (db *DB) Invitation(ctx context.Context, tokenDigest string) (staff.Invitation, error) {
	var inv staff.Invitation
	err := db.reader.QueryRowContext(ctx, selectLink, tokenDigest).Scan(invitationFields(&inv)...)
	return inv, translate(err)
}

// Invitations returns the invitations that are valid at a time, newest first.
func (db *DB) Invitations(ctx context.Context, at time.Time) ([]staff.Invitation, error) {
	var list []staff.Invitation
	err := query(ctx, db.reader, selectLinks, func(rows *sql.Rows) error {
		var inv staff.Invitation
		err := rows.Scan(invitationFields(&inv)...)
		list = append(list, inv)
		return err
	}, at.UnixMicro())
	return list, err
}

// invitationFields returns the destinations of linkColumns.
func invitationFields(inv *staff.Invitation) []any {
	return []any{&inv.ID, &inv.Kind, (*roleSet)(&inv.Roles), &inv.Account.ID, &inv.Account.Name,
		&inv.IssuedBy, (*optionalTime)(&inv.CreatedAt), (*optionalTime)(&inv.ExpiresAt)}
}

// RemoveInvitation removes an invitation that has not been used.
func (db *DB) RemoveInvitation(ctx context.Context, id string, e audit.Event) error {
	return db.writeAudited(ctx, e, func(tx *sql.Tx) error { return executeOne(ctx, tx, deleteLink, id) })
}

// UseInvitation removes the invitation, and adds or renews its account.
func (db *DB) UseInvitation(ctx context.Context, inv staff.Invitation, a staff.Account, hash string, e audit.Event) error {
	return db.writeAudited(ctx, e, func(tx *sql.Tx) error {
		if err := executeOne(ctx, tx, deleteLink, inv.ID); err != nil {
			return err
		}
		switch inv.Kind {
		case staff.RenewInvitation:
			return renewAccount(ctx, tx, a.ID, hash)
		case staff.SetUpInvitation:
			if err := requireNoAccount(ctx, tx); err != nil {
				return err
			}
		}
		return addAccount(ctx, tx, a, hash)
	})
}

// renewAccount stores a new hash and deletes the account's factors and sessions.
func renewAccount(ctx context.Context, tx *sql.Tx, id, hash string) error {
	err := executeOne(ctx, tx, renewPassword, hash, id)
	for _, statement := range []string{deleteTOTP, deletePasskeys, deleteRecoveryCodes} {
		if err == nil {
			_, err = tx.ExecContext(ctx, statement, id)
		}
	}
	if err == nil {
		_, err = tx.ExecContext(ctx, deleteSessions, id, "")
	}
	return err
}
