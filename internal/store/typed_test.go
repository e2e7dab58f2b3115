package store_test

import (
	"errors"
	"fmt"
	"net/url"
	"testing"
	"time"

	"lerr/internal/report"
	"lerr/internal/sitetest/dbtest"
	"lerr/internal/staff"
)

func TestTyped_IsKeptInTheFileAndForALimitedTime(t *testing.T) {
	ctx, path := t.Context(), dbtest.Path(t)
	db := open(t, path)
	anna := hire(t, db, person("anna", staff.Administrator))
	save := func(page, text string, at time.Time) {
		t.Helper()
		if err := db.SaveTyped(ctx, staff.TypedInput{AccountID: anna.ID, Page: page, Fields: url.Values{"note": {text}}, At: at}); err != nil {
			t.Fatal(err)
		}
	}
	at := staffMoment
	save("/old", "Old.", at.Add(-staff.TypedLimit))
	save("/new", "First.", at)
	save("/new", "Second.", at)
	db = open(t, path) // as another process
	if got, err := db.Typed(ctx, anna.ID, "/new"); err != nil || got.Fields.Get("note") != "Second." || !got.At.Equal(at) {
		t.Errorf("another process: got %v, %v", got, err)
	}
	if _, err := db.Typed(ctx, "somebody", "/new"); !errors.Is(err, report.ErrNotFound) {
		t.Errorf("another account: got %v", err)
	}
	if err := db.Purge(ctx, at, at.Add(-staff.IdleLimit), endedEvent); err != nil {
		t.Fatal(err)
	}
	if _, err := db.Typed(ctx, anna.ID, "/old"); !errors.Is(err, report.ErrNotFound) {
		t.Errorf("after %v: got %v", staff.TypedLimit, err)
	}
	for n := range staff.TypedPages {
		save(fmt.Sprint("/", n), "Text.", at.Add(time.Minute))
	}
	if _, err := db.Typed(ctx, anna.ID, "/new"); !errors.Is(err, report.ErrNotFound) {
		t.Errorf("beyond %d pages: got %v", staff.TypedPages, err)
	}
	if err := db.DeleteTyped(ctx, anna.ID, "/0"); err != nil {
		t.Fatal(err)
	}
	if _, err := db.Typed(ctx, anna.ID, "/0"); !errors.Is(err, report.ErrNotFound) {
		t.Errorf("deleted: got %v", err)
	}
}
