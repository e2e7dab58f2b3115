package staff_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"lerr/internal/report"
	"lerr/internal/staff"
)

func (f *fixture) setUpToken() (string, staff.Invitation) {
	f.t.Helper()
	token, link, err := f.SetUpLink(f.t.Context())
	if err != nil {
		f.t.Fatal(err)
	}
	return token, link
}

func form(name string) staff.SignUpForm {
	return staff.SignUpForm{Name: name, Password: rightPassword, Client: office}
}

func TestSetUpLink_MakesTheFirstAccountOnce(t *testing.T) {
	f := newFixture(t)
	token, link := f.setUpToken()
	if len(token) != 43 || link.ExpiresAt != f.at.Add(30*time.Minute) {
		t.Errorf("got a token of %d characters until %s, want 43 and half an hour", len(token), link.ExpiresAt)
	}
	e := must(f.Redeem(t.Context(), token, form(" Anna ")))(t)
	if a := e.Session.Account; a.Name != "anna" || a.Roles != all || e.Session.Step != staff.StepEnrol {
		t.Errorf("got %q, %q, %s, want anna with all roles at %s", a.Name, a.Roles, e.Session.Step, staff.StepEnrol)
	}
	_, err := f.Redeem(t.Context(), token, form("berta"))
	wantError(t, "second use", err, staff.ErrInvitation)
	_, _, err = f.SetUpLink(t.Context())
	wantError(t, "second link", err, report.ErrConflict)
}

func TestSetUpLink_Expires(t *testing.T) {
	f := newFixture(t)
	token, _ := f.setUpToken()
	f.pass(30*time.Minute - time.Microsecond)
	must(f.Invitation(t.Context(), token))(t)
	f.pass(time.Microsecond)
	_, err := f.Invitation(t.Context(), token)
	wantError(t, "look", err, staff.ErrInvitation)
	_, err = f.Redeem(t.Context(), token, form("anna"))
	wantError(t, "use", err, staff.ErrInvitation)
}

func TestSetUpLink_ReplacesTheOneBefore(t *testing.T) {
	f := newFixture(t)
	first, _ := f.setUpToken()
	second, _ := f.setUpToken()
	_, err := f.Invitation(t.Context(), first)
	wantError(t, "first", err, staff.ErrInvitation)
	must(f.Redeem(t.Context(), second, form("anna")))(t)
}

func TestSetUpLink_LetsThePersonChooseRoles(t *testing.T) {
	f := newFixture(t)
	token, _ := f.setUpToken()
	want := form("anna")
	want.Roles = staff.RolesOf(staff.Editor)
	e := must(f.Redeem(t.Context(), token, want))(t)
	if got := e.Session.Account.Roles.String(); got != "editor administrator" {
		t.Errorf("got %q, want the editor to be administrator too", got)
	}
}

