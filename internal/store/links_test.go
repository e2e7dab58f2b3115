package store_test

import (
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"lerr/internal/report"
	"lerr/internal/staff"
)

func TestLinks_AreKeptAsTheyWere(t *testing.T) {
	db := open(t, filepath.Join(t.TempDir(), "lerr.db"))
	anna := hire(t, db, person("anna", staff.Administrator))
	invite, renew := link(staff.LinkInvite, "one"), link(staff.LinkRenew, "two")
	invite.Roles = staff.RolesOf(staff.Editor)
	renew.Roles, renew.CreatedAt = anna.Roles, staffMoment.Add(time.Minute)
	renew.Account = staff.Account{ID: anna.ID, Name: anna.Name}
	for digest, l := range map[string]staff.Link{"1": invite, "2": renew} {
		if err := db.AddLink(t.Context(), staffDigest(digest), l); err != nil {
			t.Fatal(err)
		}
		if got, err := db.Link(t.Context(), staffDigest(digest)); err != nil || got != l {
			t.Errorf("got %+v, %v, want %+v", got, err, l)
		}
	}
	list, err := db.Links(t.Context(), invite.ExpiresAt.Add(-1000))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]staff.Link{renew, invite}, list); diff != "" {
		t.Errorf("list (-want +got)\n%s", diff)
	}
	if list, err = db.Links(t.Context(), invite.ExpiresAt); err != nil || len(list) != 0 {
		t.Errorf("when they have expired: got %v, %v, want none", list, err)
	}
	_, err = db.Link(t.Context(), staffDigest("3"))
	wantStaff(t, "a digest that is none", err, report.ErrNotFound)
}

func TestUseLink_DoesAllOrNothing(t *testing.T) {
	path := filepath.Join(t.TempDir(), "lerr.db")
	db := open(t, path)
	first, second := link(staff.LinkSetUp, "first"), link(staff.LinkInvite, "second")
	second.Roles = staff.RolesOf(staff.Editor)
	for digest, l := range map[string]staff.Link{"1": first, "2": second} {
		if err := db.AddLink(t.Context(), staffDigest(digest), l); err != nil {
			t.Fatal(err)
		}
	}
	hire(t, db, person("anna", staff.Administrator))
	want := dump(t, path)
	wantStaff(t, "a set-up link after an account was made",
		db.UseLink(t.Context(), first, person("berta", staff.Administrator), staffHash), report.ErrConflict)
	wantStaff(t, "a name that is taken",
		db.UseLink(t.Context(), second, staff.Account{ID: "another account's id", Name: "anna", Roles: 1, Version: 1}, staffHash), staff.ErrNameTaken)
	wantStaff(t, "a link that is gone",
		db.UseLink(t.Context(), link(staff.LinkInvite, "gone"), person("berta", staff.Editor), staffHash), report.ErrNotFound)
	wantStaff(t, "a new set-up link", db.AddLink(t.Context(), staffDigest("4"), link(staff.LinkSetUp, "third")), report.ErrConflict)
	if diff := cmp.Diff(want, dump(t, path)); diff != "" {
		t.Errorf("something was changed (-want +got)\n%s", diff)
	}
}

func TestUseLink_RenewsNothingOfOthers(t *testing.T) {
	path := filepath.Join(t.TempDir(), "lerr.db")
	db := open(t, path)
	anna := hire(t, db, person("anna", staff.Administrator))
	berta := hire(t, db, person("berta", staff.Editor))
	for _, a := range []staff.Account{anna, berta} {
		s := admit(t, db, a.Name[:1], a, staff.StepFull)
		equip(t, db, s)
	}
	before := dump(t, path)
	l := link(staff.LinkRenew, "renew")
	l.Roles, l.Account = berta.Roles, berta
	if err := db.AddLink(t.Context(), staffDigest("9"), l); err != nil {
		t.Fatal(err)
	}
	if err := db.UseLink(t.Context(), l, berta, staffHash+"A"); err != nil {
		t.Fatal(err)
	}
	after := dump(t, path)
	for _, table := range []string{"sessions", "totp_keys", "passkeys", "recovery_codes"} {
		if len(before[table]) != 2 || len(after[table]) != 1 {
			t.Errorf("%s: got %v after %v, want anna's alone", table, after[table], before[table])
		}
	}
	if f, err := db.Factors(t.Context(), anna.ID); err != nil || f.None() || f.RecoveryCodes != 1 {
		t.Errorf("anna: got %+v, %v, want all of hers", f, err)
	}
	a, hash, err := db.Password(t.Context(), "berta")
	if err != nil || hash != staffHash+"A" || a.Version != 4 {
		t.Errorf("berta: got %q at version %d, %v, want the new hash at 4", hash, a.Version, err)
	}
}
