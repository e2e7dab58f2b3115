package main

import (
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"runtime/debug"
	"time"

	"lerr/internal/store"
)

// startCheck is a question that a start asks before it opens the database, which may migrate it.
type startCheck struct {
	name string // in cmd/lerr/deploy/README.md
	find func(machine, serveOptions) []finding
}

// finding is something that is not as it should be. Its text names what, where, and what mends it.
type finding struct {
	refuse bool // else the program starts and warns
	text   string
}

// machine answers what a start asks of the machine.
type machine struct {
	now     time.Time
	built   time.Time // of the program; zero if it does not know
	temp    string    // directory of temporary files
	free    func(dir string) (bytes int64, err error)
	network func(file string) (fileSystem string)
}

// thisMachine returns the machine that the program runs on.
func thisMachine() machine {
	return machine{now: time.Now(), built: builtAt(), temp: os.TempDir(), free: store.FreeSpace, network: store.NetworkFileSystem}
}

// builtAt returns the time of the commit that the program was built from, or the zero time.
func builtAt() time.Time {
	info, _ := debug.ReadBuildInfo()
	if info == nil {
		return time.Time{}
	}
	for _, s := range info.Settings {
		if s.Key == "vcs.time" {
			at, _ := time.Parse(time.RFC3339, s.Value)
			return at
		}
	}
	return time.Time{}
}

// startChecks are all checks of a start. What only the content of the database tells is checked once it is open: that
// it is ours and whole, that the key opens its secrets, and, by the scheduler, that the clock is not before its
// last event.
var startChecks = []startCheck{
	{"key file", findKey},
	{"readable by others", findReadable},
	{"writable", findUnwritable},
	{"space", findFull},
	{"clock", findClock},
	{"network file system", findNetwork},
}

// checkStart asks all checks, logs their warnings, and fails with everything that prevents a start.
func checkStart(m machine, o serveOptions, log *slog.Logger) error {
	var refused []error
	for _, check := range startChecks {
		for _, f := range check.find(m, o) {
			if f.refuse {
				refused = append(refused, errors.New(f.text))
			} else {
				log.Warn("start: "+check.name, "found", f.text)
			}
		}
	}
	if len(refused) > 0 {
		return usageError{errors.Join(refused...)}
	}
	return nil
}

// found returns a finding that prevents a start.
func found(format string, args ...any) []finding {
	return []finding{{true, fmt.Sprintf(format, args...)}}
}

// findKey finds a key file that serve would not use.
func findKey(_ machine, o serveOptions) (all []finding) {
	if o.keyFile != "" {
		if err := checkKey("--key-file", o.keyFile); err != nil {
			all = found("%v", err)
		}
	}
	logKey := o.where.logKeyFile() // that there is one, and that it is a key, is asked with the database
	if info, err := os.Stat(logKey); err == nil {
		if err := checkKeyMode("--log-key-file", logKey, info); err != nil {
			all = append(all, found("%v", err)...)
		}
	}
	return all
}

// checkKeyMode fails unless a key file is its owner's alone.
func checkKeyMode(flag, path string, info fs.FileInfo) error {
	if info.Mode()&0o077 == 0 {
		return nil
	}
	return fmt.Errorf("%s: others than its owner can use %s, which has the mode %04o; if nobody has, close it by\n  chmod 600 %s", flag, path, info.Mode().Perm(), path)
}

// checkKey fails, with what mends it, unless the key file that a flag names is whole and its owner's alone.
func checkKey(flag, path string) error {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("%s: there is no %s; give the file that lerr init made, or copy it back to there", flag, path)
	case err != nil:
		return fmt.Errorf("%s: %w", flag, err)
	case !info.Mode().IsRegular() || info.Size() != keyLength:
		return fmt.Errorf("%s: %s is no key of %d bytes; copy the file back that lerr init made", flag, path, keyLength)
	}
	return checkKeyMode(flag, path, info)
}

