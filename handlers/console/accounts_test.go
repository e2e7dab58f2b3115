package console_test

import (
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"lerr/internal/sitetest"
	"lerr/internal/staff"
)

// memberOf is the page of somebody's account, as an administrator finds it in the list.
func memberOf(t *testing.T, admin, member *sitetest.Person) string {
	t.Helper()
	link := admin.Doc("/accounts").Find("th a").FilterFunction(func(_ int, s *goquery.Selection) bool {
		return sitetest.Text(s) == member.Name
	})
	path, ok := link.Attr("href")
	if !ok {
		t.Fatalf("the list does not name %s", member.Name)
	}
	return path
}

// versionOf is the version that the account's page shows.
func versionOf(t *testing.T, admin *sitetest.Person, path string) string {
	t.Helper()
	version, _ := admin.Doc(path).Find(`input[name="version"]`).First().Attr("value")
	if version == "" {
		t.Fatal("the page shows no version")
	}
	return version
}

func TestStaffAccounts_InvitingWantsARole(t *testing.T) {
	console := sitetest.NewConsole(t)
	anna := console.SetUp("anna")
	a := anna.Post("/accounts/invite")
	wantProblem(t, "no role", a, 422, "roles", "Choose at least one role.")
	a = anna.Post("/accounts/invite", "roles", "owner")
	wantProblem(t, "a role that is none", a, 422, "roles", "Choose at least one role.")
}

func TestStaffAccounts_SetRolesAndSignOut(t *testing.T) {
	console := sitetest.NewConsole(t)
	anna, eva := console.SetUp("anna"), console.As(staff.Editor)
	path := memberOf(t, anna, eva)
	version := versionOf(t, anna, path)
	wantProblem(t, "no role", anna.Post(path+"/roles", "version", version), 422, "roles", "Choose at least one role.")
	eva.Doc("/account")

	wantAnswer(t, "set", anna.Post(path+"/roles", "version", version, "roles", "approver"), 303, path+"?done=changed")
	wantEvent(t, console, "anna", "set roles", eva.Name+": from editor to approver; 1 session ended")
	wantAnswer(t, "her session", eva.Get("/"), 303, "/sign-in")
	eva.SignIn()
	if got := eva.Get("/upload").Status; got != 403 {
		t.Errorf("an approver uploads: got %d, want 403", got)
	}

	a := anna.Post(path+"/roles", "version", version, "roles", "editor", "roles", "administrator")
	if got := sitetest.Text(a.Doc(t).Find(".summary")); a.Status != 409 || !strings.Contains(got, "somebody else has changed this account meanwhile") {
		t.Errorf("an old version: got %d, %q", a.Status, got)
	}
	if got, want := ticked(a.Doc(t)), "editor administrator"; got != want {
		t.Errorf("an old version: got %q ticked, want what was ticked, %q", got, want)
	}
	eva.Doc("/account")
}

func TestStaffAccounts_LeaveAnAdministrator(t *testing.T) {
	console := sitetest.NewConsole(t)
	anna := console.SetUp("anna")
	path := memberOf(t, anna, anna)
	version := versionOf(t, anna, path)
	for _, a := range []sitetest.Answer{
		anna.Post(path+"/roles", "version", version, "roles", "editor"), anna.Post(path+"/disable", "version", version),
	} {
		if got := sitetest.Text(a.Doc(t).Find(".summary")); a.Status != 409 || !strings.Contains(got, "nobody would be left to manage accounts") {
			t.Errorf("got %d, %q", a.Status, got)
		}
	}
	anna.Doc("/accounts")
}

