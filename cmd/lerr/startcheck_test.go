package main

import (
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// sound returns a machine and flags with which nothing is wrong.
func sound(t *testing.T) (machine, serveOptions) {
	t.Helper()
	dir := t.TempDir()
	o := serveOptions{where: location{db: filepath.Join(dir, "lerr.db")}, keyFile: filepath.Join(dir, "lerr.db.key"), backupDir: filepath.Join(dir, "backups")}
	put(t, o.where.db, strings.Repeat("x", 100<<10))
	put(t, o.where.db+"-wal", "x")
	put(t, o.keyFile, strings.Repeat("k", keyLength))
	if err := os.Mkdir(o.backupDir, 0o700); err != nil {
		t.Fatal(err)
	}
	at := time.Date(2026, 11, 28, 12, 0, 0, 0, time.UTC)
	return machine{
		now: at, built: at.Add(30 * time.Minute), temp: dir,
		free:    func(string) (int64, error) { return 100 << 20, nil },
		network: func(string) string { return "" },
	}, o
}

func TestStartChecks_NameWhatIsWrongWhereAndWhatMendsIt(t *testing.T) {
	chmod := func(path string, mode os.FileMode) {
		if err := os.Chmod(path, mode); err != nil {
			t.Fatal(err)
		}
	}
	const nowhere = "/proc" // nobody can make a file there, root included
	for _, tt := range []struct {
		name, check string
		change      func(*machine, *serveOptions)
		refuse      bool
		want        func(serveOptions) []string
	}{
		{"the key is gone", "key file", func(_ *machine, o *serveOptions) { os.Remove(o.keyFile) }, true,
			func(o serveOptions) []string { return []string{"--key-file: there is no " + o.keyFile, "copy it back"} }},
		{"the key is cut off", "key file", func(_ *machine, o *serveOptions) { os.Truncate(o.keyFile, 31) }, true,
			func(o serveOptions) []string {
				return []string{o.keyFile + " is no key of 32 bytes", "copy the file back"}
			}},
		{"the key is a directory", "key file", func(_ *machine, o *serveOptions) { o.keyFile = o.backupDir }, true,
			func(o serveOptions) []string { return []string{o.keyFile + " is no key"} }},
		{"the key has a group", "key file", func(_ *machine, o *serveOptions) { chmod(o.keyFile, 0o640) }, true,
			func(o serveOptions) []string { return []string{"mode 0640", "chmod 600 " + o.keyFile} }},
		{"the key is everybody's", "key file", func(_ *machine, o *serveOptions) { chmod(o.keyFile, 0o604) }, true,
			func(o serveOptions) []string { return []string{"mode 0604", "chmod 600 " + o.keyFile} }},
		{"the log key has a group", "key file", func(_ *machine, o *serveOptions) {
			put(t, o.where.db+".log-key", "k")
			chmod(o.where.db+".log-key", 0o640)
		}, true,
			func(o serveOptions) []string {
				return []string{"--log-key-file", "mode 0640", "chmod 600 " + o.where.db + ".log-key"}
			}},
		{"the head's folder cannot be written", "writable", func(_ *machine, o *serveOptions) { o.where.logKey = nowhere + "/log-key" }, true,
			func(serveOptions) []string { return []string{"--log-key-file: no file can be made in /proc"} }},
		{"the database is everybody's", "readable by others", func(_ *machine, o *serveOptions) { chmod(o.where.db, 0o644) }, false,
			func(o serveOptions) []string {
				return []string{o.where.db + ", which has the mode 0644", "chmod 600 " + o.where.db}
			}},
		{"the log is everybody's", "readable by others", func(_ *machine, o *serveOptions) { chmod(o.where.db+"-wal", 0o644) }, false,
			func(o serveOptions) []string { return []string{"chmod 600 " + o.where.db + "-wal"} }},
		{"the backups are everybody's", "readable by others", func(_ *machine, o *serveOptions) { chmod(o.backupDir, 0o755) }, false,
			func(o serveOptions) []string { return []string{"chmod 700 " + o.backupDir} }},
		{"the folder is everybody's to change", "readable by others", func(_ *machine, o *serveOptions) { chmod(filepath.Dir(o.where.db), 0o777) }, false,
			func(o serveOptions) []string { return []string{"chmod o-w " + filepath.Dir(o.where.db)} }},
		{"the backups cannot be written", "writable", func(_ *machine, o *serveOptions) { o.backupDir = nowhere }, true,
			func(serveOptions) []string {
				return []string{"--backup-dir: no file can be made in /proc", "-o USER /proc"}
			}},
		{"the backups' folder is gone", "writable", func(_ *machine, o *serveOptions) { os.Remove(o.backupDir) }, true,
			func(o serveOptions) []string {
				return []string{"--backup-dir: ", "install -d -m 700 -o USER " + o.backupDir}
			}},
		{"temporary files cannot be written", "writable", func(m *machine, _ *serveOptions) { m.temp = nowhere }, true,
			func(serveOptions) []string { return []string{"TMPDIR: no file can be made in /proc"} }},
		{"the database is a folder", "writable", func(_ *machine, o *serveOptions) { o.where.db = o.backupDir }, true,
			func(o serveOptions) []string {
				return []string{"--db: " + o.where.db + " cannot be written", "chown USER " + o.where.db}
			}},
		{"the database's folder cannot be written", "writable", func(_ *machine, o *serveOptions) { o.where.db = "/proc/version" }, true,
			func(serveOptions) []string { return []string{"--db: no file can be made in /proc", "-o USER /proc"} }},
		{"the disk is full", "space", func(m *machine, o *serveOptions) { m.free = fullAt(filepath.Dir(o.where.db)) }, true,
			func(o serveOptions) []string {
				return []string{"--db: the disk of " + filepath.Dir(o.where.db) + " has 16 MB left", "need 17 MB", "du -xsh"}
			}},
		{"the disk of the backups is full", "space", func(m *machine, o *serveOptions) { m.free = fullAt(o.backupDir) }, true,
			func(o serveOptions) []string { return []string{"--backup-dir: the disk of " + o.backupDir} }},
		{"the clock was never set", "clock", func(m *machine, _ *serveOptions) { m.now = time.Unix(60, 0) }, true,
			func(serveOptions) []string {
				return []string{"1970-01-01T00:01:00Z", "2026-11-28T12:30:00Z", "timedatectl set-ntp true"}
			}},
		{"the disk is another machine's", "network file system", func(m *machine, _ *serveOptions) { m.network = func(string) string { return "NFS" } }, false,
			func(o serveOptions) []string {
				return []string{o.where.db + " is on a network file system (NFS)", "lerr restore"}
			}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			m, o := sound(t)
			if err := checkStart(m, o, slog.New(slog.DiscardHandler)); err != nil {
				t.Fatalf("before: %v", err)
			}
			tt.change(&m, &o)
			var log strings.Builder
			err := checkStart(m, o, slog.New(slog.NewTextHandler(&log, nil)))
			text := log.String()
			if tt.refuse {
				if err == nil || exitCode(err) != exitUsage {
					t.Fatalf("got %v, want a refusal of exit code 2", err)
				}
				text = err.Error()
			} else if err != nil || !strings.Contains(text, "start: "+tt.check) {
				t.Errorf("got %v and %s, want a warning of %s", err, text, tt.check)
			}
			for _, want := range tt.want(o) {
				if !strings.Contains(text, want) {
					t.Errorf("got %s, want %q", text, want)
				}
			}
		})
	}
}

