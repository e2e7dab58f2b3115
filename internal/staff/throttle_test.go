package staff_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"lerr/internal/report"
	"lerr/internal/staff"
)

// fail tries a wrong password, and wants it looked at.
func (f *fixture) fail(name, address string) {
	f.t.Helper()
	_, err := f.SignIn(f.t.Context(), name, otherPassword, staff.Client{Address: address})
	wantError(f.t, "wrong password", err, staff.ErrSignIn)
}

// wait returns the wait before the next attempt, or 0 if it was checked.
func (f *fixture) wait(name, password, address string) time.Duration {
	f.t.Helper()
	_, err := f.SignIn(f.t.Context(), name, password, staff.Client{Address: address})
	var throttled staff.Throttled
	if errors.As(err, &throttled) {
		return throttled.Until.Sub(f.at)
	}
	return 0
}

func TestThrottle_GrowsAndNeverLocksOut(t *testing.T) {
	f := newFixture(t)
	f.admin()
	for i := range 5 {
		f.fail("anna", fmt.Sprint("first ", i))
	}
	waits := []time.Duration{1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900}
	for i, want := range waits {
		want *= time.Second
		address := fmt.Sprint("then ", i) // another one each time: it is the name that is counted
		before := f.Hashes()
		if got := f.wait("anna", rightPassword, address); got != want {
			t.Errorf("after %d failures: got a wait of %s, want %s", 5+i, got, want)
		}
		f.pass(want - time.Microsecond)
		if got := f.wait("anna", rightPassword, address); got != time.Microsecond {
			t.Errorf("after %d failures, at the end of %s: got a wait of %s", 5+i, want, got)
		}
		if got := f.Hashes() - before; got != 0 {
			t.Errorf("got %d hashes for tries that are refused, want none", got)
		}
		f.pass(time.Microsecond)
		f.fail("anna", address)
	}
	f.pass(900 * time.Second)
	if got := f.wait("anna", rightPassword, "last"); got != 0 {
		t.Errorf("got a wait of %s, want the right password to be taken in the end", got)
	}
}

func TestThrottle_TreatsUnknownNamesAlike(t *testing.T) {
	f := newFixture(t)
	f.admin()
	for _, name := range []string{"anna", "nobody"} {
		for i := range 5 {
			f.fail(name, fmt.Sprint(name, i))
		}
		if got := f.wait(name, rightPassword, "other"); got != time.Second {
			t.Errorf("%s: got a wait of %s, want a second", name, got)
		}
	}
}

func TestThrottle_CountsClientsOverNames(t *testing.T) {
	f := newFixture(t)
	f.admin()
	for i := range 5 {
		f.fail(fmt.Sprint("name", i), "203.0.113.9")
	}
	if got := f.wait("another", otherPassword, "203.0.113.9"); got != time.Second {
		t.Errorf("same client: got a wait of %s, want a second", got)
	}
	if got := f.wait("another", otherPassword, "203.0.113.10"); got != 0 {
		t.Errorf("another client: got a wait of %s, want none", got)
	}
}

// Whoever has an IPv6 network has more addresses than anybody can count, and is one client all the same.
func TestThrottle_CountsTheAddressesOfOneNetworkTogether(t *testing.T) {
	for _, tt := range []struct{ name, guesses, same, other string }{
		{"IPv6", "2001:db8:1:2::%x", "2001:db8:1:2:ffff::9", "2001:db8:1:3::1"},
		{"IPv6 in other words", "2001:DB8:1:2:0:0:0:%x", "2001:db8:1:2::9", "2001:db8:1:20::1"},
		{"IPv6 with a zone", "fe80::%x%%eth0", "fe80::9", "fe80:0:0:1::9%eth0"},
		{"IPv4 written as IPv6", "::ffff:203.0.113.9", "203.0.113.9", "::ffff:203.0.113.10"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			f := newFixture(t)
			f.admin()
			for i := range 5 {
				address := tt.guesses
				if strings.Contains(address, "%x") {
					address = fmt.Sprintf(tt.guesses, i+1)
				}
				f.fail(fmt.Sprint("name", i), address)
			}
			if got := f.wait("another", otherPassword, tt.same); got != time.Second {
				t.Errorf("%s: got a wait of %s, want a second", tt.same, got)
			}
			if got := f.wait("another", otherPassword, tt.other); got != 0 {
				t.Errorf("%s: got a wait of %s, want none", tt.other, got)
			}
		})
	}
}

func TestThrottle_ForgivesWithTime(t *testing.T) {
	f := newFixture(t)
	f.admin()
	for i := range 5 {
		f.fail("anna", fmt.Sprint(i))
	}
	f.pass(time.Second)
	f.fail("anna", "x") // six
	f.pass(2 * time.Hour)
	f.fail("anna", "y") // four and one
	if got := f.wait("anna", rightPassword, "z"); got != time.Second {
		t.Errorf("got a wait of %s, want a second: two of seven are forgiven", got)
	}
	f.pass(24 * time.Hour)
	for i := range 5 {
		f.fail("anna", fmt.Sprint("later ", i))
	}
}

func TestThrottle_ForgetsFailuresOfWhoSignsIn(t *testing.T) {
	f := newFixture(t)
	anna, _ := f.admin()
	for range 4 {
		f.fail("anna", office.Address)
	}
	f.signedIn(anna)
	for i := range 5 {
		f.fail("anna", fmt.Sprint(i))
	}
	for range 4 { // by the client that is known now, and counted apart
		f.fail("anna", office.Address)
	}
	f.signedIn(anna)
	for range 5 {
		f.fail("anna", office.Address)
	}
}

