package console_test

import (
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"lerr/internal/sitetest"
	"lerr/internal/sitetest/authenticator"
	"lerr/internal/staff"
)

// rows are the lines of a page's table of sessions.
func rows(doc *goquery.Document) []string {
	return doc.Find("#sessions-title").Parent().Find("tbody tr").Map(func(_ int, s *goquery.Selection) string {
		return strings.Join(strings.Fields(s.Find("th").Text()+" | "+s.Find("td").Last().Text()), " ")
	})
}

// action returns the address of a page's form with this button.
func action(t *testing.T, doc *goquery.Document, button string) string {
	t.Helper()
	form := doc.Find("main form").FilterFunction(func(_ int, s *goquery.Selection) bool {
		return strings.Contains(sitetest.Text(s.Find("button")), button)
	})
	to, ok := form.First().Attr("action")
	if !ok {
		t.Fatalf("there is no form with the button %q", button)
	}
	return to
}

func TestStaffAccount_ShowsOnesOwn(t *testing.T) {
	console := sitetest.NewConsole(t)
	eva := console.As(staff.Editor, staff.Approver)
	doc := eva.Doc("/account")
	for _, want := range []string{eva.Name, "editor and approver", "Authenticator app set up 24 November 2026", "10 codes are left", "This is your only one"} {
		if got := sitetest.Text(doc.Find("main")); !strings.Contains(got, want) {
			t.Errorf("the account lacks %q: %s", want, got)
		}
	}
	if got := rows(doc); len(got) != 1 || got[0] != "Firefox on Linux | This one. Signed in End Firefox on Linux, last used 24 November 2026, 12:00 UTC" {
		t.Errorf("got sessions %q", got)
	}
}

func TestStaffAccount_EndsSessions(t *testing.T) {
	console := sitetest.NewConsole(t)
	anna := console.SetUp("anna")
	phone, tablet := anna.At("Mozilla/5.0 (iPhone; CPU iPhone OS 20_0 like Mac OS X) Safari/605.1"), anna.At("")
	phone.SignIn()
	tablet.SignIn()
	half := withPassword(t, anna)
	console.Pass(time.Minute)
	doc := anna.Doc("/account")
	if got := strings.Join(rows(doc), "; "); strings.Count(got, "This one.") != 1 || !strings.Contains(got, "Safari on iPhone") ||
		!strings.Contains(got, "A browser that does not say what it is") || !strings.Contains(got, "Password given, waits for the second factor") {
		t.Errorf("got sessions %s", got)
	}
	to := action(t, doc, "End Safari on iPhone")
	wantAnswer(t, "end one", anna.Post(to), 303, "/account?done=ended")
	wantEvent(t, console, "anna", "end session", "")
	wantAnswer(t, "the ended one", phone.Get("/"), 303, "/sign-in")
	tablet.Doc("/")
	events := len(console.Events())
	wantAnswer(t, "end it again", anna.Post(to), 303, "/account?done=ended")
	if got := len(console.Events()); got != events {
		t.Error("what was not done is in the audit log")
	}

	wantAnswer(t, "end all others", anna.Post("/account/sessions/end-others"), 303, "/account?done=ended")
	wantEvent(t, console, "anna", "end sessions", "2 others")
	wantAnswer(t, "another", tablet.Get("/"), 303, "/sign-in")
	wantAnswer(t, "one without its second factor", half.Get("/"), 303, "/sign-in")
	a := anna.Post(action(t, anna.Doc("/account"), "End Firefox"))
	wantAnswer(t, "end this one", a, 303, "/sign-in?done=signed-out")
	if a.Header.Get("Clear-Site-Data") == "" || anna.Token() != "" {
		t.Error("to end this session is not to sign out")
	}
}

func TestStaffAccount_EndsNobodyElsesSession(t *testing.T) {
	console := sitetest.NewConsole(t)
	anna, eva := console.SetUp("anna"), console.As(staff.Editor)
	to := action(t, anna.Doc("/account"), "End Firefox")
	eva.Post(to)
	anna.Doc("/account")
}

func TestStaffAccount_ChangesThePassword(t *testing.T) {
	console := sitetest.NewConsole(t)
	anna := console.SetUp("anna")
	phone := anna.At("phone")
	phone.SignIn()
	const fresh = "seven hollow kites untied"
	wantProblem(t, "wrong", anna.Post("/account/password", "current", "not this one at all", "password", fresh), 422, "current", "The current password is not right")
	wantProblem(t, "short", anna.Post("/account/password", "current", anna.Password, "password", "seven"), 422, "password", "Use at least 15 characters")
	for range 4 {
		anna.Post("/account/password", "current", "not this one at all", "password", fresh)
	}
	wantProblem(t, "too often", anna.Post("/account/password", "current", anna.Password, "password", fresh), 429, "current", "Wait 1 second,")
	console.Pass(time.Minute)
	old := anna.Token()
	wantAnswer(t, "change", anna.Post("/account/password", "current", anna.Password, "password", fresh), 303, "/account?done=password")
	wantEvent(t, console, "anna", "change password", "")
	anna.Doc("/account?done=password")
	wantAnswer(t, "another session", phone.Get("/"), 303, "/sign-in")
	stale := anna.At("")
	stale.SetToken(old)
	wantAnswer(t, "token before", stale.Get("/"), 303, "/sign-in")
	anna.Password = fresh
	anna.SignIn()
}

