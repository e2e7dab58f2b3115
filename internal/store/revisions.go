package store

import (
	"context"
	"fmt"

	"lerr/internal/publish"
	"lerr/internal/report"
)

const (
	selectRevisions = `SELECT period, number, state, published_at, note, edition_note, digest, notice, withdrawn_at, again, direct
		FROM revisions ORDER BY period, number`

	selectLastRevision = `SELECT number, state FROM revisions WHERE period = $1 ORDER BY number DESC LIMIT 1`

	selectSections = `SELECT section, note, unit FROM sections WHERE period = $1 AND number = $2 ORDER BY section`
	selectCounts   = `SELECT section, country_code, requests, accounts, content, non_content, no_data, rejected, note
		FROM counts WHERE period = $1 AND number = $2 ORDER BY section, country_code`
	selectStated = `SELECT section, requests, accounts, content, non_content, no_data, rejected
		FROM stated_totals WHERE period = $1 AND number = $2 ORDER BY section`
	selectFigures = `SELECT name, value FROM figures WHERE period = $1 AND number = $2 ORDER BY name`
	selectAnswers = `SELECT question, body FROM answers WHERE period = $1 AND number = $2 ORDER BY question`

	selectPublished    = `SELECT number FROM revisions WHERE period = $1 AND state = 'published'`
	selectNotWithdrawn = `SELECT number FROM revisions WHERE period = $1 AND state <> 'withdrawn'`

	supersede = `UPDATE revisions SET state = 'superseded' WHERE period = $1 AND state = 'published'`

	insertRevision = `INSERT INTO revisions (period, number, state, published_at, note, edition_note, digest, again, direct)
		VALUES ($1, $2, 'published', $3, $4, $5, $6, $7, $8)`

	insertSection = `INSERT INTO sections (period, number, section, note, unit) VALUES ($1, $2, $3, $4, $5)`

	selectNames = `SELECT country_code, name FROM edition_names WHERE period = $1 AND number = $2 ORDER BY country_code`
	insertName  = `INSERT INTO edition_names (period, number, country_code, name) VALUES ($1, $2, $3, $4)`

	insertStated = `INSERT INTO stated_totals (period, number, section, requests, accounts, content, non_content, no_data, rejected)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`

	insertAnswer = `INSERT INTO answers (period, number, question, body) VALUES ($1, $2, $3, $4)`

	selectLastWithdrawn = `SELECT number FROM revisions WHERE period = $1 AND state = 'withdrawn' AND notice = $2
		AND withdrawn_at = (SELECT withdrawn_at FROM revisions WHERE period = $1 ORDER BY number DESC LIMIT 1)`

	updateNotice = `UPDATE revisions SET notice = $3 WHERE period = $1 AND number = $2`

	withdraw = `UPDATE revisions SET state = 'withdrawn', notice = $2, withdrawn_at = $3
		WHERE period = $1 AND state <> 'withdrawn'`

	insertFigure = `INSERT INTO figures (period, number, name, value) VALUES ($1, $2, $3, $4)`
)

// countsColumns are the columns of a row with figures.
var countsColumns = []string{"period", "number", "section", "country_code",
	"requests", "accounts", "content", "non_content", "no_data", "rejected", "note"}

// Revisions returns every revision in every state, oldest period and lowest number first. It reads
// all in one transaction, and no content of the editions that are known.
func (db *DB) Revisions(ctx context.Context, known func(report.Revision) bool) (revisions []report.Revision, err error) {
	err = db.read(ctx, func(tx *transaction) {
		revisions = query(tx, revisionFields, selectRevisions)
		for i := range revisions {
			if !known(revisions[i]) {
				tx.readContent(&revisions[i].Edition, revisions[i].Number)
			}
		}
	})
	return revisions, err
}

func revisionFields(r *report.Revision) []any {
	return []any{scanPeriod(&r.Edition.Period), &r.Number, &r.State, (*moment)(&r.PublishedAt), &r.Note,
		&r.Edition.Note, &r.Digest, &r.WithdrawalNotice, (*moment)(&r.WithdrawnAt), &r.Again, &r.Direct}
}

// readContent reads the sections, rows, figures and answers of a revision into its edition.
func (tx *transaction) readContent(e *report.Edition, number int) {
	type countsRow struct {
		report.Row
		section report.Section
	}
	period := e.Period.String()
	e.Tables = query(tx, func(t *report.Table) []any { return []any{&t.Section, &t.Note, &t.Unit} }, selectSections, period, number)
	rows := query(tx, func(r *countsRow) []any {
		return append(append([]any{&r.section, &r.Country}, countFields(&r.Counts)...), &r.Note)
	}, selectCounts, period, number)
	stated := query(tx, func(t *report.Table) []any {
		return append([]any{&t.Section}, countFields(&t.Stated)...)
	}, selectStated, period, number)
	for i := range e.Tables {
		t := &e.Tables[i]
		for _, r := range rows {
			if r.section == t.Section {
				t.Rows = append(t.Rows, r.Row)
			}
		}
		for _, s := range stated {
			if s.Section == t.Section {
				t.Stated = s.Stated
			}
		}
	}
	e.Figures = query(tx, func(f *report.SingleFigure) []any { return []any{&f.Name, &f.Value} }, selectFigures, period, number)
	e.Names = query(tx, func(n *report.CountryName) []any { return []any{&n.Country, &n.Name} }, selectNames, period, number)
	e.Answers = query(tx, func(a *report.Answer) []any { return []any{&a.Question, &a.Body} }, selectAnswers, period, number)
}