func TestThrottle_RightPasswordCostsNoWaitForTheCode(t *testing.T) {
	f := newFixture(t)
	anna, _ := f.admin()
	for i := range 5 {
		f.fail("anna", fmt.Sprint(i))
	}
	f.pass(time.Second)
	f.fail("anna", "x")
	f.pass(fullTOTPStep)
	e := must(f.SignIn(t.Context(), "anna", rightPassword, office))(t)
	must(f.SecondFactorTOTP(t.Context(), e.Token, f.code(anna.secret), office))(t)
}

func TestThrottle_PasswordAloneForgetsNothing(t *testing.T) {
	f := newFixture(t)
	f.admin()
	client := staff.Client{Address: "198.51.100.7"}
	var throttled staff.Throttled
	tries := 0
	for ; tries < 20; tries++ { // the thief of a password guesses codes, signing in again each time
		e, err := f.SignIn(t.Context(), "anna", rightPassword, client)
		if errors.As(err, &throttled) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.SecondFactorTOTP(t.Context(), e.Token, "000000", office); errors.As(err, &throttled) {
			break
		}
	}
	if tries != 5 {
		t.Errorf("got %d guesses, want 5", tries)
	}
}

func TestThrottle_SpareThePersonWhoIsKnown(t *testing.T) {
	f := newFixture(t)
	anna, _ := f.admin()
	f.signedIn(anna)
	for i := range 5 {
		f.fail("anna", fmt.Sprint("attacker ", i))
	}
	if got := f.wait("anna", rightPassword, "attacker 9"); got != time.Second {
		t.Errorf("attacker: got a wait of %s, want a second", got)
	}
	if got := f.wait("anna", rightPassword, office.Address); got != 0 {
		t.Errorf("anna's own client: got a wait of %s, want none", got)
	}
	for range 5 {
		f.fail("anna", office.Address)
	}
	if got := f.wait("anna", rightPassword, office.Address); got != time.Second {
		t.Errorf("anna's own client after failures: got a wait of %s, want a second", got)
	}
	f.pass(31 * 24 * time.Hour)
	for i := range 5 {
		f.fail("anna", fmt.Sprint("later ", i))
	}
	if got := f.wait("anna", rightPassword, office.Address); got != time.Second {
		t.Errorf("anna's own client a month later: got a wait of %s, want a second", got)
	}
}

func TestThrottle_ClockThatIsSetBack(t *testing.T) {
	f := newFixture(t)
	f.admin()
	for i := range 5 {
		f.fail("anna", fmt.Sprint(i))
	}
	f.pass(-48 * time.Hour)
	if got := f.wait("anna", rightPassword, "x"); got != time.Second {
		t.Errorf("got a wait of %s, want a second", got)
	}
}

func TestThrottle_CurrentPasswordIsGuessedNoFaster(t *testing.T) {
	f := newFixture(t)
	_, e := f.admin()
	for range 5 {
		_, err := f.ChangePassword(t.Context(), e.Token, "not this one either", otherPassword)
		wantError(t, "wrong current password", err, report.ErrInvalid)
	}
	_, err := f.ChangePassword(t.Context(), e.Token, rightPassword, otherPassword)
	if _, ok := err.(staff.Throttled); !ok {
		t.Errorf("got %v, want to wait", err)
	}
}

// Whoever is signed in enters a second factor or a password however much strangers have guessed, at the same address
// too, and after a restart.
func TestThrottle_StrangersDoNotSlowWhoIsSignedIn(t *testing.T) {
	f := newFixture(t)
	anna, e := f.admin()
	f.Service = f.another()
	for _, address := range []string{office.Address, "198.51.100.7"} {
		for i := 0; f.wait("anna", otherPassword, address) == 0; i++ {
			if i == 10 {
				t.Fatal("strangers are not throttled")
			}
		}
	}
	f.pass(fullTOTPStep) // in which they go on
	for f.wait("anna", otherPassword, office.Address) == 0 {
	}
	e = must(f.SecondFactorTOTP(t.Context(), e.Token, f.code(anna.secret), office))(t)
	must(f.ChangePassword(t.Context(), e.Token, rightPassword, "another good one for her desk"))(t)
	if got := f.wait("anna", otherPassword, "198.51.100.7"); got == 0 {
		t.Error("her step-up let strangers guess again")
	}
}

// What is guessed in a session that is signed in is counted there, and slows no other session.
func TestThrottle_CountsGuessesInASession(t *testing.T) {
	f := newFixture(t)
	anna, stolen := f.admin()
	own := f.signedIn(anna)
	guess := func() error {
		_, err := f.SecondFactorTOTP(t.Context(), stolen.Token, "000000", office)
		return err
	}
	for range 5 {
		wantError(t, "a wrong code", guess(), staff.ErrSignIn)
	}
	var throttled staff.Throttled
	if err := guess(); !errors.As(err, &throttled) {
		t.Errorf("the sixth guess: got %v, want to wait", err)
	}
	if _, err := f.ChangePassword(t.Context(), stolen.Token, rightPassword, "another good one for her desk"); !errors.As(err, &throttled) {
		t.Errorf("a password after five codes: got %v, want to wait", err)
	}
	f.pass(fullTOTPStep)
	own = must(f.SecondFactorTOTP(t.Context(), own.Token, f.code(anna.secret), office))(t)
	for range 2 { // a right code forgets the wrong ones before it
		for range 4 {
			_, err := f.SecondFactorTOTP(t.Context(), own.Token, "000000", office)
			wantError(t, "a wrong code in her own session", err, staff.ErrSignIn)
		}
		f.pass(fullTOTPStep)
		own = must(f.SecondFactorTOTP(t.Context(), own.Token, f.code(anna.secret), office))(t)
	}
}
