package opendata_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"os/exec"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	ics "github.com/arran4/golang-ical"
	"github.com/google/go-cmp/cmp"

	"lerr/internal/opendata"
	"lerr/internal/report"
	"lerr/internal/sitetest"
)

// calendarAt returns the calendar of announcements at a moment, with the revisions that were published.
func calendarAt(t *testing.T, now time.Time, revisions []report.Revision, list ...report.Announcement) []report.CalendarEntry {
	t.Helper()
	places, err := report.NewPlaces(nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	archive, err := report.NewArchive(places, revisions)
	if err != nil {
		t.Fatal(err)
	}
	return archive.WithAnnouncements(list, now).Calendar()
}

// metadataOf returns the shipped report's, at an address.
func calendarMetadata(t *testing.T, base string) opendata.Metadata {
	return opendata.Metadata{Site: sitetest.Shipped(t).Site, BaseURL: base}
}

func utc(s string) time.Time {
	at, err := time.Parse(time.RFC3339, s)
	if err != nil {
		panic(err)
	}
	return at
}

var autumn = report.Period{Year: 2019, Half: 2}

// Each state, in several zones, with every character that iCalendar escapes and lines that must be folded.
func everyState() (now time.Time, revisions []report.Revision, list []report.Announcement) {
	at := utc("2026-11-28T12:00:00.123456Z")
	of := func(year, half int, changes ...report.AnnouncementChange) {
		for i := range changes {
			changes[i].At = at.Add(time.Duration(i) * time.Hour)
		}
		list = append(list, report.Announcement{Period: report.Period{Year: year, Half: half}, Changes: changes})
	}
	timed := func(when, zone, reason string) report.AnnouncementChange {
		return report.AnnouncementChange{Release: utc(when), Zone: zone, Reason: reason}
	}
	of(2020, 1, report.AnnouncementChange{Month: report.Month{Year: 2027, Month: time.September}})
	of(2020, 2, timed("2027-10-31T01:30:00Z", "Europe/Berlin", ""))
	of(2021, 1, timed("2027-03-03T09:00:00Z", "UTC", ""), timed("2027-04-05T22:00:00Z", "America/New_York", "Ärzte; Größe, \\ und\nneue Zeile. "+strings.Repeat("日本語テキスト", 20)))
	of(2021, 2, timed("2027-05-03T09:00:00Z", "UTC", ""), report.AnnouncementChange{Cancelled: true, Reason: "No report."})
	of(2018, 2, timed("2026-12-03T09:00:00Z", "Asia/Tokyo", ""))
	of(2018, 1, timed("2026-11-30T09:00:00Z", "UTC", ""))
	revisions = []report.Revision{{Edition: report.Edition{Period: report.Period{Year: 2018, Half: 1}}, Number: 1, State: report.Published, PublishedAt: utc("2026-11-30T09:00:00Z")}}
	return utc("2026-12-24T00:00:00Z"), revisions, list
}

// event returns the properties of an event by its UID's beginning, as golang-ical reads them.
func readEvents(t *testing.T, content []byte) map[string]*ics.VEvent {
	t.Helper()
	calendar, err := ics.ParseCalendar(bytes.NewReader(content))
	if err != nil {
		t.Fatalf("golang-ical: %v\n%s", err, content)
	}
	events := map[string]*ics.VEvent{}
	for _, e := range calendar.Events() {
		period, _, ok := strings.Cut(e.Id(), "@")
		if !ok || events[period] != nil {
			t.Errorf("the UID %q is no other's and names its site", e.Id())
		}
		events[period] = e
	}
	return events
}

func property(e *ics.VEvent, name ics.ComponentProperty) string {
	if p := e.GetProperty(name); p != nil {
		return p.Value
	}
	return ""
}

func TestCalendar_IsReadByGolangICal(t *testing.T) {
	now, revisions, list := everyState()
	content := opendata.Calendar(calendarMetadata(t, "https://example.org"), calendarAt(t, now, revisions, list...))
	events := readEvents(t, content)
	for period, want := range map[string][5]string{ // start, end, status, sequence, last change
		"2020-H1": {"20270901", "20271001", "TENTATIVE", "0", "20261128T120000Z"},
		"2020-H2": {"20271031T013000Z", "", "CONFIRMED", "0", "20261128T120000Z"},
		"2021-H1": {"20270405T220000Z", "", "CONFIRMED", "1", "20261128T130000Z"},
		"2021-H2": {"20270503T090000Z", "", "CANCELLED", "1", "20261128T130000Z"},
		"2018-H2": {"20261203T090000Z", "", "TENTATIVE", "0", "20261203T090000Z"},
		"2018-H1": {"20261130T090000Z", "", "CONFIRMED", "0", "20261130T090000Z"},
	} {
		e := events[period]
		if e == nil {
			t.Fatalf("%s has no event", period)
		}
		got := [5]string{
			property(e, ics.ComponentPropertyDtStart), property(e, ics.ComponentPropertyDtEnd), property(e, ics.ComponentPropertyStatus),
			property(e, ics.ComponentPropertySequence), property(e, ics.ComponentPropertyLastModified),
		}
		if got != want {
			t.Errorf("%s: got %q, want %q", period, got, want)
		}
		if stamp := property(e, ics.ComponentPropertyDtstamp); stamp != want[4] {
			t.Errorf("%s: DTSTAMP %s, want that of the last change", period, stamp)
		}
	}
	reason := list[2].Changes[1].Reason
	if text := property(events["2021-H1"], ics.ComponentPropertyDescription); !strings.Contains(text, strings.TrimSpace(reason)) {
		t.Errorf("the reason is read as %q", text)
	}
	if text := property(events["2021-H1"], ics.ComponentPropertyDescription); !strings.Contains(text, "5 April 2027, 18:00 (America/New_York), 22:00 UTC") {
		t.Errorf("the time in its zone is read as %q", text)
	}
	if url := property(events["2018-H1"], ics.ComponentPropertyUrl); url != "https://example.org/2018-H1/r1" {
		t.Errorf("what is published leads to %q", url)
	}
}

// RFC 5545, 3.1: lines of at most 75 octets that end with CR LF, folded between characters.
func TestCalendar_HasLinesAsTheStandardWants(t *testing.T) {
	now, revisions, list := everyState()
	content := string(opendata.Calendar(calendarMetadata(t, "https://example.org"), calendarAt(t, now, revisions, list...)))
	folded := 0
	for line := range strings.SplitSeq(strings.TrimSuffix(content, "\r\n"), "\r\n") {
		if len(line) > 75 || !utf8.ValidString(line) || strings.ContainsAny(line, "\r\n") || line == "" {
			t.Errorf("%d octets: %q", len(line), line)
		}
		if strings.HasPrefix(line, " ") {
			folded++
		}
	}
	if !strings.HasSuffix(content, "\r\n") || folded < 5 {
		t.Errorf("%d folded lines, end %q", folded, content[len(content)-10:])
	}
	if !strings.Contains(content, "REFRESH-INTERVAL;VALUE=DURATION:PT1H\r\n") {
		t.Error("no REFRESH-INTERVAL")
	}
}

// A date that is moved is the same event, with a higher sequence; nothing else changes the bytes.
func TestCalendar_MovesAnEvent(t *testing.T) {
	m := calendarMetadata(t, "https://example.org")
	a := report.Announcement{Period: autumn, Changes: []report.AnnouncementChange{{At: utc("2026-11-28T12:00:00Z"), Release: utc("2027-03-03T09:00:00Z"), Zone: "Europe/Berlin"}}}
	now := utc("2026-12-01T00:00:00Z")
	before := opendata.Calendar(m, calendarAt(t, now, nil, a))
	if again := opendata.Calendar(m, calendarAt(t, now.Add(time.Hour), nil, a)); !bytes.Equal(before, again) {
		t.Errorf("an hour later the bytes are others:\n%s", cmp.Diff(string(before), string(again)))
	}
	a.Changes = append(a.Changes, report.AnnouncementChange{At: utc("2026-12-02T12:00:00Z"), Release: utc("2027-04-07T08:00:00Z"), Zone: "Europe/Berlin", Reason: "Later."})
	after := opendata.Calendar(m, calendarAt(t, now.AddDate(0, 0, 2), nil, a))
	old, moved := readEvents(t, before)["2019-H2"], readEvents(t, after)["2019-H2"]
	if old.Id() != moved.Id() || !strings.HasPrefix(old.Id(), "2019-H2@microsoft") {
		t.Errorf("the UIDs are %q and %q", old.Id(), moved.Id())
	}
	if property(old, ics.ComponentPropertySequence) != "0" || property(moved, ics.ComponentPropertySequence) != "1" {
		t.Error("the sequence of the moved event is not one higher")
	}
	if elsewhere := readEvents(t, opendata.Calendar(calendarMetadata(t, ""), calendarAt(t, now, nil, a)))["2019-H2"]; elsewhere.Id() != old.Id() {
		t.Errorf("at another address the UID is %q", elsewhere.Id())
	}
	a.Follows = 1
	if update := readEvents(t, opendata.Calendar(m, calendarAt(t, now, nil, a))); update["2019-H2-after-r1"] == nil {
		t.Errorf("a planned update has the UID of the first publication: %v", update)
	}
}

// Debian's icalendar must accept what golang-ical does. make setup installs it.
func TestCalendar_IsReadByPythonICalendar(t *testing.T) {
	now, revisions, list := everyState()
	content := opendata.Calendar(calendarMetadata(t, "https://example.org"), calendarAt(t, now, revisions, list...))
	const script = `
import sys, json, icalendar
calendar = icalendar.Calendar.from_ical(sys.stdin.buffer.read())
events = {}
for e in calendar.walk("VEVENT"):
    assert not e.errors, e.errors
    start = e["DTSTART"].dt
    events[str(e["UID"]).split("@")[0]] = [start.isoformat(), str(e["STATUS"]), int(e["SEQUENCE"]), str(e["DESCRIPTION"])]
assert not calendar.errors, calendar.errors
json.dump([str(calendar["VERSION"]), events], sys.stdout)
`
	command := exec.CommandContext(t.Context(), "/usr/bin/python3", "-c", script)
	command.Stdin = bytes.NewReader(content)
	out, err := command.Output()
	if failed := (*exec.ExitError)(nil); errors.As(err, &failed) {
		t.Fatalf("python3-icalendar, which make setup installs: %v\n%s", err, failed.Stderr)
	} else if err != nil {
		t.Fatalf("python3-icalendar, which make setup installs: %v", err)
	}
	var version string
	var events map[string][4]any
	if err := json.Unmarshal(out, &[]any{&version, &events}); err != nil {
		t.Fatal(err)
	}
	for period, want := range map[string][3]any{
		"2020-H1": {"2027-09-01", "TENTATIVE", 0.0}, "2020-H2": {"2027-10-31T01:30:00+00:00", "CONFIRMED", 0.0},
		"2021-H1": {"2027-04-05T22:00:00+00:00", "CONFIRMED", 1.0}, "2021-H2": {"2027-05-03T09:00:00+00:00", "CANCELLED", 1.0},
	} {
		if e := events[period]; [3]any{e[0], e[1], e[2]} != want {
			t.Errorf("%s: got %v, want %v", period, e, want)
		}
	}
	if text, _ := events["2021-H1"][3].(string); !strings.Contains(text, strings.TrimSpace(list[2].Changes[1].Reason)) {
		t.Errorf("the reason is read as %q", text)
	}
	if version != "2.0" || len(events) != len(list) {
		t.Errorf("version %s with %d events", version, len(events))
	}
}

func TestReadCalendar_ReadsBack(t *testing.T) {
	now, revisions, list := everyState()
	list = append(list, report.Announcement{Period: autumn, Follows: 2, Changes: list[0].Changes})
	content, err := opendata.CalendarJSON(calendarMetadata(t, "https://example.org"), calendarAt(t, now, revisions, list...), now)
	if err != nil {
		t.Fatal(err)
	}
	got, err := opendata.ReadCalendar(content)
	if err != nil {
		t.Fatal(err)
	}
	want := calendarAnnouncements(t, list)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("announcements (-want +got):\n%s", diff)
	}
	for name, bad := range map[string]string{
		"nothing": "", "another property": strings.Replace(string(content), `"state"`, `"secret": 1, "state"`, 1),
		"a time elsewhere": strings.Replace(string(content), "2027-10-31T01:30:00Z\",\n     \"zone", "2027-10-31T02:30:00+01:00\",\n     \"zone", 1), "a month 13": strings.ReplaceAll(string(content), "2027-09", "2027-13"),
	} {
		if _, err := opendata.ReadCalendar([]byte(bad)); !errors.Is(err, report.ErrInvalid) {
			t.Errorf("%s: got %v, want ErrInvalid", name, err)
		}
	}
}

// calendarAnnouncements returns announcements in the order of periods, in whole seconds.
func calendarAnnouncements(t *testing.T, list []report.Announcement) []report.Announcement {
	t.Helper()
	places, _ := report.NewPlaces(nil, nil)
	archive, err := report.NewArchive(places, nil)
	if err != nil {
		t.Fatal(err)
	}
	sorted := archive.WithAnnouncements(list, time.Time{}).Announcements()
	for _, a := range sorted {
		for i := range a.Changes {
			a.Changes[i].At = a.Changes[i].At.Truncate(time.Second)
		}
	}
	return sorted
}
