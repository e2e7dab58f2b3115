package store

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"lerr/internal/report"
)

const (
	selectNewest = `SELECT period, number, published_at, note, edition_note, digest
		FROM revisions WHERE state = 'published' ORDER BY period`

	selectSections = `SELECT s.period, s.section, s.note FROM sections s
		JOIN revisions r ON r.period = s.period AND r.number = s.number
		WHERE r.state = 'published' ORDER BY s.period, s.section`

	selectCounts = `SELECT c.period, c.section, c.country_code,
			c.requests, c.accounts, c.content, c.non_content, c.no_data, c.rejected, c.note
		FROM counts c JOIN revisions r ON r.period = c.period AND r.number = c.number
		WHERE r.state = 'published' ORDER BY c.period, c.section, c.country_code`

	selectFigures = `SELECT f.period, f.name, f.value FROM figures f
		JOIN revisions r ON r.period = f.period AND r.number = f.number
		WHERE r.state = 'published' ORDER BY f.period, f.name`

	supersede = `UPDATE revisions SET state = 'superseded' WHERE period = $1 AND state = 'published'`

	insertRevision = `INSERT INTO revisions (period, number, state, published_at, note, edition_note, digest)
		VALUES ($1, $2, 'published', $3, $4, $5, $6)`

	insertSection = `INSERT INTO sections (period, number, section, note) VALUES ($1, $2, $3, $4)`

	insertCounts = `INSERT INTO counts (period, number, section, country_code,
			requests, accounts, content, non_content, no_data, rejected, note)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`

	insertFigure = `INSERT INTO figures (period, number, name, value) VALUES ($1, $2, $3, $4)`
)

// Newest lists each period's newest public revision, oldest period first. All of it is read in one
// transaction, so that it is of one moment.
func (db *DB) Newest(ctx context.Context) ([]report.Revision, error) {
	tx, err := db.reader.BeginTx(ctx, nil)
	if err != nil {
		return nil, translate(err)
	}
	revisions, err := newest(ctx, tx)
	return revisions, errors.Join(err, ignoreDone(tx.Rollback()))
}

func newest(ctx context.Context, tx *sql.Tx) ([]report.Revision, error) {
	var revisions []report.Revision
	at := map[report.Period]int{}
	err := query(ctx, tx, selectNewest, func(rows *sql.Rows) error {
		var r report.Revision
		var period period
		var micros int64
		err := rows.Scan(&period, &r.Number, &micros, &r.Note, &r.Edition.Note, &r.Digest)
		r.Edition.Period = report.Period(period)
		r.PublishedAt = time.UnixMicro(micros).UTC()
		at[r.Edition.Period] = len(revisions)
		revisions = append(revisions, r)
		return err
	})
	if err != nil {
		return nil, err
	}
	err = query(ctx, tx, selectSections, func(rows *sql.Rows) error {
		var period period
		var t report.Table
		err := rows.Scan(&period, &t.Section, &t.Note)
		e := &revisions[at[report.Period(period)]].Edition
		e.Tables = append(e.Tables, t)
		return err
	})
	if err != nil {
		return nil, err
	}
	err = query(ctx, tx, selectCounts, func(rows *sql.Rows) error {
		var period period
		var section report.Section
		var r report.Row
		c := &r.Counts
		err := rows.Scan(&period, &section, &r.Country,
			&c.Requests, &c.Accounts, &c.Content, &c.NonContent, &c.NoData, &c.Rejected, &r.Note)
		e := &revisions[at[report.Period(period)]].Edition
		for i := range e.Tables {
			if e.Tables[i].Section == section {
				e.Tables[i].Rows = append(e.Tables[i].Rows, r)
			}
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	err = query(ctx, tx, selectFigures, func(rows *sql.Rows) error {
		var period period
		var f report.Figure
		err := rows.Scan(&period, &f.Name, &f.Value)
		e := &revisions[at[report.Period(period)]].Edition
		e.Figures = append(e.Figures, f)
		return err
	})
	return revisions, err
}

// period scans the written form of a period.
type period report.Period

func (p *period) Scan(v any) error {
	s, _ := v.(string)
	parsed, err := report.ParsePeriod(s)
	*p = period(parsed)
	return err
}

// Publish makes the publication public in one transaction. A revision that exists already is
// ErrConflict, and nothing is changed.
func (db *DB) Publish(ctx context.Context, p report.Publication) error {
	return db.write(ctx, func(tx *sql.Tx) error {
		if err := addPlaces(ctx, tx, p.Regions, p.Countries); err != nil {
			return err
		}
		for _, r := range p.Revisions {
			if err := addRevision(ctx, tx, r); err != nil {
				return err
			}
		}
		return addEvents(ctx, tx, p.Events)
	})
}

func addRevision(ctx context.Context, tx *sql.Tx, r report.Revision) error {
	period := r.Edition.Period.String()
	if _, err := tx.ExecContext(ctx, supersede, period); err != nil {
		return err
	}
	_, err := tx.ExecContext(ctx, insertRevision,
		period, r.Number, r.PublishedAt.UnixMicro(), r.Note, r.Edition.Note, r.Digest)
	if err != nil {
		return err
	}
	for _, t := range r.Edition.Tables {
		if _, err := tx.ExecContext(ctx, insertSection, period, r.Number, t.Section, t.Note); err != nil {
			return err
		}
		for _, row := range t.Rows {
			c := row.Counts
			_, err := tx.ExecContext(ctx, insertCounts, period, r.Number, t.Section, row.Country,
				c.Requests, c.Accounts, c.Content, c.NonContent, c.NoData, c.Rejected, row.Note)
			if err != nil {
				return err
			}
		}
	}
	for _, f := range r.Edition.Figures {
		if _, err := tx.ExecContext(ctx, insertFigure, period, r.Number, f.Name, f.Value); err != nil {
			return err
		}
	}
	return nil
}
