package staff_test

import (
	"encoding/base64"
	"encoding/json"
	"testing"
	"time"

	"lerr/internal/report"
	"lerr/internal/sitetest/authenticator"
	"lerr/internal/staff"
)

// newAuthenticator is a security key for the console of these tests.
func newAuthenticator(t testing.TB) *authenticator.Authenticator {
	return authenticator.New(t, "console.example.org", "https://console.example.org")
}

// addPasskey registers a new authenticator in a session.
func (f *fixture) addPasskey(e staff.Grant, label string) (*authenticator.Authenticator, staff.Grant) {
	f.t.Helper()
	a := newAuthenticator(f.t)
	options := must(f.EnrolPasskeyBegin(f.t.Context(), e.Token))(f.t)
	return a, must(f.EnrolPasskeyFinish(f.t.Context(), e.Token, label, a.Register(options)))(f.t)
}

// pendingSession is a password's worth of a session.
func (f *fixture) pendingSession() staff.Grant {
	f.t.Helper()
	return must(f.SignIn(f.t.Context(), "anna", rightPassword, office))(f.t)
}

func TestPasskey_AloneSignsIn(t *testing.T) {
	f := newFixture(t)
	e := f.entered()
	a, full := f.addPasskey(e, "Laptop")
	must(f.Session(t.Context(), full.Token))(t)
	_, err := f.AnySession(t.Context(), e.Token)
	wantError(t, "token before", err, staff.ErrNoSession)
	factors := must(f.Factors(t.Context(), e.Session.Account.ID))(t)
	if factors.None() || len(factors.Passkeys) != 1 || factors.Passkeys[0].Label != "Laptop" || !factors.Passkeys[0].UsedAt.IsZero() {
		t.Errorf("got %+v, want the laptop alone, unused", factors)
	}

	for range 2 {
		f.pass(time.Minute)
		pending := f.pendingSession()
		if pending.Session.Step != staff.StepSecondFactor {
			t.Fatalf("got step %s, want %s", pending.Session.Step, staff.StepSecondFactor)
		}
		options := must(f.SecondFactorPasskeyBegin(t.Context(), pending.Token))(t)
		full = must(f.SecondFactorPasskeyFinish(t.Context(), pending.Token, a.Assert(options), office))(t)
		s := must(f.Session(t.Context(), full.Token))(t)
		wantError(t, "publish", f.Allow(s, staff.Publish), nil)
	}
	factors = must(f.Factors(t.Context(), e.Session.Account.ID))(t)
	if p := factors.Passkeys[0]; p.SignCount != 2 || p.UsedAt != f.at {
		t.Errorf("got count %d, used at %s, want 2, now", p.SignCount, p.UsedAt)
	}
	_, err = f.SecondFactorTOTP(t.Context(), full.Token, "000000", office)
	wantError(t, "a code without an app", err, staff.ErrSignIn)
}

// options are the options of navigator.credentials, those that matter here.
type options struct {
	RPID                   string `json:"rpId"`
	RP                     struct{ ID, Name string }
	User                   struct{ ID, Name string }
	UserVerification       string
	AuthenticatorSelection struct{ UserVerification string }
	AllowCredentials       []struct{ ID string }
	ExcludeCredentials     []struct{ ID string }
}

func parseOptions(t *testing.T, text []byte) options {
	t.Helper()
	var o struct{ PublicKey options }
	if err := json.Unmarshal(text, &o); err != nil {
		t.Fatal(err)
	}
	return o.PublicKey
}

func TestPasskey_OptionsAskForTheUser(t *testing.T) {
	f := newFixture(t)
	e := f.entered()
	o := parseOptions(t, must(f.EnrolPasskeyBegin(t.Context(), e.Token))(t))
	if o.RP.ID != "console.example.org" || o.RP.Name != "Contoso Widgets" || o.User.Name != "anna" ||
		o.User.ID != base64.RawURLEncoding.EncodeToString([]byte(e.Session.Account.ID)) || o.AuthenticatorSelection.UserVerification != "required" {
		t.Errorf("got options %+v, want anna at our domain, verified", o)
	}
	a, e := f.addPasskey(e, "")
	o = parseOptions(t, must(f.EnrolPasskeyBegin(t.Context(), e.Token))(t))
	if len(o.ExcludeCredentials) != 1 || o.ExcludeCredentials[0].ID != base64.RawURLEncoding.EncodeToString(a.Credential.ID) {
		t.Errorf("got excluded %+v, want the one that is registered", o.ExcludeCredentials)
	}
	o = parseOptions(t, must(f.SecondFactorPasskeyBegin(t.Context(), f.pendingSession().Token))(t))
	if o.RPID != "console.example.org" || o.UserVerification != "required" ||
		len(o.AllowCredentials) != 1 || o.AllowCredentials[0].ID != base64.RawURLEncoding.EncodeToString(a.Credential.ID) {
		t.Errorf("got options %+v, want the one passkey, verified", o)
	}
}

