package store_test

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lerr/internal/audit"
	"lerr/internal/publish"
	"lerr/internal/report"
	"lerr/internal/sitetest/dbtest"
)

// stored is a row of the audit log.
type stored struct {
	Position              int
	At                    int64
	Actor, Action, Period string
	Revision              int
	Digest, Text, Hash    string
	Records               string // JSON
}

// storedEvents reads the audit log as any other program would.
func storedEvents(t *testing.T, path string) []stored {
	t.Helper()
	rows, err := raw(t, path).Query(`SELECT position, at, actor, action, period, revision, digest, text, hash, records FROM events ORDER BY position`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var events []stored
	for rows.Next() {
		var e stored
		if err := rows.Scan(&e.Position, &e.At, &e.Actor, &e.Action, &e.Period, &e.Revision, &e.Digest, &e.Text, &e.Hash, &e.Records); err != nil {
			t.Fatal(err)
		}
		events = append(events, e)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return events
}

// broken lists the positions whose hash does not follow from the row and the hash before it: the
// SHA-256 of the JSON list of that hash and the row's columns, records only where there are any. No period is written 0000-H0 there.
func broken(t *testing.T, events []stored) []int {
	t.Helper()
	var positions []int
	before := ""
	for i, e := range events {
		period := e.Period
		if period == "" {
			period = "0000-H0"
		}
		fields := []any{before, i + 1, e.At, e.Actor, e.Action, period, e.Revision, e.Digest, e.Text}
		if e.Records != "" {
			fields = append(fields, json.RawMessage(e.Records))
		}
		canonical, err := json.Marshal(fields)
		if err != nil {
			t.Fatal(err)
		}
		sum := sha256.Sum256(canonical)
		if hex.EncodeToString(sum[:]) != e.Hash {
			positions = append(positions, e.Position)
		}
		before = e.Hash
	}
	return positions
}

func TestEvents_AreKeptAsTheyWere(t *testing.T) {
	path := dbtest.Path(t)
	db := open(t, path)
	second := event("sign-in", report.Period{}, 0, "")
	second.At, second.Actor, second.Text = noon.Add(1500), "Ms “A” <a@example.org>", "Two\nlines & more."
	for _, e := range []audit.Event{event("publish", report.Period{Year: 2019, Half: 1}, 2, "abc"), second} {
		if err := db.Publish(t.Context(), publish.Publication{Events: []audit.Event{e}}); err != nil {
			t.Fatal(err)
		}
	}
	got := storedEvents(t, path)
	if at := broken(t, got); at != nil {
		t.Errorf("the chain is broken at %v", at)
	}
	events, err := db.Events(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	second.At = noon.Add(1000) // to the microsecond
	if diff := cmp.Diff([]audit.Event{event("publish", report.Period{Year: 2019, Half: 1}, 2, "abc"), second}, events); diff != "" {
		t.Errorf("Events (-want +got)\n%s", diff)
	}
	for i := range got {
		got[i].Hash = ""
	}
	want := []stored{
		{Position: 1, At: noon.UnixMicro(), Actor: "a test", Action: "publish", Period: "2019-H1", Revision: 2, Digest: "abc", Text: "As a test wants it."},
		{Position: 2, At: noon.UnixMicro() + 1, Actor: second.Actor, Action: "sign-in", Text: second.Text},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestEvents_ChainAcrossPublications(t *testing.T) {
	db, path := published(t, shipped(t))
	r := correction(t, 2)
	err := db.Publish(t.Context(), publish.Publication{
		Revisions: []report.Revision{r}, Events: []audit.Event{event("correct", r.Edition.Period, 2, r.Digest)},
	})
	if err != nil {
		t.Fatal(err)
	}
	events := storedEvents(t, path)
	if len(events) != 14 {
		t.Errorf("got %d events, want 13 of the shipped report and one", len(events))
	}
	if at := broken(t, events); at != nil {
		t.Errorf("the chain is broken at %v", at)
	}
}

// log are the events of the shipped report without its figures.
func log(t *testing.T) publish.Publication {
	t.Helper()
	return publish.Publication{Events: shipped(t).Events}
}

func TestEvents_NoLongerFitWhenOneIsAltered(t *testing.T) {
	for _, tt := range []struct {
		name, statement string
		want            []int
	}{
		{"another time", `UPDATE events SET at = at + 1 WHERE position = 5`, []int{5}},
		{"another actor", `UPDATE events SET actor = 'somebody else' WHERE position = 5`, []int{5}},
		{"another action", `UPDATE events SET action = 'withdraw' WHERE position = 5`, []int{5}},
		{"another period", `UPDATE events SET period = '2019-H1' WHERE position = 5`, []int{5}},
		{"another revision", `UPDATE events SET revision = 2 WHERE position = 5`, []int{5}},
		{"another digest", `UPDATE events SET digest = 'abc' WHERE position = 5`, []int{5}},
		{"another text", `UPDATE events SET text = text || '.' WHERE position = 5`, []int{5}},
		{"another hash", `UPDATE events SET hash = upper(hash) WHERE position = 5`, []int{5, 6}},
		{"the first one missing", `DELETE FROM events WHERE position = 1`, []int{2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13}},
		{"two in each other's place", `UPDATE events SET position = CASE position WHEN 5 THEN -6 ELSE -5 END WHERE position IN (5, 6);
			UPDATE events SET position = -position WHERE position < 0`, []int{5, 6, 7}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			db, path := published(t, log(t))
			if at := broken(t, storedEvents(t, path)); at != nil {
				t.Fatalf("the chain is broken at %v before anything was altered", at)
			}
			alter(t, path, tt.statement)
			if diff := cmp.Diff(tt.want, broken(t, storedEvents(t, path))); diff != "" {
				t.Errorf("positions that no longer fit (-want +got)\n%s", diff)
			}
			named := fmt.Sprintf("event %d: ", tt.want[0])
			if _, err := db.Events(t.Context()); !errors.Is(err, audit.ErrAltered) || !strings.Contains(err.Error(), named) {
				t.Errorf("Events: got error %v, want ErrAltered that begins with %q", err, named)
			}
		})
	}
}

func TestEvents_OfAPublicationThatFailedAreNotKept(t *testing.T) {
	db, path := published(t, brief(t))
	want := fmt.Sprint(storedEvents(t, path))
	err := db.Publish(t.Context(), publish.Publication{
		Revisions: []report.Revision{correction(t, 1)}, Events: []audit.Event{event("publish", report.Period{}, 0, "")},
	})
	if err == nil {
		t.Fatal("got no error")
	}
	if got := fmt.Sprint(storedEvents(t, path)); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
