package opendata

import (
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"lerr/internal/report"
	"lerr/internal/urls"
)

// refreshInterval is the time after which calendar programs should ask again (RFC 7986).
const refreshInterval = "PT1H"

// Calendar returns releases as an iCalendar file (RFC 5545). Equal entries give equal bytes. An event keeps its UID when
// the site moves and when its date does; each change of the announcement makes its SEQUENCE one higher. Times are in
// UTC, so that no program has to know a zone.
func Calendar(m Metadata, entries []report.CalendarEntry) []byte {
	var c icalendar
	c.add("BEGIN", "VCALENDAR")
	c.add("VERSION", "2.0")
	c.add("PRODID", "-//lerr//Release calendar//EN")
	title := icalText(m.Site.Title + ": releases")
	c.add("NAME", title)
	c.add("X-WR-CALNAME", title)
	c.add("REFRESH-INTERVAL;VALUE=DURATION", refreshInterval)
	c.add("X-PUBLISHED-TTL", refreshInterval)
	if m.BaseURL != "" {
		c.add("SOURCE;VALUE=URI", m.absolute(urls.CalendarICS))
		c.add("URL", m.absolute(urls.Calendar))
	}
	for _, e := range entries {
		c.event(m, e)
	}
	c.add("END", "VCALENDAR")
	return []byte(c.text.String())
}

// icalendar collects the lines of an iCalendar file.
type icalendar struct{ text strings.Builder }

// maxLine is the number of octets of a line, without its end.
const maxLine = 75

// add appends a property. A long line is folded between characters.
func (c *icalendar) add(name, value string) {
	line, room := name+":"+value, maxLine
	for len(line) > room {
		cut := room
		for !utf8.RuneStart(line[cut]) {
			cut--
		}
		c.text.WriteString(line[:cut] + "\r\n ")
		line, room = line[cut:], maxLine-1 // the space belongs to the line
	}
	c.text.WriteString(line + "\r\n")
}

// event appends the event of a release.
func (c *icalendar) event(m Metadata, e report.CalendarEntry) {
	changed := icalTime(e.ChangedAt())
	c.add("BEGIN", "VEVENT")
	c.add("UID", calendarUID(m, e.Announcement))
	c.add("SEQUENCE", fmt.Sprint(len(e.Changes)-1))
	c.add("DTSTAMP", changed) // of a file without a method that is the last change, by RFC 5545
	c.add("CREATED", icalTime(e.Changes[0].At))
	c.add("LAST-MODIFIED", changed)
	if at := e.Announced(); at.IsConfirmed() {
		c.add("DTSTART", icalTime(at.Release))
	} else {
		c.add("DTSTART;VALUE=DATE", at.Month.First().Format("20060102"))
		c.add("DTEND;VALUE=DATE", at.Month.Next().First().Format("20060102"))
	}
	c.add("SUMMARY", icalText(m.calendarTitle(e)))
	c.add("DESCRIPTION", icalText(m.calendarText(e)))
	c.add("STATUS", icalStatus(e.State))
	c.add("TRANSP", "TRANSPARENT")
	if m.BaseURL != "" {
		c.add("URL", m.absolute(calendarPage(e)))
	}
	c.add("END", "VEVENT")
}

// calendarUID returns the UID of a release, by its period and the organization.
func calendarUID(m Metadata, a report.Announcement) string {
	host := strings.ReplaceAll(report.NameKey(m.Site.Organization), " ", "-")
	return urls.CalendarKey(a.Period, a.Follows) + "@" + host + ".lerr"
}

// calendarPage returns the address of the page about a release: its report once that is public.
func calendarPage(e report.CalendarEntry) string {
	if e.State == report.Released {
		return urls.Revision(e.Period, e.Revision.Number, report.Place{})
	}
	return urls.Calendar
}

// icalStatus returns the status of an event, of which RFC 5545 has three.
func icalStatus(state report.AnnouncementState) string {
	switch state {
	case report.Cancelled:
		return "CANCELLED"
	case report.Provisional, report.Missed:
		return "TENTATIVE"
	}
	return "CONFIRMED"
}

// calendarTitle names a release. A postponed one that has no day is provisional again.
func (m Metadata) calendarTitle(e report.CalendarEntry) string {
	title := m.Site.Title + ", " + e.Period.Label()
	if e.Follows > 0 {
		title += ": planned update"
	}
	switch {
	case e.State == report.Cancelled:
		title += " (cancelled)"
	case e.State == report.Missed:
		title += " (not published yet)"
	case e.State != report.Released && !e.Last().IsConfirmed():
		title += " (in this month)"
	}
	return title
}

// calendarText says what a release's announcement says, in sentences.
func (m Metadata) calendarText(e report.CalendarEntry) string {
	last, announced := e.Last(), e.Announced()
	var lines []string
	if announced.IsConfirmed() {
		lines = append(lines, fmt.Sprintf("Announced for %s (%s), %s.",
			announced.In().Format("2 January 2006, 15:04"), announced.Zone, announced.Release.UTC().Format("15:04 UTC")))
	} else {
		lines = append(lines, "Announced for "+announced.Month.Label()+".")
		if e.State == report.Provisional || e.State == report.Postponed {
			lines[0] += " The day and the time follow."
		}
	}
	switch e.State {
	case report.Released:
		lines = append(lines, "Published on "+e.Revision.PublishedAt.UTC().Format("2 January 2006, 15:04 UTC")+".")
	case report.Missed:
		lines = append(lines, "That time has passed and it is not published.")
	case report.Cancelled:
		lines = append(lines, "Cancelled: "+last.Reason)
	default:
		if last.Reason != "" {
			lines = append(lines, "Changed: "+last.Reason)
		}
	}
	return strings.Join(append(lines, m.Site.Recreation), "\n")
}

// icalTime returns a time as iCalendar has it, in UTC.
func icalTime(t time.Time) string { return t.UTC().Format("20060102T150405Z") }

// icalEscapes are the characters of a text that RFC 5545 escapes.
var icalEscapes = strings.NewReplacer(`\`, `\\`, ";", `\;`, ",", `\,`, "\r\n", `\n`, "\n", `\n`)

// icalText returns a text as the value of a property: escaped, without other control characters.
func icalText(s string) string {
	s = strings.Map(func(r rune) rune {
		if (r < ' ' && r != '\n') || r == 0x7f {
			return -1
		}
		return r
	}, strings.ToValidUTF8(strings.ReplaceAll(strings.TrimSpace(s), "\r\n", "\n"), "\ufffd"))
	return icalEscapes.Replace(s)
}
