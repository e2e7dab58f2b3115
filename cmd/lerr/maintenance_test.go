package main

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"lerr/internal/audit"
	"lerr/internal/sitetest/dbtest"
	"lerr/internal/store"
)

// upkeepOf returns the maintenance of a seeded database, with its clock.
func upkeepOf(t *testing.T, log io.Writer) (m *maintenance, path string, now *time.Time) {
	t.Helper()
	dbtest.FilesOnly(t)
	path = seeded(t)
	db := opened(t, path)
	t.Cleanup(func() { db.Close() })
	now = new(time.Time)
	return &maintenance{db: db, now: func() time.Time { return *now }, log: slog.New(slog.NewTextHandler(log, nil))}, path, now
}

// inFileAlone counts the events in a copy of the file without its write-ahead log, which verify must find fine.
func inFileAlone(t *testing.T, path string) int {
	t.Helper()
	copied := filepath.Join(t.TempDir(), "copy.db")
	put(t, copied, read(t, path))
	if code, _, errs := execute(t, "verify", "--db", copied); code != exitOK {
		t.Fatalf("verify: got %d, %s", code, errs)
	}
	return len(keptIn(t, copied).Events)
}

func TestMaintenance_FoldsTheLogAfterEachEventAndByTheClock(t *testing.T) {
	m, path, now := upkeepOf(t, io.Discard)
	for n := 14; n < 17; n++ {
		if code, _, errs := execute(t, "user", "add", "ann", "--db", path); code != exitOK { // as from another process
			t.Fatal(errs)
		}
		if err := m.step(t.Context()); err != nil {
			t.Fatal(err)
		}
		if got := inFileAlone(t, path); got != n {
			t.Errorf("got %d events in the file alone, want %d", got, n)
		}
	}
	before := read(t, path)
	alter(t, path, `UPDATE regions SET name = 'Elsewhere' WHERE slug = 'europe'`) // no event
	if err := m.step(t.Context()); err != nil || read(t, path) != before {
		t.Errorf("folded too early (%v)", err)
	}
	*now = now.Add(foldInterval)
	if err := m.step(t.Context()); err != nil || read(t, path) == before {
		t.Errorf("not folded after a minute (%v)", err)
	}
}

// heard is closed when a text is written to it.
type heard struct {
	text string
	done chan struct{}
}

func (h *heard) Write(b []byte) (int, error) {
	if h.text != "" && strings.Contains(string(b), h.text) {
		h.text = ""
		close(h.done)
	}
	return len(b), nil
}

func TestMaintenance_SaysThatTheDatabaseIsLost(t *testing.T) {
	said := &heard{store.ErrLost.Error(), make(chan struct{})}
	m, path, _ := upkeepOf(t, said)
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() { m.run(ctx); close(ended) }()
	if m.gauge().Value() != 0 {
		t.Error("the metrics tell of a loss before it")
	}
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	<-said.done
	if m.gauge().Value() != 1 {
		t.Error("the metrics do not tell of the loss")
	}
	if err := m.db.Record(t.Context(), audit.Event{Actor: "ann", Action: "wrote"}); !errors.Is(err, store.ErrLost) {
		t.Errorf("got %v, want ErrLost", err)
	}
	cancel()
	<-ended
}

// cp and most tools write over a file: it has the same name, inode and size as before.
func TestMaintenance_NoticesThatAnOlderCopyIsWrittenOverTheFile(t *testing.T) {
	m, path, _ := upkeepOf(t, io.Discard)
	record := func() error {
		return errors.Join(m.db.Record(t.Context(), audit.Event{Actor: "ann", Action: "wrote"}), m.step(t.Context()))
	}
	overwrite := func(content string, n time.Duration) {
		file, err := os.OpenFile(path, os.O_WRONLY, 0)
		if err != nil {
			t.Fatal(err)
		}
		_, err = file.WriteString(content)
		at := time.Now().Add(n * time.Hour)
		if err := errors.Join(err, file.Close(), os.Chtimes(path, at, at)); err != nil {
			t.Fatal(err)
		}
	}
	if err := record(); err != nil {
		t.Fatal(err)
	}
	older := read(t, path)
	if err := record(); err != nil {
		t.Fatal(err)
	}
	overwrite(read(t, path), 1)
	if err := m.step(t.Context()); err != nil {
		t.Errorf("the same content: got %v", err)
	}
	overwrite(older, 2)
	if err := m.step(t.Context()); !errors.Is(err, store.ErrLost) {
		t.Errorf("an older content: got %v, want ErrLost", err)
	}
	if err := m.db.Record(t.Context(), audit.Event{Actor: "ann", Action: "wrote"}); !errors.Is(err, store.ErrLost) {
		t.Errorf("got %v, want ErrLost", err)
	}
}
