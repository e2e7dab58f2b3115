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

	// What follows is of every revision, or with ofOne of a single one.
	selectSections = `SELECT period, number, section, note FROM sections`
	selectCounts   = `SELECT period, number, section, country_code,
			requests, accounts, content, non_content, no_data, rejected, note FROM counts`
	selectFigures = `SELECT period, number, name, value FROM figures`
	selectAnswers = `SELECT period, number, question, body FROM answers`

	ofOne = ` WHERE period = $1 AND number = $2`

	orderSections = ` ORDER BY period, number, section`
	orderCounts   = ` ORDER BY period, number, section, country_code`
	orderFigures  = ` ORDER BY period, number, name`
	orderAnswers  = ` ORDER BY period, number, question`

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

// Revisions lists every revision in every state, oldest period and lowest number first. All of it
// is read in one transaction, so that it is of one moment. The editions of those that are known
// come without content, and cost nothing to read.
func (db *DB) Revisions(ctx context.Context, known func(report.Revision) bool) ([]report.Revision, error) {
	tx, err := db.reader.BeginTx(ctx, nil)
	if err != nil {
		return nil, translate(err)
	}
	revisions, err := readRevisions(ctx, tx, known)
	return revisions, errors.Join(err, ignoreDone(tx.Rollback()))
}

// reading collects revisions while their parts are read.
type reading struct {
	revisions []report.Revision
	at        map[revisionKey]int // where those are whose content is wanted
}

type revisionKey struct {
	period period
	number int
}

// edition is the edition that a part belongs to, or nil when its content is not wanted.
func (r *reading) edition(k revisionKey) *report.Edition {
	i, ok := r.at[k]
	if !ok {
		return nil
	}
	return &r.revisions[i].Edition
}

// few is up to how many revisions are read one by one; more are read in one go, which is faster
// when most of them are wanted.
const few = 8

func readRevisions(ctx context.Context, tx *sql.Tx, known func(report.Revision) bool) ([]report.Revision, error) {
	r := reading{at: map[revisionKey]int{}}
	if err := query(ctx, tx, selectRevisions, r.scanRevision); err != nil {
		return nil, err
	}
	for i, v := range r.revisions {
		if !known(v) {
			r.at[revisionKey{period(v.Edition.Period), v.Number}] = i
		}
	}
	if len(r.at) > few {
		return r.revisions, r.readContent(ctx, tx, "")
	}
	for k := range r.at {
		if err := r.readContent(ctx, tx, ofOne, report.Period(k.period).String(), k.number); err != nil {
			return nil, err
		}
	}
	return r.revisions, nil
}

// readContent reads the content of the editions that a condition selects.
func (r *reading) readContent(ctx context.Context, tx *sql.Tx, where string, args ...any) error {
	for _, part := range []struct {
		statement, order string
		scan             func(*sql.Rows) error
	}{
		{selectSections, orderSections, r.scanSection},
		{selectCounts, orderCounts, r.scanCounts},
		{selectFigures, orderFigures, r.scanFigure},
		{selectAnswers, orderAnswers, r.scanAnswer},
	} {
		if err := query(ctx, tx, part.statement+where+part.order, part.scan, args...); err != nil {
			return err
		}
	}
	return nil
}

func (r *reading) scanRevision(rows *sql.Rows) error {
	var v report.Revision
	var k revisionKey
	var published, withdrawn int64
	err := rows.Scan(&k.period, &k.number, &v.State, &published, &v.Note, &v.Edition.Note, &v.Digest, &v.WithdrawalNotice, &withdrawn)
	v.Edition.Period, v.Number = report.Period(k.period), k.number
	v.PublishedAt, v.WithdrawnAt = moment(published), moment(withdrawn)
	r.revisions = append(r.revisions, v)
	return err
}

func (r *reading) scanSection(rows *sql.Rows) error {
	var k revisionKey
	var t report.Table
	if err := rows.Scan(&k.period, &k.number, &t.Section, &t.Note); err != nil {
		return err
	}
	if e := r.edition(k); e != nil {
		e.Tables = append(e.Tables, t)
	}
	return nil
}

func (r *reading) scanCounts(rows *sql.Rows) error {
	var k revisionKey
	var section report.Section
	var row report.Row
	c := &row.Counts
	err := rows.Scan(&k.period, &k.number, &section, &row.Country,
		&c.Requests, &c.Accounts, &c.Content, &c.NonContent, &c.NoData, &c.Rejected, &row.Note)
	if err != nil {
		return err
	}
	e := r.edition(k)
	if e == nil {
		return nil
	}
	for i := range e.Tables {
		if e.Tables[i].Section == section {
			e.Tables[i].Rows = append(e.Tables[i].Rows, row)
		}
	}
	return nil
}

func (r *reading) scanFigure(rows *sql.Rows) error {
	var k revisionKey
	var f report.SingleFigure
	if err := rows.Scan(&k.period, &k.number, &f.Name, &f.Value); err != nil {
		return err
	}
	if e := r.edition(k); e != nil {
		e.Figures = append(e.Figures, f)
	}
	return nil
}

func (r *reading) scanAnswer(rows *sql.Rows) error {
	var k revisionKey
	var a report.Answer
	if err := rows.Scan(&k.period, &k.number, &a.Question, &a.Body); err != nil {
		return err
	}
	if e := r.edition(k); e != nil {
		e.Answers = append(e.Answers, a)
	}
	return nil
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

// Withdraw takes every revision of a period from the public, with an event. A period that has
// nothing public is report.ErrNotFound.
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
