package store_test

import (
	"errors"
	"strings"
	"testing"

	"lerr/internal/audit"
	"lerr/internal/report"
	"lerr/internal/sitetest"
	"lerr/internal/translog"
)

// A cosignature belongs to the head of one size. The next head has none.
func TestCosign_AddsToTheHeadOfItsSize(t *testing.T) {
	const a, b = "— a AAAAAAAA\n", "— b BBBBBBBB\n"
	db := sitetest.Store(t)
	appended := func(version string) {
		entry := translog.Entry{Kind: translog.Texts, Version: version, SHA256: strings.Repeat("ab", 32)}
		if err := db.AppendLog(t.Context(), audit.Event{At: sitetest.Now, Actor: "lerr", Action: "log texts"}, entry); err != nil {
			t.Fatal(err)
		}
	}
	head := func() string {
		_, checkpoint, err := db.Log(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return checkpoint
	}
	appended("v1")
	before := head()
	if err := db.Cosign(t.Context(), 2, a); !errors.Is(err, report.ErrConflict) || head() != before {
		t.Errorf("of another size: got %v and\n%s", err, head())
	}
	if err := db.Cosign(t.Context(), 1, "— a A\n"); !errors.Is(err, report.ErrInvalid) || head() != before {
		t.Errorf("what is no signature: got %v and\n%s", err, head())
	}
	for _, line := range []string{a, b} {
		if err := db.Cosign(t.Context(), 1, line); err != nil {
			t.Fatal(err)
		}
	}
	if got, want := head(), before+a+b; got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
	if _, err := db.Verify(t.Context()); err != nil {
		t.Error(err)
	}
	appended("v2")
	if _, err := translog.ParseCheckpoint(db.LogKey(), head()); err != nil || strings.Contains(head(), "— a ") {
		t.Errorf("the next head: %v\n%s", err, head())
	}
	if err := db.Cosign(t.Context(), 1, a); !errors.Is(err, report.ErrConflict) {
		t.Errorf("of an earlier size: got %v", err)
	}
}
