package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"github.com/spf13/cobra"

	"lerr/data"
	"lerr/internal/publish"
	"lerr/internal/store"
)

// keyLength is the length in bytes of the key that encrypts the secrets of authenticator apps.
const keyLength = 32

func initCommand() *cobra.Command {
	c := &cobra.Command{Use: "init", Short: "Make a database with the shipped report, and its key"}
	path := c.Flags().String("db", "lerr.db", "database `FILE` to make; it must not exist")
	keyFile := c.Flags().String("key-file", "", "`FILE` of the key to make, or one that exists; the database's name with .key by default")
	c.RunE = func(c *cobra.Command, _ []string) error {
		if *keyFile == "" {
			*keyFile = keyBeside(*path)
		}
		// The key comes first, so that no database is without one.
		if err := createKey(*path, *keyFile); err != nil {
			return err
		}
		periods, err := createDatabase(c.Context(), *path)
		if err != nil {
			return err
		}
		_, err = fmt.Fprintf(c.OutOrStdout(), "%s: the shipped report, %d half-years\n%s: encrypts the secrets of authenticator apps in it; keep a copy elsewhere\n",
			*path, periods, *keyFile)
		return err
	}
	return c
}

// keyBeside returns the name of the key that init makes for a database.
func keyBeside(path string) string { return path + ".key" }

// createKey makes a key for a database that does not exist yet. A key that exists stays: it may belong to a
// database that is to be restored, or to an init that was killed.
func createKey(path, keyFile string) error {
	if _, err := os.Lstat(path); err == nil {
		return usageError{fmt.Errorf("--db: %s is there already, and init never overwrites", path)}
	}
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
func createDatabase(ctx context.Context, path string) (periods int, err error) {
	shipped, err := data.Load()
	if err != nil {
		return 0, err
	}
	err = store.Create(ctx, path, func(db *store.DB) (err error) {
		periods, err = newService(ctx, db, shipped, "").Seed(ctx, publish.Shipped{
			Regions: shipped.Regions, Countries: shipped.Countries, Editions: shipped.Editions, Dates: shipped.Dates,
		})
		return err
	})
	return periods, err
}
