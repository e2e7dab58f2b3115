package handlers_test

import (
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	ics "github.com/arran4/golang-ical"

	"lerr/handlers"
	"lerr/internal/publish"
	"lerr/internal/report"
	"lerr/internal/sitetest"
)

// nextPeriod is the half-year after the shipped ones.
var nextPeriod = report.Period{Year: 2019, Half: 2}

// tenInBerlin is the time that most of these tests announce.
var tenInBerlin = time.Date(2027, time.March, 3, 9, 0, 0, 0, time.UTC)

func timeIn(zone string, at time.Time, reason string) report.AnnouncementChange {
	return report.AnnouncementChange{Release: at, Zone: zone, Reason: reason}
}

// someAnnouncements has a release that is announced and one that is late.
func someAnnouncements() []report.Announcement {
	at := sitetest.Now.AddDate(0, 0, -40)
	change := timeIn("Europe/Berlin", tenInBerlin, "")
	late := timeIn("UTC", sitetest.Now.AddDate(0, 0, -1), "")
	change.At, late.At = at, at
	return []report.Announcement{
		{Period: nextPeriod, Changes: []report.AnnouncementChange{change}},
		{Period: nextPeriod.Next(), Changes: []report.AnnouncementChange{late}},
	}
}

// firstLine returns the line that answers when the next report comes.
func firstLine(t *testing.T, d *sitetest.Console, path string) string {
	t.Helper()
	line := d.Public.Doc(path).Find(".next-release")
	if line.Length() != 1 {
		t.Fatalf("%s has %d lines on the next report", path, line.Length())
	}
	if href, _ := line.Find("a").Attr("href"); href != "/calendar" {
		t.Errorf("%s: the line leads to %q", path, href)
	}
	return sitetest.Text(line)
}

func TestCalendar_AnswersWhenTheNextReportComes(t *testing.T) {
	t.Parallel()
	d := sitetest.NewConsole(t)
	says := func(want string) {
		t.Helper()
		for _, path := range []string{"/", "/2019-H1", "/2016-H1/de", "/data"} {
			if got := firstLine(t, d, path); got != want {
				t.Errorf("%s: got %q, want %q", path, got, want)
			}
		}
	}
	calendar := func(want ...string) {
		t.Helper()
		text := sitetest.Text(d.Public.Doc("/calendar").Find("main"))
		for _, w := range want {
			if !strings.Contains(text, w) {
				t.Errorf("/calendar does not say %q: %s", w, text)
			}
		}
	}
	says("Next report: not announced yet")
	calendar("The next report is not announced yet.", "2019 (Jan-Jun)Not announced24 November 2026, 12:00 UTC")
	if a := d.Public.Get("/2019-H1/r1"); strings.Contains(a.Body, "next-release") {
		t.Error("the page of a revision, which never changes, says when the next report comes")
	}

	d.Announce(nextPeriod, report.AnnouncementChange{Month: report.Month{Year: 2027, Month: time.March}})
	says("Next report: March 2027, day to follow")
	calendar("2019 (Jul-Dec) Provisional", "March 2027")

	d.Announce(nextPeriod, timeIn("Europe/Berlin", tenInBerlin, ""))
	says("Next report: 3 March 2027, 10:00 in Berlin")
	calendar("2019 (Jul-Dec) Confirmed", "Wednesday, 3 March 2027, 10:00 in Berlin, 09:00 UTC")

	later := tenInBerlin.AddDate(0, 0, 35).Add(-time.Hour) // in summer time
	d.Announce(nextPeriod, timeIn("Europe/Berlin", later, "One country is late."))
	says("Next report: 7 April 2027, 10:00 in Berlin")
	calendar("2019 (Jul-Dec) Postponed", "Wednesday, 7 April 2027, 10:00 in Berlin, 08:00 UTC", "Postponed from Wednesday, 3 March 2027, 10:00 in Berlin, 09:00 UTC.", "Reason: One country is late.",
		"24 November 2026: announced for March 2027.", "24 November 2026: announced for Wednesday, 3 March 2027")

	d.Pass(later.Sub(d.Now()) - time.Second)
	d.Step()
	says("Next report: 7 April 2027, 10:00 in Berlin")
	d.Pass(time.Second)
	d.Step()
	says("The report for 2019 (Jul-Dec): due 7 April 2027, 10:00 in Berlin, not published yet")
	calendar("2019 (Jul-Dec) Not on time", "This time has passed, and it is not published yet.")

	d.Announce(nextPeriod, report.AnnouncementChange{Cancelled: true, Reason: "There will be no report."})
	says("The report for 2019 (Jul-Dec): cancelled")
	calendar("2019 (Jul-Dec) Cancelled", "It was announced for Wednesday, 7 April 2027, 10:00 in Berlin, 08:00 UTC and will not be published.", "Reason: There will be no report.")
	for _, path := range []string{"/2019-H2", "/2019-H2/de", "/download/2019-H2.csv"} {
		if a := d.Public.Get(path); a.Status != http.StatusNotFound {
			t.Errorf("%s: got %d", path, a.Status)
		}
	}
}

