package console_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"lerr/internal/sitetest"
	"lerr/internal/sitetest/authenticator"
	"lerr/internal/staff"
)

// withPassword is a person at another browser, where they have given their password.
func withPassword(t *testing.T, p *sitetest.Person) *sitetest.Person {
	t.Helper()
	other := p.At("curl/8.0")
	wantAnswer(t, "password", other.Post("/sign-in", "name", p.Name, "password", p.Password), 303, "/second-factor")
	return other
}

func TestStaffFactor_RefusesWrongAndUsedCodes(t *testing.T) {
	console := sitetest.NewConsole(t)
	anna := console.SetUp("anna")
	used := anna.Code()
	first := withPassword(t, anna)
	wantAnswer(t, "code", first.Post("/second-factor", "code", used[:3]+" "+used[3:]), 303, "/")
	second := withPassword(t, anna)
	for name, code := range map[string]string{"a used code": used, "no code": "", "letters": "abcdef", "a recovery code": anna.Codes[0]} {
		a := second.Post("/second-factor", "code", code, "next", "/places")
		wantProblem(t, name, a, 422, "code", "The code is not right, or was used already.")
		if got, _ := a.Doc(t).Find(`input[name="next"]`).First().Attr("value"); got != "/places" {
			t.Errorf("%s: got next %q in the form, want /places", name, got)
		}
		wantEvent(t, console, "anna", "second factor failed", "authenticator app, from 127.0.0.1")
		wantAnswer(t, name, second.Get("/"), 303, "/second-factor")
	}
	second.Post("/second-factor", "code", "000000")
	a := second.Post("/second-factor", "code", "000000")
	wantProblem(t, "too many", a, 429, "code", "Wait 1 second,")
}

func TestStaffFactor_TakesEachRecoveryCodeOnce(t *testing.T) {
	console := sitetest.NewConsole(t)
	anna := console.SetUp("anna")
	if len(anna.Codes) != 10 {
		t.Fatalf("got %d recovery codes, want 10", len(anna.Codes))
	}
	first, second := withPassword(t, anna), withPassword(t, anna)
	typed := strings.ToUpper(strings.ReplaceAll(anna.Codes[2], "-", " "))
	wantAnswer(t, "code", first.Post("/second-factor/recovery", "recovery", typed, "next", "/audit"), 303, "/audit")
	wantEvent(t, console, "anna", "sign in", "recovery code")
	wantProblem(t, "code again", second.Post("/second-factor/recovery", "recovery", anna.Codes[2]), 422, "recovery", "was used already")
	wantEvent(t, console, "anna", "second factor failed", "recovery code")
	if got := sitetest.Text(second.Doc("/second-factor").Find("#recovery-hint")); !strings.Contains(got, "you have 9 codes left") {
		t.Errorf("the form says %q, want that 9 are left", got)
	}
}

func TestStaffFactor_PasswordIsGoodForFiveMinutes(t *testing.T) {
	console := sitetest.NewConsole(t)
	anna := withPassword(t, console.SetUp("anna"))
	console.Pass(staff.SecondFactorLimit)
	wantAnswer(t, "page", anna.Get("/second-factor?next=%2Faudit"), 303, "/sign-in?next=%2Faudit")
	wantAnswer(t, "code", anna.Post("/second-factor", "code", anna.Code(), "next", "/audit"), 303, "/sign-in?next=%2Faudit")
}

func TestStaffFactor_IsAskedAgainBeforeWhatCannotBeUndone(t *testing.T) {
	console := sitetest.NewConsole(t)
	anna := console.SetUp("anna")
	anna.Doc("/accounts")
	wantAnswer(t, "step-up while it is fresh", anna.Get("/step-up?next=%2Faudit"), 303, "/audit")
	console.Pass(staff.StepUpLimit)
	wantAnswer(t, "page", anna.Get("/accounts"), 303, "/step-up?next=%2Faccounts")
	wantAnswer(t, "form", anna.Post("/accounts/invite", "roles", "editor"), 303, "/step-up?next=%2Faccounts")
	wantAnswer(t, "form below a page", anna.Post("/accounts/xyz/disable"), 303, "/step-up?next=%2Faccounts%2Fxyz")
	wantAnswer(t, "form at a page's own address", anna.Post("/published/2019-H1/withdraw"), 303, "/step-up?next=%2Fpublished%2F2019-H1%2Fwithdraw")
	wantAnswer(t, "recovery codes", anna.Post("/account/recovery-codes"), 303, "/step-up?next=%2Faccount%2Frecovery-codes")
	wantAnswer(t, "enrolment", anna.Get("/enrol?next=/account"), 303, "/step-up?next=%2Fenrol%3Fnext%3D%252Faccount")

	doc := anna.Doc("/step-up?next=%2Faccounts")
	if got, want := sitetest.Text(doc.Find("h1")), "Confirm that it is you"; got != want {
		t.Errorf("got heading %q, want %q", got, want)
	}
	if doc.Find(".masthead__nav").Length() != 1 {
		t.Error("who is signed in does not find the other pages any more")
	}
	old := anna.Token()
	a := anna.Post("/second-factor", "code", "000000", "next", "/accounts")
	wantProblem(t, "wrong code", a, 422, "code", "The code is not right")
	if got := sitetest.Text(a.Doc(t).Find("h1")); got != "Confirm that it is you" {
		t.Errorf("after a wrong code: got heading %q", got)
	}
	wantAnswer(t, "code", anna.Post("/second-factor", "code", anna.Code(), "next", "/accounts"), 303, "/accounts")
	wantEvent(t, console, "anna", "confirm second factor", "authenticator app")
	anna.Doc("/accounts")
	if anna.Token() == old {
		t.Error("step-up has not changed the token")
	}
	anna.SetToken(old)
	wantAnswer(t, "token before", anna.Get("/"), 303, "/sign-in")
}

