package store

import (
	"errors"
	"fmt"
	"path/filepath"
	"testing"

	"lerr/internal/audit"
	"lerr/internal/report"
	"lerr/internal/sitetest/dbtest"
)

// record stores an event.
func record(t *testing.T, db *DB, text string) {
	t.Helper()
	if err := db.Record(t.Context(), audit.Event{Actor: "ann", Action: "wrote", Text: text}); err != nil {
		t.Fatal(err)
	}
}

// machinesOn opens one database as two machines with the same key, each with a head file of its own.
func machinesOn(t *testing.T, path string) (all [2]*DB, seals [2]*Seal) {
	t.Helper()
	f := sealed(t)
	if err := Restore(t.Context(), f.path, path, f.seal, Loss{}, nil); err != nil {
		t.Fatal(err)
	}
	for i := range all {
		seals[i] = &Seal{Key: f.seal.Key, HeadFile: filepath.Join(t.TempDir(), "head")}
		var err error
		if all[i], err = Open(t.Context(), path, seals[i]); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { all[i].Close() })
	}
	return all, seals
}

// A machine that has written nothing knows what the others have, and takes no older or other database for theirs.
func TestFollowHead_NoticesADatabaseThatHasGoneBack(t *testing.T) {
	path := onServer(t)
	all, seals := machinesOn(t, path)
	for n := range 5 {
		record(t, all[0], fmt.Sprint(n))
	}
	if err := all[1].FollowHead(t.Context()); err != nil {
		t.Fatal(err)
	}
	want, err := ReadHead(seals[0].HeadFile, seals[0].Key)
	if err != nil {
		t.Fatal(err)
	}
	got, err := ReadHead(seals[1].HeadFile, seals[1].Key)
	if err != nil || got.Events != want.Events || got.Hash != want.Hash {
		t.Fatalf("the other machine's head is %v, %v, want %v", got, err, want)
	}
	db := dbtest.Open(t, path)
	back := func(events int) {
		t.Helper()
		if _, err := db.Exec(`DELETE FROM events WHERE position > $1`, events); err != nil {
			t.Fatal(err)
		}
		older := want
		older.Events = events
		if _, err := db.Exec(`UPDATE lerr SET head = $1`, older.signed(seals[0].Key)); err != nil {
			t.Fatal(err)
		}
	}
	back(want.Events - 1)
	if err := all[1].FollowHead(t.Context()); !errors.Is(err, ErrBehind) {
		t.Errorf("of an older copy: got %v, want ErrBehind", err)
	}
	if err := all[1].Record(t.Context(), audit.Event{Actor: "ann", Action: "wrote"}); !errors.Is(err, ErrBehind) {
		t.Errorf("a change of an older copy: got %v, want ErrBehind", err)
	}
	// A machine that knew nothing writes on, until the copy is as long as what was lost.
	fresh := &Seal{Key: seals[0].Key, HeadFile: filepath.Join(t.TempDir(), "head")}
	stranger, err := Open(t.Context(), path, fresh)
	if err != nil {
		t.Fatal(err)
	}
	defer stranger.Close()
	record(t, stranger, "instead")
	if err := all[1].FollowHead(t.Context()); !errors.Is(err, ErrAltered) {
		t.Errorf("of another history: got %v, want ErrAltered", err)
	}
}

// Wherever a change loses its server, whoever made it learns that the server could not be reached; the change is stored
// whole or not at all, and the next one is.
func TestTransaction_LosesItsServerAnywhere(t *testing.T) {
	relay, address := dbtest.NewRelay(t)
	if err := Create(t.Context(), address, nil, nil); err != nil {
		t.Fatal(err)
	}
	db, err := Open(t.Context(), address, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	acknowledged := map[string]bool{}
	record(t, db, "before")
	n := 1
	for ; ; n++ {
		text := fmt.Sprintf("lost at %d", n)
		lost := relay.LoseAnswer(n)
		err := db.Record(t.Context(), audit.Event{Actor: "ann", Action: "wrote", Text: text})
		acknowledged[text] = err == nil
		if !lost() {
			if err != nil {
				t.Errorf("nothing was lost: %v", err)
			}
			break
		}
		if err != nil && !errors.Is(err, report.ErrUnreachable) { // none if the driver only asked whether the connection works
			t.Errorf("question %d: got %v, want report.ErrUnreachable", n, err)
		}
		record(t, db, fmt.Sprintf("after %d", n))
	}
	if n < 5 {
		t.Errorf("a change is %d questions", n)
	}
	relay.Cut()
	if err := db.Record(t.Context(), audit.Event{Actor: "ann", Action: "wrote", Text: "never"}); !errors.Is(err, report.ErrUnreachable) {
		t.Errorf("without a server: got %v, want report.ErrUnreachable", err)
	}
	if _, err := db.Changes(t.Context()); !errors.Is(err, report.ErrUnreachable) {
		t.Errorf("a look without a server: got %v, want report.ErrUnreachable", err)
	}
	relay.Mend()
	events, err := db.Events(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	stored := map[string]int{}
	for _, e := range events {
		stored[e.Text]++
	}
	inDoubt := 0
	for text, told := range acknowledged {
		if stored[text] > 1 || told && stored[text] == 0 {
			t.Errorf("%s: stored %d times, acknowledged %v", text, stored[text], told)
		}
		if !told && stored[text] == 1 {
			inDoubt++
		}
	}
	if inDoubt != 1 || stored["never"] > 0 {
		t.Errorf("%d changes are stored that nobody was told of, want the one that lost the answer to its commit", inDoubt)
	}
	for i := 1; i < n; i++ {
		if stored[fmt.Sprintf("after %d", i)] != 1 {
			t.Errorf("the change after question %d is not stored", i)
		}
	}
}
