package report_test

import (
	"errors"
	"reflect"
	"testing"
	"time"

	"lerr/internal/report"
)

var (
	announcedPeriod = report.Period{Year: 2019, Half: 2}
	march           = report.Month{Year: 2027, Month: time.March}
)

// at parses a time in RFC 3339.
func at(t *testing.T, s string) time.Time {
	t.Helper()
	parsed, err := time.Parse(time.RFC3339, s)
	if err != nil {
		t.Fatal(err)
	}
	return parsed
}

func TestAnnouncement_HasTheStateOfTheMoment(t *testing.T) {
	const before, zone = "2026-12-01T00:00:00Z", "Europe/Berlin"
	confirmed := func(when string) report.AnnouncementChange {
		return report.AnnouncementChange{Release: at(t, when), Zone: zone}
	}
	month := func(m time.Month) report.AnnouncementChange {
		return report.AnnouncementChange{Month: report.Month{Year: 2027, Month: m}}
	}
	cancelled := report.AnnouncementChange{Cancelled: true}
	const third, fourth = "2027-03-03T09:00:00Z", "2027-04-04T08:00:00Z"
	for name, c := range map[string]struct {
		changes   []report.AnnouncementChange
		published string
		now       string
		want      report.AnnouncementState
	}{
		"a month":                              {[]report.AnnouncementChange{month(3)}, "", before, report.Provisional},
		"the last moment of the month":         {[]report.AnnouncementChange{month(3)}, "", "2027-03-31T23:59:59Z", report.Provisional},
		"after the month":                      {[]report.AnnouncementChange{month(3)}, "", "2027-04-01T00:00:00Z", report.Missed},
		"a time":                               {[]report.AnnouncementChange{confirmed(third)}, "", before, report.Confirmed},
		"a time in the announced month":        {[]report.AnnouncementChange{month(3), confirmed(third)}, "", before, report.Confirmed},
		"the last second before it":            {[]report.AnnouncementChange{confirmed(third)}, "", "2027-03-03T08:59:59Z", report.Confirmed},
		"the time":                             {[]report.AnnouncementChange{confirmed(third)}, "", third, report.Missed},
		"published at the time":                {[]report.AnnouncementChange{confirmed(third)}, third, third, report.Released},
		"published late":                       {[]report.AnnouncementChange{confirmed(third)}, fourth, fourth, report.Released},
		"published although it was cancelled":  {[]report.AnnouncementChange{confirmed(third), cancelled}, fourth, fourth, report.Released},
		"a later time":                         {[]report.AnnouncementChange{confirmed(third), confirmed(fourth)}, "", before, report.Postponed},
		"a later month":                        {[]report.AnnouncementChange{month(3), month(4)}, "", before, report.Postponed},
		"a time after the announced month":     {[]report.AnnouncementChange{month(3), confirmed(fourth)}, "", before, report.Postponed},
		"a time that becomes the month":        {[]report.AnnouncementChange{confirmed(third), month(3)}, "", before, report.Postponed},
		"the day after a postponement":         {[]report.AnnouncementChange{confirmed(third), month(4), confirmed(fourth)}, "", before, report.Confirmed},
		"an earlier time":                      {[]report.AnnouncementChange{confirmed(fourth), confirmed(third)}, "", before, report.Confirmed},
		"a postponed time that has passed":     {[]report.AnnouncementChange{confirmed(third), confirmed(fourth)}, "", fourth, report.Missed},
		"cancelled":                            {[]report.AnnouncementChange{confirmed(third), cancelled}, "", fourth, report.Cancelled},
		"announced again after it was dropped": {[]report.AnnouncementChange{confirmed(third), cancelled, confirmed(fourth)}, "", before, report.Confirmed},
	} {
		var published time.Time
		if c.published != "" {
			published = at(t, c.published)
		}
		a := report.Announcement{Period: announcedPeriod, Changes: c.changes}
		if got := a.State(published, at(t, c.now)); got != c.want {
			t.Errorf("%s: got %s, want %s", name, got, c.want)
		}
	}
}

// The month that a time belongs to is that of its zone.
func TestAnnouncementChange_KeepsWhatWasAnnounced(t *testing.T) {
	month := report.AnnouncementChange{Month: march}
	late := at(t, "2027-03-31T22:30:00Z")
	berlin := report.AnnouncementChange{Release: late, Zone: "Europe/Berlin"}
	york := report.AnnouncementChange{Release: late, Zone: "America/New_York"}
	cancelled := report.AnnouncementChange{Cancelled: true}
	for name, c := range map[string]struct {
		before, after report.AnnouncementChange
		want          bool
	}{
		"00:30 on 1 April in Berlin":    {month, berlin, false},
		"18:30 on 31 March in New York": {month, york, true},
		"the same time elsewhere":       {berlin, york, true},
		"the same month":                {month, month, true},
		"a time that is taken back":     {york, month, false},
		"a cancellation":                {month, cancelled, false},
		"the same cancellation":         {cancelled, cancelled, true},
		"a month after a cancellation":  {cancelled, month, false},
	} {
		if got := c.after.Keeps(c.before); got != c.want {
			t.Errorf("%s: got %t, want %t", name, got, c.want)
		}
	}
}

