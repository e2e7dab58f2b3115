package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"math"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"time"

	"github.com/spf13/cobra"

	"lerr/handlers/web"
	"lerr/internal/audit"
	"lerr/internal/publish"
	"lerr/internal/store"
)

func backupCommand() *cobra.Command {
	c := &cobra.Command{Use: "backup FILE", Short: "Copy a database to a new file and verify it, also while it is served"}
	var where location
	where.addFlags(c.Flags(), "lerr.db", "database `FILE` to back up")
	c.RunE = func(c *cobra.Command, args []string) error {
		return toRead(c.Context(), where, func(db database) error {
			var found proof
			if err := db.Backup(c.Context(), args[0], verifyInto(c.Context(), &found)); err != nil {
				return usageIfExists(err)
			}
			_, err := fmt.Fprintf(c.OutOrStdout(), "%s: %s\n", args[0], found)
			return err
		})
	}
	return c
}

func restoreCommand() *cobra.Command {
	c := &cobra.Command{Use: "restore FILE", Short: "Make a database from a backup and verify it"}
	var where location
	where.addFlags(c.Flags(), "lerr.db", "database `FILE` to make; it must not exist")
	loseAfter := c.Flags().Int("lose-after", 0, "`N`, the last event of the backup: what came after it is lost, and the public transparency log says so")
	c.RunE = func(c *cobra.Command, args []string) error {
		seal, err := where.sealIfThere()
		if err != nil {
			return err
		}
		loss := store.Loss{After: *loseAfter, Event: audit.Event{
			At: time.Now().UTC(), Actor: shellActor(), Action: "restore", Text: fmt.Sprintf("from a copy that ends with event %d", *loseAfter),
		}}
		headless := seal != nil && !exists(seal.HeadFile)
		var found proof
		if err := store.Restore(c.Context(), args[0], where.db, seal, loss, verifyInto(c.Context(), &found)); err != nil {
			return usageIfExists(where.explainedRestore(err))
		}
		fmt.Fprintf(c.OutOrStdout(), "%s: %s\n", where.name(), found)
		if headless {
			fmt.Fprintf(c.OutOrStdout(), "%s was not there, so nothing proves that this is the newest copy\n", seal.HeadFile)
		}
		return nil
	}
	return c
}

// explainedRestore adds to the error of a restore what to do.
func (l *location) explainedRestore(err error) error {
	if loss, ok := errors.AsType[*store.LossError](err); ok {
		return usageError{fmt.Errorf("%w; look for a newer backup, or, if what came after is lost for good, repeat the command with --lose-after %d: revisions and events from there on will be missing, and the public transparency log will say so", err, loss.Events)}
	}
	if errors.Is(err, store.ErrNoKey) {
		return usageError{fmt.Errorf("%w; put the copy of it that you keep to %s, or name it by --log-key-file", err, l.logKeyFile())}
	}
	return err
}

// exists reports whether there is a file.
func exists(path string) bool {
	_, err := os.Lstat(path)
	return err == nil
}

// usageIfExists makes a usage error of one about a file that is there already, or missing.
func usageIfExists(err error) error {
	if errors.Is(err, fs.ErrExist) || errors.Is(err, fs.ErrNotExist) || errors.Is(err, store.ErrStaleLog) {
		return usageError{err}
	}
	return err
}

// proof counts what a verification has found to be as it was written.
type proof struct {
	store.Proof
	revisions int
}

// String returns a sentence for whoever asked for the verification.
func (p proof) String() string {
	text := fmt.Sprintf("%d revisions match their fingerprints; %d records, %d events of the audit log and %d entries of the transparency log are as lerr wrote them",
		p.revisions, p.Records, p.Events, p.Entries)
	if !p.Sealed {
		text += "; without the log key, nothing proves that the whole was not written by somebody else"
	}
	return text
}

// verify proves everything that a database holds: file, revisions, records and both logs.
func verify(ctx context.Context, db *store.DB) (found proof, err error) {
	if err := db.CheckIntegrity(ctx); err != nil {
		return proof{}, err
	}
	service := publish.NewService(publish.ServiceOptions{Store: db, Now: time.Now})
	archive, err := service.Archive(ctx)
	if err != nil {
		return proof{}, err
	}
	found.revisions = len(archive.History())
	found.Proof, err = db.Verify(ctx)
	return found, err
}

// verifyInto returns verify, with its result in found.
func verifyInto(ctx context.Context, found *proof) func(*store.DB) error {
	return func(db *store.DB) (err error) {
		*found, err = verify(ctx, db)
		return err
	}
}

// backupInterval is the time between two looks at whether today's backup is there.
const backupInterval = time.Minute

// backups makes a backup a day, by UTC, in a directory. It removes none.
type backups struct {
	db   *store.DB
	dir  string // no backups if empty
	name string // of the files, without date and extension
	now  func() time.Time
	log  *slog.Logger
	last atomic.Int64 // time of the last backup in seconds since 1970; 0 if there is none
}

// newBackups returns the daily backups of a database in a directory, which must exist.
func newBackups(db *store.DB, path, dir string, log *slog.Logger) (*backups, error) {
	b := &backups{db: db, dir: dir, name: strings.TrimSuffix(filepath.Base(path), filepath.Ext(path)), now: time.Now, log: log}
	if dir == "" {
		return b, nil
	}
	files, err := os.ReadDir(dir)
	if err != nil {
		return nil, usageError{fmt.Errorf("--backup-dir: %w", err)}
	}
	for _, file := range files {
		match, _ := filepath.Match("????-??-??.db", strings.TrimPrefix(file.Name(), b.name+"-"))
		if info, err := file.Info(); err == nil && match {
			b.last.Store(max(b.last.Load(), info.ModTime().Unix()))
		}
	}
	return b, nil
}

// run makes backups until ctx ends. It logs an error once and tries again.
func (b *backups) run(ctx context.Context) {
	repeatLogged(ctx, backupInterval, b.log, "no backup", b.step)
}

// step makes today's backup unless it is there.
func (b *backups) step(ctx context.Context) error {
	if b.dir == "" {
		return nil
	}
	now := b.now().UTC()
	path := filepath.Join(b.dir, b.name+"-"+now.Format(time.DateOnly)+".db")
	if _, err := os.Lstat(path); err == nil {
		return nil
	}
	var found proof
	if err := b.db.Backup(ctx, path, verifyInto(ctx, &found)); err != nil {
		return err
	}
	b.last.Store(now.Unix())
	b.log.Info("backed up", "file", path, "revisions", found.revisions, "events", found.Events)
	return nil
}

// gauge returns the age of the last backup for the metrics.
func (b *backups) gauge() web.Gauge {
	return web.Gauge{Name: "lerr_backup_age_seconds", Help: "Time since the last backup in --backup-dir; infinite if there is none.", Value: func() float64 {
		if last := b.last.Load(); last > 0 {
			return float64(b.now().Unix() - last)
		}
		return math.Inf(1)
	}}
}
