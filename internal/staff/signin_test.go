package staff_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"lerr/internal/staff"
)

func TestSignIn_LeadsToAFullSessionInTwoSteps(t *testing.T) {
	f := newFixture(t)
	anna, _ := f.admin()
	f.pass(fullTOTPStep)
	pending := must(f.SignIn(t.Context(), " ANNA", rightPassword, office))(t)
	if s := pending.Session; s.Step != staff.StepSecondFactor || s.ExpiresAt != f.at.Add(5*time.Minute) {
		t.Errorf("got step %s until %s, want %s for five minutes", s.Step, s.ExpiresAt, staff.StepSecondFactor)
	}
	_, err := f.Session(t.Context(), pending.Token)
	wantError(t, "pending session", err, staff.ErrSecondFactor)

	full := must(f.SecondFactorTOTP(t.Context(), pending.Token, f.code(anna.secret), office))(t)
	s := must(f.Session(t.Context(), full.Token))(t)
	if s.Account.Name != "anna" || s.Step != staff.StepFull || s.Client != office || !s.SteppedUp(f.at) {
		t.Errorf("got %+v, want anna's full session, stepped up", s)
	}
}

func TestSession_TokenChangesWithEveryStep(t *testing.T) {
	f := newFixture(t)
	anna, enrolled := f.admin()
	tokens := []string{enrolled.Token}
	f.pass(fullTOTPStep)
	e := must(f.SignIn(t.Context(), "anna", rightPassword, office))(t)
	tokens = append(tokens, e.Token)
	e = must(f.SecondFactorTOTP(t.Context(), e.Token, f.code(anna.secret), office))(t)
	tokens = append(tokens, e.Token)
	f.pass(fullTOTPStep)
	e = must(f.SecondFactorTOTP(t.Context(), e.Token, f.code(anna.secret), office))(t)
	tokens = append(tokens, e.Token)
	e = must(f.ChangePassword(t.Context(), e.Token, rightPassword, otherPassword))(t)
	seen := map[string]bool{e.Token: true}
	for _, token := range tokens {
		if seen[token] {
			t.Errorf("token %q came twice", token)
		}
		seen[token] = true
		if len(token) != 43 {
			t.Errorf("got a token of %d characters, want 43 for 256 bits", len(token))
		}
		_, err := f.AnySession(t.Context(), token)
		wantError(t, "a token before the last", err, staff.ErrNoSession)
	}
	must(f.Session(t.Context(), e.Token))(t)
}

func TestSignIn_SaysTheSameWhateverIsWrong(t *testing.T) {
	f := newFixture(t)
	f.admin()
	berta, _ := f.invited("berta", staff.Editor)
	must(f.Disable(t.Context(), "anna", berta.ID, berta.Version))(t)
	for _, tt := range []struct{ name, user, password string }{
		{"wrong password", "anna", otherPassword},
		{"unknown name", "nobody", rightPassword},
		{"disabled account", "berta", rightPassword},
		{"no name", "", rightPassword},
		{"no password", "anna", ""},
		{"a name that could be none", "x'; --", rightPassword},
	} {
		t.Run(tt.name, func(t *testing.T) {
			before := f.Hashes()
			e, err := f.SignIn(t.Context(), tt.user, tt.password, staff.Client{Address: tt.name})
			if !errors.Is(err, staff.ErrSignIn) || err.Error() != staff.ErrSignIn.Error() || e.Token != "" {
				t.Errorf("got %+v, %v, want exactly %v", e, err, staff.ErrSignIn)
			}
			if got := f.Hashes() - before; got != 1 {
				t.Errorf("got %d hashes, want one whatever is wrong", got)
			}
		})
	}
	pending := must(f.SignIn(t.Context(), "anna", rightPassword, office))(t)
	_, err := f.SecondFactorTOTP(t.Context(), pending.Token, "000000", office)
	if err == nil || err.Error() != staff.ErrSignIn.Error() {
		t.Errorf("wrong code: got %v, want exactly %v", err, staff.ErrSignIn)
	}
}

func TestSignIn_WithoutAFactorCanOnlySetOneUp(t *testing.T) {
	f := newFixture(t)
	token, _ := f.setUpToken()
	must(f.Redeem(t.Context(), token, form("anna")))(t)
	e := must(f.SignIn(t.Context(), "anna", rightPassword, office))(t)
	_, err := f.Session(t.Context(), e.Token)
	wantError(t, "session", err, staff.ErrEnrol)
	_, err = f.SecondFactorTOTP(t.Context(), e.Token, "000000", office)
	wantError(t, "second factor", err, staff.ErrEnrol)
	_, err = f.NewRecoveryCodes(t.Context(), e.Token)
	wantError(t, "recovery codes", err, staff.ErrEnrol)
	_, err = f.ChangePassword(t.Context(), e.Token, rightPassword, otherPassword)
	wantError(t, "password", err, staff.ErrEnrol)
	f.enrol(e)
}

func TestSignIn_RehashesWhenTheParametersChange(t *testing.T) {
	f := newFixture(t)
	f.admin()
	_, before, err := f.db.Password(t.Context(), "anna")
	if err != nil {
		t.Fatal(err)
	}
	stronger := f.another(func(c *staff.Config) { c.Argon = staff.Argon{KiB: 128, Passes: 2, Threads: 1} })
	must(stronger.SignIn(t.Context(), "anna", rightPassword, office))(t)
	_, after, err := f.db.Password(t.Context(), "anna")
	if err != nil {
		t.Fatal(err)
	}
	if want := "$argon2id$v=19$m=128,t=2,p=1$"; strings.HasPrefix(before, want) || !strings.HasPrefix(after, want) {
		t.Errorf("got %s after %s, want one that begins with %s", after, before, want)
	}
	hashes := stronger.Hashes()
	must(stronger.SignIn(t.Context(), "anna", rightPassword, office))(t)
	if got := stronger.Hashes() - hashes; got != 1 {
		t.Errorf("got %d hashes at the next sign-in, want one", got)
	}
}

func TestSignIn_StopsWhenItIsToldTo(t *testing.T) {
	f := newFixture(t)
	f.admin()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	before := f.Hashes()
	for range 10 {
		_, err := f.SignIn(ctx, "anna", rightPassword, office)
		wantError(t, "SignIn", err, context.Canceled)
	}
	if got := f.Hashes() - before; got != 0 {
		t.Errorf("got %d hashes, want none", got)
	}
	must(f.SignIn(t.Context(), "anna", rightPassword, office))(t) // none of them was a failure
}

func TestSignIn_ManyAtOnce(t *testing.T) {
	f := newFixture(t)
	f.admin()
	var wg sync.WaitGroup
	errs := make([]error, 40)
	for i := range errs {
		wg.Go(func() {
			_, errs[i] = f.SignIn(t.Context(), "anna", otherPassword, office)
		})
	}
	wg.Wait()
	wrong := 0
	for _, err := range errs {
		var throttled staff.Throttled
		switch {
		case errors.Is(err, staff.ErrSignIn):
			wrong++
		case !errors.As(err, &throttled):
			t.Errorf("got %v, want wrong or throttled", err)
		}
	}
	if wrong != 5 {
		t.Errorf("%d of 40 tries at once were looked at, want 5", wrong)
	}
}

func TestSignOut_EndsTheSession(t *testing.T) {
	f := newFixture(t)
	_, e := f.admin()
	for range 2 {
		if err := f.SignOut(t.Context(), e.Token); err != nil {
			t.Fatal(err)
		}
	}
	_, err := f.AnySession(t.Context(), e.Token)
	wantError(t, "session", err, staff.ErrNoSession)
}
