package store_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"lerr/internal/report"
	"lerr/internal/sitetest/dbtest"
	"lerr/internal/staff"
	"lerr/internal/store"
)

// session is a session that is not stored yet.
func session(id string, a staff.Account, step staff.Step) staff.Session {
	s := staff.Session{
		ID: "session " + id, Account: a, Step: step, Client: staff.Client{Address: "192.0.2.1", Agent: "Browser “1”"},
		CreatedAt: staffMoment, SeenAt: staffMoment, ExpiresAt: staffMoment.Add(time.Hour),
	}
	if step == staff.StepFull {
		s.SteppedUpAt = staffMoment.Add(time.Second)
	}
	return s
}

// addSession stores a session whose token has a digest of one letter.
func addSession(t *testing.T, db *store.DB, letter string, a staff.Account, step staff.Step) staff.Session {
	t.Helper()
	s := session(letter, a, step)
	if err := db.AddSession(t.Context(), staffDigest(letter), s); err != nil {
		t.Fatal(err)
	}
	return s
}

// elevated is the elevation of a stored session that leaves its token as it is.
func elevated(s staff.Session) staff.Elevation {
	digest := staffDigest(strings.TrimPrefix(s.ID, "session "))
	return staff.Elevation{OldDigest: digest, NewDigest: digest, Session: s, Event: staffEvent}
}

// wantSession wants the session of a token; nil for none.
func wantSession(t *testing.T, db *store.DB, letter string, want *staff.Session) {
	t.Helper()
	got, err := db.Session(t.Context(), staffDigest(letter))
	if want == nil {
		wantStaff(t, "session "+letter, err, report.ErrNotFound)
	} else if diff := cmp.Diff(*want, got); err != nil || diff != "" {
		t.Errorf("session %s: error %v (-want +got)\n%s", letter, err, diff)
	}
}

func TestSessions_AreKeptAsTheyWere(t *testing.T) {
	db := open(t, dbtest.Path(t))
	anna := hire(t, db, person("anna", staff.Administrator))
	for letter, step := range map[string]staff.Step{"1": staff.StepSecondFactor, "2": staff.StepEnrol, "3": staff.StepFull} {
		s := addSession(t, db, letter, anna, step)
		wantSession(t, db, letter, &s)
	}
	wantSession(t, db, "4", nil)
	_, err := db.Session(t.Context(), staffDigest("4"))
	if !errors.Is(err, report.ErrNotFound) {
		t.Errorf("got %v, want report's word for it too", err)
	}
	wantStaff(t, "a digest that is taken",
		db.AddSession(t.Context(), staffDigest("1"), session("5", anna, staff.StepFull)), report.ErrConflict)
}

func TestAddSession_WantsTheAccountAsItWas(t *testing.T) {
	db := open(t, dbtest.Path(t))
	hire(t, db, person("anna", staff.Administrator))
	berta := hire(t, db, person("berta", staff.Editor))
	old := berta
	ended, err := db.SetPassword(t.Context(), berta, staffHash, staffEvent)
	if err != nil || ended != 0 {
		t.Fatalf("got %d ended, %v, want none", ended, err)
	}
	wantStaff(t, "proved by the old password",
		db.AddSession(t.Context(), staffDigest("1"), session("1", old, staff.StepFull)), report.ErrNotFound)
	berta.Version++
	addSession(t, db, "2", berta, staff.StepFull)
	berta.DisabledAt = staffMoment
	if ended, err = db.SaveAccount(t.Context(), berta, endedEvent); err != nil || ended != 1 {
		t.Fatalf("got %d ended, %v, want the one", ended, err)
	}
	berta.Version++
	wantStaff(t, "of a disabled account",
		db.AddSession(t.Context(), staffDigest("3"), session("3", berta, staff.StepFull)), report.ErrNotFound)
}

func TestElevation_LeavesNoOldToken(t *testing.T) {
	db := open(t, dbtest.Path(t))
	anna := hire(t, db, person("anna", staff.Administrator))
	s := addSession(t, db, "1", anna, staff.StepSecondFactor)
	s.Step, s.CreatedAt, s.SeenAt = staff.StepFull, staffMoment.Add(time.Minute), staffMoment.Add(2*time.Minute)
	s.ExpiresAt, s.SteppedUpAt = staffMoment.Add(3*time.Hour), staffMoment.Add(4*time.Minute)
	if err := db.SetRecoveryCodes(t.Context(), anna.ID, []string{staffDigest("8"), staffDigest("9")}, staffEvent); err != nil {
		t.Fatal(err)
	}
	e := staff.Elevation{OldDigest: staffDigest("1"), NewDigest: staffDigest("2"), Session: s, Event: staffEvent}
	if err := db.UseRecoveryCode(t.Context(), anna.ID, staffDigest("8"), e); err != nil {
		t.Fatal(err)
	}
	wantSession(t, db, "1", nil)
	wantSession(t, db, "2", &s)
	e.NewDigest = staffDigest("3")
	wantStaff(t, "again", db.UseRecoveryCode(t.Context(), anna.ID, staffDigest("9"), e), staff.ErrNoSession)
	if f, err := db.Factors(t.Context(), anna.ID); err != nil || f.RecoveryCodes != 1 {
		t.Errorf("got %d codes left, %v, want the second one still", f.RecoveryCodes, err)
	}
}

