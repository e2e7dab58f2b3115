package console_test

import (
	"bytes"
	"encoding/base64"
	"image/png"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"lerr/internal/sitetest"
	"lerr/internal/staff"
)

// setUpLink is the address that the program prints at its first start.
func setUpLink(t *testing.T, console *sitetest.Console) string {
	t.Helper()
	token, _, err := console.Accounts.SetUpLink(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return "/set-up/" + token
}

// ticked are the roles that a form has ticked.
func ticked(doc *goquery.Document) string {
	return strings.Join(doc.Find(`input[name="roles"][checked]`).Map(func(_ int, s *goquery.Selection) string {
		value, _ := s.Attr("value")
		return value
	}), " ")
}

func TestStaffLink_SetsUpTheFirstAccount(t *testing.T) {
	console := sitetest.NewConsole(t)
	link := setUpLink(t, console)
	anna := console.Nobody()
	doc := anna.Doc(link)
	if got, want := ticked(doc), "editor approver administrator"; got != want {
		t.Errorf("got roles %q ticked, want %q", got, want)
	}
	if got, _ := doc.Find("form #password").Attr("autocomplete"); got != "new-password" {
		t.Errorf("password: got autocomplete %q", got)
	}
	if got := sitetest.Text(doc.Find("#password-hint")); !strings.Contains(got, "15 characters or more") {
		t.Errorf("password: the hint is %q", got)
	}
	wantAnswer(t, "form", anna.Post(link, "name", " Anna ", "password", sitetest.Password, "roles", "editor"), 303, "/enrol")
	wantEvent(t, console, "anna", "make account", "editor and administrator, by the set-up link")
	wantAnswer(t, "before a second factor", anna.Get("/audit"), 303, "/enrol?next=%2Faudit")
	wantAnswer(t, "second factor before there is one", anna.Get("/second-factor?next=%2Faudit"), 303, "/enrol?next=%2Faudit")
	for name, a := range map[string]sitetest.Answer{
		"link again":      console.Nobody().Get(link),
		"form again":      console.Nobody().Post(link, "name", "otto", "password", sitetest.Password),
		"never made":      console.Nobody().Get("/set-up/never"),
		"never made form": console.Nobody().Post("/invitation/never", "name", "otto", "password", sitetest.Password),
	} {
		if got := sitetest.Text(a.Doc(t).Find("h1")); a.Status != 404 || got != "This link does not work" {
			t.Errorf("%s: got %d, %q", name, a.Status, got)
		}
	}
}

func TestStaffLink_WorksForHalfAnHour(t *testing.T) {
	console := sitetest.NewConsole(t)
	link := setUpLink(t, console)
	console.Pass(staff.SetUpLimit - time.Second)
	console.Nobody().Doc(link)
	console.Pass(time.Second)
	if a := console.Nobody().Get(link); a.Status != 404 {
		t.Errorf("got %d, want 404", a.Status)
	}
}

func TestStaffLink_KeepsWhatWasTyped(t *testing.T) {
	console := sitetest.NewConsole(t)
	link := setUpLink(t, console)
	anna := console.Nobody()
	a := anna.Post(link, "name", "An Na", "password", "short", "roles", "approver")
	wantProblem(t, "name", a, 422, "name", "Use only letters a to z")
	wantProblem(t, "password", a, 422, "password", "Use at least 15 characters")
	doc := a.Doc(t)
	if got, _ := doc.Find("#name").Attr("value"); got != "An Na" {
		t.Errorf("got name %q in the form, want it as typed", got)
	}
	if got, want := ticked(doc), "approver administrator"; got != want {
		t.Errorf("got roles %q ticked, want %q", got, want)
	}
	if strings.Contains(a.Body, "short") {
		t.Error("the page shows the password")
	}
	a = anna.Post(link, "name", "anna", "password", "anna anna anna anna")
	if got := a.Doc(t).Find("[id=password-error]").Length(); got != 1 {
		t.Errorf("the password's errors have %d elements of one id", got)
	}
	wantProblem(t, "password", a, 422, "password", "repeats itself")
	wantProblem(t, "password", a, 422, "password", "contains “anna”")
	wantAnswer(t, "at last", anna.Post(link, "name", "anna", "password", sitetest.Password), 303, "/enrol")
}

func TestStaffLink_InvitesOnce(t *testing.T) {
	console := sitetest.NewConsole(t)
	anna := console.SetUp("anna")
	a := anna.Post("/accounts/invite", "roles", "editor", "roles", "approver")
	address := sitetest.Text(a.Doc(t).Find("#link"))
	path, ok := strings.CutPrefix(address, console.URL)
	if !ok || a.Status != 200 {
		t.Fatalf("got %d and the link %q, want it at %s", a.Status, address, console.URL)
	}
	wantEvent(t, console, "anna", "invite", "editor and approver")
	if got := sitetest.Text(anna.Doc("/accounts").Find("#links-title").Parent().Find("tbody th")); got != "a new editor and approver" {
		t.Errorf("the list names the link %q", got)
	}
	if strings.Contains(anna.Get("/accounts").Body, strings.TrimPrefix(path, "/invitation/")) {
		t.Error("the list shows the link again")
	}

	berta := console.Nobody()
	if got := sitetest.Text(berta.Doc(path).Find("main")); !strings.Contains(got, "You are invited as editor and approver by anna.") {
		t.Errorf("the page says %q", got)
	}
	wantProblem(t, "a name that is taken", berta.Post(path, "name", "ANNA", "password", sitetest.Password), 422, "name", "Another account has this sign-in name")
	berta.SignUp(path, "berta", "roles", "administrator")
	wantEvent(t, console, "berta", "make recovery codes", "")
	berta.Doc("/upload")
	if got := berta.Get("/accounts").Status; got != 403 {
		t.Errorf("the invited person chose their own roles: accounts are %d, want 403", got)
	}
	if got := console.Nobody().Get(path).Status; got != 404 {
		t.Errorf("link again: got %d, want 404", got)
	}
}

func TestStaffLink_IsRevoked(t *testing.T) {
	console := sitetest.NewConsole(t)
	anna := console.SetUp("anna")
	a := anna.Post("/accounts/invite", "roles", "editor")
	path := strings.TrimPrefix(sitetest.Text(a.Doc(t).Find("#link")), console.URL)
	revoke, _ := anna.Doc("/accounts").Find(`form[action$="/revoke"]`).Attr("action")
	wantAnswer(t, "revoke", anna.Post(revoke), 303, "/accounts?done=revoked")
	wantEvent(t, console, "anna", "revoke link", "")
	if got := console.Nobody().Get(path).Status; got != 404 {
		t.Errorf("revoked link: got %d, want 404", got)
	}
	if a := anna.Post(revoke); a.Status != 409 || !strings.Contains(a.Body, "was used or revoked meanwhile") {
		t.Errorf("revoke again: got %d, want 409 and why", a.Status)
	}
}

func TestStaffLink_TokensStandInNoLog(t *testing.T) {
	console := sitetest.NewConsole(t)
	link := setUpLink(t, console)
	anna := console.Nobody()
	anna.Doc(link)
	anna.SignUp(link, "anna")
	a := anna.Post("/accounts/invite", "roles", "editor")
	path := strings.TrimPrefix(sitetest.Text(a.Doc(t).Find("#link")), console.URL)
	console.Nobody().Doc(path)
	anna.Post("/sign-in", "name", "anna", "password", "mistyped plumbers")
	secrets := map[string]string{
		"set-up link": strings.TrimPrefix(link, "/set-up/"), "invitation": strings.TrimPrefix(path, "/invitation/"),
		"session": anna.Token(), "password": anna.Password, "encoded password": url.QueryEscape(anna.Password),
		"mistyped password": "mistyped", "app": anna.Secret, "recovery code": anna.Codes[0],
	}
	log := console.Log.String()
	if !strings.Contains(log, `"path":"/set-up/…"`) {
		t.Fatal("the log does not hold these requests: this test looks at the wrong one")
	}
	for _, e := range console.Events() {
		log += e.Actor + e.Action + e.Text
	}
	for name, secret := range secrets {
		if secret == "" || strings.Contains(log, secret) {
			t.Errorf("the %s %q stands in a log", name, secret)
		}
	}
}

func TestStaffEnrol_SetsUpAnAppByItsCode(t *testing.T) {
	console := sitetest.NewConsole(t)
	anna := console.Nobody()
	wantAnswer(t, "link", anna.Post(setUpLink(t, console), "name", "anna", "password", sitetest.Password), 303, "/enrol")
	doc := anna.Doc("/enrol?next=%2Faudit")
	address, _ := doc.Find(`a[href^="otpauth:"]`).Attr("href")
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	anna.Secret = u.Query().Get("secret")
	shown := sitetest.Text(doc.Find("#app-title").Parent().Find("code"))
	if groups := strings.Fields(shown); strings.Join(groups, "") != anna.Secret || len(groups) != 8 || len(groups[0]) != 4 {
		t.Errorf("got the key %q, want %q in fours", shown, anna.Secret)
	}
	src, _ := doc.Find("img.qr").Attr("src")
	picture, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(src, "data:image/png;base64,"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := png.Decode(bytes.NewReader(picture)); err != nil {
		t.Errorf("QR code: %v", err)
	}

	a := anna.Post("/enrol/totp", "code", "000000", "next", "/audit")
	wantProblem(t, "wrong code", a, 422, "code", "The code does not fit")
	if got, _ := a.Doc(t).Find(`a[href^="otpauth:"]`).Attr("href"); got != address {
		t.Error("after a wrong code the page shows another key")
	}
	half := anna.Token()
	a = anna.Post("/enrol/totp", "code", anna.Code(), "next", "/audit")
	wantAnswer(t, "code", a, 307, "/account/recovery-codes")
	wantEvent(t, console, "anna", "set up second factor", "authenticator app")
	a = anna.Post("/account/recovery-codes", "code", "as the browser sends it once more", "next", "/audit")
	doc = a.Doc(t)
	if got := doc.Find("#codes code").Length(); a.Status != 200 || got != 10 {
		t.Errorf("got %d and %d recovery codes, want 10", a.Status, got)
	}
	if got, _ := doc.Find("main a.button").Attr("href"); got != "/audit" {
		t.Errorf("the codes lead on to %q, want /audit", got)
	}
	wantEvent(t, console, "anna", "make recovery codes", "")
	anna.Doc("/audit")
	wantAnswer(t, "the codes again", anna.Get("/account/recovery-codes"), 303, "/account#recovery-codes")
	anna.SetToken(half)
	wantAnswer(t, "token before", anna.Get("/"), 303, "/sign-in")
}

func TestStaffEnrol_ShowsANewKeyWhenTheOldOneIsTooOld(t *testing.T) {
	console := sitetest.NewConsole(t)
	anna := console.Nobody()
	anna.Post(setUpLink(t, console), "name", "anna", "password", sitetest.Password)
	old, _ := anna.Doc("/enrol").Find(`a[href^="otpauth:"]`).Attr("href")
	console.Pass(20 * time.Minute)
	a := anna.Post("/enrol/totp", "code", "123456")
	wantProblem(t, "code", a, 422, "code", "there is a new one")
	if fresh, _ := a.Doc(t).Find(`a[href^="otpauth:"]`).Attr("href"); fresh == old || fresh == "" {
		t.Errorf("got the key %q, want a new one", fresh)
	}
}

func TestStaffEnrol_IsForNobodyElse(t *testing.T) {
	console := sitetest.NewConsole(t)
	wantAnswer(t, "page", console.Nobody().Get("/enrol?next=%2Faudit"), 303, "/sign-in?next=%2Faudit")
	wantAnswer(t, "form", console.Nobody().Post("/enrol/totp", "code", "123456"), 303, "/sign-in")
	half := withPassword(t, console.SetUp("anna"))
	wantAnswer(t, "page with a password alone", half.Get("/enrol"), 303, "/second-factor")
	wantAnswer(t, "form with a password alone", half.Post("/enrol/totp", "code", "123456"), 303, "/second-factor")
}
