package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"lerr/data"
	"lerr/internal/audit"
	"lerr/internal/publish"
	"lerr/internal/store"
	"lerr/internal/translog"
)

// keyLength is the length in bytes of the key that encrypts the secrets of authenticator apps.
const keyLength = 32

func initCommand() *cobra.Command {
	c := &cobra.Command{Use: "init", Short: "Make a database with the shipped report, and its keys"}
	var where location
	where.addFlags(c.Flags(), "lerr.db", "database `FILE` to make; one from before there were log keys is kept and sealed")
	keyFile := c.Flags().String("key-file", "", "`FILE` of the key to make, or one that exists; the database's name with .key by default")
	name := c.Flags().String("log-name", "", "`NAME` of the transparency log, such as example.org/lerr, which never changes; made up by default")
	c.RunE = func(c *cobra.Command, _ []string) error {
		if *keyFile == "" {
			*keyFile = keyBeside(where.db)
		}
		there, err := store.Exists(c.Context(), where.db)
		if err != nil {
			return err
		}
		if there {
			return adopt(c.Context(), where, *name, c.OutOrStdout())
		}
		// The keys come first, so that no database is without them.
		if err := createKey(*keyFile); err != nil {
			return err
		}
		seal, err := where.createLogKey(*name)
		if err != nil {
			return err
		}
		if head, err := store.ReadHead(seal.HeadFile, seal.Key); err == nil && head.Events > 0 || err != nil && !errors.Is(err, store.ErrNoHead) {
			return usageError{fmt.Errorf("--log-key-file: %s says that this key has a database already; restore a backup by\n  lerr restore FILE --db %s", seal.HeadFile, where.name())}
		}
		periods, err := createDatabase(c.Context(), where.db, seal)
		if err != nil {
			return err
		}
		_, err = fmt.Fprintf(c.OutOrStdout(), "%s: the shipped report, %d half-years\n%s: encrypts the secrets of authenticator apps in it; keep a copy elsewhere\n%s",
			where.name(), periods, *keyFile, where.aboutLogKey(seal))
		return err
	}
	return c
}

// adopt seals a database that has no log key yet, or writes its head file anew.
func adopt(ctx context.Context, where location, name string, out io.Writer) error {
	if _, err := os.Lstat(headBeside(where.logKeyFile())); err == nil {
		return usageError{fmt.Errorf("--db: %s is there already, and init never overwrites", where.name())}
	}
	seal, err := where.createLogKey(name)
	if err != nil {
		return err
	}
	event := audit.Event{At: time.Now().UTC(), Actor: shellActor(), Action: "seal database", Text: "log " + seal.Key.Origin()}
	if err := store.Adopt(ctx, where.db, *seal, event); err != nil {
		return where.explained(err)
	}
	_, err = fmt.Fprintf(out, "%s: as it was, and sealed\n%s", where.name(), where.aboutLogKey(seal))
	return err
}

// aboutLogKey says what the log key is for.
func (l *location) aboutLogKey(seal *store.Seal) string {
	return fmt.Sprintf("%s: signs the transparency log and the audit log; keep a copy elsewhere\n%s: says how far both have come, and changes with each event\nthe log’s public key, for lerr audit: %s\n",
		l.logKeyFile(), seal.HeadFile, seal.Key.Verifier())
}

// createLogKey makes the log key of a database, or reads the one that is there.
func (l *location) createLogKey(name string) (*store.Seal, error) {
	if name == "" {
		name = "lerr-" + strings.ToLower(rand.Text()[:8])
	}
	key, err := translog.NewKey(name)
	if err != nil {
		return nil, usageError{fmt.Errorf("--log-name: %w", err)}
	}
	err = store.CreateFile(l.logKeyFile(), func(temporary string) error {
		return os.WriteFile(temporary, key.Marshal(), 0o600)
	})
	if err != nil && !errors.Is(err, fs.ErrExist) {
		return nil, err
	}
	return l.seal()
}

// keyBeside returns the name of the key that init makes for a database.
func keyBeside(path string) string { return besideOrHere(path) + ".key" }

// createKey makes a key for a database that does not exist yet. A key that exists stays: it may belong to a
// database that is to be restored, or to an init that was killed.
func createKey(keyFile string) error {
	err := store.CreateFile(keyFile, func(temporary string) error {
		key := make([]byte, keyLength)
		_, _ = rand.Read(key) // never fails
		return os.WriteFile(temporary, key, 0o600)
	})
	if !errors.Is(err, fs.ErrExist) {
		return err
	}
	if err := checkKey("--key-file", keyFile); err != nil {
		return usageError{fmt.Errorf("init never overwrites: %w", err)}
	}
	return nil
}

// createDatabase makes a database with the shipped report and returns the number of half-years.
func createDatabase(ctx context.Context, path string, seal *store.Seal) (periods int, err error) {
	shipped, err := data.Load()
	if err != nil {
		return 0, err
	}
	err = store.Create(ctx, path, seal, func(db *store.DB) (err error) {
		periods, err = newService(ctx, db, shipped, "").Seed(ctx, publish.Shipped{
			Regions: shipped.Regions, Countries: shipped.Countries, Editions: shipped.Editions, Dates: shipped.Dates,
		})
		return err
	})
	return periods, err
}