// Publish stores the publication in one transaction. It fails with report.ErrConflict if a revision of
// that number exists, if the period was withdrawn and the revision does not say so, if a place was
// changed by somebody else, or if the publication does not hold with the places that result.
func (db *DB) Publish(ctx context.Context, p publish.Publication) error {
	return db.write(ctx, func(tx *transaction) {
		tx.addPlaces(p.Regions, p.Countries)
		tx.changePlaces(p.Places)
		tx.checkPlaces(p)
		for _, r := range p.Revisions {
			tx.addRevision(r)
		}
		if p.Draft != nil {
			tx.saveDraft(*p.Draft)
		}
		tx.addEvents(p.Events...)
		tx.addEntries(p.Entries()...)
		tx.addMessages(p.Messages...)
	})
}

// Withdraw marks every revision of a period as withdrawn, with its events, and saves the drafts that it
// ends. It fails with report.ErrNotFound if the period has no revision.
func (db *DB) Withdraw(ctx context.Context, w publish.Withdrawal) error {
	return db.write(ctx, func(tx *transaction) {
		tx.touchRevisions(selectNotWithdrawn, w.Period.String())
		if tx.exec(withdraw, w.Period.String(), w.Notice, micros(w.Events[0].At)) == 0 {
			tx.fail(fmt.Errorf("period %s: %w", w.Period, report.ErrNotFound))
		}
		for _, d := range w.Ended {
			tx.saveDraft(d)
		}
		tx.addEvents(w.Events...)
		tx.addEntries(w.Entry())
		tx.addMessages(w.Messages...)
	})
}

// CorrectNotice replaces the notice of a period's last withdrawal, with its event. It fails with report.ErrConflict
// unless the period is withdrawn with the notice that the correction replaces.
func (db *DB) CorrectNotice(ctx context.Context, n publish.NoticeCorrection) error {
	return db.write(ctx, func(tx *transaction) {
		period := n.Period.String()
		numbers := query(tx, column[int], selectLastWithdrawn, period, n.Before)
		if len(numbers) == 0 {
			tx.fail(fmt.Errorf("the notice on %s is another: %w", n.Period, report.ErrConflict))
		}
		for _, number := range numbers {
			tx.touch(revisionRecord, period, number)
			tx.exec(updateNotice, period, number, n.Text)
		}
		tx.addEvents(n.Event)
		tx.addEntries(n.Entry())
	})
}

// touchRevisions touches the revisions of a period whose numbers a statement selects.
func (tx *transaction) touchRevisions(selectNumbers, period string) {
	for _, number := range query(tx, column[int], selectNumbers, period) {
		tx.touch(revisionRecord, period, number)
	}
}

func (tx *transaction) addRevision(r report.Revision) {
	period := r.Edition.Period.String()
	for _, last := range query(tx, func(l *report.Revision) []any { return []any{&l.Number, &l.State} }, selectLastRevision, period) {
		if last.Number >= r.Number || (last.State == report.Withdrawn) != r.Again {
			tx.fail(fmt.Errorf("%s revision %d does not follow revision %d, which is %s: %w", period, r.Number, last.Number, last.State, report.ErrConflict))
		}
	}
	tx.touchRevisions(selectPublished, period)
	tx.exec(supersede, period)
	tx.touch(revisionRecord, period, r.Number)
	tx.exec(insertRevision, period, r.Number, r.PublishedAt.UnixMicro(), r.Note, r.Edition.Note, r.Digest, r.Again, r.Direct)
	for _, t := range r.Edition.Tables {
		tx.exec(insertSection, period, r.Number, t.Section, t.Note, t.Unit)
		var rows [][]any
		for _, row := range t.Rows {
			args := append([]any{period, r.Number, t.Section, row.Country}, optionalCounts(row.Counts)...)
			rows = append(rows, append(args, row.Note))
		}
		tx.insert("counts", countsColumns, rows)
		if t.Stated != (report.Counts{}) {
			tx.exec(insertStated, append([]any{period, r.Number, t.Section}, optionalCounts(t.Stated)...)...)
		}
	}
	for _, n := range r.Edition.Names {
		tx.exec(insertName, period, r.Number, n.Country, n.Name)
	}
	for _, a := range r.Edition.Answers {
		tx.exec(insertAnswer, period, r.Number, a.Question, a.Body)
	}
	for _, f := range r.Edition.Figures {
		tx.exec(insertFigure, period, r.Number, f.Name, f.Value)
	}
}
