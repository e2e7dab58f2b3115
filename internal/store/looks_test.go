package store_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"lerr/internal/publish"
	"lerr/internal/sitetest"
)

// The last two looks of each person are kept, at other contents each, and make no event.
func TestSaveLook_KeepsTheLastTwo(t *testing.T) {
	db, _ := drafted(t)
	ctx := t.Context()
	look := func(person, digest string, minutes int) publish.Look {
		return publish.Look{
			Draft: "d1", Person: person, Digest: digest, At: sitetest.Now.Add(time.Duration(minutes) * time.Minute),
			Items: []publish.Item{{Part: publish.PartNotes, Section: "civil", Country: "US", Text: "As of " + digest}},
		}
	}
	for _, l := range []publish.Look{look("bob", "1", 0), look("cleo", "1", 1), look("bob", "2", 2), look("bob", "1", 3), look("bob", "3", 4), look("bob", "3", 5)} {
		if err := db.SaveLook(ctx, l); err != nil {
			t.Fatal(err)
		}
	}
	for person, want := range map[string][]publish.Look{"bob": {look("bob", "3", 5), look("bob", "1", 3)}, "cleo": {look("cleo", "1", 1)}, "dora": nil} {
		got, err := db.Looks(ctx, "d1", person)
		if diff := cmp.Diff(want, got); err != nil || diff != "" {
			t.Errorf("%s: %v, %s", person, err, diff)
		}
	}
	if events, err := db.Events(ctx); err != nil || len(events) != 1 {
		t.Errorf("got %d events, %v, want that of the draft alone", len(events), err)
	}
}