// The calendar's files are the same bytes at each fetch, with the same validator, until something changes.
func TestCalendar_IsTheSameUntilSomethingChanges(t *testing.T) {
	t.Parallel()
	d := sitetest.NewConsole(t)
	paths := []string{"/calendar", "/calendar.ics", "/calendar.json", "/calendar/2019-H2.ics"}
	all := func() map[string]sitetest.Answer {
		answers := map[string]sitetest.Answer{}
		for _, path := range paths {
			answers[path] = d.Public.Get(path)
		}
		return answers
	}
	d.Announce(nextPeriod, timeIn("Asia/Tokyo", tenInBerlin, ""))
	first := all()
	d.Pass(time.Hour)
	d.Step()
	for path, a := range all() {
		if a.Status != http.StatusOK || a.Body != first[path].Body || a.Header.Get("Etag") != first[path].Header.Get("Etag") || a.Header.Get("Etag") == "" {
			t.Errorf("%s: got %d, and other bytes an hour later", path, a.Status)
		}
		if a := d.Public.Get(path, "If-None-Match", first[path].Header.Get("Etag")); a.Status != http.StatusNotModified {
			t.Errorf("%s with its validator: got %d", path, a.Status)
		}
	}
	d.Announce(nextPeriod, timeIn("Asia/Tokyo", tenInBerlin.Add(time.Hour), "The room is taken."))
	moved := all()
	for path, a := range moved {
		if a.Body == first[path].Body {
			t.Errorf("%s does not change with the date", path)
		}
	}
	read := func(body string) *ics.VEvent {
		calendar, err := ics.ParseCalendar(strings.NewReader(body))
		if err != nil || len(calendar.Events()) != 1 {
			t.Fatalf("%v\n%s", err, body)
		}
		return calendar.Events()[0]
	}
	for _, path := range []string{"/calendar.ics", "/calendar/2019-H2.ics"} {
		before, after := read(first[path].Body), read(moved[path].Body)
		if before.Id() != after.Id() || before.GetProperty(ics.ComponentPropertySequence).Value != "0" || after.GetProperty(ics.ComponentPropertySequence).Value != "1" {
			t.Errorf("%s: the event %s became %s, or its sequence is no higher", path, before.Id(), after.Id())
		}
		if kind := moved[path].Header.Get("Content-Type"); kind != "text/calendar; charset=utf-8" {
			t.Errorf("%s is of type %s", path, kind)
		}
	}
}

// On both sides of a change to summer time, the local time is what was announced, and the file has it in UTC.
func TestCalendar_KeepsLocalTimesOverSummerTime(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		zone, local, utc string
	}{
		{"Europe/London", "27 March 2027, 09:30 in London", "2027-03-27T09:30:00Z"}, // summer time begins on the 28th
		{"Europe/London", "28 March 2027, 09:30 in London", "2027-03-28T08:30:00Z"},
		{"America/New_York", "6 November 2027, 09:30 in New York", "2027-11-06T13:30:00Z"}, // it ends on the 7th
		{"America/New_York", "7 November 2027, 09:30 in New York", "2027-11-07T14:30:00Z"},
		{"Australia/Sydney", "3 April 2027, 09:30 in Sydney", "2027-04-02T22:30:00Z"}, // it ends on the 4th
		{"Australia/Sydney", "4 April 2027, 09:30 in Sydney", "2027-04-03T23:30:00Z"},
	} {
		at, err := time.Parse(time.RFC3339, c.utc)
		if err != nil {
			t.Fatal(err)
		}
		site := sitetest.New(t, func(o *handlers.Options) {
			o.Archive = o.Archive.WithAnnouncements([]report.Announcement{{Period: nextPeriod, Changes: []report.AnnouncementChange{timeIn(c.zone, at, "")}}}, sitetest.Now)
			o.NoPrerender = true
		})
		if got := sitetest.Text(site.Doc("/").Find(".next-release")); got != "Next report: "+c.local {
			t.Errorf("got %q, want %q", got, c.local)
		}
		if want := "DTSTART:" + at.Format("20060102T150405Z"); !strings.Contains(site.Get("/calendar.ics").Body, want+"\r\n") {
			t.Errorf("%s: the file lacks %s", c.local, want)
		}
	}
}

