package console_test

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"lerr/internal/audit"
	"lerr/internal/sitetest"
	"lerr/internal/staff"
)

// wantAnswer wants a status and, for a redirect, where it leads.
func wantAnswer(t *testing.T, what string, a sitetest.Answer, status int, location string) {
	t.Helper()
	if a.Status != status || a.Header.Get("Location") != location {
		t.Errorf("%s: got %d %q, want %d %q", what, a.Status, a.Header.Get("Location"), status, location)
	}
}

// wantProblem wants a form refused as forms are: an error summary that links to the field, the same
// words at the field, and a title that says so.
func wantProblem(t *testing.T, what string, a sitetest.Answer, status int, field, text string) {
	t.Helper()
	doc := a.Doc(t)
	if a.Status != status {
		t.Errorf("%s: got %d, want %d", what, a.Status, status)
	}
	if title := sitetest.Text(doc.Find("title")); !strings.HasPrefix(title, "Error: ") {
		t.Errorf("%s: title %q does not begin with Error", what, title)
	}
	link := doc.Find(`main > .summary:first-child a[href="#` + field + `"]`)
	if got := sitetest.Text(link); !strings.Contains(got, text) {
		t.Errorf("%s: the summary says %q of %s, want %q", what, got, field, text)
	}
	if got := sitetest.Text(doc.Find("#" + field + "-error")); !strings.Contains(got, text) {
		t.Errorf("%s: the field says %q, want %q", what, got, text)
	}
	input := doc.Find("#" + field)
	if by, _ := input.Attr("aria-describedby"); !strings.Contains(by, field+"-error") {
		t.Errorf("%s: the field is described by %q, want its error too", what, by)
	}
}

// wantEvent wants the last event of the audit log.
func wantEvent(t *testing.T, console *sitetest.Console, actor, action, text string) {
	t.Helper()
	var last audit.Event
	if events := console.Events(); len(events) > 0 {
		last = events[len(events)-1]
	}
	if last.Actor != actor || last.Action != action || !strings.Contains(last.Text, text) {
		t.Errorf("the audit log ends with %q, %q, %q, want %q, %q, %q", last.Actor, last.Action, last.Text, actor, action, text)
	}
}

func TestStaffSession_SignsInWithBothFactorsAndOut(t *testing.T) {
	console := sitetest.NewConsole(t)
	anna := console.SetUp("anna").At("Mozilla/5.0 (Windows NT 10.0) Chrome/150.0 Safari/537.36")
	wantAnswer(t, "before signing in", anna.Get("/places"), 303, "/sign-in?next=%2Fplaces")
	form := anna.Doc("/sign-in?next=%2Fplaces")
	for field, want := range map[string]string{"#name": "username", "#password": "current-password"} {
		if got, _ := form.Find("form " + field).Attr("autocomplete"); got != want {
			t.Errorf("%s: got autocomplete %q, want %q", field, got, want)
		}
	}
	if got, _ := form.Find(`form input[name="next"]`).Attr("value"); got != "/places" {
		t.Errorf("got next %q in the form, want /places", got)
	}

	a := anna.Post("/sign-in", "name", " Anna ", "password", anna.Password, "next", "/places")
	wantAnswer(t, "password", a, 303, "/second-factor?next=%2Fplaces")
	half := anna.Token()
	wantAnswer(t, "with a password alone", anna.Get("/"), 303, "/second-factor")
	form = anna.Doc("/second-factor?next=%2Fplaces")
	for attribute, want := range map[string]string{"autocomplete": "one-time-code", "inputmode": "numeric"} {
		if got, _ := form.Find("form #code").Attr(attribute); got != want {
			t.Errorf("code: got %s %q, want %q", attribute, got, want)
		}
	}
	if form.Find(".masthead__nav").Length() != 0 {
		t.Error("who has not given the second factor sees the console's pages named")
	}
	wantAnswer(t, "code", anna.Post("/second-factor", "code", anna.Code(), "next", "/places"), 303, "/places")
	wantEvent(t, console, "anna", "sign in", "authenticator app, from 127.0.0.1")
	if anna.Token() == half {
		t.Error("the second factor has not changed the token")
	}
	anna.Doc("/places")
	wantAnswer(t, "sign-in page when signed in", anna.Get("/sign-in?next=%2Faudit"), 303, "/audit")

	old := anna.Token()
	a = anna.Post("/sign-out")
	wantAnswer(t, "sign-out", a, 303, "/sign-in?done=signed-out")
	if got := a.Header.Get("Clear-Site-Data"); got != `"cache", "cookies", "storage"` {
		t.Errorf("got Clear-Site-Data %q", got)
	}
	wantEvent(t, console, "anna", "sign out", "")
	if anna.Token() != "" {
		t.Error("the browser still has a token")
	}
	for name, token := range map[string]string{"token before sign-out": old, "token before the second factor": half} {
		anna.SetToken(token)
		wantAnswer(t, name, anna.Get("/"), 303, "/sign-in")
	}
	wantAnswer(t, "sign-out without a session", anna.Post("/sign-out"), 303, "/sign-in?done=signed-out")
}

