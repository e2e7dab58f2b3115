package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"lerr/internal/publish"
	"lerr/internal/sitetest"
	"lerr/internal/sitetest/dbtest"
	"lerr/internal/store"
	"lerr/internal/translog"
)

// remove removes files.
func remove(t *testing.T, paths ...string) {
	t.Helper()
	for _, path := range paths {
		if err := os.Remove(path); err != nil {
			t.Fatal(err)
		}
	}
}

func TestRestore_LosesOnlyWhatItIsToldTo(t *testing.T) {
	path := seeded(t)
	backup := filepath.Join(t.TempDir(), "backup.db")
	if code, _, errs := execute(t, "backup", backup, "--db", path); code != exitOK {
		t.Fatal(errs)
	}
	publishNext(t, path, time.Time{}, "")
	remove(t, path)
	restore := []string{"restore", backup, "--db", path}
	for _, args := range [][]string{restore, append(restore, "--lose-after", "12"), append(restore, "--lose-after", "14")} {
		if code, _, errs := execute(t, args...); code != exitUsage || !strings.Contains(errs, "--lose-after 13") || !strings.Contains(errs, "event 14") || exists(path) {
			t.Errorf("%v: got %d, %s, want no database and what it lacks", args, code, errs)
		}
	}
	if code, out, errs := execute(t, append(restore, "--lose-after", "13")...); code != exitOK || !strings.Contains(out, "13 revisions") {
		t.Fatalf("got %d, %s, %s", code, out, errs)
	}
	publishNext(t, path, time.Time{}, "Once more.")
	if code, out, errs := execute(t, "verify", "--db", path); code != exitOK || !strings.Contains(out, "14 revisions") {
		t.Errorf("verify: got %d, %s, %s", code, out, errs)
	}
	db := opened(t, path)
	defer db.Close()
	log, _, err := db.Log(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	entries := log.Entries()
	loss, published := entries[len(entries)-2], entries[len(entries)-1]
	if loss.Kind != translog.Loss || loss.Events != 1 || loss.Numbers["2019-H2"] != 1 {
		t.Errorf("got %+v, want the loss of one event and of one revision", loss)
	}
	if published.Number != 2 {
		t.Errorf("got revision %d, want 2: that of the lost one is not used again", published.Number)
	}
}

func TestRestore_NeedsTheKeyOfASealedBackup(t *testing.T) {
	path := seeded(t)
	backup := filepath.Join(t.TempDir(), "backup.db")
	if code, _, errs := execute(t, "backup", backup, "--db", path); code != exitOK {
		t.Fatal(errs)
	}
	elsewhere := dbtest.Path(t)
	if code, _, errs := execute(t, "restore", backup, "--db", elsewhere); code != exitUsage || !strings.Contains(errs, elsewhere+".log-key") || made(t, elsewhere) {
		t.Errorf("without a key: got %d, %s", code, errs)
	}
	newSeal(t, elsewhere)
	if code, _, errs := execute(t, "restore", backup, "--db", elsewhere); code != exitDamaged || !strings.Contains(errs, "event 1") || made(t, elsewhere) {
		t.Errorf("with another key: got %d, %s", code, errs)
	}
}

// A database from before there were log keys is sealed by init, and only then written.
func TestInit_SealsADatabaseFromBefore(t *testing.T) {
	path := dbtest.Path(t)
	err := store.Create(t.Context(), path, nil, func(db *store.DB) error {
		service := publish.NewService(publish.ServiceOptions{Store: db, Now: func() time.Time { return sitetest.Now }})
		_, err := service.Seed(t.Context(), smallest(t))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	withdraw := []string{"withdraw", "2019-H1", "--db", path}
	for _, prepare := range []func(){func() {}, func() { newSeal(t, path); put(t, path+".log-key.head", "") }} {
		prepare()
		if code, _, errs := execute(t, withdraw...); code != exitUsage || !strings.Contains(errs, "lerr init --db "+path) {
			t.Errorf("got %d, %s, want how it is sealed", code, errs)
		}
	}
	if code, out, errs := execute(t, "verify", "--db", path); code != exitUsage || !strings.Contains(errs, "lerr init") {
		t.Errorf("verify with a key: got %d, %s, %s", code, out, errs)
	}
	remove(t, path+".log-key", path+".log-key.head")
	if code, out, errs := execute(t, "verify", "--db", path); code != exitOK || !strings.Contains(out, "without the log key") {
		t.Errorf("verify without a key: got %d, %s, %s", code, out, errs)
	}
	if code, out, errs := execute(t, "init", "--db", path, "--log-name", "example.org/report"); code != exitOK || !strings.Contains(out, "example.org/report+") {
		t.Fatalf("init: got %d, %s, %s", code, out, errs)
	}
	if code, _, errs := execute(t, withdraw...); code != exitOK {
		t.Error(errs)
	}
	if code, out, errs := execute(t, "verify", "--db", path); code != exitOK || strings.Contains(out, "without") {
		t.Errorf("verify: got %d, %s, %s", code, out, errs)
	}
	if code, _, errs := execute(t, "init", "--db", path); code != exitUsage || !strings.Contains(errs, "never overwrites") {
		t.Errorf("init again: got %d, %s", code, errs)
	}
}

func TestInit_WritesALostHeadOfWhatIsProved(t *testing.T) {
	dbtest.FilesOnly(t) // a server has a copy of the head
	path := seededWith(t, smallest(t))
	head := path + ".log-key.head"
	remove(t, head)
	if code, _, errs := execute(t, "withdraw", "2019-H1", "--db", path); code != exitDamaged && code != exitUsage || !strings.Contains(errs, head) || !strings.Contains(errs, "lerr init") {
		t.Errorf("got %d, %s, want what to do", code, errs)
	}
	original := read(t, path)
	alter(t, path, `UPDATE counts SET requests = requests + 1`)
	if code, _, errs := execute(t, "init", "--db", path); code != exitDamaged || exists(head) {
		t.Errorf("init of a changed database: got %d, %s", code, errs)
	}
	put(t, path, original)
	if code, _, errs := execute(t, "init", "--db", path); code != exitOK || !exists(head) {
		t.Errorf("init: got %d, %s", code, errs)
	}
	if code, _, errs := execute(t, "withdraw", "2019-H1", "--db", path); code != exitOK {
		t.Error(errs)
	}
}

// A deleted database never becomes the shipped report, even by init.
func TestInit_RefusesAKeyThatHasADatabase(t *testing.T) {
	path := seededWith(t, smallest(t))
	remove(t, path)
	dbtest.Prepare(t, path)
	if code, _, errs := execute(t, "init", "--db", path); code != exitUsage || !strings.Contains(errs, "lerr restore") || made(t, path) {
		t.Errorf("got %d, %s, want no database", code, errs)
	}
}

// Every command that writes refuses what verify refuses.
func TestRun_WritesNothingIntoAnAlteredDatabase(t *testing.T) {
	for name, change := range map[string]func(t *testing.T, path string){
		"a figure": func(t *testing.T, path string) { alter(t, path, `UPDATE counts SET requests = requests + 1`) },
		"a name":   func(t *testing.T, path string) { alter(t, path, `UPDATE countries SET name = 'Elsewhere'`) },
		"a date":   func(t *testing.T, path string) { alter(t, path, `UPDATE revisions SET published_at = 1`) },
		"a trigger": func(t *testing.T, path string) {
			dbtest.Refuse(t, dbtest.Open(t, path), "counts")
		},
		"its head": func(t *testing.T, path string) { put(t, path+".log-key.head", "lerr head 1\n") },
		"its key":  func(t *testing.T, path string) { remove(t, path+".log-key"); newSeal(t, path) },
	} {
		t.Run(name, func(t *testing.T) {
			path := seededWith(t, smallest(t))
			change(t, path)
			before := read(t, path)
			for _, args := range [][]string{
				{"withdraw", "2019-H1"}, {"publish", filepath.Join(testdata, "2019-H2.xlsx")}, {"user", "add"},
				{"serve", "--addr", "127.0.0.1:0", "--staff-addr", "127.0.0.1:0"}, {"export", t.TempDir()}, {"verify"},
			} {
				if code, _, errs := execute(t, append(args, "--db", path)...); code != exitDamaged || !strings.Contains(errs, path) {
					t.Errorf("%s: got %d, %s, want %d and the file", args[0], code, errs, exitDamaged)
				}
			}
			if read(t, path) != before {
				t.Error("the file has changed")
			}
		})
	}
}

// The log key is in no output.
func TestLogKey_IsNeverPrinted(t *testing.T) {
	path := dbtest.Path(t)
	_, out, errs := execute(t, "init", "--db", path)
	secret := strings.Split(strings.TrimSpace(read(t, path+".log-key")), "+")[4]
	put(t, path+".log-key", "PRIVATE+KEY+"+secret+"\n")
	_, more, wrong := execute(t, "verify", "--db", path)
	if all := out + errs + more + wrong; strings.Contains(all, secret) {
		t.Errorf("the key is printed: %s", all)
	}
	if !strings.Contains(wrong, "--log-key-file") {
		t.Errorf("got %q, want the flag", wrong)
	}
}