// fullAt returns the free space of a machine where one directory has too little.
func fullAt(full string) func(string) (int64, error) {
	return func(dir string) (int64, error) {
		if dir == full {
			return releaseSpace + 1<<10, nil
		}
		return 100 << 20, nil
	}
}

func TestStartChecks_WarnOfNothingThatIsSound(t *testing.T) {
	m, o := sound(t)
	m.free = func(string) (int64, error) { return 0, errors.New("unknown") } // of what cannot be asked, nothing is known
	var log strings.Builder
	if err := checkStart(m, o, slog.New(slog.NewTextHandler(&log, nil))); err != nil || log.Len() != 0 {
		t.Errorf("got %v and %s, want neither", err, log.String())
	}
	left, err := filepath.Glob(filepath.Join(filepath.Dir(o.where.db), ".lerr-check-*"))
	if err != nil || len(left) != 0 {
		t.Errorf("files: got %v, %v, want none that a check has left", left, err)
	}
}

func TestStartChecks_AreAskedBeforeTheDatabaseIsOpened(t *testing.T) {
	path := seededWith(t, smallest(t))
	key := filepath.Join(t.TempDir(), "key")
	if err := os.WriteFile(key, make([]byte, keyLength), 0o644); err != nil {
		t.Fatal(err)
	}
	before := read(t, path)
	code, errs := served(t, path, "--key-file", key, "--backup-dir", "/proc")
	if code != exitUsage || !strings.Contains(errs, "chmod 600 "+key) || !strings.Contains(errs, "--backup-dir") {
		t.Errorf("got %d, %s, want 2 and everything that is wrong", code, errs)
	}
	if read(t, path) != before {
		t.Error("the database was changed")
	}
}

func TestStartChecks_AreInTheReadme(t *testing.T) {
	readme := read(t, "deploy/README.md")
	for _, check := range startChecks {
		if !strings.Contains(readme, "| "+check.name+" |") {
			t.Errorf("deploy/README.md has no line for %s", check.name)
		}
	}
}

// Every machine that the tests run on has space, and its file systems are local.
func TestThisMachine_IsAsked(t *testing.T) {
	m := thisMachine()
	if free, err := m.free(t.TempDir()); err != nil || free <= 0 {
		t.Errorf("free space: got %d, %v", free, err)
	}
	if _, err := m.free(filepath.Join(t.TempDir(), "none")); err == nil {
		t.Error("free space of nothing: got no error")
	}
	if m.now.IsZero() || m.temp == "" {
		t.Errorf("got %+v", m)
	}
}
