package main

import (
	"log/slog"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"lerr/internal/audit"
	"lerr/internal/publish"
	"lerr/internal/report"
)

// kept holds all that a backup must bring back.
type kept struct {
	Fingerprint string
	Digests     map[string]string // by revision
	Events      []audit.Event
}

func keptIn(t *testing.T, path string) kept {
	t.Helper()
	db := opened(t, path)
	defer db.Close()
	service := publish.NewService(publish.ServiceOptions{Store: db, Now: time.Now})
	archive, err := service.Archive(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	k := kept{Fingerprint: archive.Fingerprint(), Digests: map[string]string{}}
	for _, r := range archive.History() {
		k.Digests[r.Edition.Period.String()+" "+string(r.State)+" "+r.PublishedAt.String()] = r.Digest
	}
	if k.Events, err = service.Events(t.Context()); err != nil {
		t.Fatal(err)
	}
	return k
}

// The drill: a backup of a database that is served and has just changed, restored onto an empty directory.
func TestRestore_BringsBackEverything(t *testing.T) {
	path, elsewhere := seeded(t), t.TempDir()
	backup, restored := filepath.Join(elsewhere, "backup.db"), filepath.Join(t.TempDir(), "lerr.db")
	p := start(t, path)
	if code, _, errs := execute(t, "withdraw", "2018-H2", "--db", path); code != exitOK {
		t.Fatal(errs)
	}
	if code, out, errs := execute(t, "backup", backup, "--db", path); code != exitOK || !strings.Contains(out, "13 revisions") {
		t.Fatalf("backup: got %d, %q, %s", code, out, errs)
	}
	p.stop()
	put(t, restored+".log-key", read(t, path+".log-key")) // the copy that is kept elsewhere
	if code, out, errs := execute(t, "restore", backup, "--db", restored); code != exitOK || !strings.Contains(out, "13 revisions") {
		t.Fatalf("restore: got %d, %q, %s", code, out, errs)
	}
	want := keptIn(t, path)
	got := keptIn(t, restored)
	// The running program may have written to its log after the backup.
	if len(got.Events) < 14 || len(got.Events) > len(want.Events) {
		t.Fatalf("got %d events of %d", len(got.Events), len(want.Events))
	}
	want.Events = want.Events[:len(got.Events)]
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(report.Period{})); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	for dir, n := range map[string]int{elsewhere: 1, filepath.Dir(restored): 3} {
		if entries, err := os.ReadDir(dir); err != nil || len(entries) != n {
			t.Errorf("%s: got %v, %v, want %d files", dir, entries, err, n)
		}
	}
	p = start(t, restored)
	defer p.stop()
	if status, _ := get(t, p.public+"/2018-H2"); status != 410 {
		t.Errorf("the withdrawn period: got %d, want 410", status)
	}
}

func TestBackup_NeverOverwritesNorKeepsWhatIsDamaged(t *testing.T) {
	path := seeded(t)
	backup := filepath.Join(t.TempDir(), "backup.db")
	if code, _, errs := execute(t, "backup", backup, "--db", path); code != exitOK {
		t.Fatal(errs)
	}
	before := read(t, backup)
	if code, _, errs := execute(t, "backup", backup, "--db", path); code != exitUsage || !strings.Contains(errs, backup) || read(t, backup) != before {
		t.Errorf("onto a file: got %d, %s", code, errs)
	}
	alter(t, path, `UPDATE counts SET rejected = rejected + 1 WHERE period = '2016-H1' AND country_code = 'FR'`)
	dir := t.TempDir()
	if code, _, errs := execute(t, "backup", filepath.Join(dir, "backup.db"), "--db", path); code != exitDamaged || !strings.Contains(errs, "2016-H1") {
		t.Errorf("of changed figures: got %d, %s", code, errs)
	}
	if entries, err := os.ReadDir(dir); err != nil || len(entries) != 0 {
		t.Errorf("got %v, %v, want no file", entries, err)
	}
}

