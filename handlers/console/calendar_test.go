package console_test

import (
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"lerr/internal/publish"
	"lerr/internal/report"
	"lerr/internal/sitetest"
	"lerr/internal/staff"
	"lerr/internal/urls"
)

// announce sends the form of a release as the page has it, with other fields changed.
func announce(t *testing.T, p *sitetest.Person, key string, fields ...string) sitetest.Answer {
	t.Helper()
	form := p.Doc(urls.StaffCalendar + "?release=" + key).Find("#announce form")
	version, ok := form.Find("[name=version]").Attr("value")
	if !ok {
		t.Fatalf("the page has no form for %s", key)
	}
	return p.Post(urls.ProposeAnnouncement, append([]string{"release", key, "version", version}, fields...)...)
}

// decide presses a button of what waits for a second person.
func decide(t *testing.T, p *sitetest.Person, address string) sitetest.Answer {
	t.Helper()
	form := p.Doc(urls.StaffCalendar).Find(".restate form").First()
	key, _ := form.Find("[name=release]").Attr("value")
	version, _ := form.Find("[name=version]").Attr("value")
	return p.Post(address, "release", key, "version", version)
}

func calendarText(p *sitetest.Person) string {
	return sitetest.Text(p.Doc(urls.StaffCalendar).Find("main"))
}

func TestCalendar_FromTheProposalToAMissedTimeAndACancellation(t *testing.T) {
	c := sitetest.NewConsole(t)
	c.SetUp("anna")
	eva, bob := c.As(staff.Editor), c.As(staff.Approver)
	both := c.As(staff.Editor, staff.Approver)
	public := func(want string) {
		t.Helper()
		if text := sitetest.Text(c.Public.Doc("/calendar").Find("main")); !strings.Contains(text, want) {
			t.Errorf("the public calendar does not say %q: %s", want, text)
		}
	}
	sees := func(p *sitetest.Person, want string) {
		t.Helper()
		if text := calendarText(p); !strings.Contains(text, want) {
			t.Errorf("the console's calendar does not say %q: %s", want, text)
		}
	}
	at := c.Now().AddDate(0, 0, 40).Format("2006-01-02T") + "10:00"

	// One person proposes, another approves.
	sees(eva, "Overdue by the usual rhythm.")
	sees(eva, "A half-year is usually published 114 days after its end.")
	if a := announce(t, both, "2019-H2", "say", "time", "at", at, "zone", "Europe/Berlin"); a.Status != http.StatusSeeOther {
		t.Fatalf("propose: got %d, %s", a.Status, summarized(t, a))
	}
	public("The next report is not announced yet.")
	both.StepUp()
	if a := decide(t, both, urls.ApproveAnnouncement); a.Status != http.StatusForbidden || !strings.Contains(summarized(t, a), "You proposed this date, so a second person must approve it.") {
		t.Errorf("who proposed it approves: got %d, %s", a.Status, summarized(t, a))
	}
	sees(both, "You proposed this date, so a second person must approve it.")
	sees(eva, "Your roles do not let you.")
	if a := decide(t, bob, urls.ApproveAnnouncement); a.Status != http.StatusSeeOther {
		t.Fatalf("approve: got %d, %s", a.Status, summarized(t, a))
	}
	public("2019 (Jul-Dec) Confirmed")
	sees(eva, "proposed by "+both.Name+", approved by "+bob.Name)

	// A date that is moved needs a reason, and keeps its history.
	later := c.Now().AddDate(0, 0, 41).Format("2006-01-02T") + "10:00"
	a := announce(t, eva, "2019-H2", "say", "time", "at", later, "zone", "Europe/Berlin")
	if a.Status != http.StatusUnprocessableEntity || !strings.Contains(summarized(t, a), "Say why, in words for the public") {
		t.Errorf("without a reason: got %d, %s", a.Status, summarized(t, a))
	}
	if !strings.Contains(a.Body, `value="`+later+`"`) {
		t.Error("the refused form has lost its input")
	}
	announce(t, eva, "2019-H2", "say", "time", "at", later, "zone", "Europe/Berlin", "reason", "One country is late.")
	sees(bob, "Public reason: “One country is late.”")
	decide(t, bob, urls.ApproveAnnouncement)
	public("Reason: One country is late.")

	// When the time passes, everybody learns of it.
	c.Pass(42 * 24 * time.Hour)
	c.Step()
	public("This time has passed, and it is not published yet.")
	eva.SignIn()
	bob.SignIn()
	if text := sitetest.Text(eva.Doc("/").Find("main")); !strings.Contains(text, "2019 (Jul-Dec) was announced for 4 January 2027, 09:00 UTC and is not public.") {
		t.Errorf("the first page of the console does not tell of the missed time: %s", text)
	}
	sees(eva, "The announced time has passed.")

	// A cancellation needs a reason, too.
	if a := announce(t, eva, "2019-H2", "say", "cancel"); a.Status != http.StatusUnprocessableEntity {
		t.Errorf("a cancellation without a reason: got %d", a.Status)
	}
	announce(t, eva, "2019-H2", "say", "cancel", "reason", "There will be no report.")
	bob.StepUp()
	if a := decide(t, bob, urls.ApproveAnnouncement); a.Status != http.StatusSeeOther {
		t.Fatalf("approve the cancellation: got %d, %s", a.Status, summarized(t, a))
	}
	public("2019 (Jul-Dec) Cancelled")
	public("Reason: There will be no report.")

	var actions []string
	for _, e := range c.Events() {
		if strings.Contains(e.Action, "announcement") {
			actions = append(actions, strings.TrimSuffix(e.Action, " announcement"))
		}
	}
	if got := strings.Join(actions, " "); got != "propose approve propose approve propose approve" {
		t.Errorf("the audit log has %q", got)
	}
}

