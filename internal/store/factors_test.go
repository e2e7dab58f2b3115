package store_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"lerr/internal/report"
	"lerr/internal/sitetest/dbtest"
	"lerr/internal/staff"
	"lerr/internal/store"
)

// equip gives the account of a session one factor of each kind.
func equip(t *testing.T, db *store.DB, s staff.Session) {
	t.Helper()
	if err := db.SetTOTP(t.Context(), app(s.Account.ID), elevated(s)); err != nil {
		t.Fatal(err)
	}
	if err := db.AddPasskey(t.Context(), passkey(s.Account, "key of "+s.Account.Name), elevated(s)); err != nil {
		t.Fatal(err)
	}
	if err := db.SetRecoveryCodes(t.Context(), s.Account.ID, []string{staffDigest(s.Account.Name[:1])}, staffEvent); err != nil {
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
	db := open(t, dbtest.Path(t))
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
	db := open(t, dbtest.Path(t))
	anna := hire(t, db, person("anna", staff.Administrator))
	s := addSession(t, db, "a", anna, staff.StepEnrol)
	for i, id := range []string{"b", "c", "a"} {
		p := passkey(anna, id)
		p.CreatedAt = staffMoment.Add(time.Duration(i) * time.Minute)
		if err := db.AddPasskey(t.Context(), p, elevated(s)); err != nil {
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
	db := open(t, dbtest.Path(t))
	anna := hire(t, db, person("anna", staff.Administrator))
	s := addSession(t, db, "a", anna, staff.StepEnrol)
	equip(t, db, s)
	for _, tt := range []struct {
		step int64
		want error
	}{{49, report.ErrNotFound}, {50, report.ErrNotFound}, {51, nil}, {51, report.ErrNotFound}, {53, nil}, {52, report.ErrNotFound}} {
		wantStaff(t, "use", db.UseTOTP(t.Context(), anna.ID, tt.step, elevated(s)), tt.want)
	}
	wantStaff(t, "nobody's", db.UseTOTP(t.Context(), "nobody", 99, elevated(s)), report.ErrNotFound)
}

func TestUsePasskey_WantsTheCounterThatIsStored(t *testing.T) {
	db := open(t, dbtest.Path(t))
	anna := hire(t, db, person("anna", staff.Administrator))
	berta := hire(t, db, person("berta", staff.Editor))
	s := addSession(t, db, "a", anna, staff.StepEnrol)
	equip(t, db, s)
	p := passkey(anna, "key of anna")
	p.SignCount, p.UsedAt, p.Record = 4294967295, staffMoment.Add(time.Hour), []byte(`{"used":true}`)
	wantStaff(t, "another counter", db.UsePasskey(t.Context(), p, 6, elevated(s)), report.ErrNotFound)
	stolen := p
	stolen.AccountID = berta.ID
	wantStaff(t, "another account", db.UsePasskey(t.Context(), stolen, 7, elevated(s)), report.ErrNotFound)
	wantStaff(t, "the stored counter", db.UsePasskey(t.Context(), p, 7, elevated(s)), nil)
	wantStaff(t, "again", db.UsePasskey(t.Context(), p, 7, elevated(s)), report.ErrNotFound)
	f, err := db.Factors(t.Context(), anna.ID)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]staff.Passkey{p}, f.Passkeys); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestAddPasskey_TakesEachOnce(t *testing.T) {
	db := open(t, dbtest.Path(t))
	anna := hire(t, db, person("anna", staff.Administrator))
	berta := hire(t, db, person("berta", staff.Editor))
	equip(t, db, addSession(t, db, "a", anna, staff.StepEnrol))
	hers := addSession(t, db, "b", berta, staff.StepEnrol)
	wantStaff(t, "anna's", db.AddPasskey(t.Context(), passkey(berta, "key of anna"), elevated(hers)), report.ErrConflict)
}

// TestSetTOTP_WantsItsSession is for enrolments that race with the end of their session, or with one
// another.
func TestSetTOTP_WantsItsSession(t *testing.T) {
	db := open(t, dbtest.Path(t))
	anna := hire(t, db, person("anna", staff.Administrator))
	berta := hire(t, db, person("berta", staff.Editor))
	wantStaff(t, "no session", db.SetTOTP(t.Context(), app(anna.ID), elevated(session("none", anna, staff.StepEnrol))), report.ErrNotFound)
	hers := addSession(t, db, "b", berta, staff.StepEnrol)
	wantStaff(t, "somebody else's", db.SetTOTP(t.Context(), app(anna.ID), elevated(hers)), report.ErrNotFound)
	mine := addSession(t, db, "1", anna, staff.StepEnrol)
	other := addSession(t, db, "2", anna, staff.StepEnrol)
	waiting := addSession(t, db, "3", anna, staff.StepSecondFactor)
	full := addSession(t, db, "4", anna, staff.StepFull)
	wantStaff(t, "mine", db.SetTOTP(t.Context(), app(anna.ID), elevated(mine)), nil)
	wantStaff(t, "the other one", db.SetTOTP(t.Context(), app(anna.ID), elevated(other)), report.ErrNotFound)
	wantStaff(t, "the waiting one", db.AddPasskey(t.Context(), passkey(anna, "k"), elevated(waiting)), report.ErrNotFound)
	wantStaff(t, "a full one", db.AddPasskey(t.Context(), passkey(anna, "k"), elevated(full)), nil)

	late := session("5", anna, staff.StepEnrol) // by a sign-in that has not seen the app yet
	wantStaff(t, "a late one", db.AddSession(t.Context(), staffDigest("5"), late), report.ErrNotFound)
	if got, err := db.Sessions(t.Context(), berta.ID); err != nil || len(got) != 1 {
		t.Errorf("berta's: got %v, %v, want hers still", got, err)
	}
}

func TestRemoveFactor_KeepsTheLast(t *testing.T) {
	path := dbtest.Path(t)
	db := open(t, path)
	anna := hire(t, db, person("anna", staff.Administrator))
	equip(t, db, addSession(t, db, "a", anna, staff.StepEnrol))
	wantStaff(t, "a passkey that is none", db.RemovePasskey(t.Context(), anna.ID, "other", staffEvent), report.ErrNotFound)
	wantStaff(t, "somebody else's", db.RemovePasskey(t.Context(), "nobody", "key of anna", staffEvent), report.ErrNotFound)
	wantStaff(t, "the app", db.RemoveTOTP(t.Context(), anna.ID, staffEvent), nil)
	want := dump(t, path)
	wantStaff(t, "the passkey that is left", db.RemovePasskey(t.Context(), anna.ID, "key of anna", staffEvent), staff.ErrLastFactor)
	if diff := cmp.Diff(want, dump(t, path)); diff != "" {
		t.Errorf("something was changed (-want +got)\n%s", diff)
	}
}

func TestRecoveryCodes_GoWithTheirUse(t *testing.T) {
	db := open(t, dbtest.Path(t))
	anna := hire(t, db, person("anna", staff.Administrator))
	berta := hire(t, db, person("berta", staff.Editor))
	s := addSession(t, db, "a", anna, staff.StepSecondFactor)
	if err := db.SetRecoveryCodes(t.Context(), anna.ID, []string{staffDigest("1"), staffDigest("2")}, staffEvent); err != nil {
		t.Fatal(err)
	}
	wantStaff(t, "somebody else's", db.UseRecoveryCode(t.Context(), berta.ID, staffDigest("1"), elevated(s)), report.ErrNotFound)
	wantStaff(t, "first use", db.UseRecoveryCode(t.Context(), anna.ID, staffDigest("1"), elevated(s)), nil)
	wantStaff(t, "second use", db.UseRecoveryCode(t.Context(), anna.ID, staffDigest("1"), elevated(s)), report.ErrNotFound)
	if err := db.SetRecoveryCodes(t.Context(), anna.ID, []string{staffDigest("3")}, staffEvent); err != nil {
		t.Fatal(err)
	}
	wantStaff(t, "replaced", db.UseRecoveryCode(t.Context(), anna.ID, staffDigest("2"), elevated(s)), report.ErrNotFound)
}
