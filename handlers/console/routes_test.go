package console_test

import (
	"cmp"
	"errors"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/labstack/echo/v4"

	"lerr/handlers/console"
	"lerr/internal/report"
	"lerr/internal/sitetest"
	"lerr/internal/staff"
	"lerr/static"
)

// visitors are the columns of the table below.
var visitors = []string{
	"nobody", "who has given a password", "who has no second factor yet", "an editor", "an approver", "an administrator",
	"who has all roles, but gave the second factor long ago",
}

// The outcome of a visit to an address: + let in, x refused, and sent to sign in (s), to the second
// factor (2), to set one up (e) or to give it once more (u).
var admission = map[string]string{
	"GET /":                                  "s2e++++",
	"GET /upload":                            "s2e+xx+",
	"POST /upload":                           "s2e+xx+",
	"GET /upload/template/:period":           "s2e+xx+",
	"GET /drafts/:id":                        "s2e++++",
	"GET /drafts/:id/file":                   "s2e++++",
	"GET /drafts/:id/problems":               "s2e++++",
	"GET /drafts/:id/warnings":               "s2e++++",
	"GET /drafts/:id/figures":                "s2e++++",
	"GET /drafts/:id/texts":                  "s2e++++",
	"GET /drafts/:id/places":                 "s2e++++",
	"GET /drafts/:id/review":                 "s2e++++",
	"GET /drafts/:id/release":                "s2e++++",
	"GET /drafts/:id/discard":                "s2e+xx+",
	"GET /drafts/:id/preview":                "s2e++++",
	"GET /drafts/:id/preview/*":              "s2e++++",
	"POST /drafts/:id/file":                  "s2e+xx+",
	"POST /drafts/:id/warnings":              "s2e+xx+",
	"POST /drafts/:id/figures":               "s2e+xx+",
	"POST /drafts/:id/texts":                 "s2e+xx+",
	"POST /drafts/:id/places":                "s2e+xx+",
	"POST /drafts/:id/submit":                "s2e+xx+",
	"POST /drafts/:id/discard":               "s2e+xx+",
	"POST /drafts/:id/restore":               "s2e+xx+",
	"POST /drafts/:id/return":                "s2e++x+",
	"POST /drafts/:id/take-back":             "s2e++x+",
	"POST /drafts/:id/approve":               "s2ex+xu",
	"POST /drafts/:id/schedule":              "s2ex+xu",
	"POST /drafts/:id/publish":               "s2ex+xu",
	"POST /clock":                            "s2ex+xu",
	"GET /published/:period":                 "s2e++++",
	"POST /published/:period/correct":        "s2e+xx+",
	"GET /published/:period/withdraw":        "s2ex+xu",
	"POST /published/:period/withdraw":       "s2ex+xu",
	"GET /published/:period/notice":          "s2ex+xu",
	"POST /published/:period/notice":         "s2ex+xu",
	"GET /calendar":                          "s2e++++",
	"POST /calendar/propose":                 "s2e+xx+",
	"POST /calendar/approve":                 "s2ex+xu",
	"POST /calendar/discard":                 "s2e++x+",
	"GET /places":                            "s2e++++",
	"GET /audit":                             "s2e++++",
	"GET /audit.csv":                         "s2e++++",
	"GET /notifications":                     "s2exx+u",
	"POST /notifications/test":               "s2exx+u",
	"GET /set-up/:token":                     "+++++++",
	"POST /set-up/:token":                    "+++++++",
	"GET /invitation/:token":                 "+++++++",
	"POST /invitation/:token":                "+++++++",
	"GET /sign-in":                           "+++++++",
	"POST /sign-in":                          "+++++++",
	"GET /second-factor":                     "s+e++++",
	"POST /second-factor":                    "s+e++++",
	"POST /second-factor/recovery":           "s+e++++",
	"POST /second-factor/passkey/begin":      "s+e++++",
	"POST /second-factor/passkey/finish":     "s+e++++",
	"GET /step-up":                           "s2e++++",
	"GET /enrol":                             "s2++++u",
	"POST /enrol/totp":                       "s2++++u",
	"POST /enrol/passkey/begin":              "s2++++u",
	"POST /enrol/passkey/finish":             "s2++++u",
	"POST /sign-out":                         "+++++++",
	"GET /account":                           "s2e++++",
	"POST /account/password":                 "s2e++++",
	"POST /account/sessions/end-others":      "s2e++++",
	"POST /account/sessions/:session/end":    "s2e++++",
	"POST /account/app/remove":               "s2e+++u",
	"POST /account/passkeys/:passkey/remove": "s2e+++u",
	"GET /account/recovery-codes":            "s2e++++",
	"POST /account/recovery-codes":           "s2e+++u",
	"GET /accounts":                          "s2exx+u",
	"POST /accounts/invite":                  "s2exx+u",
	"POST /accounts/links/:link/revoke":      "s2exx+u",
	"GET /accounts/:id":                      "s2exx+u",
	"POST /accounts/:id/roles":               "s2exx+u",
	"POST /accounts/:id/disable":             "s2exx+u",
	"POST /accounts/:id/enable":              "s2exx+u",
	"POST /accounts/:id/renew":               "s2exx+u",
	"POST /accounts/:id/sign-out":            "s2exx+u",
	"GET /static/:file":                      "+++++++",
	"GET /livez":                             "+++++++",
}

