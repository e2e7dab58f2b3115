package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"path/filepath"
	"time"

	"lerr/internal/publish"
	"lerr/internal/report"
	"lerr/internal/store"
)

// publishFile takes a file through the door, for whoever has the machine.
func publishFile(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	flags := flag.NewFlagSet("lerr publish FILE", flag.ContinueOnError)
	path := flags.String("db", "", "database to publish into")
	at := flags.String("at", "", "when it becomes public, such as 2020-04-30T09:00:00Z; none is now")
	note := flags.String("note", "", "public note: on rows that do not add up, or on a correction what it corrects")
	var accept list
	flags.Var(&accept, "accept", "code of warnings that you accept; can stand several times")
	files, err := parseArguments(flags, args, stderr, "FILE")
	if err != nil {
		return err
	}
	var release time.Time
	if *at != "" {
		if release, err = time.Parse(time.RFC3339, *at); err != nil {
			return fmt.Errorf("--at is %q, want a time with its offset, such as 2020-04-30T09:00:00Z: %w", *at, errUsage)
		}
	}
	content, err := readFile(files[0])
	if err != nil {
		return err
	}
	return withDesk(ctx, *path, func(_ *store.DB, desk *publish.Service) error {
		draft, err := desk.PublishFile(ctx, publish.DirectPublication{
			Actor: shellActor(), Name: filepath.Base(files[0]), File: content, At: release, Note: *note, Accept: accept,
		})
		if err != nil {
			return err
		}
		if draft.State == publish.DraftScheduled {
			_, err = fmt.Fprintf(stdout, "%s is scheduled for %s\n", draft.Edition.Period, draft.ReleaseAt.Format(time.RFC3339))
			return err
		}
		_, err = fmt.Fprintf(stdout, "%s is public; digest %s\n", draft.Edition.Period, draft.Edition.Digest())
		return err
	})
}

// withdrawPeriod takes a period from the public.
func withdrawPeriod(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	flags := flag.NewFlagSet("lerr withdraw PERIOD", flag.ContinueOnError)
	path := flags.String("db", "", "database to withdraw from")
	notice := flags.String("note", "These figures were withdrawn by their publisher.", "public notice that takes the period's place")
	periods, err := parseArguments(flags, args, stderr, "PERIOD")
	if err != nil {
		return err
	}
	period, err := report.ParsePeriod(periods[0])
	if err != nil {
		return fmt.Errorf("%w: %w", err, errUsage)
	}
	return withDesk(ctx, *path, func(_ *store.DB, desk *publish.Service) error {
		if err := desk.Withdraw(ctx, shellActor(), period, *notice); err != nil {
			return err
		}
		_, err := fmt.Fprintf(stdout, "%s is withdrawn\n", period)
		return err
	})
}

// verify proves every revision against its digest, and the audit log against its chain.
func verify(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	flags := flag.NewFlagSet("lerr verify", flag.ContinueOnError)
	path := flags.String("db", "", "database to verify")
	if _, err := parseArguments(flags, args, stderr); err != nil {
		return err
	}
	return withDesk(ctx, *path, func(db *store.DB, desk *publish.Service) error {
		if err := db.CheckIntegrity(ctx); err != nil {
			return err
		}
		archive, err := desk.Archive(ctx)
		if err != nil {
			return err
		}
		events, err := desk.Events(ctx)
		if err != nil {
			return err
		}
		_, err = fmt.Fprintf(stdout, "%d revisions match their digests; %d events fit their chain\n", len(archive.History()), len(events))
		return err
	})
}