func TestStaffSession_AnswersAlikeToAWrongNameAndAWrongPassword(t *testing.T) {
	console := sitetest.NewConsole(t)
	anna := console.SetUp("anna")
	const text = "The sign-in name or the password is wrong."
	var pages []string
	for _, c := range []struct{ name, password, event string }{
		{"anna", "not her password at all", "as anna, from 127.0.0.1"},
		{"otto", anna.Password, `as "ott…", which no account has, from 127.0.0.1`},
		{"hunter2 is my <password>", "", `as "hun…", which no account has`},
		{"", "", `as "", which no account has`},
	} {
		visitor := console.Nobody()
		a := visitor.Post("/sign-in", "name", c.name, "password", c.password, "next", "/places")
		wantProblem(t, c.name, a, 422, "name", text)
		doc := a.Doc(t)
		if got, _ := doc.Find("#name").Attr("value"); got != c.name {
			t.Errorf("got name %q in the form, want %q as typed", got, c.name)
		}
		if got, there := doc.Find("#password").Attr("value"); there {
			t.Errorf("the form shows the password %q", got)
		}
		if got, _ := doc.Find(`input[name="next"]`).Attr("value"); got != "/places" {
			t.Errorf("got next %q in the form, want /places", got)
		}
		if visitor.Token() != "" {
			t.Error("a refused sign-in gives a token")
		}
		wantEvent(t, console, "not signed in", "sign-in failed", c.event)
		name := doc.Find("#name")
		name.RemoveAttr("value")
		page, err := doc.Html()
		if err != nil {
			t.Fatal(err)
		}
		pages = append(pages, page)
	}
	if pages[0] != pages[1] {
		t.Error("the page tells a wrong name from a wrong password")
	}
	for _, e := range console.Events() {
		if strings.Contains(e.Text, "hunter2") {
			t.Errorf("the audit log holds what may be a password: %q", e.Text)
		}
	}
}

func TestStaffSession_SaysHowLongToWait(t *testing.T) {
	console := sitetest.NewConsole(t)
	anna := console.SetUp("anna")
	anna.SignIn()
	visitor := console.Nobody()
	for range 12 {
		console.Pass(5 * time.Minute)
		visitor.Post("/sign-in", "name", "berta", "password", "wrong")
	}
	console.Pass(time.Minute)
	visitor.Post("/sign-in", "name", "berta", "password", "wrong")
	events := len(console.Events())
	a := visitor.Post("/sign-in", "name", "berta", "password", "wrong")
	wantProblem(t, "after many", a, 429, "name", "There were too many failed tries. Wait ")
	if got, _ := a.Doc(t).Find("#name").Attr("value"); got != "berta" {
		t.Errorf("got name %q in the form, want berta", got)
	}
	seconds, err := strconv.Atoi(a.Header.Get("Retry-After"))
	if err != nil || seconds < 1 {
		t.Fatalf("got Retry-After %q", a.Header.Get("Retry-After"))
	}
	if got := len(console.Events()); got != events {
		t.Error("a try that was not looked at is written to the audit log")
	}
	console.Pass(time.Duration(seconds-1) * time.Second)
	wantProblem(t, "a second too early", visitor.Post("/sign-in", "name", "berta", "password", "wrong"), 429, "name", "Wait 1 second,")
	console.Pass(time.Second)
	wantProblem(t, "after the wait", visitor.Post("/sign-in", "name", "berta", "password", "wrong"), 422, "name", "is wrong")

	// Whoever has signed in from there before is not kept out by it.
	wantAnswer(t, "anna meanwhile", anna.Post("/sign-in", "name", "anna", "password", anna.Password), 303, "/second-factor")
}

func TestStaffSession_LeadsOnlyToPagesOfTheConsole(t *testing.T) {
	console := sitetest.NewConsole(t)
	anna := console.SetUp("anna")
	for next, want := range map[string]string{
		"/accounts/?a=b":         "/accounts/?a=b",
		"https://evil.test/":     "/",
		"//evil.test/":           "/",
		"/\\evil.test":           "/",
		"\\\\evil.test":          "/",
		"javascript:alert(1)":    "/",
		"/%2f/evil.test":         "/",
		"evil.test":              "/",
		"/\t/evil.test":          "/",
		"https:/evil.test":       "/",
		"/places\r\nSet-Cookie:": "/",
		"":                       "/",
	} {
		console.Pass(10 * time.Minute)
		wantAnswer(t, "sign-in page", anna.Get("/sign-in?next="+url.QueryEscape(next)), 303, want)
		wantAnswer(t, "second factor", anna.Post("/second-factor", "code", anna.Code(), "next", next), 303, want)
	}
}

