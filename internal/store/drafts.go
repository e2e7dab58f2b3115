package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"time"

	"lerr/internal/audit"
	"lerr/internal/publish"
	"lerr/internal/report"
)

const (
	selectDrafts = `SELECT content FROM drafts ORDER BY created_at DESC, id`

	selectScheduled = `SELECT content FROM drafts WHERE state = 'scheduled' ORDER BY release_at, id`

	selectDraft = `SELECT content FROM drafts WHERE id = $1`

	insertDraft = `INSERT INTO drafts (id, version, state, period, submitted_by, approved_by, release_at, created_at, content)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`

	updateDraft = `UPDATE drafts SET version = $2, state = $3, period = $4, submitted_by = $5, approved_by = $6,
			release_at = $7, content = $8
		WHERE id = $1 AND version = $2 - 1 AND state NOT IN ('published', 'discarded')`
)

// Drafts returns every draft, newest first.
func (db *DB) Drafts(ctx context.Context) ([]publish.Draft, error) {
	return db.readDrafts(ctx, selectDrafts)
}

// Scheduled returns the scheduled drafts, the next release first.
func (db *DB) Scheduled(ctx context.Context) ([]publish.Draft, error) {
	return db.readDrafts(ctx, selectScheduled)
}

func (db *DB) readDrafts(ctx context.Context, statement string) ([]publish.Draft, error) {
	var drafts []publish.Draft
	err := query(ctx, db.reader, statement, func(rows *sql.Rows) error {
		var content string
		if err := rows.Scan(&content); err != nil {
			return err
		}
		draft, err := parseDraft(content)
		drafts = append(drafts, draft)
		return err
	})
	return drafts, err
}

// Draft returns the draft with that id, or report.ErrNotFound.
func (db *DB) Draft(ctx context.Context, id string) (publish.Draft, error) {
	var content string
	if err := db.reader.QueryRowContext(ctx, selectDraft, id).Scan(&content); err != nil {
		return publish.Draft{}, fmt.Errorf("draft %s: %w", id, translate(err))
	}
	return parseDraft(content)
}

func parseDraft(content string) (publish.Draft, error) {
	var draft publish.Draft
	if err := json.Unmarshal([]byte(content), &draft); err != nil {
		return draft, fmt.Errorf("read draft: %w", err)
	}
	return draft, nil
}

// SaveDraft stores a draft with an event. Version 1 is a new draft; any other version replaces the
// one before it. If that is not the stored one, it fails with report.ErrConflict.
func (db *DB) SaveDraft(ctx context.Context, d publish.Draft, e audit.Event) error {
	return db.write(ctx, func(tx *sql.Tx) error {
		if err := saveDraft(ctx, tx, d); err != nil {
			return err
		}
		return addEvents(ctx, tx, []audit.Event{e})
	})
}

func saveDraft(ctx context.Context, tx *sql.Tx, d publish.Draft) error {
	content, err := json.Marshal(d)
	if err != nil {
		return fmt.Errorf("write draft: %w", err)
	}
	period := d.Edition.Period.String()
	if d.Version == 1 {
		_, err := tx.ExecContext(ctx, insertDraft, d.ID, d.Version, d.State, period,
			d.SubmittedBy, d.ApprovedBy, micros(d.ReleaseAt), micros(d.CreatedAt), string(content))
		return err
	}
	result, err := tx.ExecContext(ctx, updateDraft, d.ID, d.Version, d.State, period,
		d.SubmittedBy, d.ApprovedBy, micros(d.ReleaseAt), string(content))
	if err != nil {
		return err
	}
	if n, err := result.RowsAffected(); err != nil || n != 1 {
		return fmt.Errorf("draft %s is no longer at version %d: %w", d.ID, d.Version-1, report.ErrConflict)
	}
	return nil
}

// micros returns a time as it is stored, in microseconds UTC; 0 for the zero time.
func micros(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMicro()
}

// moment returns a stored time; the zero time for 0.
func moment(micros int64) time.Time {
	if micros == 0 {
		return time.Time{}
	}
	return time.UnixMicro(micros).UTC()
}
