package urls_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"lerr/internal/report"
	"lerr/internal/sitetest"
	"lerr/internal/urls"
)

// exported lists the constants and functions that a file of this package exports.
func exported(t *testing.T, file string) []string {
	t.Helper()
	f, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, d := range f.Decls {
		switch d := d.(type) {
		case *ast.FuncDecl:
			names = append(names, d.Name.Name)
		case *ast.GenDecl:
			for _, spec := range d.Specs {
				if c, ok := spec.(*ast.ValueSpec); ok {
					names = append(names, c.Names[0].Name)
				}
			}
		}
	}
	return slices.DeleteFunc(names, func(name string) bool { return !ast.IsExported(name) })
}

// Every address that the package builds for the console is one of the console's. The visitor is not
// signed in, so that an address that exists answers with anything but 404: a draft that does not exist
// would do so too.
func TestConsoleURLs_AreAnswered(t *testing.T) {
	kit := sitetest.NewConsole(t)
	setUp, _, err := kit.Accounts.SetUpLink(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	invitation, _, err := kit.Accounts.Invite(t.Context(), "kit", 1)
	if err != nil {
		t.Fatal(err)
	}
	const get, post = http.MethodGet, http.MethodPost
	type request struct{ method, address string }
	period := report.Period{Year: 2019, Half: 1}
	forms := func(address func(id, form string) string, names ...string) (list []request) {
		for _, name := range names {
			list = append(list, request{post, address("an/id", name)})
		}
		return list
	}
	passkey := func(address string) []request {
		return []request{{post, address + "/begin"}, {post, address + "/finish"}}
	}
	asked := map[string][]request{
		"Drafts":              {{get, urls.Drafts}},
		"Upload":              {{get, urls.Upload}, {post, urls.Upload}},
		"Template":            {{get, urls.Template(period)}},
		"Draft":               {{get, urls.Draft("an/id")}},
		"DraftPreview":        {{get, urls.DraftPreview("an/id")}, {get, urls.DraftPreview("an/id") + "/trends"}},
		"DraftForm":           forms(urls.DraftForm, "file", "warnings", "figures", "texts", "places", "submit", "discard", "restore", "return", "approve", "take-back", "schedule", "publish"),
		"ResumeReleases":      {{post, urls.ResumeReleases}},
		"Correct":             {{post, urls.Correct(period)}},
		"Withdraw":            {{get, urls.Withdraw(period)}, {post, urls.Withdraw(period)}},
		"Notice":              {{get, urls.Notice(period)}, {post, urls.Notice(period)}},
		"StaffCalendar":       {{get, urls.StaffCalendar}},
		"ProposeAnnouncement": {{post, urls.ProposeAnnouncement}},
		"ApproveAnnouncement": {{post, urls.ApproveAnnouncement}},
		"DiscardAnnouncement": {{post, urls.DiscardAnnouncement}},
		"AnnounceForm":        {{get, urls.AnnounceForm(period, 1)}},
		"Places":              {{get, urls.Places}},
		"AuditLog":            {{get, urls.AuditLog}},
		"AuditPage":           {{get, urls.AuditPage("2019-H1", "ann & bob", "publish", 2)}},
		"AuditFile":           {{get, urls.AuditFile("2019-H1", "ann & bob", "publish")}},
		"Notifications":       {{get, urls.Notifications}},
		"TestNotification":    {{post, urls.TestNotification}},
		"SetUp":               {{get, urls.SetUp(setUp)}, {post, urls.SetUp(setUp)}},
		"Invitation":          {{get, urls.Invitation(invitation)}, {post, urls.Invitation(invitation)}},
		"Live":                {{get, urls.Live}},
		"SignIn":              {{get, urls.SignIn}, {post, urls.SignIn}},
		"SignOut":             {{post, urls.SignOut}},
		"SecondFactor":        {{get, urls.SecondFactor}, {post, urls.SecondFactor}},
		"RecoveryCode":        {{post, urls.RecoveryCode}},
		"AssertPasskey":       passkey(urls.AssertPasskey),
		"StepUp":              {{get, urls.StepUp}},
		"Enrol":               {{get, urls.Enrol}},
		"EnrolApp":            {{post, urls.EnrolApp}},
		"EnrolPasskey":        passkey(urls.EnrolPasskey),
		"Account":             {{get, urls.Account}},
		"Password":            {{post, urls.Password}},
		"RecoveryCodes":       {{get, urls.RecoveryCodes}, {post, urls.RecoveryCodes}},
		"RemoveApp":           {{post, urls.RemoveApp}},
		"RemovePasskey":       {{post, urls.RemovePasskey("an/id")}},
		"EndSession":          {{post, urls.EndSession("an/id")}},
		"EndOtherSessions":    {{post, urls.EndOtherSessions}},
		"Accounts":            {{get, urls.Accounts}},
		"Invite":              {{post, urls.Invite}},
		"RevokeInvitation":    {{post, urls.RevokeInvitation("an/id")}},
		"Member":              {{get, urls.Member("an/id")}},
		"MemberForm":          forms(urls.MemberForm, "roles", "disable", "enable", "renew", "sign-out"),
		"WithNext":            {{get, urls.WithNext(urls.StepUp, urls.Draft("an/id")+"#release")}},
		"WithDone":            {{get, urls.WithDone(urls.Account+"#recovery-codes", "changed")}},
		"UploadFor":           {{get, urls.UploadFor(period)}},
		"PublishedPeriod":     {{get, urls.PublishedPeriod(period)}},
		"PublishedRevision":   {{get, urls.PublishedRevision(period, 1)}},
	}
	for _, name := range exported(t, "console.go") {
		if len(asked[name]) == 0 {
			t.Errorf("urls.%s is not asked for", name)
		}
		for _, r := range asked[name] {
			status := kit.Nobody().Do(r.method, r.address, "").Status
			if status == http.StatusNotFound || status == http.StatusMethodNotAllowed || status >= 500 {
				t.Errorf("urls.%s: %s %s: got %d", name, r.method, r.address, status)
			}
		}
	}
}

// The console's pages and handlers write no address themselves.
func TestConsoleURLs_AreBuiltHere(t *testing.T) {
	written := regexp.MustCompile(`(href|action)="/|"/[a-z?]|\+ ?"/[^"]|URL\(m?\.?URL \+`)
	allowed := regexp.MustCompile(`"/(static|begin|finish)/?`)
	files, err := filepath.Glob("../../views/console/*.templ")
	if err != nil || len(files) < 10 {
		t.Fatalf("got %d pages, %v", len(files), err)
	}
	handlers, err := filepath.Glob("../../handlers/console/*.go")
	if err != nil || len(handlers) < 10 {
		t.Fatalf("got %d handlers, %v", len(handlers), err)
	}
	for _, file := range append(files, handlers...) {
		// The table of routes has the patterns, and tests write what a person would open.
		if name := filepath.Base(file); name == "routes.go" || strings.HasSuffix(name, "_test.go") {
			continue
		}
		content, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for i, line := range strings.Split(string(content), "\n") {
			if found := written.FindString(line); found != "" && !allowed.MatchString(line) && !strings.HasPrefix(strings.TrimSpace(line), `"lerr/`) {
				t.Errorf("%s:%d: %s", filepath.Base(file), i+1, strings.TrimSpace(line))
			}
		}
	}
}