func TestPasskey_RegistrationIsVerified(t *testing.T) {
	for _, tt := range []struct {
		name string
		bend func(*authenticator.Authenticator)
		want error
	}{
		{"as it should be", func(a *authenticator.Authenticator) {}, nil},
		{"without verifying the user", func(a *authenticator.Authenticator) { a.Key.Options.UserNotVerified = true }, report.ErrInvalid},
		{"for another domain", func(a *authenticator.Authenticator) { a.Site.ID = "example.org" }, report.ErrInvalid},
		{"at another origin", func(a *authenticator.Authenticator) { a.Site.Origin = "https://console.example.org.evil.test" }, report.ErrInvalid},
	} {
		t.Run(tt.name, func(t *testing.T) {
			f := newFixture(t)
			e, a := f.entered(), newAuthenticator(t)
			tt.bend(a)
			options := must(f.EnrolPasskeyBegin(t.Context(), e.Token))(t)
			_, err := f.EnrolPasskeyFinish(t.Context(), e.Token, "Key", a.Register(options))
			wantError(t, "registration", err, tt.want)
			if factors := must(f.Factors(t.Context(), e.Session.Account.ID))(t); factors.None() != (tt.want != nil) {
				t.Errorf("got factors %+v", factors)
			}
		})
	}
}

func TestPasskey_RegistrationIsOfOneChallenge(t *testing.T) {
	f := newFixture(t)
	e, a := f.entered(), newAuthenticator(t)
	_, err := f.EnrolPasskeyFinish(t.Context(), e.Token, "Key", []byte("{}"))
	wantError(t, "before it began", err, report.ErrNotFound)
	old := must(f.EnrolPasskeyBegin(t.Context(), e.Token))(t)
	must(f.EnrolPasskeyBegin(t.Context(), e.Token))(t)
	_, err = f.EnrolPasskeyFinish(t.Context(), e.Token, "Key", a.Register(old))
	wantError(t, "challenge before the last", err, report.ErrInvalid)
	fresh := must(f.EnrolPasskeyBegin(t.Context(), e.Token))(t)
	f.pass(15 * time.Minute)
	_, err = f.EnrolPasskeyFinish(t.Context(), e.Token, "Key", a.Register(fresh))
	wantError(t, "challenge that is too old", err, report.ErrNotFound)
	_, err = f.EnrolPasskeyFinish(t.Context(), e.Token, "Key", []byte("no JSON"))
	wantError(t, "no JSON", err, report.ErrNotFound)
	must(f.EnrolPasskeyBegin(t.Context(), e.Token))(t)
	_, err = f.EnrolPasskeyFinish(t.Context(), e.Token, "Key", []byte("no JSON"))
	wantError(t, "no JSON", err, report.ErrInvalid)
}

func TestPasskey_AssertionIsVerified(t *testing.T) {
	for _, tt := range []struct {
		name string
		bend func(*authenticator.Authenticator)
		want error
	}{
		{"as it should be", func(a *authenticator.Authenticator) {}, nil},
		{"without verifying the user", func(a *authenticator.Authenticator) { a.Key.Options.UserNotVerified = true }, staff.ErrSignIn},
		{"for another domain", func(a *authenticator.Authenticator) { a.Site.ID = "example.org" }, staff.ErrSignIn},
		{"at another origin", func(a *authenticator.Authenticator) { a.Site.Origin = "https://evil.test" }, staff.ErrSignIn},
		{"by another key", func(a *authenticator.Authenticator) { a.Credential.Key = newAuthenticator(t).Credential.Key }, staff.ErrSignIn},
		{"by a passkey that is not registered", func(a *authenticator.Authenticator) { *a = *newAuthenticator(t) }, staff.ErrSignIn},
		{"with a counter that stands still", func(a *authenticator.Authenticator) { a.Step = 0 }, staff.ErrCloned},
		{"with a counter that goes back", func(a *authenticator.Authenticator) { a.Credential.Counter = 2 }, staff.ErrCloned},
	} {
		t.Run(tt.name, func(t *testing.T) {
			f := newFixture(t)
			a := newAuthenticator(t)
			a.Credential.Counter = 7
			e := f.entered()
			options := must(f.EnrolPasskeyBegin(t.Context(), e.Token))(t)
			must(f.EnrolPasskeyFinish(t.Context(), e.Token, "Key", a.Register(options)))(t)
			tt.bend(a)
			pending := f.pendingSession()
			options = must(f.SecondFactorPasskeyBegin(t.Context(), pending.Token))(t)
			full, err := f.SecondFactorPasskeyFinish(t.Context(), pending.Token, a.Assert(options), office)
			wantError(t, "assertion", err, tt.want)
			if tt.want != nil {
				wantError(t, "assertion", err, staff.ErrSignIn)
				_, err = f.Session(t.Context(), full.Token)
				wantError(t, "session", err, staff.ErrNoSession)
			}
		})
	}
}

