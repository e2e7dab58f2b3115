package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"

	"github.com/spf13/pflag"

	"lerr/internal/store"
	"lerr/internal/translog"
)

// location says where a database is, and the key that proves it.
type location struct {
	db     string
	logKey string // file; the one that init made beside the database if empty
}

// addFlags adds --db, with a value by default, and --log-key-file.
func (l *location) addFlags(flags *pflag.FlagSet, byDefault, usage string) {
	flags.StringVar(&l.db, "db", byDefault, usage+"; or the address of a PostgreSQL database, postgres://…, or a file that holds it")
	l.addKeyFlag(flags)
}

// addKeyFlag adds --log-key-file.
func (l *location) addKeyFlag(flags *pflag.FlagSet) {
	flags.StringVar(&l.logKey, "log-key-file", "", "`FILE` of the key that signs the transparency log and the audit log; by default the one that lerr init made beside the database")
}

// logKeyFile returns the path of the log key. An address has no files beside it: then it is in the working directory.
func (l *location) logKeyFile() string {
	if l.logKey != "" {
		return l.logKey
	}
	return besideOrHere(l.db) + ".log-key"
}

// besideOrHere returns what the names of files begin with that belong to a database.
func besideOrHere(db string) string {
	if store.OnServer(db) && !exists(db) {
		return "lerr.db"
	}
	return db
}

// name returns the database as messages have it, without a password.
func (l *location) name() string { return store.PlaceName(l.db) }

// onServer reports whether the database is on a PostgreSQL server.
func (l *location) onServer() bool { return store.OnServer(l.db) }

// seal reads the log key. The error is fs.ErrNotExist if there is none.
func (l *location) seal() (*store.Seal, error) {
	path := l.logKeyFile()
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	key, err := translog.ParseKey(text)
	if err != nil {
		return nil, usageError{fmt.Errorf("--log-key-file: %s: %w", path, err)}
	}
	return &store.Seal{Key: key, HeadFile: headBeside(path)}, nil
}

// headBeside returns the name of the head file of a log key.
func headBeside(logKey string) string { return logKey + ".head" }

// sealToWrite is seal for commands that write, with what to do when there is no key.
func (l *location) sealToWrite() (*store.Seal, error) {
	seal, err := l.seal()
	if errors.Is(err, fs.ErrNotExist) {
		err = usageError{fmt.Errorf("--log-key-file: there is no log key at %s; put back the copy that you keep, or, for a database from before there were log keys, make one by\n  lerr init --db %s --log-key-file %s", l.logKeyFile(), l.name(), l.logKeyFile())}
	}
	return seal, err
}

// sealIfThere is seal, nil if there is no key.
func (l *location) sealIfThere() (*store.Seal, error) {
	seal, err := l.seal()
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	return seal, err
}
