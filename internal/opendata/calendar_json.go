package opendata

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"lerr/internal/report"
)

// calendarDocument lists the announced releases. The order of fields is the file's.
type calendarDocument struct {
	Title     string            `json:"title"`
	License   license           `json:"license"`
	UpdatedAt *instant          `json:"updated_at" jsonschema:"When the calendar last changed; null if nothing was announced."`
	Releases  []calendarRelease `json:"releases" jsonschema:"Those that are to come first, the next one first; then those that were made or cancelled, the last one first."`
}

type calendarRelease struct {
	UID         string           `json:"uid" jsonschema:"The UID of its event in the iCalendar file."`
	Period      report.Period    `json:"period"`
	Follows     int              `json:"follows" jsonschema:"The number of the revision that a planned update follows; 0 for a first publication."`
	State       calendarState    `json:"state" jsonschema:"provisional: a month; confirmed: a time; postponed: later than announced before; cancelled; published; missed: the time has passed without a release."`
	Month       *month           `json:"month" jsonschema:"The announced month, while no time is confirmed."`
	ReleaseAt   *instant         `json:"release_at" jsonschema:"The announced time, in UTC."`
	Zone        *string          `json:"zone" jsonschema:"The zone in which the time was given."`
	PublishedAt *instant         `json:"published_at" jsonschema:"When it was published."`
	Revision    *int             `json:"revision" jsonschema:"The revision that was published."`
	Address     string           `json:"address" jsonschema:"The page about it."`
	Changes     []calendarChange `json:"changes" jsonschema:"What was announced when, oldest first."`
}

type calendarChange struct {
	AnnouncedAt instant  `json:"announced_at"`
	Month       *month   `json:"month"`
	ReleaseAt   *instant `json:"release_at"`
	Zone        *string  `json:"zone"`
	Cancelled   bool     `json:"cancelled"`
	Reason      *string  `json:"reason" jsonschema:"Why it was changed, where that breaks what was announced before."`
}

// optionalInstant returns a time, nil for the zero time.
func optionalInstant(t time.Time) *instant {
	if t.IsZero() {
		return nil
	}
	text := instant(timestamp(t))
	return &text
}

func optionalMonth(m report.Month) *month {
	if m.IsZero() {
		return nil
	}
	text := month(m.String())
	return &text
}

// CalendarJSON returns the announced releases, as report.Archive.Calendar gives them.
func CalendarJSON(m Metadata, entries []report.CalendarEntry, updated time.Time) ([]byte, error) {
	d := calendarDocument{Title: m.Site.Title, License: license(m.Site.License), UpdatedAt: optionalInstant(updated), Releases: []calendarRelease{}}
	for _, e := range entries {
		announced := e.Announced()
		r := calendarRelease{
			UID: calendarUID(m, e.Announcement), Period: e.Period, Follows: e.Follows, State: calendarState(e.State), Month: optionalMonth(announced.Month),
			ReleaseAt: optionalInstant(announced.Release), Zone: optional(announced.Zone), Address: m.absolute(calendarPage(e)),
		}
		if e.State == report.Released {
			r.PublishedAt, r.Revision = optionalInstant(e.Revision.PublishedAt), &e.Revision.Number
		}
		for _, c := range e.Changes {
			r.Changes = append(r.Changes, calendarChange{
				AnnouncedAt: instant(timestamp(c.At)), Month: optionalMonth(c.Month), ReleaseAt: optionalInstant(c.Release), Zone: optional(c.Zone),
				Cancelled: c.Cancelled, Reason: optional(c.Reason),
			})
		}
		d.Releases = append(d.Releases, r)
	}
	return encodeJSON("calendar", d)
}

// ReadCalendar is the inverse of CalendarJSON: it returns the announcements, by period and the revision that they follow,
// with times in whole seconds. It fails with ErrInvalid for properties that CalendarJSON does not write.
func ReadCalendar(content []byte) ([]report.Announcement, error) {
	var d calendarDocument
	if err := decodeJSON(content, &d); err != nil {
		return nil, fmt.Errorf("read json of the calendar: %w", err)
	}
	var list []report.Announcement
	for _, r := range d.Releases {
		a := report.Announcement{Period: r.Period, Follows: r.Follows}
		for _, c := range r.Changes {
			change, err := c.change()
			if err != nil {
				return nil, fmt.Errorf("read json of the calendar: %s: %w", r.Period, err)
			}
			a.Changes = append(a.Changes, change)
		}
		list = append(list, a)
	}
	slices.SortStableFunc(list, func(a, b report.Announcement) int { return cmp.Or(a.Period.Compare(b.Period), a.Follows-b.Follows) })
	return list, nil
}

func (c calendarChange) change() (change report.AnnouncementChange, err error) {
	change = report.AnnouncementChange{Zone: given(c.Zone), Cancelled: c.Cancelled, Reason: given(c.Reason)}
	if change.At, err = parseTimestamp(string(c.AnnouncedAt)); err != nil {
		return change, err
	}
	if c.ReleaseAt != nil {
		if change.Release, err = parseTimestamp(string(*c.ReleaseAt)); err != nil {
			return change, err
		}
	}
	if c.Month != nil {
		change.Month, err = report.ParseMonth(string(*c.Month))
	}
	return change, err
}
