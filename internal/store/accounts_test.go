package store_test

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"lerr/internal/audit"
	"lerr/internal/report"
	"lerr/internal/sitetest/dbtest"
	"lerr/internal/staff"
	"lerr/internal/store"
)

// The staff's fixtures: a moment, a hash that is well-formed, and digests of the right length.
var staffMoment = time.Date(2020, 1, 31, 12, 0, 0, 1000, time.UTC)

// staffEvent is the event of every change in these tests.
var staffEvent = audit.Event{At: staffMoment, Actor: "anna", Action: "change"}

func endedEvent(ended int) audit.Event {
	e := staffEvent
	e.Text = fmt.Sprint(ended, " ended")
	return e
}

const staffHash = "$argon2id$v=19$m=64,t=1,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA"

func staffDigest(letter string) string { return strings.Repeat(letter, 64) }

// person is an account that is not stored yet.
func person(name string, roles ...staff.Role) staff.Account {
	return staff.Account{
		ID: strings.Repeat(name+"-", 20)[:26], Name: name, Roles: staff.RolesOf(roles...), Version: 1, CreatedAt: staffMoment,
	}
}

// link is a link that is not stored yet.
func link(kind staff.InvitationKind, id string) staff.Invitation {
	return staff.Invitation{ID: id, Kind: kind, IssuedBy: "anna", CreatedAt: staffMoment, ExpiresAt: staffMoment.Add(time.Hour)}
}

// hire stores an account, by a link as there is no other way.
func hire(t *testing.T, db *store.DB, a staff.Account) staff.Account {
	t.Helper()
	l := link(staff.AccountInvitation, "hire "+a.Name)
	l.Roles = a.Roles
	if err := db.AddInvitation(t.Context(), staffDigest(a.Name[:1]), l, staffEvent); err != nil {
		t.Fatal(err)
	}
	if err := db.UseInvitation(t.Context(), l, a, staffHash, staffEvent); err != nil {
		t.Fatal(err)
	}
	return a
}

// wantStaff wants one of staff's errors, nil for none.
func wantStaff(t *testing.T, what string, err, want error) {
	t.Helper()
	if !errors.Is(err, want) {
		t.Errorf("%s: got error %v, want %v", what, err, want)
	}
}

func TestAccounts_AreKeptAsTheyWere(t *testing.T) {
	db := open(t, dbtest.Path(t))
	anna := hire(t, db, person("anna", staff.Administrator, staff.Editor))
	berta := hire(t, db, person("berta", staff.Approver))
	for _, want := range []staff.Account{anna, berta} {
		got, err := db.Account(t.Context(), want.ID)
		if err != nil || got != want {
			t.Errorf("by id: got %+v, %v, want %+v", got, err, want)
		}
		got, hash, err := db.Password(t.Context(), want.Name)
		if err != nil || got != want || hash != staffHash {
			t.Errorf("by name: got %+v, %q, %v, want %+v", got, hash, err, want)
		}
	}
	list, err := db.Accounts(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]staff.Account{anna, berta}, list); diff != "" {
		t.Errorf("list (-want +got)\n%s", diff)
	}
	_, err = db.Account(t.Context(), "nobody")
	wantStaff(t, "by an id that is none", err, report.ErrNotFound)
	_, _, err = db.Password(t.Context(), "nobody")
	wantStaff(t, "by a name that is none", err, report.ErrNotFound)
}

func TestSaveAccount_WantsTheVersionThatIsStored(t *testing.T) {
	db := open(t, dbtest.Path(t))
	hire(t, db, person("anna", staff.Administrator))
	berta := hire(t, db, person("berta", staff.Editor))
	berta.Roles, berta.DisabledAt = staff.RolesOf(staff.Approver), staffMoment.Add(time.Hour)
	if _, err := db.SaveAccount(t.Context(), berta, endedEvent); err != nil {
		t.Fatal(err)
	}
	_, err := db.SaveAccount(t.Context(), berta, endedEvent)
	wantStaff(t, "an old version", err, report.ErrConflict)
	_, err = db.SetPassword(t.Context(), berta, staffHash, staffEvent)
	wantStaff(t, "an old version's password", err, report.ErrConflict)
	berta.Version = 2
	if got, err := db.Account(t.Context(), berta.ID); err != nil || got != berta {
		t.Errorf("got %+v, %v, want %+v", got, err, berta)
	}
	_, err = db.SaveAccount(t.Context(), person("carla", staff.Editor), endedEvent)
	wantStaff(t, "nobody", err, report.ErrNotFound)
}

func TestSaveAccount_KeepsAnAdministrator(t *testing.T) {
	path := dbtest.Path(t)
	db := open(t, path)
	anna := hire(t, db, person("anna", staff.Administrator))
	addSession(t, db, "a", anna, staff.StepFull)
	want := dump(t, path)
	disabled, demoted := anna, anna
	disabled.DisabledAt = staffMoment
	demoted.Roles = staff.RolesOf(staff.Editor)
	for _, a := range []staff.Account{disabled, demoted} {
		_, err := db.SaveAccount(t.Context(), a, endedEvent)
		wantStaff(t, "the only one", err, staff.ErrLastAdministrator)
	}
	if diff := cmp.Diff(want, dump(t, path)); diff != "" {
		t.Errorf("something was changed (-want +got)\n%s", diff)
	}
}