func TestCalendar_RefusesWhatItCannotRead(t *testing.T) {
	c := sitetest.NewConsole(t)
	c.SetUp("anna")
	eva := c.As(staff.Editor)
	for name, fields := range map[string][]string{
		"Give the date and the time":      {"say", "time", "at", "", "zone", "UTC"},
		"does not follow summer time":     {"say", "time", "at", "2027-03-03T10:00", "zone", "EST"},
		"the clocks are set forward":      {"say", "time", "at", "2027-03-28T02:30", "zone", "Europe/Berlin"},
		"comes twice":                     {"say", "time", "at", "2027-10-31T02:30", "zone", "Europe/Berlin"},
		"Give the year and the month":     {"say", "month", "month", "March"},
		"The time has passed.":            {"say", "month", "month", "2026-10"},
		"Nothing is announced that could": {"say", "cancel", "reason", "None."},
	} {
		if a := announce(t, eva, "2019-H2", fields...); a.Status != http.StatusUnprocessableEntity || !strings.Contains(summarized(t, a), name) {
			t.Errorf("%s: got %d, %s", name, a.Status, summarized(t, a))
		}
	}
	if a := announce(t, eva, "2019-H2", "say", "time", "at", "2027-10-31T02:30", "zone", "Europe/Berlin", "which", "second"); a.Status != http.StatusSeeOther {
		t.Errorf("the second of the two: got %d, %s", a.Status, summarized(t, a))
	}
	if a := eva.Get(urls.StaffCalendar + "?release=2019-H3"); a.Status != http.StatusNotFound {
		t.Errorf("a half-year that cannot be: got %d", a.Status)
	}
}

// Whoever acts on a page that others have changed since is told so, and a button pressed twice does its work once.
func TestCalendar_ComparesVersions(t *testing.T) {
	c := sitetest.NewConsole(t)
	c.SetUp("anna")
	eva, dan := c.As(staff.Editor), c.As(staff.Editor)
	bob, cleo := c.As(staff.Approver), c.As(staff.Approver)
	march := []string{"release", "2019-H2", "version", "0", "say", "month", "month", "2027-03"}
	for range 2 {
		if a := eva.Post(urls.ProposeAnnouncement, march...); a.Status != http.StatusSeeOther {
			t.Errorf("propose: got %d, %s", a.Status, summarized(t, a))
		}
	}
	if a := dan.Post(urls.ProposeAnnouncement, march...); a.Status != http.StatusConflict || !strings.Contains(summarized(t, a), eva.Name+" proposed another date meanwhile") {
		t.Errorf("another person: got %d, %s", a.Status, summarized(t, a))
	}
	approve := []string{"release", "2019-H2", "version", "1"}
	for range 2 {
		if a := bob.Post(urls.ApproveAnnouncement, approve...); a.Status != http.StatusSeeOther {
			t.Errorf("approve: got %d, %s", a.Status, summarized(t, a))
		}
	}
	if a := cleo.Post(urls.ApproveAnnouncement, approve...); a.Status != http.StatusConflict || !strings.Contains(summarized(t, a), "March 2027, approved by "+bob.Name) {
		t.Errorf("a second approver: got %d, %s", a.Status, summarized(t, a))
	}
}

