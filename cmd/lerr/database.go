package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os/user"
	"time"

	"lerr/data"
	"lerr/internal/audit"
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
			site, err := newSite(ctx, shipped, baseURL, next, nil, slog.New(slog.DiscardHandler))
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
// nothing has ever been stored in it, and one of Verify's if anything but lerr has changed it.
func openDatabase(ctx context.Context, where location) (*store.DB, error) {
	return where.open(ctx, func(ctx context.Context, path string) (*store.DB, error) {
		seal, err := where.sealToWrite()
		if err == nil {
			return store.Open(ctx, path, seal)
		}
		// What is wrong with the database itself comes first.
		db, openErr := store.OpenReadOnly(ctx, path, nil)
		if openErr == nil {
			openErr = db.Close()
		}
		if openErr != nil && !errors.Is(openErr, store.ErrOlder) {
			err = openErr
		}
		return nil, err
	})
}

// openToRead is openDatabase, also on media that cannot be written, and without a log key.
func openToRead(ctx context.Context, where location) (*store.DB, error) {
	return where.open(ctx, func(ctx context.Context, path string) (*store.DB, error) {
		seal, err := where.sealIfThere()
		if err != nil {
			return nil, err
		}
		db, err := store.Open(ctx, path, seal)
		if errors.Is(err, store.ErrReadOnly) {
			return store.OpenReadOnly(ctx, path, seal)
		}
		return db, err
	})
}

func (l *location) open(ctx context.Context, open func(context.Context, string) (*store.DB, error)) (*store.DB, error) {
	if l.db == "" {
		return nil, usageError{errors.New("--db is missing")}
	}
	if there, err := store.Exists(ctx, l.db); err != nil {
		return nil, err
	} else if !there {
		return nil, usageError{fmt.Errorf("there is no database at %s; restore a backup by\n  lerr restore FILE --db %[1]s\nor make one with the shipped report by\n  lerr init --db %[1]s", l.name())}
	}
	db, err := open(ctx, l.db)
	if err != nil {
		return nil, l.explained(err)
	}
	changes, err := db.Changes(ctx)
	if err == nil && changes == 0 {
		err = fmt.Errorf("%s: no report and no event: %w", l.name(), store.ErrEmpty)
	}
	if err == nil {
		_, err = db.Verify(ctx)
	}
	if err != nil {
		return nil, errors.Join(l.explained(err), db.Close())
	}
	return db, nil
}

// explained adds to an error of a database and its seal what to do.
func (l *location) explained(err error) error {
	key, head := l.logKeyFile(), headBeside(l.logKeyFile())
	switch {
	case errors.Is(err, store.ErrUnsealed):
		return usageError{fmt.Errorf("%w; if nobody has changed it by hand, seal it by\n  lerr init --db %s --log-key-file %s", err, l.name(), key)}
	case errors.Is(err, store.ErrNoHead):
		return usageError{fmt.Errorf("%w; put back %s, or, if the database is the newest there is, write it anew by\n  lerr init --db %s --log-key-file %s", err, head, l.name(), key)}
	case errors.Is(err, store.ErrBehind):
		return fmt.Errorf("%w; restore the newest backup by\n  lerr restore FILE --db %s", err, l.name())
	case errors.Is(err, store.ErrAltered), errors.Is(err, audit.ErrAltered):
		return fmt.Errorf("%w\nkeep the file to find out what happened, and restore a backup by\n  lerr restore FILE --db %s", err, l.name())
	}
	return err
}

// withDatabase opens an existing database, calls use, and closes the database.
func withDatabase(ctx context.Context, where location, use func(database) error) error {
	return withDatabaseOf(ctx, where, "", use)
}

// toRead is withDatabase for commands that write nothing, also on media that cannot be written.
func toRead(ctx context.Context, where location, use func(database) error) error {
	return withOpen(ctx, where, "", openToRead, use)
}

// withDatabaseOf is withDatabase for a public site at baseURL.
func withDatabaseOf(ctx context.Context, where location, baseURL string, use func(database) error) error {
	return withOpen(ctx, where, baseURL, openDatabase, use)
}

func withOpen(ctx context.Context, where location, baseURL string, open func(context.Context, location) (*store.DB, error), use func(database) error) error {
	shipped, err := data.Load()
	if err != nil {
		return err
	}
	db, err := open(ctx, where)
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