// admitted reports what an answer means for the visitor.
func admitted(t *testing.T, a sitetest.Answer) string {
	t.Helper()
	to := a.Header.Get("Location")
	switch {
	case a.Status == http.StatusForbidden:
		return "x"
	case a.Status == http.StatusUnauthorized:
		to, _, _ = passkeyTo(t, a)
	case a.Status >= 500:
		return "!"
	}
	u, err := url.Parse(to)
	if err != nil {
		t.Fatal(err)
	}
	class := map[string]string{"/sign-in": "s", "/second-factor": "2", "/enrol": "e", "/step-up": "u"}[u.Path]
	if u.Query().Has("done") {
		class = "+" // the sign-in page, after signing out
	}
	return cmp.Or(class, "+")
}

func visit(p *sitetest.Person, method, path string) sitetest.Answer {
	switch {
	case method == http.MethodGet:
		return p.Get(path)
	case strings.Contains(path, "/passkey/"):
		return p.PostJSON(path, `{"answer":{}}`)
	}
	return p.Post(path)
}

func TestStaffRoutes_LetInWhoMayCome(t *testing.T) {
	kit := sitetest.NewConsole(t)
	stale := kit.As(staff.AllRoles()...)
	kit.Pass(staff.StepUpLimit)
	half := withPassword(t, kit.As(staff.AllRoles()...))
	token, _, err := kit.Accounts.Invite(t.Context(), "kit", staff.RolesOf(staff.AllRoles()...))
	if err != nil {
		t.Fatal(err)
	}
	enrolling := kit.Nobody()
	enrolling.Post("/invitation/"+token, "name", "enrolling", "password", sitetest.Password)
	people := []*sitetest.Person{
		kit.Nobody(), half, enrolling,
		kit.As(staff.Editor), kit.As(staff.Approver), kit.As(staff.Administrator), stale,
	}
	routes := kit.Staff.Routes()
	// Last, since who has signed out sees nothing else.
	last := slices.IndexFunc(routes, func(r console.Route) bool { return r.Path == "/sign-out" })
	routes = append(slices.Delete(slices.Clone(routes), last, last+1), routes[last])
	without := maps.Clone(admission)
	parameter := regexp.MustCompile(`:\w+|\*`)
	for _, route := range routes {
		name := route.Method + " " + route.Path
		want, ok := admission[name]
		if !ok || len(want) != len(visitors) {
			t.Errorf("%s: the table does not say who may come", name)
			continue
		}
		delete(without, name)
		for i, person := range people {
			a := visit(person, route.Method, parameter.ReplaceAllString(route.Path, "none"))
			class := admitted(t, a)
			if class != want[i:i+1] {
				t.Errorf("%s, %s: got %s (%d to %q), want %c", name, visitors[i], class, a.Status, a.Header.Get("Location"), want[i])
			}
			if h := a.Header; h.Get("Cache-Control") != "no-store, private" && h.Get("Cache-Control") != "no-store" ||
				h.Get("Referrer-Policy") != "no-referrer" || !strings.HasPrefix(h.Get("Content-Security-Policy"), "default-src 'none'") {
				t.Errorf("%s, %s: got headers %v", name, visitors[i], h)
			}
		}
	}
	for name := range without {
		t.Errorf("%s is in the table and no address of the console", name)
	}
}

