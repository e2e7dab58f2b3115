package main

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"lerr/handlers/web"
	"lerr/internal/report"
	"lerr/internal/store"
)

const (
	// checkInterval is the time between two looks at the database file: a lost one is noticed within a second.
	checkInterval = time.Second
	// foldInterval is the longest time for which a change that is no event, such as a session, is in the
	// write-ahead log alone. Events are folded at the next look.
	foldInterval = time.Minute
)

// maintenance keeps the database file whole by itself, and notices when it is lost.
type maintenance struct {
	db     *store.DB
	now    func() time.Time
	log    *slog.Logger
	folded int       // number of changes that are in the file
	at     time.Time // of the last folding

	modified time.Time // of the file, after the last folding
}

// run works until ctx ends. It logs an error once.
func (m *maintenance) run(ctx context.Context) {
	repeatLogged(ctx, checkInterval, m.log, "database", m.step)
}

// step checks the file and, after an event or foldInterval, folds the write-ahead log into it.
func (m *maintenance) step(ctx context.Context) error {
	if err := m.db.CheckFile(); err != nil {
		return err
	}
	modified, err := m.db.Modified()
	if err != nil {
		return err
	}
	if m.folded > 0 && !modified.Equal(m.modified) { // somebody else has written it
		if err := m.db.CheckContent(ctx, m.folded); err != nil {
			return err
		}
		m.modified = modified
	}
	changes, err := m.db.Changes(ctx)
	if err != nil {
		return err
	}
	now := m.now()
	if changes == m.folded && now.Sub(m.at) < foldInterval {
		return nil
	}
	if err := m.db.Fold(ctx); err != nil {
		if errors.Is(err, report.ErrBusy) { // the next step tries again
			return nil
		}
		return err
	}
	m.folded, m.at = changes, now
	m.modified, err = m.db.Modified()
	return err
}

// gauge returns for the metrics whether the database is lost.
func (m *maintenance) gauge() web.Gauge {
	return web.Gauge{Name: "lerr_database_lost", Help: "1 once the database file was deleted, replaced or emptied; nothing is stored then.", Value: func() float64 {
		if errors.Is(m.db.CheckFile(), store.ErrLost) {
			return 1
		}
		return 0
	}}
}