func TestRestore_RefusesWhatMustNotBeRestored(t *testing.T) {
	good := filepath.Join(t.TempDir(), "backup.db")
	if code, _, errs := execute(t, "backup", good, "--db", seeded(t)); code != exitOK {
		t.Fatal(errs)
	}
	for _, tt := range []struct {
		name    string
		prepare func(t *testing.T, backup, path string)
		code    int
		want    string
	}{
		{"onto a database", func(t *testing.T, _, path string) { put(t, path, "precious") }, exitUsage, "file already exists"},
		{"beside a stale log", func(t *testing.T, _, path string) { put(t, path+"-wal", "log") }, exitUsage, "lerr.db-wal"},
		{"beside a stale journal", func(t *testing.T, _, path string) { put(t, path+"-journal", "log") }, exitUsage, "lerr.db-journal"},
		{"of a newer lerr", func(t *testing.T, backup, _ string) { alter(t, backup, `PRAGMA user_version = 999`) }, exitForeign, "newer"},
		{"of another program", func(t *testing.T, backup, _ string) { alter(t, backup, `PRAGMA application_id = 1`) }, exitForeign, "not a lerr database"},
		{"of no database", func(t *testing.T, backup, _ string) { put(t, backup, strings.Repeat("a letter ", 500)) }, exitForeign, "not a lerr database"},
		{"of an empty file", func(t *testing.T, backup, _ string) { put(t, backup, "") }, exitDamaged, "empty"},
		{"of half a file", func(t *testing.T, backup, _ string) { put(t, backup, read(t, good)[:200_000]) }, exitDamaged, "backup.db"},
		{"of changed figures", func(t *testing.T, backup, _ string) {
			alter(t, backup, `UPDATE counts SET rejected = rejected + 1 WHERE period = '2016-H1' AND country_code = 'FR'`)
		}, exitDamaged, "2016-H1"},
		{"of a changed log", func(t *testing.T, backup, _ string) {
			alter(t, backup, `UPDATE events SET actor = 'nobody' WHERE position = 3`)
		}, exitDamaged, "event 3"},
		{"of no file", func(t *testing.T, backup, _ string) {
			if err := os.Remove(backup); err != nil {
				t.Fatal(err)
			}
		}, exitUsage, "no such file"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			dir := t.TempDir()
			backup, path := filepath.Join(t.TempDir(), "backup.db"), filepath.Join(dir, "lerr.db")
			put(t, backup, read(t, good))
			tt.prepare(t, backup, path)
			before := contents(t, dir)
			if code, _, errs := execute(t, "restore", backup, "--db", path); code != tt.code || !strings.Contains(errs, tt.want) {
				t.Errorf("got %d, %q, want %d and %q", code, errs, tt.code, tt.want)
			}
			if diff := cmp.Diff(before, contents(t, dir)); diff != "" {
				t.Errorf("files (-before +after)\n%s", diff)
			}
		})
	}
}

// put writes a file.
func put(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// contents returns the texts of the files in a directory.
func contents(t *testing.T, dir string) map[string]string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]string{}
	for _, entry := range entries {
		all[entry.Name()] = read(t, filepath.Join(dir, entry.Name()))
	}
	return all
}

func TestBackups_AreMadeOnceADay(t *testing.T) {
	path, dir := seeded(t), t.TempDir()
	db := opened(t, path)
	defer db.Close()
	open := func() *backups {
		b, err := newBackups(db, path, dir, slog.New(slog.DiscardHandler))
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	b := open()
	now := time.Date(2026, time.November, 28, 23, 0, 0, 0, time.UTC)
	b.now = func() time.Time { return now }
	if age := b.gauge().Value(); age != math.Inf(1) {
		t.Errorf("before the first: got an age of %v, want infinity", age)
	}
	for _, want := range []struct {
		later time.Duration
		files int
		age   float64
	}{{0, 1, 0}, {30 * time.Minute, 1, 1800}, {time.Hour, 2, 0}, {23 * time.Hour, 2, 23 * 3600}} {
		now = now.Add(want.later)
		if err := b.step(t.Context()); err != nil {
			t.Fatal(err)
		}
		files := contents(t, dir)
		if age := b.gauge().Value(); len(files) != want.files || age != want.age {
			t.Errorf("%s: got %d files and an age of %v, want %d and %v", now, len(files), age, want.files, want.age)
		}
	}
	if files := contents(t, dir); files["lerr-2026-11-28.db"] == "" || files["lerr-2026-11-29.db"] == "" {
		t.Error("the files are not named after their days")
	}
	put(t, filepath.Join(dir, "lerr-notes.db"), "")
	modified := time.Now().Add(-time.Hour).Truncate(time.Second)
	for name := range contents(t, dir) {
		if err := os.Chtimes(filepath.Join(dir, name), modified, modified); err != nil {
			t.Fatal(err)
		}
	}
	if got := open().last.Load(); got != modified.Unix() {
		t.Errorf("after a restart: got %d, want the time of the last file, %d", got, modified.Unix())
	}
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
	now = now.Add(24 * time.Hour)
	if err := b.step(t.Context()); err == nil {
		t.Error("without its directory: got no error")
	}
	if code, _, errs := execute(t, "serve", "--db", path, "--backup-dir", dir); code != exitUsage || !strings.Contains(errs, "--backup-dir") {
		t.Errorf("serve without it: got %d, %s", code, errs)
	}
}