// TestStaffRoutes_AreClosedUnlessTheySay wants each route to say an action, or that it is public, and
// a route that says nothing to be closed even to who may do everything.
func TestStaffRoutes_AreClosedUnlessTheySay(t *testing.T) {
	kit := sitetest.NewConsole(t)
	for _, r := range kit.Staff.Routes() {
		if r.Action != console.Public && !staff.May(staff.RolesOf(staff.AllRoles()...), r.Action) {
			t.Errorf("%s %s: got action %q, which nobody may do", r.Method, r.Path, r.Action)
		}
	}
	for _, action := range []staff.Action{"", "Public", "anyone"} {
		r := httptest.NewRequest(http.MethodGet, "/forgotten", nil)
		r.AddCookie(&http.Cookie{Name: "__Host-session", Value: kit.As(staff.AllRoles()...).Token()})
		err := kit.Staff.Guard(action, func(echo.Context) error {
			t.Errorf("action %q: let in", action)
			return nil
		})(echo.New().NewContext(r, httptest.NewRecorder()))
		if !errors.Is(err, report.ErrForbidden) {
			t.Errorf("action %q: got %v, want forbidden", action, err)
		}
	}
}

// Who tries what they may not do is in the log with their name; what they may do, and who is only asked to sign in, is
// not.
func TestStaffRoutes_LogWhoIsRefused(t *testing.T) {
	kit := sitetest.NewConsole(t)
	editor := kit.As(staff.Editor)
	kit.Nobody().Get("/accounts")
	editor.Get("/upload")
	if got := kit.Log.String(); strings.Contains(got, "not permitted") {
		t.Errorf("got %s, want nobody refused yet", got)
	}
	if a := editor.Get("/accounts"); a.Status != http.StatusForbidden {
		t.Fatalf("got %d, want 403", a.Status)
	}
	want := `"level":"WARN","msg":"not permitted","account":"` + editor.Name + `","action":"manage-accounts","path":"/accounts"`
	if got := kit.Log.String(); strings.Count(got, want) != 1 {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestStaffRoutes_AnswerNothingElse(t *testing.T) {
	kit := sitetest.NewConsole(t)
	anna := kit.SetUp("anna")
	for _, path := range []string{"/nothing", "/2019-H1", "/download/2019-H1.xlsx", "/accounts/x/y/z", "/static/"} {
		if got := anna.Get(path).Status; got != 404 {
			t.Errorf("GET %s: got %d, want 404", path, got)
		}
	}
	for _, method := range []string{"PUT", "DELETE", "PATCH"} {
		if got := anna.Do(method, "/accounts", "").Status; got != 405 {
			t.Errorf("%s: got %d, want 405", method, got)
		}
	}
}

// Another site cannot load a file of the console, and so cannot learn where there is one.
func TestStaffRoutes_KeepFilesToTheirOrigin(t *testing.T) {
	kit := sitetest.NewConsole(t)
	anna := kit.SetUp("anna")
	for _, name := range []string{"console.css", "embed.css", "icon.svg"} {
		a := anna.Get(static.URL(name))
		if a.Status != 200 || a.Header.Get("Cross-Origin-Resource-Policy") != "same-origin" || a.Header.Get("Access-Control-Allow-Origin") != "" {
			t.Errorf("%s: got %d, %v", name, a.Status, a.Header)
		}
	}
}
