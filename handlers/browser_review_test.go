//go:build browser

package handlers_test

import (
	"fmt"
	"testing"
	"time"

	"lerr/internal/publish"
	"lerr/internal/report"
	"lerr/internal/sitetest"
	"lerr/internal/sitetest/browser"
)

// The approver needs six clicks at most from the list of drafts to the schedule, also without scripts.
func TestBrowser_ApproverNeedsFewClicks(t *testing.T) {
	t.Parallel()
	withAndWithout(t, "with scripts", func(t *testing.T, off bool) {
		c := sitetest.NewConsole(t)
		token, _, err := c.Accounts.SetUpLink(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		ctx := t.Context()
		d := c.Must(c.Publisher.Correct(ctx, "eva", report.Period{Year: 2018, Half: 2}))
		d = c.Must(c.Publisher.SetNote(ctx, sitetest.By("eva", d), "", "", "A note."))
		d = c.Must(c.Publisher.SetPublicNote(ctx, sitetest.By("eva", d), "Because."))
		d = c.Must(c.Publisher.Submit(ctx, sitetest.By("eva", d)))
		tab := browser.Open(t, browser.Options{NoScript: off})
		arrive(tab, c.URL+"/set-up/"+token, "bob")
		enrolApp(t, c, tab)
		tab.Go(c.URL + "/")
		clicks := 0
		click := func(selector, text string) {
			t.Helper()
			clicks++
			tab.ClickText(selector, text)
		}
		click("main a", "2018 (Jul-Dec), correction of revision 1")
		tab.WaitURL("/review")
		tab.Type("#reason", "Compared with the case list.")
		click("#decision button", "Approve 2018 (Jul-Dec)")
		tab.WaitVisible("#at")
		tab.Eval(`document.getElementById("at").value = "2026-11-30T09:00"`, nil)
		tab.Type("#zone", "Europe/London")
		click("main button", "Continue")
		check(t, "restated", tab.Text("#restate"), "09:00 in London, 09:00 UTC")
		click("#restate button", "Release 2018 (Jul-Dec) at 09:00 in London")
		tab.WaitVisible(".count")
		if got := c.Must(c.Publisher.Draft(ctx, d.ID)); got.State != publish.DraftScheduled || got.ApprovedBy != "bob" {
			t.Errorf("it is %s, approved by %q", got.State, got.ApprovedBy)
		}
		if clicks > 6 {
			t.Errorf("the approver clicked %d times", clicks)
		}
	})
}

// The pages on which a second person decides, on which a release is chosen and awaited, and those of what is
// public are accessible, fit narrow windows, and load nothing that they may not.
func TestBrowser_ReviewAndReleaseAreAccessible(t *testing.T) {
	t.Parallel()
	for i, o := range []browser.Options{{Width: 320, ReducedMotion: true}, {Width: 1280, ReducedMotion: true, Dark: true}} {
		t.Run(fmt.Sprint(o.Width), func(t *testing.T) {
			t.Parallel()
			c := sitetest.NewConsole(t)
			token, _, err := c.Accounts.SetUpLink(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			draft := c.Corrected(report.Period{Year: 2018, Half: 2}, "A note.", "Because.")
			scheduled := c.Corrected(report.Period{Year: 2018, Half: 1}, "A note.", "Because.")
			c.Must(c.Publisher.Schedule(t.Context(), sitetest.By("bob", scheduled), c.Now().Add(50*time.Hour), "Europe/London"))
			c.Publish(c.Corrected(report.Period{Year: 2019, Half: 1}, "A note.", "Because."))
			if err := c.Publisher.Withdraw(t.Context(), "bob", report.Period{Year: 2017, Half: 2}, "To be checked."); err != nil {
				t.Fatal(err)
			}
			tab := browser.Open(t, o)
			arrive(tab, c.URL+"/set-up/"+token, "ann")
			enrolApp(t, c, tab)
			tab.Go(c.URL + "/upload")
			tab.Upload("#file", nextFile)
			tab.ClickText("main button", "Read and check it")
			var next string
			tab.Eval(`location.pathname`, &next)
			approved := "/drafts/" + draft.ID
			for _, path := range deal([]string{
				next + "/review", next + "/discard", approved + "/review", approved + "/release",
				approved + "/release?when=at&at=2026-11-30T09:00&zone=Europe/London", approved + "/release?when=at&at=2026-11-30T09:00&zone=EST",
				approved + "/release?when=now", "/drafts/" + scheduled.ID + "/release", "/published/2019-H1", "/", next + "/preview",
				"/published/2017-H2", "/published/2017-H2/notice",
			}, i, 2) {
				tab.Go(c.URL + path)
				tab.Eval(`document.querySelectorAll("main details").forEach((d) => (d.open = true))`, nil)
				if got := tab.Overflow(); got != "" {
					t.Errorf("%s: %s", path, got)
				}
				cutRows(tab)
				violations, _ := tab.Axe("html")
				for _, v := range violations {
					t.Errorf("%s: %s", path, v)
				}
			}
			for _, complaint := range tab.Complaints() {
				t.Error(complaint)
			}
		})
	}
}
