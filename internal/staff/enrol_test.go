package staff_test

import (
	"bytes"
	"errors"
	"image/png"
	"net/url"
	"testing"
	"time"

	"lerr/internal/report"
	"lerr/internal/staff"
)

// entered is a first account that has no second factor yet.
func (f *fixture) entered() staff.Grant {
	f.t.Helper()
	token, _ := f.setUpToken()
	return must(f.Redeem(f.t.Context(), token, form("anna")))(f.t)
}

func TestEnrolTOTP_ShowsWhatAnAppTakes(t *testing.T) {
	f := newFixture(t)
	key := must(f.EnrolTOTP(t.Context(), f.entered().Token))(t)
	u, err := url.Parse(key.URL)
	if err != nil {
		t.Fatal(err)
	}
	q := u.Query()
	if u.Scheme != "otpauth" || u.Host != "totp" || u.Path != "/Contoso Widgets:anna" ||
		q.Get("secret") != key.Secret || q.Get("issuer") != "Contoso Widgets" || len(key.Secret) != 32 {
		t.Errorf("got %s with secret %s, want anna's 160 bits at Contoso Widgets", key.URL, key.Secret)
	}
	picture, err := png.Decode(bytes.NewReader(key.PNG))
	if err != nil || picture.Bounds().Dx() != 256 {
		t.Errorf("got picture %v, %v, want a PNG of 256 pixels", picture, err)
	}
}

func TestEnrolTOTP_ShowsTheSameKeyUntilItIsConfirmed(t *testing.T) {
	f := newFixture(t)
	e := f.entered()
	first := must(f.EnrolTOTP(t.Context(), e.Token))(t)
	_, err := f.ConfirmTOTP(t.Context(), e.Token, "123")
	if got := codeOf(err); got != "code-wrong" {
		t.Errorf("wrong code: got %q (%v), want code-wrong", got, err)
	}
	if again := must(f.EnrolTOTP(t.Context(), e.Token))(t); again.Secret != first.Secret {
		t.Error("the page that is shown again shows another key")
	}
	f.pass(15 * time.Minute)
	if later := must(f.EnrolTOTP(t.Context(), e.Token))(t); later.Secret == first.Secret {
		t.Error("the key is shown still after a quarter of an hour")
	}
}

func TestConfirmTOTP_SignsIn(t *testing.T) {
	f := newFixture(t)
	e := f.entered()
	_, err := f.ConfirmTOTP(t.Context(), e.Token, "000000")
	wantError(t, "before EnrolTOTP", err, report.ErrNotFound)
	anna, full := f.enrol(e)
	s := must(f.Session(t.Context(), full.Token))(t)
	if s.Step != staff.StepFull || s.ExpiresAt != f.at.Add(12*time.Hour) || s.Account.Version != full.Session.Account.Version {
		t.Errorf("got %+v, want a full session of twelve hours, as it was returned", s)
	}
	_, err = f.AnySession(t.Context(), e.Token)
	wantError(t, "token before", err, staff.ErrNoSession)

	pending := must(f.SignIn(t.Context(), "anna", rightPassword, office))(t)
	_, err = f.SecondFactorTOTP(t.Context(), pending.Token, f.code(anna.secret), office)
	wantError(t, "the code that confirmed", err, staff.ErrSignIn)
}

// TestConfirmTOTP_EndsWhatElseWaits is for somebody who knows the password of an account that has no
// second factor yet, and would add one of their own beside its owner's.
func TestConfirmTOTP_EndsWhatElseWaits(t *testing.T) {
	f := newFixture(t)
	mine := f.entered()
	theirs := must(f.SignIn(t.Context(), "anna", rightPassword, staff.Client{Address: "198.51.100.7"}))(t)
	key := must(f.EnrolTOTP(t.Context(), theirs.Token))(t)
	f.enrol(mine)
	_, err := f.ConfirmTOTP(t.Context(), theirs.Token, f.code(key.Secret))
	wantError(t, "second factor of a stranger", err, staff.ErrNoSession)
}

func TestEnrol_WantsAFreshSecondFactor(t *testing.T) {
	f := newFixture(t)
	anna, e := f.admin()
	pending := must(f.SignIn(t.Context(), "anna", rightPassword, office))(t)
	f.pass(4 * time.Minute)
	for name, call := range enrolments(f) {
		wantError(t, name+" in a pending session", call(pending.Token), staff.ErrSecondFactor)
	}
	f.pass(time.Minute)
	for name, call := range enrolments(f) {
		wantError(t, name+" after five minutes", call(e.Token), staff.ErrStepUp)
	}
	e = must(f.SecondFactorTOTP(t.Context(), e.Token, f.code(anna.secret), office))(t)
	must(f.EnrolTOTP(t.Context(), e.Token))(t)
}

