package translog_test

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"lerr/internal/report"
	"lerr/internal/translog"
)

// What the announcements of these tests say, one after the other.
var (
	timed     = report.AnnouncementChange{At: at, Release: time.Date(2027, time.March, 3, 9, 0, 0, 0, time.UTC), Zone: "Europe/Berlin"}
	postponed = report.AnnouncementChange{At: at.Add(time.Hour), Month: report.Month{Year: 2027, Month: time.April}, Reason: "A source is late."}
	cancelled = report.AnnouncementChange{At: at.Add(2 * time.Hour), Cancelled: true, Reason: "There will be no report."}
)

// announced returns the entry of a change of the announcement of 2019-H2.
func announced(c report.AnnouncementChange) translog.Entry {
	return translog.AnnouncementEntry(half(2019, 2), 0, c)
}

// withAnnouncements is history, and an announcement that changes; and one of an update.
func withAnnouncements() []translog.Entry {
	update := translog.AnnouncementEntry(half(2018, 1), 2, report.AnnouncementChange{At: at, Month: report.Month{Year: 2028, Month: time.May}})
	return append(history(), announced(timed), announced(postponed), announced(cancelled), update)
}

func TestEntry_OfAnAnnouncementKeepsItsBytes(t *testing.T) {
	want := []string{
		`{"kind":"announcement","period":"2019-H2","at":"2026-11-24T12:00:00.123456Z","release":"2027-03-03T09:00:00.000000Z","zone":"Europe/Berlin"}`,
		`{"kind":"announcement","period":"2019-H2","at":"2026-11-24T13:00:00.123456Z","note":"A source is late.","month":"2027-04"}`,
		`{"kind":"announcement","period":"2019-H2","at":"2026-11-24T14:00:00.123456Z","note":"There will be no report.","cancelled":true}`,
		`{"kind":"announcement","period":"2018-H1","at":"2026-11-24T12:00:00.123456Z","follows":2,"month":"2028-05"}`,
	}
	words := []string{
		"The release of 2019-H2 was, on 24 November 2026, 12:00 UTC, announced for 3 March 2027, 09:00 UTC, given in Europe/Berlin.",
		"The release of 2019-H2 was, on 24 November 2026, 13:00 UTC, announced for April 2027: A source is late.",
		"The release of 2019-H2 was, on 24 November 2026, 14:00 UTC, cancelled: There will be no report.",
		"The update of 2018-H1 after revision 2 was, on 24 November 2026, 12:00 UTC, announced for May 2028.",
	}
	entries := withAnnouncements()[len(history()):]
	for i, e := range entries {
		text, err := e.Marshal()
		if err != nil || string(text) != want[i] {
			t.Errorf("got %s, %v\nwant %s", text, err, want[i])
		}
		if again, err := translog.ParseEntry([]byte(want[i])); err != nil || cmp.Diff(e, again) != "" {
			t.Errorf("%s is read as %v, %v", want[i], again, err)
		}
		if e.String() != words[i] {
			t.Errorf("got %q, want %q", e.String(), words[i])
		}
	}
}

func TestEntry_AnnouncesOneThing(t *testing.T) {
	for name, change := range map[string]func(*translog.Entry){
		"a month and a time":        func(e *translog.Entry) { e.Month = report.Month{Year: 2027, Month: 3} },
		"a time and that it is off": func(e *translog.Entry) { e.Cancelled = true },
		"nothing":                   func(e *translog.Entry) { e.Release, e.Zone = time.Time{}, "" },
		"no zone":                   func(e *translog.Entry) { e.Zone = "" },
		"an unknown zone":           func(e *translog.Entry) { e.Zone = "Europe/Atlantis" },
		"seconds":                   func(e *translog.Entry) { e.Release = e.Release.Add(time.Second) },
		"a revision below 0":        func(e *translog.Entry) { e.Follows = -1 },
		"no period":                 func(e *translog.Entry) { e.Period = report.Period{} },
		"no time of its own":        func(e *translog.Entry) { e.At = time.Time{} },
	} {
		e := announced(timed)
		change(&e)
		if _, err := e.Marshal(); !errors.Is(err, report.ErrInvalid) {
			t.Errorf("%s: got %v, want ErrInvalid", name, err)
		}
	}
}

func TestReplay_KeepsTheHistoryOfAnnouncements(t *testing.T) {
	want := []report.Announcement{
		{Period: half(2018, 1), Follows: 2, Changes: []report.AnnouncementChange{{At: at, Month: report.Month{Year: 2028, Month: time.May}}}},
		{Period: half(2019, 2), Changes: []report.AnnouncementChange{timed, postponed, cancelled}},
	}
	if diff := cmp.Diff(want, replay(t, withAnnouncements()).Announcements); diff != "" {
		t.Errorf("announcements (-want +got):\n%s", diff)
	}
}

