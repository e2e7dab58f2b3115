package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"sync"
	"time"

	"lerr/data"
	"lerr/handlers"
	"lerr/internal/publish"
	"lerr/internal/store"
	"lerr/views"
)

// exportSite writes what is public as files. Drafts and what is scheduled cannot be among them: the
// site that is written is given what is published, as the one that serves is.
func exportSite(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	flags := flag.NewFlagSet("lerr export DIR", flag.ContinueOnError)
	path := flags.String("db", "lerr.db", "database to export from")
	base := flags.String("base-url", "", "public address at which the files will be served, such as https://example.org, for canonical links")
	dirs, err := parseArguments(flags, args, stderr, "DIR")
	if err != nil {
		return err
	}
	if err := checkAddress("--base-url", *base); err != nil {
		return err
	}
	shipped, err := data.Load()
	if err != nil {
		return fmt.Errorf("shipped report: %w", err)
	}
	return withDesk(ctx, *path, func(_ *store.DB, desk *publish.Service) error {
		archive, err := desk.Archive(ctx)
		if err != nil {
			return err
		}
		frame := views.Frame{Site: &shipped.Site, BaseURL: *base, Version: version}
		log := slog.New(slog.NewTextHandler(stderr, &slog.HandlerOptions{Level: slog.LevelWarn}))
		public, err := handlers.NewPublic(frame, log, archive)
		if err != nil {
			return err
		}
		tree := public.Tree()
		tree.Progress = progress(stderr, "pages")
		outcome, err := tree.Write(ctx, dirs[0])
		if err != nil {
			return err
		}
		_, err = fmt.Fprintf(stdout, "%s: %d files written, %d as they were, %d removed\n", dirs[0], outcome.Written, outcome.Kept, outcome.Removed)
		return err
	})
}

// progress tells once a second how far something is.
func progress(to io.Writer, of string) func(done, total int) {
	var mu sync.Mutex
	last := time.Now()
	return func(done, total int) {
		mu.Lock()
		defer mu.Unlock()
		if now := time.Now(); now.Sub(last) >= time.Second {
			last = now
			fmt.Fprintf(to, "%d of %d %s\n", done, total, of)
		}
	}
}
