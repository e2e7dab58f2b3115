package store

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"

	"lerr/internal/staff"
)

const (
	selectTyped = `SELECT account_id, page, typed_at, fields FROM typed_input WHERE account_id = $1 AND page = $2`

	replaceTyped = `INSERT INTO typed_input (account_id, page, typed_at, fields) VALUES ($1, $2, $3, $4)
		ON CONFLICT (account_id, page) DO UPDATE SET typed_at = excluded.typed_at, fields = excluded.fields`

	deleteOldTyped = `DELETE FROM typed_input WHERE account_id = $1 AND page NOT IN
		(SELECT page FROM typed_input WHERE account_id = $1 ORDER BY typed_at DESC, page LIMIT $2)`

	deleteTyped = `DELETE FROM typed_input WHERE account_id = $1 AND page = $2`

	deleteForgottenTyped = `DELETE FROM typed_input WHERE typed_at <= $1`

	selectEnded = `SELECT account_id FROM ended_sessions WHERE token_digest = $1`

	insertEnded = `INSERT INTO ended_sessions (token_digest, account_id, ended_at)
		SELECT token_digest, account_id, $1 FROM sessions WHERE step = 'full' AND (expires_at <= $1 OR seen_at <= $2)`

	deleteEnded = `DELETE FROM ended_sessions WHERE ended_at <= $1`
)

// SaveTyped stores the input, in place of the same page's, and deletes all but the account's newest staff.TypedPages.
func (db *DB) SaveTyped(ctx context.Context, input staff.TypedInput) error {
	fields, err := json.Marshal(input.Fields)
	if err != nil {
		return fmt.Errorf("write typed input: %w", err)
	}
	return db.write(ctx, func(tx *transaction) {
		tx.exec(replaceTyped, input.AccountID, input.Page, input.At.UnixMicro(), string(fields))
		tx.exec(deleteOldTyped, input.AccountID, staff.TypedPages)
	})
}

// Typed returns the input of a page.
func (db *DB) Typed(ctx context.Context, accountID, page string) (staff.TypedInput, error) {
	return get(ctx, db.reader, typedFields, selectTyped, accountID, page)
}

func typedFields(i *staff.TypedInput) []any {
	return []any{&i.AccountID, &i.Page, (*moment)(&i.At), parsed[url.Values]{&i.Fields, func(text string) (fields url.Values, err error) {
		err = json.Unmarshal([]byte(text), &fields)
		return fields, err
	}}}
}

// DeleteTyped deletes the input of a page, if there is any.
func (db *DB) DeleteTyped(ctx context.Context, accountID, page string) error {
	return db.write(ctx, func(tx *transaction) { tx.exec(deleteTyped, accountID, page) })
}

// EndedSession returns the ID of the account whose expired session had the token.
func (db *DB) EndedSession(ctx context.Context, tokenDigest string) (accountID string, err error) {
	return get(ctx, db.reader, column[string], selectEnded, tokenDigest)
}
