package staff_test

import (
	"slices"
	"testing"

	"lerr/internal/staff"
)

// Each attempt at either factor is in the audit log with its factor and its client, whatever comes of it. What was typed
// cannot look like another entry.
func TestAudit_NamesEachAttempt(t *testing.T) {
	f := newFixture(t)
	anna, _ := f.admin()
	before := len(must(f.db.Events(t.Context()))(t))
	f.pass(fullTOTPStep)
	for _, name := range []string{"x\nroot signed in", "anna"} {
		_, err := f.SignIn(t.Context(), name, otherPassword, office)
		wantError(t, name, err, staff.ErrSignIn)
	}
	grant := must(f.SignIn(t.Context(), "anna", rightPassword, office))(t)
	_, err := f.SecondFactorTOTP(t.Context(), grant.Token, "000000", office)
	wantError(t, "a wrong code", err, staff.ErrSignIn)
	grant = must(f.SecondFactorRecovery(t.Context(), grant.Token, anna.codes[0], office))(t)
	f.pass(fullTOTPStep)
	must(f.SecondFactorTOTP(t.Context(), grant.Token, f.code(anna.secret), office))(t)
	var got []string
	for _, e := range must(f.db.Events(t.Context()))(t)[before:] {
		if e.At.IsZero() {
			t.Errorf("%s has no time", e.Action)
		}
		got = append(got, e.Actor+" | "+e.Action+" | "+e.Text)
	}
	want := []string{
		`not signed in | sign-in failed | as "x\nr…", which no account has, from 192.0.2.1`,
		`not signed in | sign-in failed | as anna, from 192.0.2.1`,
		`anna | second factor failed | authenticator app, from 192.0.2.1`,
		`anna | sign in | recovery code, from 192.0.2.1`,
		`anna | confirm second factor | authenticator app, from 192.0.2.1`,
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
