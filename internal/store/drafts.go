package store

import (
	"context"
	"encoding/json"
	"fmt"

	"lerr/internal/audit"
	"lerr/internal/notify"
	"lerr/internal/publish"
	"lerr/internal/report"
)

const (
	selectDrafts = `SELECT content FROM drafts ORDER BY created_at DESC, id`

	selectScheduled = `SELECT content FROM drafts WHERE state = 'scheduled' ORDER BY release_at, id`

	selectDraft = `SELECT content FROM drafts WHERE id = $1`

	insertDraft = `INSERT INTO drafts (id, version, state, period, submitted_by, approved_by, direct, release_at, created_at, content)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`

	deleteApprover = `DELETE FROM draft_people WHERE draft_id = $1 AND action = 'approved'`

	insertChanger = `INSERT INTO draft_people (draft_id, person, action) VALUES ($1, $2, 'changed')
		ON CONFLICT (draft_id, person) DO NOTHING`

	insertApprover = `INSERT INTO draft_people (draft_id, person, action) VALUES ($1, $2, 'approved')`

	updateDraft = `UPDATE drafts SET version = $2, state = $3, period = $4, submitted_by = $5, approved_by = $6,
			direct = $7, release_at = $8, content = $9
		WHERE id = $1 AND version = $2 - 1 AND state <> 'published' AND (state <> 'discarded' OR $3 = 'open')`
)

// Drafts returns every draft, newest first.
func (db *DB) Drafts(ctx context.Context) ([]publish.Draft, error) {
	return list(ctx, db.reader, draftFields, selectDrafts)
}

// Scheduled returns the scheduled drafts, the next release first.
func (db *DB) Scheduled(ctx context.Context) ([]publish.Draft, error) {
	return list(ctx, db.reader, draftFields, selectScheduled)
}

// Draft returns the draft with that id, or report.ErrNotFound.
func (db *DB) Draft(ctx context.Context, id string) (publish.Draft, error) {
	d, err := get(ctx, db.reader, draftFields, selectDraft, id)
	if err != nil {
		return d, fmt.Errorf("draft %s: %w", id, err)
	}
	return d, nil
}

func draftFields(d *publish.Draft) []any {
	return []any{parsed[publish.Draft]{d, func(content string) (read publish.Draft, err error) {
		err = json.Unmarshal([]byte(content), &read)
		read.Edition.InferUnits() // up to November 2026, drafts did not hold what their outcomes count
		return read, err
	}}}
}

// SaveDraft stores a draft with an event and what staff are told of it. Version 1 is a new draft; any other version replaces the
// one before it. If that is not the stored one, it fails with report.ErrConflict.
func (db *DB) SaveDraft(ctx context.Context, d publish.Draft, e audit.Event, messages ...notify.Message) error {
	return db.writeAudited(ctx, e, func(tx *transaction) {
		tx.saveDraft(d)
		tx.addMessages(messages...)
	})
}

func (tx *transaction) saveDraft(d publish.Draft) {
	tx.touch(draftRecord, d.ID)
	content, err := json.Marshal(d)
	if err != nil {
		tx.fail(fmt.Errorf("write draft: %w", err))
	}
	period := d.Edition.Period.String()
	if d.Version == 1 {
		tx.exec(insertDraft, d.ID, d.Version, d.State, period,
			d.SubmittedBy, d.ApprovedBy, d.Direct, micros(d.ReleaseAt), micros(d.CreatedAt), string(content))
	} else if tx.exec(updateDraft, d.ID, d.Version, d.State, period,
		d.SubmittedBy, d.ApprovedBy, d.Direct, micros(d.ReleaseAt), string(content)) == 0 {
		tx.fail(fmt.Errorf("draft %s is no longer at version %d: %w", d.ID, d.Version-1, report.ErrConflict))
	}
	tx.savePeople(d)
}

// savePeople stores who changed a draft and who approved it. Nobody can be both.
func (tx *transaction) savePeople(d publish.Draft) {
	tx.exec(deleteApprover, d.ID)
	for _, name := range d.Changers() {
		tx.exec(insertChanger, d.ID, name)
	}
	if d.ApprovedBy != "" {
		tx.exec(insertApprover, d.ID, d.ApprovedBy)
	}
}