func TestStaffSession_TakesNothingFromAnotherOrigin(t *testing.T) {
	console := sitetest.NewConsole(t)
	anna := console.SetUp("anna")
	form := "name=anna&password=" + url.QueryEscape(anna.Password)
	for _, c := range []struct {
		name    string
		status  int
		headers []string
	}{
		{"the console's own form", 303, nil},
		{"an older browser's own form", 303, []string{"Sec-Fetch-Site", "", "Origin", console.URL}},
		{"another site", 403, []string{"Sec-Fetch-Site", "cross-site", "Origin", "https://evil.test"}},
		{"another host of the same site", 403, []string{"Sec-Fetch-Site", "same-site"}},
		{"another site to an older browser", 403, []string{"Sec-Fetch-Site", "", "Origin", "https://evil.test"}},
		{"a page without an origin", 403, []string{"Sec-Fetch-Site", "", "Origin", "null"}},
		{"no word of where it comes from", 403, []string{"Sec-Fetch-Site", ""}},
	} {
		t.Run(c.name, func(t *testing.T) {
			headers := append([]string{"Content-Type", "application/x-www-form-urlencoded"}, c.headers...)
			a := console.Nobody().Do(http.MethodPost, "/sign-in", form, headers...)
			if a.Status != c.status {
				t.Errorf("got %d, want %d", a.Status, c.status)
			}
			if _, ok := a.Header["Set-Cookie"]; ok != (c.status == 303) {
				t.Errorf("got Set-Cookie %q", a.Header["Set-Cookie"])
			}
		})
	}
}

func TestStaffSession_CookieIsForThisHostAloneAndNoScript(t *testing.T) {
	console := sitetest.NewConsole(t)
	anna := console.SetUp("anna")
	answers := map[string]sitetest.Answer{"sign-in": anna.Post("/sign-in", "name", "anna", "password", anna.Password)}
	answers["second factor"] = anna.Post("/second-factor", "code", anna.Code())
	answers["sign-out"] = anna.Post("/sign-out")
	for name, a := range answers {
		cookies := a.Header.Values("Set-Cookie")
		if len(cookies) != 1 || !strings.HasPrefix(cookies[0], "__Host-session=") {
			t.Fatalf("%s: got cookies %q, want the session's", name, cookies)
		}
		want := []string{"Path=/", "HttpOnly", "Secure", "SameSite=Lax"}
		if name == "sign-out" {
			want = append(want, "Max-Age=0")
		}
		for _, attribute := range want {
			if !strings.Contains(cookies[0], "; "+attribute) {
				t.Errorf("%s: cookie %q lacks %s", name, cookies[0], attribute)
			}
		}
		for _, attribute := range []string{"Domain", "Expires"} {
			if strings.Contains(cookies[0], attribute) {
				t.Errorf("%s: cookie %q has %s", name, cookies[0], attribute)
			}
		}
		if got := a.Header.Get("Cache-Control"); got != "no-store, private" {
			t.Errorf("%s: got Cache-Control %q", name, got)
		}
	}
}

func TestStaffSession_EndsThatOfBeforeWhenSigningInAnew(t *testing.T) {
	console := sitetest.NewConsole(t)
	anna := console.SetUp("anna")
	old := anna.Token()
	anna.SignIn()
	again := anna.At("")
	again.SetToken(old)
	wantAnswer(t, "session before", again.Get("/"), 303, "/sign-in")
}

func TestStaffSession_EndsWithTime(t *testing.T) {
	console := sitetest.NewConsole(t)
	anna := console.SetUp("anna")
	console.Pass(staff.IdleLimit)
	wantAnswer(t, "after half an hour", anna.Get("/"), 303, "/sign-in")
	anna.SignIn()
	for range 24 {
		console.Pass(29 * time.Minute)
		anna.Get("/")
	}
	console.Pass(time.Hour)
	wantAnswer(t, "after twelve hours", anna.Get("/"), 303, "/sign-in")
}

func TestStaffSession_SignInSaysWhenNobodyHasAnAccount(t *testing.T) {
	console := sitetest.NewConsole(t)
	const text = "Nobody has an account yet."
	if got := sitetest.Text(console.Nobody().Doc("/sign-in").Find("main")); !strings.Contains(got, text) {
		t.Errorf("got %q, want it to say %q", got, text)
	}
	console.SetUp("anna")
	if got := sitetest.Text(console.Nobody().Doc("/sign-in").Find("main")); strings.Contains(got, text) {
		t.Errorf("got %q, though there is an account", got)
	}
}
