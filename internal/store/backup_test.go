package store_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lerr/internal/audit"
	"lerr/internal/store"
)

func TestMigrate_BacksUpBefore(t *testing.T) {
	for n := 1; n < schema(t); n++ {
		path := unpackSchema(t, n)
		want := dump(t, unpackSchema(t, n))         // of another copy: dump leaves the file open
		for _, suffix := range []string{"", ".2"} { // the second after an upgrade that was undone by hand
			content, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			db, err := store.Open(t.Context(), path, nil)
			if err != nil {
				t.Fatal(err)
			}
			if err := db.Close(); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, dump(t, fmt.Sprintf("%s.schema-%d%s", path, n, suffix))); diff != "" {
				t.Errorf("schema %d%s (-want +got)\n%s", n, suffix, diff)
			}
			if err := os.WriteFile(path, content, 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
}

func TestOpen_MigratesNothingWithoutABackup(t *testing.T) {
	path := unpackSchema(t, 1)
	alter(t, path, `PRAGMA writable_schema = ON; UPDATE sqlite_schema SET rootpage = 2 WHERE name = 'events'`)
	db, err := store.Open(t.Context(), path, nil)
	if err == nil {
		db.Close()
	}
	if !errors.Is(err, store.ErrCorrupt) {
		t.Errorf("got %v, want ErrCorrupt", err)
	}
	if version := texts(t, raw(t, path), `PRAGMA user_version`)[0]; version != "1" {
		t.Errorf("got schema %s, want 1", version)
	}
}

// actions are those of a file's events.
func actions(t *testing.T, path string) []string {
	t.Helper()
	return texts(t, raw(t, path), `SELECT action FROM events ORDER BY position`)
}

func TestRestore_BringsABackupUpToDate(t *testing.T) {
	for n := 1; n <= schema(t); n++ {
		backup, path := unpackSchema(t, n), filepath.Join(t.TempDir(), "lerr.db")
		before, err := os.ReadFile(backup)
		if err != nil {
			t.Fatal(err)
		}
		verified := false
		if err := store.Restore(t.Context(), backup, path, nil, store.Loss{}, func(db *store.DB) error {
			verified = true
			_, err := db.Events(t.Context())
			return err
		}); err != nil || !verified {
			t.Fatalf("schema %d: verified: %v, %v", n, verified, err)
		}
		want, got := actions(t, backup), actions(t, path)
		if n < withLog {
			want = append(want, "begin log")
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("schema %d: events (-want +got)\n%s", n, diff)
		}
		if after, err := os.ReadFile(backup); err != nil || string(after) != string(before) {
			t.Errorf("schema %d: the backup was changed (%v)", n, err)
		}
	}
}

// A backup while others write is of one moment: the audit log in it is whole.
func TestBackup_IsOfOneMoment(t *testing.T) {
	db := open(t, filepath.Join(t.TempDir(), "lerr.db"))
	done := make(chan error, 1)
	stop := make(chan struct{})
	go func() {
		var err error
		for err == nil {
			select {
			case <-stop:
				done <- nil
				return
			default:
				err = db.Record(t.Context(), audit.Event{Actor: "ann", Action: "wrote"})
			}
		}
		done <- err
	}()
	dir := t.TempDir()
	for n := range 5 {
		err := db.Backup(t.Context(), filepath.Join(dir, fmt.Sprint(n)), func(copied *store.DB) error {
			_, err := copied.Events(t.Context())
			return err
		})
		if err != nil {
			t.Error(err)
		}
	}
	close(stop)
	if err := <-done; err != nil {
		t.Error(err)
	}
}