func TestRedeem_ReportsEverythingAndKeepsTheLink(t *testing.T) {
	f := newFixture(t)
	token, _ := f.setUpToken()
	_, err := f.Redeem(t.Context(), token, staff.SignUpForm{Name: "a b", Password: "short"})
	wantError(t, "Enter", err, report.ErrInvalid)
	ps, _ := err.(staff.FieldErrors)
	var got []string
	for _, p := range ps {
		got = append(got, p.Field+" "+p.Code)
	}
	if diff := cmp.Diff([]string{"name name-characters", "password password-too-short"}, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	must(f.Redeem(t.Context(), token, form("anna")))(t)
}

func TestInvite_MakesAnAccountOfItsRoles(t *testing.T) {
	f := newFixture(t)
	f.admin()
	token, link, err := f.Invite(t.Context(), "anna", staff.RolesOf(staff.Editor))
	if err != nil {
		t.Fatal(err)
	}
	got := must(f.Invitation(t.Context(), token))(t)
	if diff := cmp.Diff(link, got); diff != "" {
		t.Errorf("link (-want +got)\n%s", diff)
	}
	if link.ExpiresAt != f.at.Add(72*time.Hour) || link.IssuedBy != "anna" {
		t.Errorf("got %+v, want three days, issued by anna", link)
	}
	wish := form("berta")
	wish.Roles = all
	e := must(f.Redeem(t.Context(), token, wish))(t)
	if got := e.Session.Account.Roles; got != staff.RolesOf(staff.Editor) {
		t.Errorf("got %q, want the invitation's roles and not the form's", got)
	}
	_, err = f.Redeem(t.Context(), token, form("carla"))
	wantError(t, "second use", err, staff.ErrInvitation)
}

func TestInvite_CanBeRevoked(t *testing.T) {
	f := newFixture(t)
	f.admin()
	token, link, err := f.Invite(t.Context(), "anna", all)
	if err != nil {
		t.Fatal(err)
	}
	if list := must(f.Invitations(t.Context()))(t); len(list) != 1 || list[0].ID != link.ID {
		t.Errorf("got links %v, want the one", list)
	}
	if err := f.Revoke(t.Context(), "anna", link.ID); err != nil {
		t.Fatal(err)
	}
	_, err = f.Redeem(t.Context(), token, form("berta"))
	wantError(t, "use", err, staff.ErrInvitation)
	wantError(t, "second revocation", f.Revoke(t.Context(), "anna", link.ID), report.ErrNotFound)
	if list := must(f.Invitations(t.Context()))(t); len(list) != 0 {
		t.Errorf("got links %v, want none", list)
	}
}

func TestInvite_WantsARole(t *testing.T) {
	_, _, err := newFixture(t).Invite(t.Context(), "anna", 0)
	wantError(t, "Invite", err, report.ErrInvalid)
}

func TestRedeem_RefusesANameThatIsTaken(t *testing.T) {
	f := newFixture(t)
	f.admin()
	token, _, err := f.Invite(t.Context(), "anna", all)
	if err != nil {
		t.Fatal(err)
	}
	_, err = f.Redeem(t.Context(), token, form("ANNA"))
	if got := codeOf(err); got != "name-taken" {
		t.Errorf("got %q (%v), want name-taken", got, err)
	}
	must(f.Redeem(t.Context(), token, form("berta")))(t)
}

func TestRenew_ReplacesEverythingThatWasLost(t *testing.T) {
	f := newFixture(t)
	f.admin()
	berta, session := f.invited("berta", staff.Editor)
	first, _, err := f.Renew(t.Context(), "anna", berta.ID)
	if err != nil {
		t.Fatal(err)
	}
	token, _, err := f.Renew(t.Context(), "anna", berta.ID)
	if err != nil {
		t.Fatal(err)
	}
	_, err = f.Invitation(t.Context(), first)
	wantError(t, "first link", err, staff.ErrInvitation)
	must(f.Session(t.Context(), session.Token))(t) // nothing has changed yet

	e := must(f.Redeem(t.Context(), token, staff.SignUpForm{Password: otherPassword, Client: office}))(t)
	if a := e.Session.Account; a.ID != berta.ID || a.Name != "berta" || e.Session.Step != staff.StepEnrol {
		t.Errorf("got %+v at %s, want berta at %s", a, e.Session.Step, staff.StepEnrol)
	}
	_, err = f.AnySession(t.Context(), session.Token)
	wantError(t, "old session", err, staff.ErrNoSession)
	_, err = f.SignIn(t.Context(), "berta", rightPassword, office)
	wantError(t, "old password", err, staff.ErrSignIn)
	if factors := must(f.Factors(t.Context(), berta.ID))(t); !factors.None() || factors.RecoveryCodes != 0 {
		t.Errorf("got factors %+v, want none", factors)
	}
}

func TestRenew_IsNotForDisabledAccounts(t *testing.T) {
	f := newFixture(t)
	f.admin()
	berta, _ := f.invited("berta", staff.Editor)
	token, _, err := f.Renew(t.Context(), "anna", berta.ID)
	if err != nil {
		t.Fatal(err)
	}
	must(f.Disable(t.Context(), "anna", berta.ID, berta.Version))(t)
	_, err = f.Redeem(t.Context(), token, staff.SignUpForm{Password: otherPassword})
	wantError(t, "use", err, staff.ErrInvitation)
	_, _, err = f.Renew(t.Context(), "anna", berta.ID)
	wantError(t, "issue", err, report.ErrConflict)
}