// An announcement reveals a date: to the release, each address of the announced half-year answers byte for byte as that
// of any half-year that never was.
func TestCalendar_RevealsNothingOfTheAnnouncedPeriod(t *testing.T) {
	t.Parallel()
	d := sitetest.NewConsole(t)
	d.Announce(nextPeriod, timeIn("UTC", d.Now().Add(30*24*time.Hour), ""))
	addresses := []string{
		"/P", "/P/de", "/P/europe", "/P/r1", "/P/r1/de", "/P/countries", "/P/countries/accounts", "/P.csv", "/P.json", "/P/de.csv", "/P/r1.tlog-proof", "/map/P", "/cite/P/de", "/cite/P/de.bib",
		"/embed/P/de", "/share/P/de.png", "/download/P.xlsx", "/download/P.csv", "/download/P.json", "/download/P-r1.csv", "/download/P.csv-metadata.json", "/calendar/P-after-r1.ics",
	}
	for _, a := range addresses {
		announced, never := d.Public.Get(strings.ReplaceAll(a, "P", "2019-H2")), d.Public.Get(strings.ReplaceAll(a, "P", "2031-H1"))
		if announced.Status != http.StatusNotFound || announced.Status != never.Status || announced.Body != never.Body {
			t.Errorf("%s: the announced half-year answers %d, one that never was %d, with other bytes", a, announced.Status, never.Status)
		}
	}
	if a := d.Public.Get("/calendar/2019-H2.ics"); a.Status != http.StatusOK {
		t.Errorf("what is announced: got %d", a.Status)
	}
}

// What somebody proposed is public nowhere before another person has approved it.
func TestCalendar_ShowsNoProposal(t *testing.T) {
	t.Parallel()
	d := sitetest.NewConsole(t)
	before := map[string]string{}
	paths := []string{"/", "/calendar", "/calendar.ics", "/calendar.json", "/calendar/2019-H2.ics", "/data", "/openapi.json", "/revisions.atom", "/log/checkpoint"}
	for _, path := range paths {
		before[path] = d.Public.Get(path).Body
	}
	if _, err := d.Publisher.Propose(t.Context(), sitetest.Refer(t, d.Publisher, "ann", nextPeriod, 0), timeIn("UTC", tenInBerlin, "canary-proposal")); err != nil {
		t.Fatal(err)
	}
	d.Step()
	for _, path := range paths {
		if d.Public.Get(path).Body != before[path] {
			t.Errorf("%s changed with a proposal", path)
		}
	}
	if _, err := d.Publisher.ApproveAnnouncement(t.Context(), sitetest.Refer(t, d.Publisher, "bob", nextPeriod, 0)); err != nil {
		t.Fatal(err)
	}
	d.Step()
	for _, path := range paths[:5] {
		if d.Public.Get(path).Body == before[path] {
			t.Errorf("%s did not change with the announcement", path)
		}
	}
}

// In the last seconds before an announced time, no cache may keep what the pages say of it.
func TestCalendar_ShortensCaching(t *testing.T) {
	t.Parallel()
	announce := func(in time.Duration) string {
		site := sitetest.New(t, func(o *handlers.Options) {
			now := time.Now()
			o.Archive = o.Archive.WithAnnouncements([]report.Announcement{{Period: nextPeriod, Changes: []report.AnnouncementChange{timeIn("UTC", now.Add(in), "")}}}, now)
			o.NoPrerender = true
		})
		return site.Get("/calendar").Header.Get("Cache-Control")
	}
	if got := announce(time.Hour); !strings.Contains(got, "s-maxage=10,") {
		t.Errorf("an hour before: %s", got)
	}
	if got := announce(4 * time.Second); strings.Contains(got, "s-maxage=10,") {
		t.Errorf("four seconds before: %s", got)
	}
}

