package staff_test

import (
	"strings"
	"sync"
	"testing"
	"time"

	"lerr/internal/staff"
)

func TestTOTP_TakesTheStepsAround(t *testing.T) {
	for _, tt := range []struct {
		name string
		off  time.Duration
		want error
	}{
		{"two steps early", -60 * time.Second, staff.ErrSignIn},
		{"one step early", -30 * time.Second, nil},
		{"now", 0, nil},
		{"one step late", 30 * time.Second, nil},
		{"two steps late", 60 * time.Second, staff.ErrSignIn},
	} {
		t.Run(tt.name, func(t *testing.T) {
			f := newFixture(t)
			anna, _ := f.admin()
			f.pass(5 * time.Minute)
			e := must(f.SignIn(t.Context(), "anna", rightPassword, office))(t)
			code := totp(t, anna.secret, f.at.Add(tt.off))
			_, err := f.SecondFactorTOTP(t.Context(), e.Token, " "+code[:3]+" "+code[3:], office)
			wantError(t, "code", err, tt.want)
		})
	}
}

func TestTOTP_AcceptsACodeOnce(t *testing.T) {
	f := newFixture(t)
	anna, _ := f.admin()
	f.pass(5 * time.Minute)
	code := f.code(anna.secret)
	e := must(f.SignIn(t.Context(), "anna", rightPassword, office))(t)
	full := must(f.SecondFactorTOTP(t.Context(), e.Token, code, office))(t)
	_, err := f.SecondFactorTOTP(t.Context(), full.Token, code, office)
	wantError(t, "again at step-up", err, staff.ErrSignIn)
	e = must(f.SignIn(t.Context(), "anna", rightPassword, office))(t)
	_, err = f.SecondFactorTOTP(t.Context(), e.Token, code, office)
	wantError(t, "again at sign-in", err, staff.ErrSignIn)
	_, err = f.SecondFactorTOTP(t.Context(), e.Token, totp(t, anna.secret, f.at.Add(-30*time.Second)), office)
	wantError(t, "the code before the last", err, staff.ErrSignIn)
	f.pass(fullTOTPStep)
	must(f.SecondFactorTOTP(t.Context(), e.Token, f.code(anna.secret), office))(t)
}

func TestTOTP_AcceptsACodeOnceOfManyAtOnce(t *testing.T) {
	f := newFixture(t)
	anna, _ := f.admin()
	f.pass(5 * time.Minute)
	var tokens []string
	for range 4 {
		tokens = append(tokens, must(f.SignIn(t.Context(), "anna", rightPassword, office))(t).Token)
	}
	var wg sync.WaitGroup
	errs := make([]error, len(tokens))
	for i, token := range tokens {
		wg.Go(func() {
			_, errs[i] = f.SecondFactorTOTP(t.Context(), token, f.code(anna.secret), office)
		})
	}
	wg.Wait()
	accepted := 0
	for _, err := range errs {
		if err == nil {
			accepted++
		} else {
			wantError(t, "others", err, staff.ErrSignIn)
		}
	}
	if accepted != 1 {
		t.Errorf("accepted %d times, want once", accepted)
	}
}

func TestRecoveryCodes_WorkOnceEach(t *testing.T) {
	f := newFixture(t)
	anna, e := f.admin()
	if len(anna.codes) != 10 {
		t.Fatalf("got %d codes, want 10", len(anna.codes))
	}
	seen := map[string]bool{}
	for _, c := range anna.codes {
		if len(c) != 29 || seen[c] {
			t.Errorf("got code %q, want six different groups of four", c)
		}
		seen[c] = true
	}
	for !strings.Contains(anna.codes[0], "0") || !strings.Contains(anna.codes[0], "1") {
		anna.codes = must(f.NewRecoveryCodes(t.Context(), e.Token))(t)
	}
	typed := strings.NewReplacer("-", " ", "0", "o", "1", "I").Replace(strings.ToUpper(anna.codes[0]))
	e = must(f.SignIn(t.Context(), "anna", rightPassword, office))(t)
	full := must(f.SecondFactorRecovery(t.Context(), e.Token, typed, office))(t)
	must(f.Session(t.Context(), full.Token))(t)
	if got := must(f.Factors(t.Context(), anna.ID))(t).RecoveryCodes; got != 9 {
		t.Errorf("got %d codes left, want 9", got)
	}
	e = must(f.SignIn(t.Context(), "anna", rightPassword, office))(t)
	_, err := f.SecondFactorRecovery(t.Context(), e.Token, anna.codes[0], office)
	wantError(t, "again", err, staff.ErrSignIn)
	must(f.SecondFactorRecovery(t.Context(), e.Token, anna.codes[1], office))(t)
}

func TestRecoveryCodes_AreReplacedAsAWhole(t *testing.T) {
	f := newFixture(t)
	anna, e := f.admin()
	fresh := must(f.NewRecoveryCodes(t.Context(), e.Token))(t)
	_, err := f.SecondFactorRecovery(t.Context(), e.Token, anna.codes[5], office)
	wantError(t, "old code", err, staff.ErrSignIn)
	must(f.SecondFactorRecovery(t.Context(), e.Token, fresh[5], office))(t)
}

func TestRecoveryCodes_AreTheirOwners(t *testing.T) {
	f := newFixture(t)
	anna, _ := f.admin()
	_, hers := f.invited("berta", staff.Editor)
	_, err := f.SecondFactorRecovery(t.Context(), hers.Token, anna.codes[0], office)
	wantError(t, "anna's code", err, staff.ErrSignIn)
}

func TestSecondFactor_IsNothingWithoutASession(t *testing.T) {
	f := newFixture(t)
	f.admin()
	for _, token := range []string{"", "x", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"} {
		_, err := f.SecondFactorTOTP(t.Context(), token, "000000", office)
		wantError(t, "second factor", err, staff.ErrNoSession)
		_, err = f.Session(t.Context(), token)
		wantError(t, "session", err, staff.ErrNoSession)
	}
}