// enrolments are all the ways to change factors.
func enrolments(f *fixture) map[string]func(token string) error {
	ctx := f.t.Context()
	return map[string]func(string) error{
		"EnrolTOTP":          func(token string) error { _, err := f.EnrolTOTP(ctx, token); return err },
		"ConfirmTOTP":        func(token string) error { _, err := f.ConfirmTOTP(ctx, token, ""); return err },
		"EnrolPasskeyBegin":  func(token string) error { _, err := f.EnrolPasskeyBegin(ctx, token); return err },
		"EnrolPasskeyFinish": func(token string) error { _, err := f.EnrolPasskeyFinish(ctx, token, "", nil); return err },
		"NewRecoveryCodes":   func(token string) error { _, err := f.NewRecoveryCodes(ctx, token); return err },
		"RemoveTOTP":         func(token string) error { return f.RemoveTOTP(ctx, token) },
		"RemovePasskey":      func(token string) error { return f.RemovePasskey(ctx, token, "x") },
	}
}

func TestConfirmTOTP_ReplacesTheAppBefore(t *testing.T) {
	f := newFixture(t)
	anna, e := f.admin()
	f.pass(fullTOTPStep)
	key := must(f.EnrolTOTP(t.Context(), e.Token))(t)
	e = must(f.ConfirmTOTP(t.Context(), e.Token, f.code(key.Secret)))(t)
	f.pass(fullTOTPStep)
	_, err := f.SecondFactorTOTP(t.Context(), e.Token, f.code(anna.secret), office)
	wantError(t, "old app", err, staff.ErrSignIn)
	must(f.SecondFactorTOTP(t.Context(), e.Token, f.code(key.Secret), office))(t)
}

func TestRemoveTOTP_KeepsTheLastFactor(t *testing.T) {
	f := newFixture(t)
	anna, e := f.admin()
	wantError(t, "remove", f.RemoveTOTP(t.Context(), e.Token), staff.ErrLastFactor)
	if got := must(f.Factors(t.Context(), anna.ID))(t); got.None() || got.RecoveryCodes != 10 {
		t.Errorf("got %+v, want the app still there", got)
	}
}

func TestTOTPKey_IsSealedAtRest(t *testing.T) {
	key := bytes.Repeat([]byte{7}, 32)
	f := newFixture(t, func(c *staff.Config) { c.Key = key })
	anna, _ := f.admin()
	stored := must(f.db.TOTP(t.Context(), anna.ID))(t)
	secret := must(plainBase32.DecodeString(anna.secret))(t)
	if bytes.Contains(stored.Secret, secret) {
		t.Error("the key stands in the database in clear")
	}
	f.signedIn(anna)

	for name, change := range map[string]func(*staff.Config){
		"without the key":  func(c *staff.Config) {},
		"with another key": func(c *staff.Config) { c.Key = bytes.Repeat([]byte{8}, 32) },
	} {
		f.pass(fullTOTPStep)
		other := f.another(change)
		e := must(other.SignIn(t.Context(), "anna", rightPassword, office))(t)
		_, err := other.SecondFactorTOTP(t.Context(), e.Token, f.code(anna.secret), office)
		if err == nil || errors.Is(err, staff.ErrSignIn) {
			t.Errorf("%s: got %v, want a fault of ours and not a wrong code", name, err)
		}
	}
}

func TestTOTPKey_StaysReadableOnceThereIsAKey(t *testing.T) {
	f := newFixture(t)
	anna, _ := f.admin()
	f.Service = f.another(func(c *staff.Config) { c.Key = bytes.Repeat([]byte{7}, 32) })
	f.signedIn(anna)
}

func TestTOTPKey_CannotBeMovedToAnotherAccount(t *testing.T) {
	f := newFixture(t, func(c *staff.Config) { c.Key = bytes.Repeat([]byte{7}, 32) })
	anna, _ := f.admin()
	berta, e := f.invited("berta", staff.Editor)
	moved := must(f.db.TOTP(t.Context(), anna.ID))(t)
	moved.AccountID, moved.LastStep = berta.ID, 0
	if err := f.db.SetTOTP(t.Context(), moved, staff.Elevation{
		OldDigest: digest(e.Token), NewDigest: digest(e.Token), Session: e.Session,
	}); err != nil {
		t.Fatal(err)
	}
	f.pass(fullTOTPStep)
	_, err := f.SecondFactorTOTP(t.Context(), e.Token, f.code(anna.secret), office)
	if err == nil || errors.Is(err, staff.ErrSignIn) {
		t.Errorf("got %v, want a fault of ours", err)
	}
}
