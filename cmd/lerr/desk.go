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

// openDesk opens an existing database for a command. A path at which there is none is an error: only
// serve makes databases.
func openDesk(ctx context.Context, path string) (*store.DB, *publish.Service, error) {
	if path == "" {
		return nil, nil, fmt.Errorf("--db is missing: %w", errUsage)
	}
	if _, err := os.Stat(path); err != nil {
		return nil, nil, fmt.Errorf("--db: %w: %w", err, errUsage)
	}
	shipped, err := data.Load()
	if err != nil {
		return nil, nil, fmt.Errorf("shipped report: %w", err)
	}
	db, err := store.Open(ctx, path)
	if err != nil {
		return nil, nil, err
	}
	desk := publish.NewService(publish.ServiceOptions{Store: db, Now: time.Now, Questions: shipped.Site.FAQ, KnownNotes: shipped.Remarks})
	return db, desk, nil
}

// withDesk opens the database, lets use work with it, and closes it.
func withDesk(ctx context.Context, path string, use func(*store.DB, *publish.Service) error) error {
	db, desk, err := openDesk(ctx, path)
	if err != nil {
		return err
	}
	return errors.Join(use(db, desk), db.Close())
}

// shellActor names, for the audit log, whoever runs a command on the machine.
func shellActor() string {
	name := "unknown"
	if u, err := user.Current(); err == nil {
		name = u.Username
	}
	return "shell:" + name
}
