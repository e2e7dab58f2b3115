package staff_test

import (
	"testing"
	"time"

	"lerr/internal/report"
	"lerr/internal/staff"
)

func TestSession_EndsWhenIdle(t *testing.T) {
	f := newFixture(t)
	_, e := f.admin()
	f.pass(30*time.Minute - time.Microsecond)
	must(f.Session(t.Context(), e.Token))(t)
	f.pass(30*time.Minute - time.Microsecond)
	must(f.Session(t.Context(), e.Token))(t)
	f.pass(30 * time.Minute)
	_, err := f.Session(t.Context(), e.Token)
	wantError(t, "after half an hour", err, staff.ErrNoSession)
}

func TestSession_EndsAfterTwelveHoursOfUse(t *testing.T) {
	f := newFixture(t)
	anna, _ := f.admin()
	e := f.signedIn(anna)
	begun := f.at
	for f.at.Sub(begun) < 12*time.Hour-10*time.Minute {
		must(f.Session(t.Context(), e.Token))(t)
		f.pass(10 * time.Minute)
	}
	e = must(f.SecondFactorTOTP(t.Context(), e.Token, f.code(anna.secret), office))(t) // a step-up is no new day
	f.at = begun.Add(12*time.Hour - time.Microsecond)
	must(f.Session(t.Context(), e.Token))(t)
	f.pass(time.Microsecond)
	_, err := f.Session(t.Context(), e.Token)
	wantError(t, "after twelve hours", err, staff.ErrNoSession)
}

func TestSession_IsWrittenDownOnceAMinute(t *testing.T) {
	f := newFixture(t)
	anna, e := f.admin()
	began := f.at
	for _, tt := range []struct{ after, want time.Duration }{
		{59 * time.Second, 0}, {time.Minute, time.Minute}, {119 * time.Second, time.Minute}, {2 * time.Minute, 2 * time.Minute},
	} {
		f.at = began.Add(tt.after)
		must(f.Session(t.Context(), e.Token))(t)
		stored := must(f.db.Sessions(t.Context(), anna.ID))(t)
		if got := stored[0].SeenAt.Sub(began); got != tt.want {
			t.Errorf("after %s: stored as seen at %s, want %s", tt.after, got, tt.want)
		}
	}
}

func TestSession_WaitsFiveMinutesForTheSecondFactor(t *testing.T) {
	f := newFixture(t)
	anna, _ := f.admin()
	e := must(f.SignIn(t.Context(), "anna", rightPassword, office))(t)
	f.pass(5 * time.Minute)
	_, err := f.SecondFactorTOTP(t.Context(), e.Token, f.code(anna.secret), office)
	wantError(t, "second factor", err, staff.ErrNoSession)
}

func TestStepUp_LastsFiveMinutes(t *testing.T) {
	f := newFixture(t)
	anna, e := f.admin()
	f.pass(5*time.Minute - time.Microsecond)
	s := must(f.Session(t.Context(), e.Token))(t)
	wantError(t, "just before", f.Allow(s, staff.Publish), nil)
	f.pass(time.Microsecond)
	s = must(f.Session(t.Context(), e.Token))(t)
	wantError(t, "after five minutes", f.Allow(s, staff.Publish), staff.ErrStepUp)

	again := must(f.SecondFactorTOTP(t.Context(), e.Token, f.code(anna.secret), office))(t)
	s = must(f.Session(t.Context(), again.Token))(t)
	wantError(t, "stepped up", f.Allow(s, staff.Publish), nil)
	if s.ID != e.Session.ID || s.ExpiresAt != e.Session.ExpiresAt {
		t.Errorf("got session %s until %s, want %s until %s", s.ID, s.ExpiresAt, e.Session.ID, e.Session.ExpiresAt)
	}
	_, err := f.Session(t.Context(), e.Token)
	wantError(t, "token before", err, staff.ErrNoSession)
}

func TestSessions_AreListedAndEnded(t *testing.T) {
	f := newFixture(t)
	anna, first := f.admin()
	f.pass(time.Minute)
	second := f.signedIn(anna)
	f.pass(time.Minute)
	third := f.signedIn(anna)
	list := must(f.Sessions(t.Context(), anna.ID))(t)
	if len(list) != 3 || list[0].ID != third.Session.ID || list[2].ID != first.Session.ID {
		t.Fatalf("got %d sessions, %v, want three, the newest first", len(list), list)
	}

	_, hers := f.invited("berta", staff.Editor)
	wantError(t, "somebody else's", f.EndSession(t.Context(), hers.Session, second.Session.ID), report.ErrNotFound)
	if err := f.EndSession(t.Context(), third.Session, second.Session.ID); err != nil {
		t.Fatal(err)
	}
	_, err := f.Session(t.Context(), second.Token)
	wantError(t, "ended", err, staff.ErrNoSession)

	if n := must(f.EndOtherSessions(t.Context(), third.Session))(t); n != 1 {
		t.Errorf("got %d ended, want the first alone", n)
	}
	must(f.Session(t.Context(), third.Token))(t)
	if n := must(f.EndSessions(t.Context(), "berta", anna.ID))(t); n != 1 {
		t.Errorf("got %d ended, want the last", n)
	}
	must(f.Session(t.Context(), hers.Token))(t)
}

func TestSessions_ThatHaveExpiredAreNotListed(t *testing.T) {
	f := newFixture(t)
	anna, _ := f.admin()
	f.pass(staff.IdleLimit)
	if list := must(f.Sessions(t.Context(), anna.ID))(t); len(list) != 0 {
		t.Errorf("got %v, want none", list)
	}
	must(f.SignIn(t.Context(), "anna", rightPassword, office))(t)
	if stored := must(f.db.Sessions(t.Context(), anna.ID))(t); len(stored) != 1 {
		t.Errorf("got %d stored after a sign-in, want the new one alone", len(stored))
	}
}