// A release at its announced time stands among the earlier ones, with both times.
func TestCalendar_ListsWhatWasAnnouncedAndMade(t *testing.T) {
	t.Parallel()
	d := sitetest.NewConsole(t)
	d.Announce(nextPeriod, timeIn("UTC", d.Now().Add(time.Hour), ""))
	draft := approvedNext(t, d)
	silent := sitetest.By("bob", draft)
	silent.Reason = ""
	d.Must(d.Publisher.Schedule(t.Context(), silent, d.Now().Add(time.Hour), "UTC"))
	d.Pass(time.Hour)
	d.Step()
	row := sitetest.Text(d.Public.Doc("/calendar").Find("tbody tr").First())
	if want := "2019 (Jul-Dec)Tuesday, 24 November 2026, 13:00 UTC24 November 2026, 13:00 UTC (on time)"; row != want {
		t.Errorf("got %q, want %q", row, want)
	}
	if got := firstLine(t, d, "/"); got != "Next report: not announced yet" {
		t.Errorf("after the release: %q", got)
	}
	if a := d.Public.Get("/calendar.json").Body; !strings.Contains(a, `"state": "published"`) || !strings.Contains(a, `"revision": 1`) {
		t.Errorf("the file says %s", a)
	}
}

// approvedNext brings the next half-year to its approval.
func approvedNext(t *testing.T, d *sitetest.Console) publish.Draft {
	t.Helper()
	content, err := os.ReadFile("../internal/workbook/testdata/2019-H2.csv")
	if err != nil {
		t.Fatal(err)
	}
	return d.Approved("2019-H2.csv", content, nextPeriod, "As published.")
}

// An announced update is called that everywhere, and no correction; a correction of an error stays one.
func TestCalendar_CallsAPlannedUpdateThat(t *testing.T) {
	t.Parallel()
	d := sitetest.NewConsole(t)
	newest := report.Period{Year: 2019, Half: 1}
	correction := d.Corrected(newest, "An error.", "A figure was wrong.")
	d.Pass(time.Hour)
	d.Publish(correction)
	sitetest.Announce(t, d.Publisher, newest, 2, timeIn("UTC", d.Now().Add(2*time.Hour), ""))
	update := sitetest.By("bob", d.Corrected(newest, "More figures.", "Figures that arrived late."))
	update.Reason = ""
	d.Must(d.Publisher.Schedule(t.Context(), update, d.Now().Add(2*time.Hour), "UTC"))
	d.Pass(2 * time.Hour)
	d.Step()

	revisions := d.Public.Doc("/revisions")
	if got := sitetest.Text(revisions.Find(".revisions__corrected")); !strings.HasPrefix(got, "1 correction so far") {
		t.Errorf("the page of revisions counts: %q", got)
	}
	if got := sitetest.Text(revisions.Find(".corrections")); !strings.Contains(got, "A figure was wrong.") || strings.Contains(got, "arrived late") {
		t.Errorf("the corrections are: %q", got)
	}
	if got := sitetest.Text(revisions.Find("table")); !strings.Contains(got, "Planned update: Figures that arrived late.") {
		t.Errorf("the revisions are: %q", got)
	}
	for path, want := range map[string][2]string{ // what it has, and what it has not
		"/releases.atom":    {"planned update", "A figure was wrong."},
		"/corrections.atom": {"A figure was wrong.", "planned update"},
		"/":                 {"Updated on 24 November 2026, as announced", "Corrected on"},
		"/2019-H1":          {"Updated, as announced, on 24 November 2026", "Corrected on"},
		"/2019-H1/r2":       {"Figures that arrived late.", "planned update"},
		"/calendar":         {"planned update", "Corrected on"},
		"/calendar.ics":     {"planned update", "A figure was wrong."},
	} {
		a := d.Public.Get(path)
		if a.Status != 200 || !strings.Contains(a.Body, want[0]) || strings.Contains(a.Body, want[1]) {
			t.Errorf("%s: got %d, want %q and not %q", path, a.Status, want[0], want[1])
		}
	}
}