// findReadable finds what others than its owner can read, or replace.
func findReadable(_ machine, o serveOptions) (all []finding) {
	look := func(path, mode string, closed fs.FileMode) {
		info, err := os.Stat(path)
		if err == nil && info.Mode().Perm()&closed != 0 && !(info.IsDir() && info.Mode()&fs.ModeSticky != 0) {
			all = append(all, finding{false, fmt.Sprintf("others than its owner can use %s, which has the mode %04o: what is not public, or leads to it, is in there; close it by chmod %s %s",
				path, info.Mode().Perm(), mode, path)})
		}
	}
	if db := besideOrHere(o.where.db); db == o.where.db {
		for _, suffix := range []string{"", "-wal", "-shm"} {
			look(db+suffix, "600", 0o077)
		}
		look(filepath.Dir(db), "o-w", 0o002)
	}
	if o.backupDir != "" {
		look(o.backupDir, "700", 0o077)
	}
	return all
}

// directory is one that serve makes files in, and what names it.
type directory struct{ flag, path string }

func directories(m machine, o serveOptions) []directory {
	all := []directory{{"TMPDIR", m.temp}}
	if !o.where.onServer() {
		all = append(all, directory{"--db", filepath.Dir(o.where.db)})
	}
	if dir := filepath.Dir(o.where.logKeyFile()); o.where.onServer() || dir != filepath.Dir(o.where.db) { // of the head file
		all = append(all, directory{"--log-key-file", dir})
	}
	if o.backupDir != "" {
		all = append(all, directory{"--backup-dir", o.backupDir})
	}
	return all
}

// findUnwritable finds a database that cannot be written, and directories in which no file can be made.
func findUnwritable(m machine, o serveOptions) (all []finding) {
	var err error
	if !o.where.onServer() {
		if _, err := os.Stat(o.where.db); err != nil {
			return nil // opening it says so
		}
		err = openToWrite(o.where.db)
	}
	if err != nil {
		all = found("--db: %s cannot be written (%v); if its disk can be, let the user that runs lerr write by\n  chown USER %s", o.where.db, err, o.where.db)
	}
	for _, dir := range directories(m, o) {
		file, err := os.CreateTemp(dir.path, ".lerr-check-*")
		if err == nil {
			err = errors.Join(file.Close(), os.Remove(file.Name()))
		}
		if err != nil {
			all = append(all, found("%s: no file can be made in %s (%v); if its disk can be written, let the user that runs lerr write by\n  install -d -m 700 -o USER %s", dir.flag, dir.path, err, dir.path)...)
		}
	}
	return all
}

// openToWrite fails unless a file can be written.
func openToWrite(path string) error {
	file, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	return file.Close()
}

// releaseSpace is the space in bytes that a release takes beside a copy of the database: an edition in the write-ahead
// log, and temporary tables.
const releaseSpace = 16 << 20

// findFull finds directories without space for a copy of the database and a release.
func findFull(m machine, o serveOptions) (all []finding) {
	need := int64(releaseSpace)
	for _, suffix := range []string{"", "-wal"} {
		if info, err := os.Stat(o.where.db + suffix); err == nil {
			need += info.Size()
		}
	}
	for _, dir := range directories(m, o) {
		if free, err := m.free(dir.path); err == nil && free < need {
			all = append(all, found("%s: the disk of %s has %d MB left, and a backup and a release need %d MB; free some, for instance of what this lists:\n  du -xsh %s/*",
				dir.flag, dir.path, free>>20, need>>20+1, dir.path)...)
		}
	}
	return all
}

// clockTolerance allows for a build machine whose clock is ahead of this one.
const clockTolerance = time.Hour

// findClock finds a clock that was never set: sessions, codes of apps and releases go by it.
func findClock(m machine, _ serveOptions) []finding {
	if !m.now.Before(m.built.Add(-clockTolerance)) {
		return nil
	}
	return found("the clock shows %s, but this program was made at %s; set the clock, for instance by\n  timedatectl set-ntp true",
		m.now.UTC().Format(time.RFC3339), m.built.UTC().Format(time.RFC3339))
}

// findNetwork finds a database whose locks may not work.
func findNetwork(m machine, o serveOptions) []finding {
	name := m.network(o.where.db)
	if name == "" || o.where.onServer() {
		return nil
	}
	return []finding{{false, fmt.Sprintf("%s is on a network file system (%s), where locks may not work; stop lerr and move it to a local disk: lerr backup, then lerr restore there", o.where.db, name)}}
}
