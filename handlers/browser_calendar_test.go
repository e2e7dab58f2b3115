//go:build browser

package handlers_test

import (
	"strings"
	"testing"
	"time"

	"lerr/internal/report"
	"lerr/internal/sitetest"
	"lerr/internal/sitetest/browser"
)

// Two people announce when the next report comes, a reader finds it on the first screen of a phone, the date is moved for
// a reason, passes without a release, and the release is cancelled.
func TestBrowser_TwoPeopleAnnounceTheNextReport(t *testing.T) {
	t.Parallel()
	withAndWithout(t, "without scripts", func(t *testing.T, off bool) { announceNext(t, browser.Options{NoScript: off}) })
}

func announceNext(t *testing.T, options browser.Options) {
	t.Helper()
	c := sitetest.NewConsole(t)
	ann, bob := twoPeople(t, c, options)

	phone := options
	phone.Width, phone.Height = 390, 844
	reader := browser.Open(t, phone)
	answers := func(want string) {
		t.Helper()
		for _, path := range []string{"/", "/2019-H1/de"} {
			reader.Go(c.Public.URL + path)
			check(t, "the first screen", reader.Text(".next-release"), want)
			if bottom := bottomOf(reader, ".next-release"); bottom > 844 {
				t.Errorf("%s: the line ends at %.0f of 844 px", path, bottom)
			}
		}
	}
	answers("Next report: not announced yet")

	// Ann proposes, and cannot approve it herself.
	propose := func(at, reason string) {
		t.Helper()
		ann.Go(c.URL + "/")
		ann.ClickText(".masthead__nav a", "Calendar")
		ann.Click(`a[href$="release=2019-H2"]`)
		ann.Type("#at", at)
		ann.Type("#zone", "Europe/Berlin")
		if reason != "" {
			ann.Type("#reason", reason)
		}
		ann.ClickText("main button", "Propose it to a second person")
		check(t, "proposed", ann.Text("main"), "Proposed: a second person can approve it.")
		check(t, "her own", ann.Text(".restate"), "You proposed this date, so a second person must approve it.")
	}
	approve := func() {
		t.Helper()
		bob.Go(c.URL + "/calendar")
		bob.ClickText("main button", "Approve: 2019 (Jul-Dec)")
		check(t, "announced", bob.Text("main"), "Announced: readers see it now.")
	}
	propose("2027-01-12T10:00", "")
	answers("Next report: not announced yet")
	approve()
	answers("Next report: 12 January 2027, 10:00 in Berlin")
	reader.Click(".next-release a")
	check(t, "the calendar", reader.Text("main"), "Tuesday, 12 January 2027, 10:00 in Berlin, 09:00 UTC")

	// It is postponed for a reason, which readers see, with the date before.
	propose("2027-01-13T10:00", "One country is late.")
	approve()
	reader.Go(c.Public.URL + "/calendar")
	for _, want := range []string{"Postponed", "Postponed from Tuesday, 12 January 2027, 10:00 in Berlin", "One country is late."} {
		check(t, "the calendar", reader.Text("main"), want)
	}

	// The time passes.
	c.Pass(time.Date(2027, time.January, 13, 9, 0, 0, 0, time.UTC).Sub(c.Now()))
	c.Step()
	answers("due 13 January 2027, 10:00 in Berlin, not published yet")
}

// bottomOf returns where an element ends, in px from the top of the page.
func bottomOf(tab *browser.Tab, selector string) (bottom float64) {
	tab.Eval(`document.querySelector("`+selector+`").getBoundingClientRect().bottom + scrollY`, &bottom)
	return bottom
}

// The calendars of both sites are accessible, and fit every width, in every state.
func TestBrowser_CalendarsAreAccessible(t *testing.T) {
	t.Parallel()
	c := sitetest.NewConsole(t)
	at := time.Date(2027, time.March, 3, 9, 0, 0, 0, time.UTC)
	period := report.Period{Year: 2019, Half: 2}
	c.Announce(period, report.AnnouncementChange{Release: at, Zone: "America/Los_Angeles"})
	c.Announce(period, report.AnnouncementChange{Release: at.AddDate(0, 0, 7), Zone: "America/Los_Angeles", Reason: strings.Repeat("A source is late. ", 20)})
	c.Announce(period.Next(), report.AnnouncementChange{Month: report.Month{Year: 2027, Month: time.September}})
	c.Announce(period.Next().Next(), report.AnnouncementChange{Release: c.Now().Add(time.Hour), Zone: "UTC"})
	c.Announce(period.Next().Next().Next(), report.AnnouncementChange{Month: report.Month{Year: 2028, Month: time.May}})
	c.Announce(period.Next().Next().Next(), report.AnnouncementChange{Cancelled: true, Reason: "There will be none."})
	c.Pass(time.Hour)
	c.Step()
	if _, err := c.Publisher.Propose(t.Context(), sitetest.Refer(t, c.Publisher, "eva", period.Next(), 0), report.AnnouncementChange{Release: at.AddDate(0, 6, 0), Zone: "UTC", Reason: "Earlier."}); err != nil {
		t.Fatal(err)
	}
	for i, width := range []int{320, 390, 1440} {
		for _, dark := range deal([]bool{false, true}, i%2, 2) {
			tab := browser.Open(t, browser.Options{Width: width, Dark: dark})
			tab.Go(c.Public.URL + "/calendar")
			tab.Eval(`for (const d of document.querySelectorAll("main details")) d.open = true`, nil)
			looksRight(t, tab, "/calendar", width)
		}
	}
	token, _, err := c.Accounts.SetUpLink(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	tab := browser.Open(t, browser.Options{Width: 390})
	arrive(tab, c.URL+"/set-up/"+token, "ann")
	enrolApp(t, c, tab)
	for _, path := range []string{"/calendar", "/calendar?release=2019-H2", "/calendar?release=2019-H1-after-r1"} {
		tab.Go(c.URL + path)
		tab.Eval(`for (const d of document.querySelectorAll("main details")) d.open = true`, nil)
		looksRight(t, tab, path, 390)
	}
}

func looksRight(t *testing.T, tab *browser.Tab, path string, width int) {
	t.Helper()
	violations, incomplete := tab.Axe("")
	if len(violations)+len(incomplete) > 0 {
		t.Errorf("%s at %d px: %q, not decided: %q", path, width, violations, incomplete)
	}
	if over := tab.Overflow(); over != "" {
		t.Errorf("%s at %d px: %s", path, width, over)
	}
}