func TestTouchSession_NeverGoesBack(t *testing.T) {
	db := open(t, dbtest.Path(t))
	anna := hire(t, db, person("anna", staff.Administrator))
	s := addSession(t, db, "1", anna, staff.StepFull)
	other := addSession(t, db, "2", anna, staff.StepFull)
	for _, minutes := range []time.Duration{5, 3} {
		if err := db.TouchSession(t.Context(), s.ID, staffMoment.Add(minutes*time.Minute)); err != nil {
			t.Fatal(err)
		}
	}
	s.SeenAt = staffMoment.Add(5 * time.Minute)
	wantSession(t, db, "1", &s)
	wantSession(t, db, "2", &other)
}

func TestEndSessions_AreOneAccounts(t *testing.T) {
	db := open(t, dbtest.Path(t))
	anna := hire(t, db, person("anna", staff.Administrator))
	berta := hire(t, db, person("berta", staff.Editor))
	one, two := addSession(t, db, "1", anna, staff.StepFull), addSession(t, db, "2", anna, staff.StepFull)
	three, hers := addSession(t, db, "3", anna, staff.StepEnrol), addSession(t, db, "4", berta, staff.StepFull)
	wantStaff(t, "somebody else's", db.EndSession(t.Context(), berta.ID, one.ID, staffEvent), report.ErrNotFound)
	wantStaff(t, "one", db.EndSession(t.Context(), anna.ID, one.ID, staffEvent), nil)
	wantStaff(t, "again", db.EndSession(t.Context(), anna.ID, one.ID, staffEvent), report.ErrNotFound)
	if n, err := db.EndSessions(t.Context(), anna.ID, two.ID, endedEvent); err != nil || n != 1 {
		t.Errorf("got %d ended, %v, want one", n, err)
	}
	wantSession(t, db, "1", nil)
	wantSession(t, db, "2", &two)
	wantSession(t, db, three.ID[len("session "):], nil)
	wantSession(t, db, "4", &hers)
}

func TestPurge_RemovesWhatHasExpired(t *testing.T) {
	path := dbtest.Path(t)
	db := open(t, path)
	anna := hire(t, db, person("anna", staff.Administrator))
	at, idle := staffMoment.Add(30*time.Minute), staffMoment.Add(10*time.Minute)
	live := session("1", anna, staff.StepFull)
	live.SeenAt, live.ExpiresAt = idle.Add(1000), at.Add(1000)
	expired, unseen := live, live
	expired.ID, expired.ExpiresAt = "session 2", at
	unseen.ID, unseen.SeenAt = "session 3", idle
	for letter, s := range map[string]staff.Session{"1": live, "2": expired, "3": unseen} {
		if err := db.AddSession(t.Context(), staffDigest(letter), s); err != nil {
			t.Fatal(err)
		}
	}
	old, good := link(staff.AccountInvitation, "old"), link(staff.AccountInvitation, "good")
	old.Roles, good.Roles, old.ExpiresAt = 1, 1, at
	for letter, l := range map[string]staff.Invitation{"1": old, "2": good} {
		if err := db.AddInvitation(t.Context(), staffDigest(letter), l, staffEvent); err != nil {
			t.Fatal(err)
		}
	}
	for kind, until := range map[staff.CeremonyKind]time.Time{staff.CeremonyTOTP: at, staff.CeremonyAssert: at.Add(1000)} {
		if err := db.SetCeremony(t.Context(), staff.Ceremony{SessionID: live.ID, Kind: kind, Data: []byte{1}, ExpiresAt: until}); err != nil {
			t.Fatal(err)
		}
	}
	if err := db.Purge(t.Context(), at, idle, endedEvent); err != nil {
		t.Fatal(err)
	}
	wantSession(t, db, "1", &live)
	left := dump(t, path)
	if len(left["sessions"]) != 1 || len(left["links"]) != 1 || len(left["ceremonies"]) != 1 {
		t.Errorf("got %v, %v, %v, want one of each", left["sessions"], left["links"], left["ceremonies"])
	}
}

func TestCeremonies_AreOneOfAKindAndEndOnce(t *testing.T) {
	db := open(t, dbtest.Path(t))
	anna := hire(t, db, person("anna", staff.Administrator))
	s := addSession(t, db, "1", anna, staff.StepEnrol)
	c := staff.Ceremony{SessionID: s.ID, Kind: staff.CeremonyTOTP, Data: []byte("first"), ExpiresAt: staffMoment}
	other := c
	other.Kind, other.Data = staff.CeremonyAssert, []byte("other")
	replaced := c
	replaced.Data = []byte("second")
	for _, c := range []staff.Ceremony{c, other, replaced} {
		if err := db.SetCeremony(t.Context(), c); err != nil {
			t.Fatal(err)
		}
	}
	for _, want := range []staff.Ceremony{replaced, other} {
		got, err := db.Ceremony(t.Context(), s.ID, want.Kind)
		if diff := cmp.Diff(want, got); err != nil || diff != "" {
			t.Errorf("error %v (-want +got)\n%s", err, diff)
		}
	}
	wantStaff(t, "end", db.EndCeremony(t.Context(), s.ID, staff.CeremonyTOTP), nil)
	wantStaff(t, "end again", db.EndCeremony(t.Context(), s.ID, staff.CeremonyTOTP), report.ErrNotFound)
	if err := db.EndSession(t.Context(), anna.ID, s.ID, staffEvent); err != nil {
		t.Fatal(err)
	}
	_, err := db.Ceremony(t.Context(), s.ID, staff.CeremonyAssert)
	wantStaff(t, "of a session that has ended", err, report.ErrNotFound)
	wantStaff(t, "for a session that has ended", db.SetCeremony(t.Context(), c), report.ErrNotFound)
}
