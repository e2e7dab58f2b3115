package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"lerr/internal/audit"
	"lerr/internal/publish"
	"lerr/internal/report"
)

const (
	selectRevisions = `SELECT period, number, state, published_at, note, edition_note, digest, notice, withdrawn_at
		FROM revisions ORDER BY period, number`

	selectSections = `SELECT section, note FROM sections WHERE period = $1 AND number = $2 ORDER BY section`
	selectCounts   = `SELECT section, country_code, requests, accounts, content, non_content, no_data, rejected, note
		FROM counts WHERE period = $1 AND number = $2 ORDER BY section, country_code`
	selectFigures = `SELECT name, value FROM figures WHERE period = $1 AND number = $2 ORDER BY name`
	selectAnswers = `SELECT question, body FROM answers WHERE period = $1 AND number = $2 ORDER BY question`

	supersede = `UPDATE revisions SET state = 'superseded' WHERE period = $1 AND state = 'published'`

	insertRevision = `INSERT INTO revisions (period, number, state, published_at, note, edition_note, digest)
		VALUES ($1, $2, 'published', $3, $4, $5, $6)`

	insertSection = `INSERT INTO sections (period, number, section, note) VALUES ($1, $2, $3, $4)`

	insertCounts = `INSERT INTO counts (period, number, section, country_code,
			requests, accounts, content, non_content, no_data, rejected, note)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`

	insertAnswer = `INSERT INTO answers (period, number, question, body) VALUES ($1, $2, $3, $4)`

	withdraw = `UPDATE revisions SET state = 'withdrawn', notice = $2, withdrawn_at = $3
		WHERE period = $1 AND state <> 'withdrawn'`

	insertFigure = `INSERT INTO figures (period, number, name, value) VALUES ($1, $2, $3, $4)`
)

// Revisions returns every revision in every state, oldest period and lowest number first. It reads
// all in one transaction, and no content of the editions that are known.
func (db *DB) Revisions(ctx context.Context, known func(report.Revision) bool) ([]report.Revision, error) {
	tx, err := db.reader.BeginTx(ctx, nil)
	if err != nil {
		return nil, translate(err)
	}
	revisions, err := readRevisions(ctx, tx, known)
	return revisions, errors.Join(err, ignoreDone(tx.Rollback()))
}

func readRevisions(ctx context.Context, tx *sql.Tx, known func(report.Revision) bool) ([]report.Revision, error) {
	var revisions []report.Revision
	err := query(ctx, tx, selectRevisions, func(rows *sql.Rows) error {
		var r report.Revision
		var p period
		var published, withdrawn int64
		err := rows.Scan(&p, &r.Number, &r.State, &published, &r.Note, &r.Edition.Note, &r.Digest, &r.WithdrawalNotice, &withdrawn)
		r.Edition.Period, r.PublishedAt, r.WithdrawnAt = report.Period(p), moment(published), moment(withdrawn)
		revisions = append(revisions, r)
		return err
	})
	for i := range revisions {
		if err == nil && !known(revisions[i]) {
			err = readContent(ctx, tx, &revisions[i].Edition, revisions[i].Number)
		}
	}
	return revisions, err
}

// readContent reads the sections, rows, figures and answers of a revision into its edition.
func readContent(ctx context.Context, tx *sql.Tx, e *report.Edition, number int) error {
	for _, part := range []struct {
		statement string
		scan      func(*sql.Rows) error
	}{
		{selectSections, func(rows *sql.Rows) error {
			var t report.Table
			err := rows.Scan(&t.Section, &t.Note)
			e.Tables = append(e.Tables, t)
			return err
		}},
		{selectCounts, func(rows *sql.Rows) error { return scanCounts(rows, e) }},
		{selectFigures, func(rows *sql.Rows) error {
			var f report.SingleFigure
			err := rows.Scan(&f.Name, &f.Value)
			e.Figures = append(e.Figures, f)
			return err
		}},
		{selectAnswers, func(rows *sql.Rows) error {
			var a report.Answer
			err := rows.Scan(&a.Question, &a.Body)
			e.Answers = append(e.Answers, a)
			return err
		}},
	} {
		if err := query(ctx, tx, part.statement, part.scan, e.Period.String(), number); err != nil {
			return err
		}
	}
	return nil
}

func scanCounts(rows *sql.Rows, e *report.Edition) error {
	var section report.Section
	var row report.Row
	c := &row.Counts
	err := rows.Scan(&section, &row.Country,
		&c.Requests, &c.Accounts, &c.Content, &c.NonContent, &c.NoData, &c.Rejected, &row.Note)
	for i := range e.Tables {
		if e.Tables[i].Section == section {
			e.Tables[i].Rows = append(e.Tables[i].Rows, row)
		}
	}
	return err
}

// period scans a period as it is stored, such as "2019-H1", or "" for none.
type period report.Period

func (p *period) Scan(v any) error {
	s, _ := v.(string)
	if s == "" {
		return nil
	}
	parsed, err := report.ParsePeriod(s)
	*p = period(parsed)
	return err
}

// Publish stores the publication in one transaction. It fails with report.ErrConflict if a revision
// of that number exists.
func (db *DB) Publish(ctx context.Context, p publish.Publication) error {
	return db.write(ctx, func(tx *sql.Tx) error {
		if err := addPlaces(ctx, tx, p.Regions, p.Countries, p.Spellings); err != nil {
			return err
		}
		for _, r := range p.Revisions {
			if err := addRevision(ctx, tx, r); err != nil {
				return err
			}
		}
		if p.Draft != nil {
			if err := saveDraft(ctx, tx, *p.Draft); err != nil {
				return err
			}
		}
		return addEvents(ctx, tx, p.Events)
	})
}

// Withdraw marks every revision of a period as withdrawn, with an event. It fails with
// report.ErrNotFound if the period has none.
func (db *DB) Withdraw(ctx context.Context, p report.Period, notice string, e audit.Event) error {
	return db.write(ctx, func(tx *sql.Tx) error {
		result, err := tx.ExecContext(ctx, withdraw, p.String(), notice, micros(e.At))
		if err != nil {
			return err
		}
		if n, err := result.RowsAffected(); err != nil || n == 0 {
			return fmt.Errorf("period %s: %w", p, report.ErrNotFound)
		}
		return addEvents(ctx, tx, []audit.Event{e})
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
	for _, a := range r.Edition.Answers {
		if _, err := tx.ExecContext(ctx, insertAnswer, period, r.Number, a.Question, a.Body); err != nil {
			return err
		}
	}
	for _, f := range r.Edition.Figures {
		if _, err := tx.ExecContext(ctx, insertFigure, period, r.Number, f.Name, f.Value); err != nil {
			return err
		}
	}
	return nil
}
