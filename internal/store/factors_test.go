package store_test

import (
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"lerr/internal/report"
	"lerr/internal/staff"
	"lerr/internal/store"
)

// equip gives the account of a session one factor of each kind.
func equip(t *testing.T, db *store.DB, s staff.Session) {
	t.Helper()
	if err := db.SetTOTP(t.Context(), s.ID, app(s.Account.ID)); err != nil {
		t.Fatal(err)
	}
	if err := db.AddPasskey(t.Context(), s.ID, passkey(s.Account, "key of "+s.Account.Name)); err != nil {
		t.Fatal(err)
	}
	if err := db.SetRecoveryCodes(t.Context(), s.Account.ID, []string{staffDigest(s.Account.Name[:1])}); err != nil {
		t.Fatal(err)
	}
}

func app(accountID string) staff.TOTP {
	return staff.TOTP{AccountID: accountID, Secret: []byte{0, 1, 2}, LastStep: 50, CreatedAt: staffMoment}
}

func passkey(a staff.Account, id string) staff.Passkey {
	return staff.Passkey{ID: id, AccountID: a.ID, Label: "Laptop", Record: []byte(`{}`), SignCount: 7, CreatedAt: staffMoment}
}

func TestFactors_AreKeptAsTheyWere(t *testing.T) {
	db := open(t, filepath.Join(t.TempDir(), "lerr.db"))
	anna := hire(t, db, person("anna", staff.Administrator))
	got, err := db.Factors(t.Context(), anna.ID)
	if err != nil || !got.None() || got.RecoveryCodes != 0 {
		t.Errorf("at first: got %+v, %v, want none", got, err)
	}
	equip(t, db, addSession(t, db, "a", anna, staff.StepEnrol))
	want := staff.Factors{TOTPSince: staffMoment, Passkeys: []staff.Passkey{passkey(anna, "key of anna")}, RecoveryCodes: 1}
	got, err = db.Factors(t.Context(), anna.ID)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("factors (-want +got)\n%s", diff)
	}
	totp, err := db.TOTP(t.Context(), anna.ID)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(app(anna.ID), totp); diff != "" {
		t.Errorf("app (-want +got)\n%s", diff)
	}
	_, err = db.TOTP(t.Context(), "nobody")
	wantStaff(t, "nobody's app", err, report.ErrNotFound)
}