func TestReplay_RefusesAnnouncementsThatCannotFollow(t *testing.T) {
	silent := postponed
	silent.Reason = ""
	for name, next := range map[string][]translog.Entry{
		"a cancellation of nothing":             {announced(cancelled)},
		"the same again":                        {announced(timed), announced(timed)},
		"another month without a reason":        {announced(timed), announced(silent)},
		"a first publication of what is public": {translog.AnnouncementEntry(half(2018, 1), 0, timed)},
		"an update of what is not public":       {translog.AnnouncementEntry(half(2019, 2), 1, timed)},
		"an update of an earlier revision":      {translog.AnnouncementEntry(half(2018, 1), 1, timed)},
	} {
		if state, err := translog.Replay(append(history(), next...)); !errors.Is(err, report.ErrInvalid) || state.Announcements != nil {
			t.Errorf("%s: got %v, want ErrInvalid", name, err)
		}
	}
}

func TestState_CalendarDifferences(t *testing.T) {
	state := replay(t, withAnnouncements())
	stored := func() []report.Announcement { return replay(t, withAnnouncements()).Announcements }
	if got := state.CalendarDifferences(stored()); got != nil {
		t.Errorf("nothing was changed: %q", got)
	}
	for name, c := range map[string]struct {
		change func([]report.Announcement) []report.Announcement
		want   string
	}{
		"none": {func(list []report.Announcement) []report.Announcement { return list[:1] }, "Announcement of 2019-H2 is in the log and not in the database."},
		"more": {func(list []report.Announcement) []report.Announcement {
			return append(list, report.Announcement{Period: half(2020, 1), Changes: list[0].Changes})
		}, "Announcement of 2020-H1 is in the database and not in the log."},
		"twice": {func(list []report.Announcement) []report.Announcement { return append(list, list[0]) }, "Announcement of 2018-H1 after revision 2 is in the database twice."},
	} {
		if got := state.CalendarDifferences(c.change(stored())); !slices.Equal(got, []string{c.want}) {
			t.Errorf("%s: got %q, want %q", name, got, c.want)
		}
	}
	for name, change := range map[string]func(*report.AnnouncementChange){
		"reason": func(c *report.AnnouncementChange) { c.Reason = "Another." }, "at": func(c *report.AnnouncementChange) { c.At = c.At.Add(time.Microsecond) },
		"month": func(c *report.AnnouncementChange) { c.Month = report.Month{Year: 2027, Month: time.May} },
		"time":  func(c *report.AnnouncementChange) { *c = timed },
		"off":   func(c *report.AnnouncementChange) { c.Month, c.Cancelled = report.Month{}, true },
	} {
		list := stored()
		change(&list[1].Changes[1])
		if got := state.CalendarDifferences(list); len(got) != 1 || !strings.HasPrefix(got[0], "Announcement of 2019-H2: the log has the changes") {
			t.Errorf("%s: got %q", name, got)
		}
	}
}

// A site that shows another calendar than its log has is found out, and one that hides it too.
func TestAudit_ReadsTheCalendar(t *testing.T) {
	key := newKey(t, "report.example/log")
	calendar := func(change func([]report.Announcement) []report.Announcement) []byte {
		list := replay(t, withAnnouncements()).Announcements
		for _, a := range list {
			for i := range a.Changes {
				a.Changes[i].At = a.Changes[i].At.Truncate(time.Second)
			}
		}
		content, err := json.Marshal(change(list))
		if err != nil {
			t.Fatal(err)
		}
		return content
	}
	same := func(list []report.Announcement) []report.Announcement { return list }
	for name, c := range map[string]struct {
		content []byte
		want    string // empty if it fits
	}{
		"the log's": {calendar(same), ""},
		"none":      {nil, "calendar.json"},
		"no list":   {[]byte("{"), "unexpected end"},
		"a lie": {calendar(func(list []report.Announcement) []report.Announcement {
			list[1].Changes = list[1].Changes[:1]
			return list
		}), "Announcement of 2019-H2: the log has the changes"},
		"one hidden": {calendar(func(list []report.Announcement) []report.Announcement { return list[1:] }), "is in the log and not on the site"},
	} {
		files := newSite(t, key, withAnnouncements())
		if c.content != nil {
			files["/calendar.json"] = c.content
		}
		found := audit(t, auditor(), serve(t, files), translog.AuditState{})
		if c.want == "" && len(found.Problems) > 0 || c.want != "" && !strings.Contains(strings.Join(found.Problems, "\n"), c.want) {
			t.Errorf("%s: got %q, want %q", name, found.Problems, c.want)
		}
	}
	files := newSite(t, key, history())
	files["/calendar.json"] = calendar(same)
	if found := audit(t, auditor(), serve(t, files), translog.AuditState{}); len(found.Problems) != 2 {
		t.Errorf("announcements that the log lacks: got %q", found.Problems)
	}
}