func TestRehash_ReplacesTheHashThatItKnows(t *testing.T) {
	db := open(t, dbtest.Path(t))
	anna := hire(t, db, person("anna", staff.Administrator))
	other := strings.Replace(staffHash, "t=1", "t=3", 1)
	wantStaff(t, "not the old one", db.Rehash(t.Context(), anna.ID, other, other, staffEvent), report.ErrNotFound)
	wantStaff(t, "the old one", db.Rehash(t.Context(), anna.ID, staffHash, other, staffEvent), nil)
	a, hash, err := db.Password(t.Context(), "anna")
	if err != nil || hash != other || a.Version != 1 {
		t.Errorf("got %q at version %d, %v, want the new one at version 1", hash, a.Version, err)
	}
}

// meaningless matches the errors of rows that break a constraint or a column's type, on either engine.
var meaningless = regexp.MustCompile(`constraint|cannot store|invalid input syntax|of type bigint`)

// TestStaff_SchemaRefusesWhatMakesNoSense tries rows that no code of ours writes.
func TestStaff_SchemaRefusesWhatMakesNoSense(t *testing.T) {
	path := dbtest.Path(t)
	db := open(t, path)
	anna := hire(t, db, person("anna", staff.Administrator))
	addSession(t, db, "a", anna, staff.StepEnrol)
	waiting := link(staff.AccountInvitation, "waiting")
	waiting.Roles = anna.Roles
	if err := db.AddInvitation(t.Context(), staffDigest("e"), waiting, staffEvent); err != nil {
		t.Fatal(err)
	}
	id, digest := anna.ID, staffDigest("f")
	bytes, none := []byte{0, 1}, []byte{}
	file := dbtest.OpenStrict(t, path)
	for _, tt := range []struct {
		statement string
		args      []any
	}{
		{`UPDATE accounts SET name = 'Anna'`, nil},
		{`UPDATE accounts SET name = 'a'`, nil},
		{`UPDATE accounts SET roles = ''`, nil},
		{`UPDATE accounts SET roles = 'approver editor'`, nil},
		{`UPDATE accounts SET password = 'correct horse'`, nil},
		{`UPDATE accounts SET version = 0`, nil},
		{`UPDATE accounts SET created_at = 'today'`, nil},
		{`DELETE FROM accounts`, nil},
		{`INSERT INTO accounts SELECT 'another id of an account', name, roles, password, 1, 1, NULL FROM accounts`, nil},
		{`UPDATE sessions SET step = 'none'`, nil},
		{`UPDATE sessions SET token_digest = 'token'`, nil},
		{`UPDATE sessions SET stepped_up_at = 1`, nil},
		{`UPDATE sessions SET expires_at = created_at`, nil},
		{`UPDATE sessions SET account_id = 'nobody'`, nil},
		{`INSERT INTO links VALUES ('x', $1, 'set-up', 'editor', NULL, '', 1, 2, '')`, []any{digest}},
		{`INSERT INTO links VALUES ('x', $1, 'invite', '', NULL, '', 1, 2, '')`, []any{digest}},
		{`INSERT INTO links VALUES ('x', $1, 'renew', 'editor', NULL, '', 1, 2, '')`, []any{digest}},
		{`INSERT INTO links VALUES ('x', $1, 'invite', 'editor', $2, '', 1, 2, '')`, []any{digest, id}},
		{`INSERT INTO links VALUES ('x', 'token', 'invite', 'editor', NULL, '', 1, 2, '')`, nil},
		{`INSERT INTO accounts SELECT 'short id', 'zoe', roles, password, 1, 1, NULL FROM accounts`, nil},
		{`INSERT INTO links SELECT 'x', token_digest, kind, roles, NULL, '', 1, 2, '' FROM links`, nil},
		{`INSERT INTO links VALUES ('x', $1, 'other', 'editor', NULL, '', 1, 2, '')`, []any{digest}},
		{`INSERT INTO links VALUES ('x', $1, 'renew', 'editor', 'nobody', '', 1, 2, '')`, []any{digest}},
		{`INSERT INTO links VALUES ('x', $1, 'invite', 'editor', NULL, '', 1, 1, '')`, []any{digest}},
		{`INSERT INTO totp_keys VALUES ($1, $2, 1, 1)`, []any{id, none}},
		{`INSERT INTO totp_keys VALUES ($1, $2, -1, 1)`, []any{id, bytes}},
		{`INSERT INTO totp_keys VALUES ('nobody', $1, 1, 1)`, []any{bytes}},
		{`INSERT INTO passkeys VALUES ('x', $1, '', $2, 0, 1, NULL)`, []any{id, bytes}},
		{`INSERT INTO passkeys VALUES ('x', $1, 'Key', $2, -1, 1, NULL)`, []any{id, bytes}},
		{`INSERT INTO passkeys VALUES ('x', 'nobody', 'Key', $1, 1, 1, NULL)`, []any{bytes}},
		{`INSERT INTO recovery_codes VALUES ($1, 'abcd')`, []any{id}},
		{`INSERT INTO recovery_codes VALUES ('nobody', $1)`, []any{digest}},
		{`INSERT INTO ceremonies VALUES ('no session', 'totp', $1, 1)`, []any{bytes}},
		{`INSERT INTO ceremonies VALUES ($1, 'other', $2, 1)`, []any{"session a", bytes}},
	} {
		_, err := file.Exec(tt.statement, tt.args...)
		if err == nil || !meaningless.MatchString(err.Error()) {
			t.Errorf("%s: got %v, want it refused by a constraint or a type", tt.statement, err)
		}
	}
}