func TestFactors_ListsPasskeysOldestFirst(t *testing.T) {
	db := open(t, filepath.Join(t.TempDir(), "lerr.db"))
	anna := hire(t, db, person("anna", staff.Administrator))
	s := addSession(t, db, "a", anna, staff.StepEnrol)
	for i, id := range []string{"b", "c", "a"} {
		p := passkey(anna, id)
		p.CreatedAt = staffMoment.Add(time.Duration(i) * time.Minute)
		if err := db.AddPasskey(t.Context(), s.ID, p); err != nil {
			t.Fatal(err)
		}
	}
	f, err := db.Factors(t.Context(), anna.ID)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, p := range f.Passkeys {
		got = append(got, p.ID)
	}
	if diff := cmp.Diff([]string{"b", "c", "a"}, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestUseTOTP_GoesOnlyForward(t *testing.T) {
	db := open(t, filepath.Join(t.TempDir(), "lerr.db"))
	anna := hire(t, db, person("anna", staff.Administrator))
	equip(t, db, addSession(t, db, "a", anna, staff.StepEnrol))
	for _, tt := range []struct {
		step int64
		want error
	}{{49, report.ErrNotFound}, {50, report.ErrNotFound}, {51, nil}, {51, report.ErrNotFound}, {53, nil}, {52, report.ErrNotFound}} {
		wantStaff(t, "use", db.UseTOTP(t.Context(), anna.ID, tt.step), tt.want)
	}
	wantStaff(t, "nobody's", db.UseTOTP(t.Context(), "nobody", 99), report.ErrNotFound)
}

func TestUsePasskey_WantsTheCounterThatIsStored(t *testing.T) {
	db := open(t, filepath.Join(t.TempDir(), "lerr.db"))
	anna := hire(t, db, person("anna", staff.Administrator))
	berta := hire(t, db, person("berta", staff.Editor))
	equip(t, db, addSession(t, db, "a", anna, staff.StepEnrol))
	p := passkey(anna, "key of anna")
	p.SignCount, p.UsedAt, p.Record = 4294967295, staffMoment.Add(time.Hour), []byte(`{"used":true}`)
	wantStaff(t, "another counter", db.UsePasskey(t.Context(), p, 6), report.ErrNotFound)
	stolen := p
	stolen.AccountID = berta.ID
	wantStaff(t, "another account", db.UsePasskey(t.Context(), stolen, 7), report.ErrNotFound)
	wantStaff(t, "the stored counter", db.UsePasskey(t.Context(), p, 7), nil)
	wantStaff(t, "again", db.UsePasskey(t.Context(), p, 7), report.ErrNotFound)
	f, err := db.Factors(t.Context(), anna.ID)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]staff.Passkey{p}, f.Passkeys); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestAddPasskey_TakesEachOnce(t *testing.T) {
	db := open(t, filepath.Join(t.TempDir(), "lerr.db"))
	anna := hire(t, db, person("anna", staff.Administrator))
	berta := hire(t, db, person("berta", staff.Editor))
	equip(t, db, addSession(t, db, "a", anna, staff.StepEnrol))
	hers := addSession(t, db, "b", berta, staff.StepEnrol)
	wantStaff(t, "anna's", db.AddPasskey(t.Context(), hers.ID, passkey(berta, "key of anna")), report.ErrConflict)
}

// TestSetTOTP_WantsItsSession is for enrolments that race with the end of their session, or with one
// another.
func TestSetTOTP_WantsItsSession(t *testing.T) {
	db := open(t, filepath.Join(t.TempDir(), "lerr.db"))
	anna := hire(t, db, person("anna", staff.Administrator))
	berta := hire(t, db, person("berta", staff.Editor))
	wantStaff(t, "no session", db.SetTOTP(t.Context(), "none", app(anna.ID)), report.ErrNotFound)
	hers := addSession(t, db, "b", berta, staff.StepEnrol)
	wantStaff(t, "somebody else's", db.SetTOTP(t.Context(), hers.ID, app(anna.ID)), report.ErrNotFound)
	mine := addSession(t, db, "1", anna, staff.StepEnrol)
	other := addSession(t, db, "2", anna, staff.StepEnrol)
	waiting := addSession(t, db, "3", anna, staff.StepSecondFactor)
	full := addSession(t, db, "4", anna, staff.StepFull)
	wantStaff(t, "mine", db.SetTOTP(t.Context(), mine.ID, app(anna.ID)), nil)
	wantStaff(t, "the other one", db.SetTOTP(t.Context(), other.ID, app(anna.ID)), report.ErrNotFound)
	wantStaff(t, "the waiting one", db.AddPasskey(t.Context(), waiting.ID, passkey(anna, "k")), report.ErrNotFound)
	wantStaff(t, "a full one", db.AddPasskey(t.Context(), full.ID, passkey(anna, "k")), nil)

	late := session("5", anna, staff.StepEnrol) // by a sign-in that has not seen the app yet
	wantStaff(t, "a late one", db.AddSession(t.Context(), staffDigest("5"), late), report.ErrNotFound)
	if got, err := db.Sessions(t.Context(), berta.ID); err != nil || len(got) != 1 {
		t.Errorf("berta's: got %v, %v, want hers still", got, err)
	}
}

func TestRemoveFactor_KeepsTheLast(t *testing.T) {
	path := filepath.Join(t.TempDir(), "lerr.db")
	db := open(t, path)
	anna := hire(t, db, person("anna", staff.Administrator))
	equip(t, db, addSession(t, db, "a", anna, staff.StepEnrol))
	wantStaff(t, "a passkey that is none", db.RemovePasskey(t.Context(), anna.ID, "other"), report.ErrNotFound)
	wantStaff(t, "somebody else's", db.RemovePasskey(t.Context(), "nobody", "key of anna"), report.ErrNotFound)
	wantStaff(t, "the app", db.RemoveTOTP(t.Context(), anna.ID), nil)
	want := dump(t, path)
	wantStaff(t, "the passkey that is left", db.RemovePasskey(t.Context(), anna.ID, "key of anna"), staff.ErrLastFactor)
	if diff := cmp.Diff(want, dump(t, path)); diff != "" {
		t.Errorf("something was changed (-want +got)\n%s", diff)
	}
}

func TestRecoveryCodes_GoWithTheirUse(t *testing.T) {
	db := open(t, filepath.Join(t.TempDir(), "lerr.db"))
	anna := hire(t, db, person("anna", staff.Administrator))
	berta := hire(t, db, person("berta", staff.Editor))
	if err := db.SetRecoveryCodes(t.Context(), anna.ID, []string{staffDigest("1"), staffDigest("2")}); err != nil {
		t.Fatal(err)
	}
	wantStaff(t, "somebody else's", db.UseRecoveryCode(t.Context(), berta.ID, staffDigest("1")), report.ErrNotFound)
	wantStaff(t, "first use", db.UseRecoveryCode(t.Context(), anna.ID, staffDigest("1")), nil)
	wantStaff(t, "second use", db.UseRecoveryCode(t.Context(), anna.ID, staffDigest("1")), report.ErrNotFound)
	if err := db.SetRecoveryCodes(t.Context(), anna.ID, []string{staffDigest("3")}); err != nil {
		t.Fatal(err)
	}
	wantStaff(t, "replaced", db.UseRecoveryCode(t.Context(), anna.ID, staffDigest("2")), report.ErrNotFound)
}
