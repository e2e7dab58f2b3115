package console_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"lerr/internal/publish"
	"lerr/internal/report"
	"lerr/internal/sitetest"
	"lerr/internal/staff"
)

// Each failure has the console's own page, with its status, who is signed in and a way back that works for them.
func TestStaffFailure_LeadsBack(t *testing.T) {
	c := sitetest.NewConsole(t)
	eva, bob := c.As(staff.Editor), c.As(staff.Approver)
	admin := c.As(staff.Administrator)
	draft := "/drafts/" + c.Must(c.Publisher.Correct(t.Context(), eva.Name, report.Period{Year: 2018, Half: 2})).ID
	large := strings.Repeat("x", 20<<10)
	for _, tt := range []struct {
		name   string
		who    *sitetest.Person
		method string
		path   string
		form   url.Values
		status int
		back   string
		want   []string
	}{
		{"no role for a form", bob, http.MethodPost, draft + "/submit", nil, 403, draft, []string{"It takes the role editor; you are approver.", eva.Name}},
		{"no role for a page", eva, http.MethodGet, "/accounts", nil, 403, "/", []string{"administrator", admin.Name}},
		{"no role below a page of that role", eva, http.MethodPost, "/accounts/invite", nil, 403, "/", []string{"administrator"}},
		{"no draft", eva, http.MethodPost, "/drafts/none/submit", nil, 404, "/", nil},
		{"no address", eva, http.MethodGet, "/nowhere/at/all", nil, 404, "/", nil},
		{"no period", bob, http.MethodPost, "/published/2019-H1/correct", nil, 403, "/published/2019-H1", nil},
		{"nothing to send", eva, http.MethodPost, "/places", nil, 405, "/", nil},
		{"too large", eva, http.MethodPost, draft + "/submit", url.Values{"x": {large}}, 413, draft, []string{"10 MB"}},
	} {
		a := tt.who.Do(tt.method, tt.path, tt.form.Encode(), "Content-Type", "application/x-www-form-urlencoded")
		doc := a.Doc(t)
		back, _ := doc.Find("main a.button").Attr("href")
		text := sitetest.Text(doc.Find("body"))
		if a.Status != tt.status || back != tt.back || !strings.Contains(text, "Staff console") || !strings.Contains(text, tt.who.Name) {
			t.Errorf("%s: got %d back to %q, want %d and %q: %s", tt.name, a.Status, back, tt.status, tt.back, text)
			continue
		}
		for _, want := range tt.want {
			if !strings.Contains(text, want) {
				t.Errorf("%s: no %q in %s", tt.name, want, text)
			}
		}
		if got := tt.who.Get(back).Status; got != http.StatusOK {
			t.Errorf("%s: the way back answers %d", tt.name, got)
		}
	}
}

// An error of ours names its line in the log, and does not say more.
func TestStaffFailure_NamesTheLineInTheLog(t *testing.T) {
	store := &unreliable{}
	c := sitetest.NewConsole(t, func(o *publish.ServiceOptions) { store.Store, o.Store = o.Store, store })
	eva := c.As(staff.Editor)
	store.broken = true
	a := eva.Get("/")
	reference := a.Header.Get("X-Reference")
	if text := sitetest.Text(a.Doc(t).Find("main")); a.Status != 500 || reference == "" || !strings.Contains(text, reference) || strings.Contains(text, "disk") {
		t.Errorf("got %d, %s", a.Status, text)
	}
	if !strings.Contains(c.Log.String(), reference) {
		t.Error("the log does not have the reference")
	}
	if a := c.Nobody().Get("/nowhere"); a.Status != 404 || strings.Contains(sitetest.Text(a.Doc(t).Find("body")), eva.Name) {
		t.Errorf("a stranger: got %d", a.Status)
	}
}

// Whatever a form was refused for, the address that the browser then shows can be opened.
func TestStaffForms_LeaveNobodyAtADeadAddress(t *testing.T) {
	c := sitetest.NewConsole(t)
	anna := c.SetUp("anna")
	draft := c.Must(c.Publisher.Correct(t.Context(), "anna", report.Period{Year: 2018, Half: 2})).ID
	forms := 0
	for _, r := range c.Staff.Routes() {
		if r.Method != http.MethodPost {
			continue
		}
		forms++
		address := strings.NewReplacer("/drafts/:id", "/drafts/"+draft, ":period", "2018-H2", "/accounts/:id", memberOf(t, anna, anna), ":token", "none").Replace(r.Path)
		for range 6 { // to the end of redirects
			a := anna.Get(address)
			to := a.Header.Get("Location")
			if a.Status == http.StatusSeeOther && to != "" {
				address = to
				continue
			}
			if a.Status != http.StatusOK && !strings.Contains(r.Path, ":token") {
				t.Errorf("%s: opening it again ends with %d at %s", r.Path, a.Status, address)
			}
			break
		}
	}
	if forms < 40 {
		t.Errorf("found %d forms", forms)
	}
}
