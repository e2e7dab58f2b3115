package console_test

import (
	"context"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/google/go-cmp/cmp"

	"lerr/internal/audit"
	"lerr/internal/notify"
	"lerr/internal/publish"
	"lerr/internal/report"
	"lerr/internal/sitetest"
	"lerr/internal/sitetest/dbtest"
	"lerr/internal/staff"
)

// newOutage starts a console whose database is behind a relay, with a draft of somebody with all roles.
func newOutage(t *testing.T) (c *sitetest.Console, relay *dbtest.Relay, eva *sitetest.Person, draft string) {
	t.Helper()
	relay, address := dbtest.NewRelay(t)
	path := filepath.Join(t.TempDir(), "lerr.db")
	if err := os.WriteFile(path, []byte(address), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := sitetest.SeedAt(path, sitetest.Seed(sitetest.Shipped(t)), sitetest.Now); err != nil {
		t.Fatal(err)
	}
	c = sitetest.NewConsoleOn(t, sitetest.OpenCopy(t, path))
	eva = c.As(staff.AllRoles()...)
	draft = "/drafts/" + c.Must(c.Publisher.Correct(t.Context(), eva.Name, report.Period{Year: 2018, Half: 2})).ID
	t.Cleanup(relay.Mend) // the store is proved at the end
	return c, relay, eva, draft
}

// kept returns what the button of a page sends again.
func kept(doc *goquery.Document) (action string, typed url.Values) {
	form := doc.Find("main form")
	action, _ = form.Attr("action")
	typed = url.Values{}
	form.Find("input").Each(func(_ int, s *goquery.Selection) {
		typed.Add(s.AttrOr("name", ""), s.AttrOr("value", ""))
	})
	return action, typed
}

// Every form that cannot be saved keeps what was typed, and every page says that it is not for good. Nobody else's page
// can put something into such a form.
func TestStaffOutage_KeepsWhatWasTyped(t *testing.T) {
	c, relay, eva, _ := newOutage(t)
	parameter := regexp.MustCompile(`:\w+|\*`)
	typed := url.Values{"note-edition": {"First line.\nSecond <b>\"line\"</b> & more."}, "key": {"a", "b", "a"}, "version": {"7"}}
	relay.Cut()
	for _, r := range c.Staff.Routes() {
		path, name := parameter.ReplaceAllString(r.Path, "none")+"?from=a%26b", r.Method+" "+r.Path
		if strings.HasPrefix(r.Path, "/static") || r.Path == "/livez" {
			continue
		}
		a := eva.Do(r.Method, path, typed.Encode(), "Content-Type", "application/x-www-form-urlencoded")
		if a.Status == http.StatusSeeOther && !strings.Contains(a.Header.Get("Location"), "sign-in") {
			continue // it only leads on
		}
		if a.Status != http.StatusServiceUnavailable {
			t.Errorf("%s: got %d to %q, want 503", name, a.Status, a.Header.Get("Location"))
			continue
		}
		doc := a.Doc(t)
		text := sitetest.Text(doc.Find("main"))
		if !strings.Contains(text, "Nothing that was saved is lost") || strings.Contains(text, eva.Name) {
			t.Errorf("%s: the page says %q", name, text)
		}
		action, got := kept(doc)
		if press := sitetest.Text(doc.Find("main .button")); press != "Try again" {
			t.Errorf("%s: the button says %q", name, press)
		}
		if r.Method == http.MethodGet {
			if back := doc.Find("main a.button").AttrOr("href", ""); back != path {
				t.Errorf("%s: the button leads to %q, want %q", name, back, path)
			}
			continue
		}
		if diff := cmp.Diff(typed, got); diff != "" || action != path {
			t.Errorf("%s: kept for %q (-typed +kept)\n%s", name, action, diff)
		}
		for _, origin := range []string{"cross-site", "same-site", ""} {
			a := eva.Do(r.Method, path, typed.Encode(), "Content-Type", "application/x-www-form-urlencoded", "Sec-Fetch-Site", origin)
			if a.Status != http.StatusForbidden || strings.Contains(a.Body, "Second") {
				t.Errorf("%s from %q: got %d, want 403 and nothing of the form", name, origin, a.Status)
			}
		}
	}
}

// What was kept is saved by one press as soon as the database is there again.
func TestStaffOutage_SavesByOnePressAfterwards(t *testing.T) {
	_, relay, eva, draft := newOutage(t)
	const note = "The court's name changed.\r\nSee <the> \"list\"."
	version := version(eva, draft)
	relay.Cut()
	a := eva.Post(draft+"/texts", "version", version, "note-edition", note)
	if a.Status != http.StatusServiceUnavailable {
		t.Fatalf("got %d, want 503", a.Status)
	}
	action, typed := kept(a.Doc(t))
	relay.Mend()
	a = eva.Do(http.MethodPost, action, typed.Encode(), "Content-Type", "application/x-www-form-urlencoded")
	if a.Status != http.StatusSeeOther {
		t.Errorf("once more: got %d: %s", a.Status, sitetest.Text(a.Doc(t).Find("main")))
	}
	if got := eva.Doc(draft + "/texts").Find(`[name="note-edition"]`).Text(); strings.ReplaceAll(got, "\n", "\r\n") != note {
		t.Errorf("saved: %q, want %q", got, note)
	}
}

// deaf is a store that stores, and of which nobody learns that it has.
type deaf struct {
	publish.Store
	on bool
}

func (d *deaf) SaveDraft(ctx context.Context, draft publish.Draft, e audit.Event, messages ...notify.Message) error {
	err := d.Store.SaveDraft(ctx, draft, e, messages...)
	if d.on && err == nil {
		d.on = false
		return report.ErrUnreachable
	}
	return err
}

// Who sends again what was saved after all is told, and changes nothing.
func TestStaffOutage_TellsWhatWasSavedAfterAll(t *testing.T) {
	store := &deaf{}
	c := sitetest.NewConsole(t, func(o *publish.ServiceOptions) { store.Store, o.Store = o.Store, store })
	eva := c.As(staff.AllRoles()...)
	draft := "/drafts/" + c.Must(c.Publisher.Correct(t.Context(), eva.Name, report.Period{Year: 2018, Half: 2})).ID
	version := version(eva, draft)
	before := len(c.Events())
	store.on = true
	a := eva.Post(draft+"/texts", "version", version, "note-edition", "A note.")
	if a.Status != http.StatusServiceUnavailable {
		t.Fatalf("got %d, want 503", a.Status)
	}
	action, typed := kept(a.Doc(t))
	a = eva.Do(http.MethodPost, action, typed.Encode(), "Content-Type", "application/x-www-form-urlencoded")
	if a.Status != http.StatusSeeOther || !strings.HasSuffix(a.Header.Get("Location"), "done=saved") {
		t.Errorf("once more: got %d to %q, want that it is saved", a.Status, a.Header.Get("Location"))
	}
	doc := eva.Doc(draft + "/texts")
	if got := doc.Find(`[name="note-edition"]`).Text(); got != "A note." {
		t.Errorf("saved: %q", got)
	}
	if events := len(c.Events()); events != before+1 {
		t.Errorf("%d events of one change", events-before)
	}
}

// No page gives back a password or a code, whichever form it was typed into.
func TestStaffOutage_GivesBackNoSecret(t *testing.T) {
	c, relay, eva, _ := newOutage(t)
	names := map[string]bool{}
	note := func(doc *goquery.Document) {
		doc.Find(`input[type="password"], input[autocomplete="one-time-code"], input[autocomplete$="-password"]`).Each(func(_ int, s *goquery.Selection) { names[s.AttrOr("name", "")] = true })
	}
	stranger := c.Nobody()
	note(stranger.Doc("/sign-in"))
	token, _, err := c.Accounts.Invite(t.Context(), "kit", staff.RolesOf(staff.Editor))
	if err != nil {
		t.Fatal(err)
	}
	note(stranger.Doc("/invitation/" + token))
	stranger.Post("/invitation/"+token, "name", "zoe", "password", sitetest.Password)
	note(stranger.Doc("/enrol"))
	note(withPassword(t, eva).Doc("/second-factor"))
	note(eva.Doc("/account"))
	if len(names) < 3 {
		t.Fatalf("found fields %v, want those of signing in and of the account", names)
	}
	relay.Cut()
	for name := range names {
		a := eva.Post("/account/password", "other", "kept", name, "vexing secret")
		if a.Status != http.StatusServiceUnavailable || strings.Contains(a.Body, "vexing") {
			t.Errorf("field %s: got %d with the secret in the page", name, a.Status)
		}
	}
	large := eva.Post("/drafts/none/texts", "other", strings.Repeat("x", 2<<20))
	if large.Status != http.StatusServiceUnavailable || strings.Contains(large.Body, "xxx") {
		t.Error("a form larger than any is kept")
	}
}
