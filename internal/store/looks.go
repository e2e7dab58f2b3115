package store

import (
	"context"
	"encoding/json"
	"fmt"

	"lerr/internal/publish"
)

const (
	selectLooks = `SELECT draft_id, person, digest, at, items FROM looks WHERE draft_id = $1 AND person = $2 ORDER BY at DESC, digest`

	upsertLook = `INSERT INTO looks (draft_id, person, digest, at, items) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (draft_id, person, digest) DO UPDATE SET at = excluded.at, items = excluded.items`

	deleteLook = `DELETE FROM looks WHERE draft_id = $1 AND person = $2 AND digest = $3`
)

// keptLooks is the number of looks of a person at a draft that are kept: at what it is, and at what it was.
const keptLooks = 2

// Looks returns a person's last looks at a draft, the newest first.
func (db *DB) Looks(ctx context.Context, draft, person string) ([]publish.Look, error) {
	return list(ctx, db.reader, lookFields, selectLooks, draft, person)
}

// SaveLook stores a person's look at a draft. It replaces one at the same content, and removes what is older than
// the last two.
func (db *DB) SaveLook(ctx context.Context, l publish.Look) error {
	items, err := json.Marshal(l.Items)
	if err != nil {
		return fmt.Errorf("write look: %w", err)
	}
	return db.write(ctx, func(tx *transaction) {
		tx.exec(upsertLook, l.Draft, l.Person, l.Digest, micros(l.At), string(items))
		for i, old := range query(tx, lookFields, selectLooks, l.Draft, l.Person) {
			if i >= keptLooks {
				tx.exec(deleteLook, old.Draft, old.Person, old.Digest)
			}
		}
	})
}

func lookFields(l *publish.Look) []any {
	return []any{&l.Draft, &l.Person, &l.Digest, (*moment)(&l.At), parsed[[]publish.Item]{&l.Items, func(text string) (items []publish.Item, err error) {
		return items, json.Unmarshal([]byte(text), &items)
	}}}
}
