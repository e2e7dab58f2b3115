//go:build browser

package handlers_test

import (
	"fmt"
	"net/http"
	"testing"
	"time"

	"lerr/internal/notify"
	"lerr/internal/report"
	"lerr/internal/sitetest"
	"lerr/internal/sitetest/browser"
)

// aroundDrafts opens each page of the console that is not about one draft, with something on it, and looks at it.
func aroundDrafts(t *testing.T, o browser.Options, look func(name string, tab *browser.Tab)) {
	t.Helper()
	c := sitetest.NewConsole(t)
	hook := sitetest.NewHook(t, false)
	webhook, err := notify.NewWebhook(hook.URL, []byte(sitetest.HookSecret), nil)
	if err != nil {
		t.Fatal(err)
	}
	c.Sender.Channels = []notify.Channel{webhook}
	token, _, err := c.Accounts.SetUpLink(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	tab := browser.Open(t, o)
	arrive(tab, c.URL+"/set-up/"+token, "ann")
	enrolApp(t, c, tab)

	c.Publish(c.Corrected(report.Period{Year: 2018, Half: 2}, "A note.", "Because one figure was wrong."))
	c.Deliver()
	hook.Answer(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusBadGateway) })
	tab.Go(c.URL + "/notifications")
	tab.ClickText("main button", "Send a test")
	c.Deliver()
	c.Pass(time.Second)
	tab.Go(c.URL + "/notifications")
	check(t, "the failed test", tab.Text("main"), "the receiver answers 502")
	look("notifications", tab)

	tab.Go(c.URL + "/audit")
	look("audit", tab)
	tab.Go(c.URL + "/audit")
	tab.Choose("#audit-period", "2018-H2")
	tab.Choose("#audit-action", "note")
	tab.ClickText("main button", "Show these")
	check(t, "an event", tab.Text("tbody"), "note on the period: none → “A note.”")
	look("audit-found", tab)

	tab.Go(c.URL + "/accounts")
	tab.Click(`main input[name=roles][value=approver]`)
	tab.Type("#note", "Carla Diaz, Legal")
	tab.ClickText("main button", "Make a link")
	look("invitation", tab)
	tab.Go(c.URL + "/accounts")
	check(t, "the invitation", tab.Text("main"), "a new approver: Carla Diaz, Legal")
	look("accounts", tab)

	for _, path := range []string{"/drafts/none", "/accounts/invite"} { // nothing is there
		tab.Go(c.URL + path)
		look(path, tab)
	}
	tab.Go(c.URL + "/drafts/none")
	tab.ClickText("main a", "Back to the drafts")
	tab.WaitURL("/")
	tab.Complaints() // of the pages that are not there
	tab.Go(c.URL + "/upload")
	look("upload", tab)
}

func TestBrowser_StaffPagesAroundDraftsAreAccessible(t *testing.T) {
	t.Parallel()
	for i, o := range []browser.Options{{Width: 320, ReducedMotion: true, Dark: true}, {Width: 1280, ReducedMotion: true}} {
		t.Run(fmt.Sprint(o.Width), func(t *testing.T) {
			t.Parallel()
			looked := 0
			aroundDrafts(t, o, func(name string, tab *browser.Tab) {
				if got := tab.Overflow(); got != "" {
					t.Errorf("%s: %s", name, got)
				}
				if looked++; testing.Short() && looked%2 != i { // in small runs, each page at one of the widths
					return
				}
				cutRows(tab)
				violations, _ := tab.Axe("html")
				for _, v := range violations {
					t.Errorf("%s: %s", name, v)
				}
			})
		})
	}
}