func TestRelease_AtAnotherTimeThanAnnouncedAsksWhy(t *testing.T) {
	c := sitetest.NewConsole(t)
	c.SetUp("anna")
	bob := c.As(staff.Approver)
	content, err := os.ReadFile("../../internal/workbook/testdata/2019-H2.csv")
	if err != nil {
		t.Fatal(err)
	}
	d := c.Approved("2019-H2.csv", content, report.Period{Year: 2019, Half: 2}, "As published.")
	announced := c.Now().AddDate(0, 0, 30).Truncate(time.Hour)
	c.Announce(d.Edition.Period, report.AnnouncementChange{Release: announced, Zone: "UTC"})
	page := urls.Draft(d.ID)
	const layout = "2006-01-02T15:04"

	// The form offers the announced time, and asks for no reason at it.
	doc := bob.Doc(page + "/release")
	if at, _ := doc.Find("#at").Attr("value"); at != announced.Format(layout) || !strings.Contains(sitetest.Text(doc.Find("main")), "This is the announced time.") {
		t.Errorf("the form offers %q, want the announced time", at)
	}
	if n := bob.Doc(page + "/release?when=at&at=" + announced.Format(layout) + "&zone=UTC").Find("#off-calendar").Length(); n != 0 {
		t.Error("a reason is asked for at the announced time")
	}
	other := announced.Add(time.Hour).Format(layout)
	doc = bob.Doc(page + "/release?when=at&at=" + other + "&zone=UTC")
	if text := sitetest.Text(doc.Find("#restate label[for=off-calendar]")); !strings.Contains(text, "It is announced for 24 December 2026, 12:00 UTC.") {
		t.Errorf("at another time the form asks %q", text)
	}
	a := bob.Post(page+"/schedule", "version", version(bob, page), "at", other, "zone", "UTC")
	if a.Status != http.StatusUnprocessableEntity || !strings.Contains(summarized(t, a), publish.SayWhyOff) || !strings.Contains(a.Body, `id="off-calendar-error"`) {
		t.Errorf("without a reason: got %d, %s", a.Status, summarized(t, a))
	}
	a = bob.Post(page+"/publish", "version", version(bob, page), "when", "now", "confirm", "2019-H2")
	if a.Status != http.StatusUnprocessableEntity || !strings.Contains(summarized(t, a), publish.SayWhyOff) {
		t.Errorf("now, without a reason: got %d, %s", a.Status, summarized(t, a))
	}
	if a := bob.Post(page+"/schedule", "version", version(bob, page), "at", other, "zone", "UTC", "off-calendar", "The minister speaks."); a.Status != http.StatusSeeOther {
		t.Fatalf("with a reason: got %d, %s", a.Status, summarized(t, a))
	}
	if text := sitetest.Text(bob.Doc(page + "/release").Find("main")); !strings.Contains(text, "Reason: The minister speaks.") {
		t.Errorf("the page of the release does not say why: %s", text)
	}
	if text := calendarText(bob); !strings.Contains(text, "The draft is scheduled for another time than announced.") {
		t.Errorf("the calendar does not warn: %s", text)
	}
	if a := bob.Post(page+"/schedule", "version", version(bob, page), "at", announced.Format(layout), "zone", "UTC"); a.Status != http.StatusSeeOther {
		t.Errorf("at the announced time: got %d, %s", a.Status, summarized(t, a))
	}
}
