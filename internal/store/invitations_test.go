package store_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"lerr/internal/report"
	"lerr/internal/sitetest/dbtest"
	"lerr/internal/staff"
)

func TestLinks_AreKeptAsTheyWere(t *testing.T) {
	db := open(t, dbtest.Path(t))
	anna := hire(t, db, person("anna", staff.Administrator))
	invite, renew := link(staff.AccountInvitation, "one"), link(staff.RenewInvitation, "two")
	invite.Roles = staff.RolesOf(staff.Editor)
	renew.Roles, renew.CreatedAt = anna.Roles, staffMoment.Add(time.Minute)
	renew.Account = staff.Account{ID: anna.ID, Name: anna.Name}
	for digest, l := range map[string]staff.Invitation{"1": invite, "2": renew} {
		if err := db.AddInvitation(t.Context(), staffDigest(digest), l, staffEvent); err != nil {
			t.Fatal(err)
		}
		if got, err := db.Invitation(t.Context(), staffDigest(digest)); err != nil || got != l {
			t.Errorf("got %+v, %v, want %+v", got, err, l)
		}
	}
	list, err := db.Invitations(t.Context(), invite.ExpiresAt.Add(-1000))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]staff.Invitation{renew, invite}, list); diff != "" {
		t.Errorf("list (-want +got)\n%s", diff)
	}
	if list, err = db.Invitations(t.Context(), invite.ExpiresAt); err != nil || len(list) != 0 {
		t.Errorf("when they have expired: got %v, %v, want none", list, err)
	}
	_, err = db.Invitation(t.Context(), staffDigest("3"))
	wantStaff(t, "a digest that is none", err, report.ErrNotFound)
}

func TestUseLink_DoesAllOrNothing(t *testing.T) {
	path := dbtest.Path(t)
	db := open(t, path)
	first, second := link(staff.SetUpInvitation, "first"), link(staff.AccountInvitation, "second")
	second.Roles = staff.RolesOf(staff.Editor)
	for digest, l := range map[string]staff.Invitation{"1": first, "2": second} {
		if err := db.AddInvitation(t.Context(), staffDigest(digest), l, staffEvent); err != nil {
			t.Fatal(err)
		}
	}
	hire(t, db, person("anna", staff.Administrator))
	want := dump(t, path)
	wantStaff(t, "a set-up link after an account was made",
		db.UseInvitation(t.Context(), first, person("berta", staff.Administrator), staffHash, staffEvent), report.ErrConflict)
	wantStaff(t, "a name that is taken",
		db.UseInvitation(t.Context(), second, staff.Account{ID: "another account's id", Name: "anna", Roles: 1, Version: 1}, staffHash, staffEvent), staff.ErrNameTaken)
	wantStaff(t, "a link that is gone",
		db.UseInvitation(t.Context(), link(staff.AccountInvitation, "gone"), person("berta", staff.Editor), staffHash, staffEvent), report.ErrNotFound)
	wantStaff(t, "a new set-up link", db.AddInvitation(t.Context(), staffDigest("4"), link(staff.SetUpInvitation, "third"), staffEvent), report.ErrConflict)
	if diff := cmp.Diff(want, dump(t, path)); diff != "" {
		t.Errorf("something was changed (-want +got)\n%s", diff)
	}
}

func TestUseLink_RenewsNothingOfOthers(t *testing.T) {
	path := dbtest.Path(t)
	db := open(t, path)
	anna := hire(t, db, person("anna", staff.Administrator))
	berta := hire(t, db, person("berta", staff.Editor))
	for _, a := range []staff.Account{anna, berta} {
		s := addSession(t, db, a.Name[:1], a, staff.StepFull)
		equip(t, db, s)
	}
	before := dump(t, path)
	l := link(staff.RenewInvitation, "renew")
	l.Roles, l.Account = berta.Roles, berta
	if err := db.AddInvitation(t.Context(), staffDigest("9"), l, staffEvent); err != nil {
		t.Fatal(err)
	}
	if err := db.UseInvitation(t.Context(), l, berta, staffHash+"A", staffEvent); err != nil {
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
