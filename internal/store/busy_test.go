package store

import (
	"database/sql"
	"errors"
	"testing"

	"lerr/internal/report"
)

// A database that is busy has not changed: it can be tried again.
func TestTranslate_BusyIsNoConflict(t *testing.T) {
	db, path := opened(t)
	other, err := sql.Open("sqlite", "file:"+path+"?_txlock=immediate&_busy_timeout=0")
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	err = db.write(t.Context(), func(*transaction) {
		_, err := other.BeginTx(t.Context(), nil)
		if err := translate(err); !errors.Is(err, report.ErrBusy) || errors.Is(err, report.ErrConflict) {
			t.Errorf("got %v, want ErrBusy", err)
		}
	})
	if err != nil {
		t.Fatal(err)
	}
}
