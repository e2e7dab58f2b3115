package store_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"lerr/internal/audit"
	"lerr/internal/store"
)

var noted = audit.Event{Actor: "ann", Action: "wrote"}

// After any of these, nothing is acknowledged any more, and closing changes no file.
func TestCheckFile_NoticesWhatHappensToTheFile(t *testing.T) {
	for _, tt := range []struct {
		name string
		do   func(path string) error
	}{
		{"deleted", os.Remove},
		{"moved away", func(path string) error { return os.Rename(path, path+".old") }},
		{"replaced by a rename", func(path string) error {
			return errors.Join(os.WriteFile(path+".new", make([]byte, 1<<20), 0o600), os.Rename(path+".new", path))
		}},
		{"deleted and made anew", func(path string) error {
			return errors.Join(os.Rename(path, path+".old"), store.Create(t.Context(), path+".new", nil, nil), os.Rename(path+".new", path))
		}},
		{"emptied", func(path string) error { return os.Truncate(path, 0) }},
		{"cut", func(path string) error { return os.Truncate(path, 8192) }},
		{"deleted with its log", func(path string) error {
			return errors.Join(os.Remove(path), os.Remove(path+"-wal"), os.Remove(path+"-shm"))
		}},
		{"without its log", func(path string) error { return os.Remove(path + "-wal") }},
	} {
		t.Run(tt.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "lerr.db")
			create(t, path)
			db, err := store.Open(t.Context(), path, nil)
			if err != nil {
				t.Fatal(err)
			}
			if err := errors.Join(db.Record(t.Context(), noted), db.CheckFile(), db.Fold(t.Context())); err != nil {
				t.Fatal(err)
			}
			if err := tt.do(path); err != nil {
				t.Fatal(err)
			}
			after := filesIn(t, filepath.Dir(path))
			for _, f := range []func() error{func() error { return db.Record(t.Context(), noted) }, db.CheckFile, func() error { return db.Fold(t.Context()) }, db.Close} {
				if err := f(); !errors.Is(err, store.ErrLost) {
					t.Errorf("got %v, want ErrLost", err)
				}
			}
			if got := filesIn(t, filepath.Dir(path)); got != after {
				t.Errorf("files: got %s, want %s", got, after)
			}
		})
	}
}

// filesIn returns names and sizes of the files in a directory.
func filesIn(t *testing.T, dir string) (list string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		info, err := entry.Info()
		if err != nil {
			t.Fatal(err)
		}
		list += fs.FormatFileInfo(info)
	}
	return list
}

func TestCheckFile_IsFineWhileOthersWork(t *testing.T) {
	path := filepath.Join(t.TempDir(), "lerr.db")
	db := open(t, path)
	for range 3 {
		other, err := store.Open(t.Context(), path, nil)
		if err != nil {
			t.Fatal(err)
		}
		if err := errors.Join(other.Record(t.Context(), noted), db.Record(t.Context(), noted), other.Fold(t.Context()), other.Close(), db.CheckFile(), db.Fold(t.Context())); err != nil {
			t.Error(err)
		}
	}
}