// passkeyTo returns the address that a page's script opens next.
func passkeyTo(t *testing.T, a sitetest.Answer) (to, problem string, recovery bool) {
	t.Helper()
	var answer struct {
		To, Error string
		Recovery  bool
	}
	if err := json.Unmarshal([]byte(a.Body), &answer); err != nil {
		t.Fatalf("%d %s: %v", a.Status, a.Body, err)
	}
	return answer.To, answer.Error, answer.Recovery
}

// scripted returns what the script sends of an authenticator's reply.
func scripted(t *testing.T, answer []byte, more map[string]any) string {
	t.Helper()
	if more == nil {
		more = map[string]any{}
	}
	more["answer"] = json.RawMessage(answer)
	text, err := json.Marshal(more)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestStaffFactor_PasskeySignsIn(t *testing.T) {
	console := sitetest.NewConsole(t)
	token, _, err := console.Accounts.SetUpLink(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	anna := console.Nobody()
	anna.Name, anna.Password = "anna", sitetest.Password
	wantAnswer(t, "link", anna.Post("/set-up/"+token, "name", "anna", "password", anna.Password), 303, "/enrol")
	key := authenticator.New(t, "localhost", console.URL)

	doc := anna.Doc("/enrol")
	form := doc.Find(`form[data-passkey="create"]`)
	if got, _ := form.Attr("data-url"); got != "/enrol/passkey" || doc.Find(`script[src*="/passkey."]`).Length() != 1 {
		t.Fatalf("the form's address is %q, and its script is there %d times", got, doc.Find(`script[src*="/passkey."]`).Length())
	}
	options := anna.PostJSON("/enrol/passkey/begin", "{}")
	a := anna.PostJSON("/enrol/passkey/finish", scripted(t, key.Register([]byte(options.Body)), map[string]any{"label": "Laptop"}))
	if to, problem, recovery := passkeyTo(t, a); a.Status != 200 || to != "" || problem != "" || !recovery {
		t.Fatalf("registration: got %d %s, want to be led to the recovery codes", a.Status, a.Body)
	}
	wantEvent(t, console, "anna", "set up second factor", "passkey")
	if got := sitetest.Text(anna.Doc("/account").Find("main")); !strings.Contains(got, "Laptop passkey, not used yet") {
		t.Errorf("the account does not list the passkey: %s", got)
	}

	// With it, and nothing else.
	anna = withPassword(t, anna)
	doc = anna.Doc("/second-factor?next=%2Faudit")
	if doc.Find("#code").Length() != 0 {
		t.Error("a code is asked for, though there is no app")
	}
	if got := sitetest.Text(doc.Find("[data-passkey-without]")); !strings.Contains(got, "Passkeys need JavaScript") {
		t.Errorf("without scripts the page says %q", got)
	}
	if _, hidden := doc.Find("[data-passkey-with]").Attr("hidden"); !hidden {
		t.Error("the button that needs a script is shown without")
	}
	options = anna.PostJSON("/second-factor/passkey/begin", "{}")
	bad := *key
	bad.Site.Origin = "https://evil.test"
	a = anna.PostJSON("/second-factor/passkey/finish", scripted(t, bad.Assert([]byte(options.Body)), nil))
	if _, problem, _ := passkeyTo(t, a); a.Status != 422 || !strings.Contains(problem, "not accepted") {
		t.Errorf("an answer for another origin: got %d %s", a.Status, a.Body)
	}
	wantEvent(t, console, "anna", "second factor failed", "passkey, from 127.0.0.1")
	options = anna.PostJSON("/second-factor/passkey/begin", "{}")
	a = anna.PostJSON("/second-factor/passkey/finish", scripted(t, key.Assert([]byte(options.Body)), map[string]any{"next": "/audit"}))
	if to, _, _ := passkeyTo(t, a); a.Status != 200 || to != "/audit" {
		t.Errorf("assertion: got %d %s, want to go on to the audit log", a.Status, a.Body)
	}
	wantEvent(t, console, "anna", "sign in", "passkey")
	anna.Doc("/audit")

	// A second one, and step-up with a key of which there seems to be a copy.
	console.Pass(staff.StepUpLimit)
	if to, _, _ := passkeyTo(t, anna.PostJSON("/enrol/passkey/begin", "{}")); to != "/step-up?next=%2Fenrol" {
		t.Errorf("another one without step-up: got %q", to)
	}
	options = anna.PostJSON("/second-factor/passkey/begin", "{}")
	key.Credential.Counter, key.Step = 0, 0
	a = anna.PostJSON("/second-factor/passkey/finish", scripted(t, key.Assert([]byte(options.Body)), map[string]any{"next": "/audit"}))
	if a.Status != 422 {
		t.Errorf("a counter that went back: got %d %s", a.Status, a.Body)
	}
	wantEvent(t, console, "anna", "second factor failed", "there may be a copy of it")
	key.Credential.Counter, key.Step = 7, 1
	options = anna.PostJSON("/second-factor/passkey/begin", "{}")
	a = anna.PostJSON("/second-factor/passkey/finish", scripted(t, key.Assert([]byte(options.Body)), map[string]any{"next": "//evil.test"}))
	if to, _, _ := passkeyTo(t, a); to != "/" {
		t.Errorf("step-up: got %d %s, want to go on to the first page", a.Status, a.Body)
	}
	wantEvent(t, console, "anna", "confirm second factor", "passkey")
	options = anna.PostJSON("/enrol/passkey/begin", "{}")
	a = anna.PostJSON("/enrol/passkey/finish", scripted(t, authenticator.New(t, "localhost", console.URL).Register([]byte(options.Body)), nil))
	if to, _, _ := passkeyTo(t, a); to != "/account?done=added" {
		t.Errorf("another passkey: got %d %s", a.Status, a.Body)
	}
}

func TestStaffFactor_PasskeyScriptIsToldWhatIsWrong(t *testing.T) {
	console := sitetest.NewConsole(t)
	anna := console.SetUp("anna")
	nobody := console.Nobody()
	for _, c := range []struct {
		name    string
		person  *sitetest.Person
		path    string
		body    string
		status  int
		to, say string
	}{
		{"nobody asks", nobody, "/second-factor/passkey/begin", "{}", 401, "/sign-in", ""},
		{"nobody answers", nobody, "/second-factor/passkey/finish", "{}", 401, "/sign-in", ""},
		{"nobody sets one up", nobody, "/enrol/passkey/begin", "{}", 401, "/sign-in?next=%2Fenrol", ""},
		{"nobody has set one up", nobody, "/enrol/passkey/finish", "{}", 401, "/sign-in?next=%2Fenrol", ""},
		{"without a passkey", anna, "/second-factor/passkey/begin", "{}", 404, "", "there is no passkey"},
		{"without a question", anna, "/second-factor/passkey/finish", `{"answer":{}}`, 422, "", "not accepted"},
		{"set up without a question", anna, "/enrol/passkey/finish", `{"answer":{}}`, 404, "", "took too long"},
	} {
		t.Run(c.name, func(t *testing.T) {
			console.Pass(30 * time.Second)
			a := c.person.PostJSON(c.path, c.body)
			to, problem, _ := passkeyTo(t, a)
			if a.Status != c.status || to != c.to || !strings.Contains(problem, c.say) {
				t.Errorf("got %d %s, want %d, %q, %q", a.Status, a.Body, c.status, c.to, c.say)
			}
		})
	}
	anna.PostJSON("/enrol/passkey/begin", "{}")
	a := anna.PostJSON("/enrol/passkey/finish", `{"answer":{"id":"x"}}`)
	if _, problem, _ := passkeyTo(t, a); a.Status != 422 || !strings.Contains(problem, "not accepted") {
		t.Errorf("an answer that is none: got %d %s", a.Status, a.Body)
	}
	if a := anna.Post("/enrol/passkey/finish", "answer", "{}"); a.Status != 400 {
		t.Errorf("a form: got %d, want 400", a.Status)
	}
	if a := anna.PostJSON("/second-factor/passkey/finish", "no JSON"); a.Status != 400 {
		t.Errorf("no JSON: got %d, want 400", a.Status)
	}
}
