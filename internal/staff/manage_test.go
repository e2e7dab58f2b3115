package staff_test

import (
	"testing"

	"lerr/internal/report"
	"lerr/internal/staff"
)

func TestDisable_EndsSessionsAtOnce(t *testing.T) {
	f := newFixture(t)
	f.admin()
	berta, full := f.invited("berta", staff.Editor)
	pending := must(f.SignIn(t.Context(), "berta", rightPassword, office))(t)
	c := must(f.Disable(t.Context(), "anna", berta.ID, berta.Version))(t)
	if c.Ended != 2 || c.Before.Disabled() || !c.After.Disabled() || c.After.Version != c.Before.Version+1 {
		t.Errorf("got %+v, want both sessions ended and the account disabled", c)
	}
	for _, token := range []string{full.Token, pending.Token} {
		_, err := f.AnySession(t.Context(), token)
		wantError(t, "session", err, staff.ErrNoSession)
	}
	f.pass(fullTOTPStep)
	_, err := f.SecondFactorTOTP(t.Context(), pending.Token, f.code(berta.secret), office)
	wantError(t, "second factor", err, staff.ErrNoSession)
	_, err = f.SignIn(t.Context(), "berta", rightPassword, office)
	wantError(t, "sign-in", err, staff.ErrSignIn)

	c = must(f.Enable(t.Context(), "anna", berta.ID, c.After.Version))(t)
	if got := must(f.Account(t.Context(), berta.ID))(t); got != c.After || got.Disabled() {
		t.Errorf("got %+v, want %+v", got, c.After)
	}
	f.signedIn(berta)
}

func TestSetRoles_EndsSessionsAtOnce(t *testing.T) {
	f := newFixture(t)
	f.admin()
	berta, e := f.invited("berta", staff.Editor)
	c := must(f.SetRoles(t.Context(), "anna", berta.ID, berta.Version, staff.RolesOf(staff.Approver)))(t)
	if c.Ended != 1 || c.Before.Roles != staff.RolesOf(staff.Editor) || c.After.Roles != staff.RolesOf(staff.Approver) {
		t.Errorf("got %+v, want one session ended, editor before, approver after", c)
	}
	_, err := f.AnySession(t.Context(), e.Token)
	wantError(t, "session", err, staff.ErrNoSession)
	again := f.signedIn(berta)
	wantError(t, "new role", f.Allow(again.Session, staff.Publish), nil)
	wantError(t, "old role", f.Allow(again.Session, staff.EditDraft), report.ErrForbidden)
}

func TestSetRoles_TellsTheSecondOfTwoAdministrators(t *testing.T) {
	f := newFixture(t)
	f.admin()
	berta, _ := f.invited("berta", staff.Editor)
	must(f.SetRoles(t.Context(), "anna", berta.ID, berta.Version, all))(t)
	_, err := f.SetRoles(t.Context(), "anna", berta.ID, berta.Version, staff.RolesOf(staff.Approver))
	wantError(t, "second", err, report.ErrConflict)
	if got := must(f.Account(t.Context(), berta.ID))(t); got.Roles != all {
		t.Errorf("got %q, want what the first chose", got.Roles)
	}
	_, err = f.SetRoles(t.Context(), "anna", "nobody", 1, all)
	wantError(t, "nobody", err, report.ErrNotFound)
	_, err = f.SetRoles(t.Context(), "anna", berta.ID, berta.Version+1, 0)
	wantError(t, "no role", err, report.ErrInvalid)
}

func TestLastAdministrator_Stays(t *testing.T) {
	f := newFixture(t)
	anna, e := f.admin()
	berta, _ := f.invited("berta", staff.Administrator)
	must(f.Disable(t.Context(), "anna", berta.ID, berta.Version))(t)
	_, err := f.Disable(t.Context(), "anna", anna.ID, anna.Version)
	wantError(t, "disable", err, staff.ErrLastAdministrator)
	_, err = f.SetRoles(t.Context(), "anna", anna.ID, anna.Version, staff.RolesOf(staff.Editor, staff.Approver))
	wantError(t, "set roles", err, staff.ErrLastAdministrator)
	s := must(f.Session(t.Context(), e.Token))(t) // nothing was changed
	if s.Account.Roles != all || s.Account.Version != anna.Version {
		t.Errorf("got %+v, want the account as it was", s.Account)
	}
	must(f.Enable(t.Context(), "anna", berta.ID, berta.Version+1))(t)
	must(f.Disable(t.Context(), "anna", anna.ID, anna.Version))(t)
}

func TestChangePassword_EndsAllOtherSessions(t *testing.T) {
	f := newFixture(t)
	anna, first := f.admin()
	e := f.signedIn(anna)
	fresh := must(f.ChangePassword(t.Context(), e.Token, rightPassword, otherPassword))(t)
	for _, token := range []string{first.Token, e.Token} {
		_, err := f.AnySession(t.Context(), token)
		wantError(t, "session before", err, staff.ErrNoSession)
	}
	s := must(f.Session(t.Context(), fresh.Token))(t)
	if s.ExpiresAt != e.Session.ExpiresAt || s.ID == e.Session.ID {
		t.Errorf("got %+v, want a new session with the old one's end", s)
	}
	_, err := f.SignIn(t.Context(), "anna", rightPassword, office)
	wantError(t, "old password", err, staff.ErrSignIn)
	must(f.SignIn(t.Context(), "anna", otherPassword, office))(t)
}

func TestChangePassword_WantsBoth(t *testing.T) {
	f := newFixture(t)
	_, e := f.admin()
	_, err := f.ChangePassword(t.Context(), e.Token, otherPassword, otherPassword)
	if got := codeOf(err); got != "password-wrong" {
		t.Errorf("wrong current one: got %q (%v), want password-wrong", got, err)
	}
	_, err = f.ChangePassword(t.Context(), e.Token, rightPassword, "vexing anna plumbers")
	if got := codeOf(err); got != "password-contains-name" {
		t.Errorf("new one with the name: got %q (%v), want password-contains-name", got, err)
	}
	must(f.Session(t.Context(), e.Token))(t)
	must(f.SignIn(t.Context(), "anna", rightPassword, office))(t)
}

func TestAccounts_AreListedByName(t *testing.T) {
	f := newFixture(t)
	if must(f.HasAccounts(t.Context()))(t) {
		t.Error("got accounts at the start, want none")
	}
	anna, _ := f.admin()
	f.invited("zoe", staff.Editor)
	berta, _ := f.invited("berta", staff.Approver)
	list := must(f.All(t.Context()))(t)
	if len(list) != 3 || list[0] != anna.Account || list[1] != berta.Account || list[2].Name != "zoe" {
		t.Errorf("got %+v, want anna, berta, zoe", list)
	}
	if got := must(f.AccountNamed(t.Context(), "Berta"))(t); got != berta.Account {
		t.Errorf("got %+v, want berta", got)
	}
	_, err := f.AccountNamed(t.Context(), "nobody")
	wantError(t, "nobody", err, report.ErrNotFound)
	if !must(f.HasAccounts(t.Context()))(t) {
		t.Error("got no accounts, want some")
	}
}