func TestStaffAccount_AddsAndRemovesFactors(t *testing.T) {
	console := sitetest.NewConsole(t)
	anna := console.SetUp("anna")
	a := anna.Post("/account/app/remove")
	if got := sitetest.Text(a.Doc(t).Find(".summary")); a.Status != 409 || !strings.Contains(got, "your only second factor") {
		t.Errorf("last factor: got %d, %q", a.Status, got)
	}
	options := anna.PostJSON("/enrol/passkey/begin", "{}")
	key := authenticator.New(t, "localhost", console.URL)
	anna.PostJSON("/enrol/passkey/finish", scripted(t, key.Register([]byte(options.Body)), map[string]any{"label": "Key <1>"}))
	doc := anna.Doc("/account")
	if got := sitetest.Text(doc.Find(".problem-list")); !strings.Contains(got, "Key <1>") {
		t.Errorf("got factors %q", got)
	}
	remove := action(t, doc, "Remove Key <1>")
	console.Pass(staff.StepUpLimit)
	for _, path := range []string{remove, "/account/app/remove"} {
		if got := anna.Post(path).Header.Get("Location"); !strings.HasPrefix(got, "/step-up?next=%2Faccount") {
			t.Errorf("%s without step-up: got %q", path, got)
		}
	}
	anna.StepUp()
	wantAnswer(t, "app", anna.Post("/account/app/remove"), 303, "/account?done=removed")
	wantEvent(t, console, "anna", "remove second factor", "authenticator app")
	if a := anna.Post(remove); a.Status != 409 {
		t.Errorf("last factor: got %d, want 409", a.Status)
	}

	anna.EnrolApp() // a second factor by now, so no codes come with it
	wantEvent(t, console, "anna", "set up second factor", "authenticator app")
	wantAnswer(t, "passkey", anna.Post(remove), 303, "/account?done=removed")
	wantEvent(t, console, "anna", "remove second factor", "passkey")
	if a := anna.Post(remove); a.Status != 404 {
		t.Errorf("a passkey that is gone: got %d, want 404", a.Status)
	}
	anna.SignIn()
}

func TestStaffAccount_MakesNewRecoveryCodes(t *testing.T) {
	console := sitetest.NewConsole(t)
	anna := console.SetUp("anna")
	a := anna.Post("/account/recovery-codes", "next", "/account")
	fresh := a.Doc(t).Find("#codes code").Map(func(_ int, s *goquery.Selection) string { return sitetest.Text(s) })
	if len(fresh) != 10 || fresh[0] == anna.Codes[0] {
		t.Fatalf("got codes %q, want ten new ones", fresh)
	}
	if got := a.Header.Get("Cache-Control"); got != "no-store, private" {
		t.Errorf("got Cache-Control %q", got)
	}
	half := withPassword(t, anna)
	wantProblem(t, "old code", half.Post("/second-factor/recovery", "recovery", anna.Codes[0]), 422, "recovery", "not right")
	wantAnswer(t, "new code", half.Post("/second-factor/recovery", "recovery", fresh[0]), 303, "/")
}

// What is typed is masked, and nothing keeps a password manager or a paste away.
func TestPasswords_AreMaskedAndCanBePasted(t *testing.T) {
	c := sitetest.NewConsole(t)
	anna := c.SetUp("anna")
	token, _, err := c.Accounts.Invite(t.Context(), "kit", staff.RolesOf(staff.Editor))
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		person *sitetest.Person
		path   string
		fields map[string]string // to their autocomplete
	}{
		{c.Nobody(), "/sign-in", map[string]string{"password": "current-password"}},
		{c.Nobody(), "/invitation/" + token, map[string]string{"password": "new-password"}},
		{anna, "/account", map[string]string{"current": "current-password", "password": "new-password"}},
	} {
		doc := tt.person.Doc(tt.path)
		for name, autocomplete := range tt.fields {
			field := doc.Find(`input[name="` + name + `"]`)
			if kind, _ := field.Attr("type"); kind != "password" || field.AttrOr("autocomplete", "") != autocomplete {
				t.Errorf("%s: %s has the type %q and autocomplete %q, want a password for %s", tt.path, name, kind, field.AttrOr("autocomplete", ""), autocomplete)
			}
			if _, ok := field.Attr("maxlength"); ok {
				t.Errorf("%s: %s would cut off what is pasted", tt.path, name)
			}
		}
	}
}
