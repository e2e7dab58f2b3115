package store

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
)

// Who opens a database while it is being replaced has connections to either file, and would write into one that is gone.
func TestOpen_NoticesThatTheFileIsReplacedMeanwhile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "lerr.db")
	if err := Create(t.Context(), path, nil, nil); err != nil {
		t.Fatal(err)
	}
	db, err := Open(t.Context(), path, nil)
	if err != nil {
		t.Fatal(err)
	}
	before := db.files[0].info
	db.files = nil // as while it is being opened
	if err := errors.Join(Create(t.Context(), path+".new", nil, nil), os.Rename(path+".new", path)); err != nil {
		t.Fatal(err)
	}
	if err := db.rememberFiles(before); !errors.Is(err, ErrLost) {
		t.Errorf("got %v, want ErrLost", err)
	}
	if err := db.Close(); !errors.Is(err, ErrLost) {
		t.Errorf("close: got %v, want ErrLost: SQLite would delete the new file's log", err)
	}
}