func TestStaffAccounts_DisablingEndsSessionsAtOnce(t *testing.T) {
	console := sitetest.NewConsole(t)
	anna, eva := console.SetUp("anna"), console.As(staff.Editor)
	half := withPassword(t, eva)
	path := memberOf(t, anna, eva)
	wantAnswer(t, "disable", anna.Post(path+"/disable", "version", versionOf(t, anna, path)), 303, path+"?done=changed")
	wantEvent(t, console, "anna", "disable account", eva.Name+"; 2 sessions ended")
	wantAnswer(t, "her session", eva.Get("/"), 303, "/sign-in")
	wantAnswer(t, "her form", eva.Post("/upload"), 303, "/sign-in?next=%2Fupload")
	wantAnswer(t, "her second factor", half.Post("/second-factor", "code", eva.Code()), 303, "/sign-in")
	wantProblem(t, "her sign-in", eva.Post("/sign-in", "name", eva.Name, "password", eva.Password), 422, "name", "The sign-in name or the password is wrong.")

	doc := anna.Doc(path)
	if got := sitetest.Text(doc.Find(".facts")); !strings.Contains(got, "disabled since 24 November 2026") {
		t.Errorf("the page says %q", got)
	}
	if a := anna.Post(path + "/renew"); a.Status != 409 {
		t.Errorf("a link for a disabled account: got %d, want 409", a.Status)
	}
	wantAnswer(t, "enable", anna.Post(path+"/enable", "version", versionOf(t, anna, path)), 303, path+"?done=changed")
	wantEvent(t, console, "anna", "enable account", eva.Name)
	eva.SignIn()
}

func TestStaffAccounts_EndSomebodysSessions(t *testing.T) {
	console := sitetest.NewConsole(t)
	anna, eva := console.SetUp("anna"), console.As(staff.Editor)
	path := memberOf(t, anna, eva)
	if got := rows(anna.Doc(path)); len(got) != 1 || got[0] != "Firefox on Linux | Signed in" {
		t.Errorf("got sessions %q", got)
	}
	wantAnswer(t, "end", anna.Post(path+"/sign-out"), 303, path+"?done=ended")
	wantEvent(t, console, "anna", "end sessions", eva.Name+": 1 session")
	wantAnswer(t, "her session", eva.Get("/"), 303, "/sign-in")
}

func TestStaffAccounts_RenewWhatWasLost(t *testing.T) {
	console := sitetest.NewConsole(t)
	anna, eva := console.SetUp("anna"), console.As(staff.Editor)
	path := memberOf(t, anna, eva)
	a := anna.Post(path + "/renew")
	link := strings.TrimPrefix(sitetest.Text(a.Doc(t).Find("#link")), console.URL)
	wantEvent(t, console, "anna", "make link to renew account", eva.Name)
	eva.Doc("/account") // nothing has changed yet

	const fresh = "seven hollow kites untied"
	her := console.Nobody()
	doc := her.Doc(link)
	if got := sitetest.Text(doc.Find("main form")); doc.Find("#name").Length() != 0 || !strings.Contains(got, "Sign-in name: "+eva.Name) {
		t.Errorf("the form asks for the name that is known: %q", got)
	}
	wantProblem(t, "short", her.Post(link, "password", "short"), 422, "password", "Use at least 15 characters")
	wantAnswer(t, "form", her.Post(link, "name", "anna", "password", fresh), 303, "/enrol")
	wantEvent(t, console, eva.Name, "renew account", "by a link of anna")
	wantAnswer(t, "session before", eva.Get("/"), 303, "/sign-in")
	her.Name, her.Password = eva.Name, fresh
	her.EnrolApp()
	her.Doc("/upload")
	her.SignIn()
}

func TestStaffAccounts_AreThereOrNot(t *testing.T) {
	console := sitetest.NewConsole(t)
	anna := console.SetUp("anna")
	for _, a := range []sitetest.Answer{
		anna.Get("/accounts/nobody"), anna.Post("/accounts/nobody/roles", "version", "1", "roles", "editor"),
		anna.Post("/accounts/nobody/disable", "version", "1"), anna.Post("/accounts/nobody/enable", "version", "1"),
		anna.Post("/accounts/nobody/renew"), anna.Post("/accounts/nobody/sign-out"),
	} {
		if a.Status != 404 {
			t.Errorf("got %d, want 404", a.Status)
		}
	}
}
