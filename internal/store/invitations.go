package store

import (
	"context"
	"database/sql"
	"time"

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

// AddInvitation stores a link. Of set-up links, and of those that renew one account, there is one at most.
func (db *DB) AddInvitation(ctx context.Context, tokenDigest string, l staff.Invitation) error {
	return db.write(ctx, func(tx *sql.Tx) error {
		switch l.Kind {
		case staff.SetUpInvitation:
			if err := wantNoAccount(ctx, tx); err != nil {
				return err
			}
			if _, err := tx.ExecContext(ctx, deleteSetUpLinks); err != nil {
				return err
			}
		case staff.RenewInvitation:
			if _, err := tx.ExecContext(ctx, deleteRenewLinks, l.Account.ID); err != nil {
				return err
			}
		}
		account := sql.NullString{String: l.Account.ID, Valid: l.Account.ID != ""}
		_, err := tx.ExecContext(ctx, insertLink, l.ID, tokenDigest, l.Kind, l.Roles.String(), account,
			l.IssuedBy, l.CreatedAt.UnixMicro(), l.ExpiresAt.UnixMicro())
		return err
	})
}

// wantNoAccount keeps a set-up link from making a second first account.
func wantNoAccount(ctx context.Context, tx *sql.Tx) error {
	var n int
	if err := tx.QueryRowContext(ctx, selectAnyAccount).Scan(&n); err != nil {
		return err
	}
	if n > 0 {
		return report.ErrConflict
	}
	return nil
}

// Link is the link of a token, expired or not.
func (db *DB) Invitation(ctx context.Context, tokenDigest string) (staff.Invitation, error) {
	var l staff.Invitation
	err := db.reader.QueryRowContext(ctx, selectLink, tokenDigest).Scan(linkFields(&l)...)
	return l, translate(err)
}

// Links lists the links that are good at a time, newest first.
func (db *DB) Invitations(ctx context.Context, at time.Time) ([]staff.Invitation, error) {
	var links []staff.Invitation
	err := query(ctx, db.reader, selectLinks, func(rows *sql.Rows) error {
		var l staff.Invitation
		err := rows.Scan(linkFields(&l)...)
		links = append(links, l)
		return err
	}, at.UnixMicro())
	return links, err
}

// linkFields are what linkColumns are scanned into.
func linkFields(l *staff.Invitation) []any {
	return []any{&l.ID, &l.Kind, (*roleSet)(&l.Roles), &l.Account.ID, &l.Account.Name,
		&l.IssuedBy, (*optionalTime)(&l.CreatedAt), (*optionalTime)(&l.ExpiresAt)}
}

// RemoveInvitation removes a link that has not been used.
func (db *DB) RemoveInvitation(ctx context.Context, id string) error {
	return db.write(ctx, func(tx *sql.Tx) error { return executeOne(ctx, tx, deleteLink, id) })
}

// UseInvitation removes the link and does what it is for, or nothing.
func (db *DB) UseInvitation(ctx context.Context, l staff.Invitation, a staff.Account, hash string) error {
	return db.write(ctx, func(tx *sql.Tx) error {
		if err := executeOne(ctx, tx, deleteLink, l.ID); err != nil {
			return err
		}
		switch l.Kind {
		case staff.RenewInvitation:
			return renewAccount(ctx, tx, a.ID, hash)
		case staff.SetUpInvitation:
			if err := wantNoAccount(ctx, tx); err != nil {
				return err
			}
		}
		return addAccount(ctx, tx, a, hash)
	})
}

// renewAccount leaves nothing of an account's old secrets.
func renewAccount(ctx context.Context, tx *sql.Tx, id, hash string) error {
	if err := executeOne(ctx, tx, renewPassword, hash, id); err != nil {
		return err
	}
	for _, statement := range []string{deleteTOTP, deletePasskeys, deleteRecoveryCodes} {
		if _, err := tx.ExecContext(ctx, statement, id); err != nil {
			return err
		}
	}
	_, err := tx.ExecContext(ctx, deleteSessions, id, "")
	return err
}
