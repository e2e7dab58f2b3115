package handlers

import (
	"fmt"

	"lerr/handlers/web"
	"lerr/internal/opendata"
	"lerr/internal/report"
	"lerr/internal/urls"
	"lerr/views"
)

// announced lists the files of single announced releases.
func announced(a *report.Archive, _ []report.Period) []string {
	return each(a.Announcements(), func(n report.Announcement) string { return urls.CalendarEvent(n.Period, n.Follows) })
}

// showCalendar says when releases are announced for, and when earlier ones were made.
func (s *Site) showCalendar(snap *snapshot, _ request) (*web.Unbuilt, error) {
	return web.Component(htmlHead, views.Calendar)(views.NewCalendarPage(s.frame, snap.archive), nil)
}

// showCalendarFile returns all announced releases for calendar programs.
func (s *Site) showCalendarFile(snap *snapshot, _ request) (*web.Unbuilt, error) {
	return s.calendarFile(snap, snap.archive.Calendar(), "calendar")
}

// showCalendarEvent returns one announced release. It fails with report.ErrNotFound for one that is not announced,
// whatever is drafted.
func (s *Site) showCalendarEvent(snap *snapshot, q request) (*web.Unbuilt, error) {
	for _, e := range snap.archive.Calendar() {
		if key := urls.CalendarKey(e.Period, e.Follows); key == q.vars["release"] {
			return s.calendarFile(snap, []report.CalendarEntry{e}, key)
		}
	}
	return nil, fmt.Errorf("announcement %s: %w", q.vars["release"], report.ErrNotFound)
}

func (s *Site) calendarFile(snap *snapshot, entries []report.CalendarEntry, name string) (*web.Unbuilt, error) {
	head := documentHead(mediaCalendar)
	head.FileName = s.fileHead(mediaCalendar, name, "ics").FileName
	return web.Text(head)(opendata.Calendar(s.metadata(snap.archive), entries), nil)
}

// calendarJSON lists the announced releases with their history.
func (s *Site) calendarJSON(snap *snapshot, _ request) (file, error) {
	a := snap.archive
	return file{
		name: "Announced releases", format: "JSON", head: documentHead(mediaJSON), rows: func() int { return len(a.Announcements()) }, changed: a.CalendarUpdatedAt(),
		body: textOf(func() ([]byte, error) {
			return opendata.CalendarJSON(s.metadata(a), a.Calendar(), a.CalendarUpdatedAt())
		}),
	}, nil
}