func TestAnnouncementChange_SaysOneThing(t *testing.T) {
	noon := at(t, "2027-03-03T12:00:00Z")
	for name, c := range map[string]struct {
		change report.AnnouncementChange
		right  bool
	}{
		"nothing":              {report.AnnouncementChange{}, false},
		"a month":              {report.AnnouncementChange{Month: march}, true},
		"a month 13":           {report.AnnouncementChange{Month: report.Month{Year: 2027, Month: 13}}, false},
		"a month with a zone":  {report.AnnouncementChange{Month: march, Zone: "UTC"}, false},
		"a time":               {report.AnnouncementChange{Release: noon, Zone: "UTC"}, true},
		"a time and a month":   {report.AnnouncementChange{Release: noon, Zone: "UTC", Month: march}, false},
		"a time without zone":  {report.AnnouncementChange{Release: noon}, false},
		"the machine's zone":   {report.AnnouncementChange{Release: noon, Zone: "Local"}, false},
		"a zone of nowhere":    {report.AnnouncementChange{Release: noon, Zone: "Europe/Atlantis"}, false},
		"a second of a minute": {report.AnnouncementChange{Release: noon.Add(time.Second), Zone: "UTC"}, false},
		"cancelled":            {report.AnnouncementChange{Cancelled: true}, true},
		"cancelled in March":   {report.AnnouncementChange{Cancelled: true, Month: march}, false},
	} {
		if err := c.change.Check(); (err == nil) != c.right || err != nil && !errors.Is(err, report.ErrInvalid) {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

// announcedArchive returns an archive of published revisions with announcements at a moment.
func announcedArchive(t *testing.T, now string, revisions []report.Revision, list ...report.Announcement) *report.Archive {
	t.Helper()
	places, err := report.NewPlaces(nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	a, err := report.NewArchive(places, revisions)
	if err != nil {
		t.Fatal(err)
	}
	return a.WithAnnouncements(list, at(t, now))
}

func publishedAt(t *testing.T, p report.Period, number int, state report.RevisionState, when string) report.Revision {
	return report.Revision{Edition: report.Edition{Period: p}, Number: number, State: state, PublishedAt: at(t, when)}
}

// A correction of an error, which comes before the time of a planned update, is not that update.
func TestArchive_TellsAPlannedUpdateFromACorrection(t *testing.T) {
	p := announcedPeriod
	update := report.Announcement{Period: p, Follows: 1, Changes: []report.AnnouncementChange{{Release: at(t, "2027-03-03T09:00:00Z"), Zone: "UTC"}}}
	first := publishedAt(t, p, 1, report.Superseded, "2026-12-01T09:00:00Z")
	correction := publishedAt(t, p, 2, report.Superseded, "2027-01-01T09:00:00Z")
	planned := publishedAt(t, p, 3, report.Published, "2027-03-03T09:00:00Z")
	correction.State = report.Published
	a := announcedArchive(t, "2027-02-01T00:00:00Z", []report.Revision{first, correction}, update)
	if e := a.Calendar()[0]; e.State != report.Confirmed || e.Revision.Number != 0 {
		t.Errorf("after the correction: got %s by revision %d, want it confirmed", e.State, e.Revision.Number)
	}
	correction.State = report.Superseded
	a = announcedArchive(t, "2027-03-04T00:00:00Z", []report.Revision{first, correction, planned}, update)
	if e := a.Calendar()[0]; e.State != report.Released || e.Revision.Number != 3 {
		t.Errorf("after the update: got %s by revision %d, want it published by 3", e.State, e.Revision.Number)
	}
}

func TestArchive_CalendarIsOrderedAndTurnsAtTheNextTime(t *testing.T) {
	of := func(year, half int, changes ...report.AnnouncementChange) report.Announcement {
		return report.Announcement{Period: report.Period{Year: year, Half: half}, Changes: changes}
	}
	timed := func(when string) report.AnnouncementChange {
		return report.AnnouncementChange{Release: at(t, when), Zone: "UTC", At: at(t, "2026-12-01T00:00:00Z")}
	}
	first := report.Period{Year: 2018, Half: 1}
	list := []report.Announcement{
		of(2020, 1, report.AnnouncementChange{Month: report.Month{Year: 2027, Month: time.July}}),
		of(2019, 1, timed("2027-01-10T09:00:00Z"), report.AnnouncementChange{Cancelled: true, Reason: "Because."}),
		of(2018, 1, timed("2026-12-24T09:00:00Z")),
		of(2019, 2, timed("2027-03-03T09:00:00Z")),
		of(2018, 2, timed("2027-01-02T09:00:00Z")),
	}
	published := publishedAt(t, first, 1, report.Published, "2026-12-24T09:00:00Z")
	a := announcedArchive(t, "2027-02-01T00:00:00Z", []report.Revision{published}, list...)
	var got []string
	for _, e := range a.Calendar() {
		got = append(got, e.Period.String()+" "+string(e.State))
	}
	want := []string{"2018-H2 missed", "2019-H2 confirmed", "2020-H1 provisional", "2019-H1 cancelled", "2018-H1 published"}
	for i := range want {
		if i >= len(got) || got[i] != want[i] {
			t.Fatalf("got %q, want %q", got, want)
		}
	}
	if next, ok := a.NextRelease(); !ok || next.Period != (report.Period{Year: 2018, Half: 2}) {
		t.Errorf("next release: got %s, want 2018-H2, which is late", next.Period)
	}
	if turns := a.CalendarTurns(); !turns.Equal(at(t, "2027-03-03T09:00:00Z")) {
		t.Errorf("turns at %s, want at the next time", turns)
	}
	before, after := a.Fingerprint(), a.WithAnnouncements(list, at(t, "2027-03-03T09:00:00Z")).Fingerprint()
	if before == after {
		t.Error("the fingerprint does not change when a time passes")
	}
	if same := a.WithAnnouncements(list, at(t, "2027-03-03T08:59:59Z")).Fingerprint(); same != before {
		t.Error("the fingerprint changes while nothing does")
	}
}

func TestRhythm_IsTheMedian(t *testing.T) {
	published := map[report.Period]time.Time{}
	for year, days := range map[int]int{2015: 90, 2016: 103, 2017: 120, 2018: 118, 2019: 900} {
		p := report.Period{Year: year, Half: 1}
		published[p] = p.Last().AddDate(0, 0, days)
	}
	if days, ok := report.Rhythm(published); !ok || days != 118 {
		t.Errorf("got %d, %t, want 118 days", days, ok)
	}
	if _, ok := report.Rhythm(nil); ok {
		t.Error("there is a rhythm of nothing")
	}
}

func TestArchive_PlansAYearAndWarnsFourWeeksBefore(t *testing.T) {
	newest := report.Period{Year: 2025, Half: 2}
	rhythm := map[report.Period]time.Time{newest: newest.Last().AddDate(0, 0, 100)} // 2026-H1 on 8 October, 2026-H2 on 10 April
	published := publishedAt(t, newest, 1, report.Published, "2026-04-10T09:00:00Z")
	for _, c := range []struct {
		now     string
		changes []report.AnnouncementChange
		rows    int
		late    bool
		overdue bool
	}{
		{"2026-09-01T00:00:00Z", nil, 2, false, false},
		{"2026-09-11T00:00:00Z", nil, 2, true, false}, // 27 days before
		{"2026-10-09T00:00:00Z", nil, 3, false, true},
		{"2026-09-11T00:00:00Z", []report.AnnouncementChange{{Month: report.Month{Year: 2026, Month: time.October}}}, 2, true, false},
		{"2026-08-30T00:00:00Z", []report.AnnouncementChange{{Month: report.Month{Year: 2026, Month: time.October}}}, 2, false, false},
		{"2026-09-11T00:00:00Z", []report.AnnouncementChange{{Release: at(t, "2026-10-08T09:00:00Z"), Zone: "UTC"}}, 2, false, false},
		{"2026-10-09T00:00:00Z", []report.AnnouncementChange{{Release: at(t, "2026-10-08T09:00:00Z"), Zone: "UTC"}, {Cancelled: true, Reason: "None."}}, 3, false, false},
	} {
		var list []report.Announcement
		if c.changes != nil {
			list = append(list, report.Announcement{Period: newest.Next(), Changes: c.changes})
		}
		a := announcedArchive(t, c.now, []report.Revision{published}, list...)
		rows := a.Plan(rhythm, at(t, c.now))
		if len(rows) != c.rows || rows[0].Period != newest.Next() || rows[0].Late != c.late || rows[0].Overdue != c.overdue {
			t.Errorf("%s %v: got %d rows, the first late %t and overdue %t; want %d, %t and %t", c.now, c.changes, len(rows), rows[0].Late, rows[0].Overdue, c.rows, c.late, c.overdue)
		}
	}
}

// While no announced time passes, an archive of a later moment is the same in every field.
func TestArchive_IsTheSameUntilTheCalendarTurns(t *testing.T) {
	list := []report.Announcement{{Period: announcedPeriod, Changes: []report.AnnouncementChange{{Release: at(t, "2027-03-03T09:00:00Z"), Zone: "Europe/Berlin"}}}}
	of := func(now string) *report.Archive { return announcedArchive(t, now, nil, list...) }
	for _, tt := range []struct {
		a, b string
		same bool
	}{
		{"2027-03-01T00:00:00Z", "2027-03-03T08:59:59Z", true},
		{"2027-03-03T09:00:00Z", "2027-04-03T08:59:59Z", true},
		{"2027-03-03T08:59:59Z", "2027-03-03T09:00:00Z", false},
	} {
		if got := reflect.DeepEqual(of(tt.a), of(tt.b)); got != tt.same {
			t.Errorf("%s and %s are the same: %v, want %v", tt.a, tt.b, got, tt.same)
		}
	}
}
