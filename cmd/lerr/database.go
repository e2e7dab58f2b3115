package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/user"
	"time"

	"lerr/data"
	"lerr/internal/publish"
	"lerr/internal/store"
)

// newService returns the service that publishes into db.
func newService(db *store.DB, shipped *data.Shipped) *publish.Service {
	return publish.NewService(publish.ServiceOptions{
		Store: db, Now: time.Now, Questions: shipped.Site.FAQ, KnownNotes: shipped.KnownNotes,
	})
}

// database holds what a command works with.
type database struct {
	*store.DB
	service *publish.Service
	shipped *data.Shipped
}

// withDatabase opens an existing database, calls use, and closes the database. It fails when there is
// no file at path: only serve creates databases.
func withDatabase(ctx context.Context, path string, use func(database) error) error {
	if path == "" {
		return usageError{errors.New("--db is missing")}
	}
	if _, err := os.Stat(path); err != nil {
		return usageError{fmt.Errorf("--db: %w", err)}
	}
	shipped, err := data.Load()
	if err != nil {
		return err
	}
	db, err := store.Open(ctx, path)
	if err != nil {
		return err
	}
	return errors.Join(use(database{db, newService(db, shipped), shipped}), db.Close())
}

// shellActor returns the name under which the audit log records who ran a command on this machine.
func shellActor() string {
	name := "unknown"
	if u, err := user.Current(); err == nil {
		name = u.Username
	}
	return "shell:" + name
}
