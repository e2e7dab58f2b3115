package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os/user"
	"time"

	"lerr/data"
	"lerr/internal/publish"
	"lerr/internal/report"
	"lerr/internal/store"
)

// newService returns the service that publishes into db. The public site is at baseURL, which its
// files contain.
func newService(ctx context.Context, db *store.DB, shipped *data.Shipped, baseURL string) *publish.Service {
	return publish.NewService(publish.ServiceOptions{
		Store: db, Now: time.Now, Questions: shipped.Site.FAQ, KnownNotes: shipped.KnownNotes,
		Rehearsal: func(rehearsing context.Context, next *report.Archive, period report.Period) (map[string]string, error) {
			site, err := newSite(ctx, shipped, baseURL, next, slog.New(slog.DiscardHandler))
			if err != nil {
				return nil, err
			}
			return site.Rehearse(rehearsing, next, period)
		},
	})
}

// database holds what a command works with.
type database struct {
	*store.DB
	service *publish.Service
	shipped *data.Shipped
}

// openDatabase opens an existing database to write, and returns what to do when there is none: only init and restore
// make files, so that a deleted one never becomes the shipped report. The error is store.ErrEmpty if
// nothing has ever been stored in it.
func openDatabase(ctx context.Context, path string) (*store.DB, error) {
	return openBy(ctx, path, store.Open)
}

// openToRead is openDatabase, also on media that cannot be written.
func openToRead(ctx context.Context, path string) (*store.DB, error) {
	return openBy(ctx, path, func(ctx context.Context, path string) (*store.DB, error) {
		db, err := store.Open(ctx, path)
		if errors.Is(err, store.ErrReadOnly) {
			return store.OpenReadOnly(ctx, path)
		}
		return db, err
	})
}

func openBy(ctx context.Context, path string, open func(context.Context, string) (*store.DB, error)) (*store.DB, error) {
	if path == "" {
		return nil, usageError{errors.New("--db is missing")}
	}
	db, err := open(ctx, path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, usageError{fmt.Errorf("there is no database at %s; restore a backup by\n  lerr restore FILE --db %s\nor make one with the shipped report by\n  lerr init --db %s", path, path, path)}
	}
	if err != nil {
		return nil, err
	}
	changes, err := db.Changes(ctx)
	if err == nil && changes == 0 {
		err = fmt.Errorf("%s: no report and no event: %w", path, store.ErrEmpty)
	}
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return db, nil
}

// withDatabase opens an existing database, calls use, and closes the database.
func withDatabase(ctx context.Context, path string, use func(database) error) error {
	return withDatabaseOf(ctx, path, "", use)
}

// toRead is withDatabase for commands that write nothing, also on media that cannot be written.
func toRead(ctx context.Context, path string, use func(database) error) error {
	return withOpen(ctx, path, "", openToRead, use)
}

// withDatabaseOf is withDatabase for a public site at baseURL.
func withDatabaseOf(ctx context.Context, path, baseURL string, use func(database) error) error {
	return withOpen(ctx, path, baseURL, openDatabase, use)
}

func withOpen(ctx context.Context, path, baseURL string, open func(context.Context, string) (*store.DB, error), use func(database) error) error {
	shipped, err := data.Load()
	if err != nil {
		return err
	}
	db, err := open(ctx, path)
	if err != nil {
		return err
	}
	return errors.Join(use(database{db, newService(ctx, db, shipped, baseURL), shipped}), db.Close())
}

// shellActor returns the name under which the audit log records who ran a command on this machine.
func shellActor() string {
	name := "unknown"
	if u, err := user.Current(); err == nil {
		name = u.Username
	}
	return "shell:" + name
}