func TestPasskey_AssertionIsOfOneChallenge(t *testing.T) {
	f := newFixture(t)
	a, _ := f.addPasskey(f.entered(), "Key")
	pending := f.pendingSession()
	options := must(f.SecondFactorPasskeyBegin(t.Context(), pending.Token))(t)
	answer := a.Assert(options)
	full := must(f.SecondFactorPasskeyFinish(t.Context(), pending.Token, answer, office))(t)
	_, err := f.SecondFactorPasskeyFinish(t.Context(), full.Token, answer, office)
	wantError(t, "the same answer again", err, staff.ErrSignIn)

	other := f.pendingSession()
	_, err = f.SecondFactorPasskeyFinish(t.Context(), other.Token, a.Assert(options), office)
	wantError(t, "a challenge of another session", err, staff.ErrSignIn)
	options = must(f.SecondFactorPasskeyBegin(t.Context(), full.Token))(t)
	f.pass(5 * time.Minute)
	_, err = f.SecondFactorPasskeyFinish(t.Context(), full.Token, a.Assert(options), office)
	wantError(t, "a challenge that is too old", err, staff.ErrSignIn)
}

func TestPasskey_WithoutCounterWorks(t *testing.T) {
	f := newFixture(t)
	a := newAuthenticator(t)
	a.Step = 0 // as passkeys that are synchronised between devices do
	e := f.entered()
	options := must(f.EnrolPasskeyBegin(t.Context(), e.Token))(t)
	e = must(f.EnrolPasskeyFinish(t.Context(), e.Token, "Phone", a.Register(options)))(t)
	for range 3 {
		options = must(f.SecondFactorPasskeyBegin(t.Context(), e.Token))(t)
		answer := a.Assert(options)
		e = must(f.SecondFactorPasskeyFinish(t.Context(), e.Token, answer, office))(t)
		_, err := f.SecondFactorPasskeyFinish(t.Context(), e.Token, answer, office)
		wantError(t, "the same answer again, which no counter betrays", err, staff.ErrSignIn)
	}
}

func TestPasskey_IsOnePersons(t *testing.T) {
	f := newFixture(t)
	a, _ := f.addPasskey(f.entered(), "Key")
	_, hers := f.invited("berta", staff.Editor)
	options := must(f.EnrolPasskeyBegin(t.Context(), hers.Token))(t)
	_, err := f.EnrolPasskeyFinish(t.Context(), hers.Token, "Key", a.Register(options))
	wantError(t, "second registration", err, report.ErrConflict)
	_, err = f.SecondFactorPasskeyBegin(t.Context(), hers.Token)
	wantError(t, "account without passkeys", err, report.ErrNotFound)
	b, hers := f.addPasskey(hers, "Hers")
	options = must(f.SecondFactorPasskeyBegin(t.Context(), hers.Token))(t)
	_, err = f.SecondFactorPasskeyFinish(t.Context(), hers.Token, a.Assert(options), office)
	wantError(t, "anna's passkey", err, staff.ErrSignIn)
	options = must(f.SecondFactorPasskeyBegin(t.Context(), hers.Token))(t)
	must(f.SecondFactorPasskeyFinish(t.Context(), hers.Token, b.Assert(options), office))(t)
}

func TestRemovePasskey_KeepsTheLastFactor(t *testing.T) {
	f := newFixture(t)
	_, e := f.addPasskey(f.entered(), "First")
	id := must(f.Factors(t.Context(), e.Session.Account.ID))(t).Passkeys[0].ID
	wantError(t, "the only one", f.RemovePasskey(t.Context(), e.Token, id), staff.ErrLastFactor)
	_, e = f.enrol(e)
	wantError(t, "one of two", f.RemovePasskey(t.Context(), e.Token, id), nil)
	wantError(t, "again", f.RemovePasskey(t.Context(), e.Token, id), report.ErrNotFound)
	wantError(t, "the app that is left", f.RemoveTOTP(t.Context(), e.Token), staff.ErrLastFactor)
}

func TestPasskeys_CanBeLeftOut(t *testing.T) {
	f := newFixture(t, func(c *staff.Config) { c.RPID, c.Origins = "", nil })
	e := f.entered()
	_, err := f.EnrolPasskeyBegin(t.Context(), e.Token)
	wantError(t, "begin", err, report.ErrNotFound)
	_, err = f.EnrolPasskeyFinish(t.Context(), e.Token, "Key", []byte("{}"))
	wantError(t, "finish", err, report.ErrNotFound)
	_, e = f.enrol(e)
	_, err = f.SecondFactorPasskeyBegin(t.Context(), e.Token)
	wantError(t, "second factor", err, report.ErrNotFound)
	_, err = f.SecondFactorPasskeyFinish(t.Context(), e.Token, []byte("{}"), office)
	wantError(t, "second factor", err, staff.ErrSignIn)
}
