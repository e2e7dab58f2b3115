package views

import (
	"fmt"
	"slices"
	"time"

	"github.com/a-h/templ"

	"lerr/internal/report"
	"lerr/internal/urls"
)

// CalendarPage says when releases are announced for, and when earlier ones were made.
type CalendarPage struct {
	Page
	Next []CalendarRelease // the next one first
	Past []PastRelease     // the last one first
}

// CalendarRelease is a release that is to come, that is late, or that was cancelled instead of being made.
type CalendarRelease struct {
	ID      string // fragment
	Title   string // "2019 (Jul-Dec)"
	State   string // "Confirmed"
	Class   string
	When    Moment // empty if it was cancelled
	Text    string // a sentence on the state
	Reason  string
	File    string // for calendar programs; empty if it was cancelled
	History []CalendarStep
}

// CalendarStep is one change of an announcement.
type CalendarStep struct{ On, What, Reason string }

// PastRelease is a release that was made or cancelled, with what was announced.
type PastRelease struct {
	Title     string
	URL       string   // empty for one that was cancelled
	Announced []string // what was announced, one after the other; none for a release that was not announced
	Published string
	Late      string // how it differs from what was announced last; may be empty
	at        time.Time
}

// Moment is an announced month or time.
type Moment struct {
	ISO   string // of the time; empty for a month
	Day   string // "Wednesday, 3 March 2027", in its zone, or "March 2027"
	Clock string // "10:00 in Berlin, 09:00 UTC"; empty for a month
}

// String returns the moment in one line.
func (m Moment) String() string {
	if m.Clock == "" {
		return m.Day
	}
	return m.Day + ", " + m.Clock
}

// NewMoment returns what a change announces.
func NewMoment(c report.AnnouncementChange) Moment {
	if !c.IsConfirmed() {
		return Moment{Day: c.Month.Label()}
	}
	local, utc := c.In(), c.Release.UTC()
	m := Moment{ISO: utc.Format(time.RFC3339), Day: local.Format("Monday, 2 January 2006"), Clock: utc.Format("15:04 UTC")}
	if c.Zone != "UTC" {
		if local.Day() != utc.Day() {
			m.Clock += " on " + utc.Format("2 January")
		}
		m.Clock = local.Format("15:04") + " in " + report.ZonePlace(c.Zone) + ", " + m.Clock
	}
	return m
}

// shortMoment returns the day and the time in the zone alone: "3 March 2027, 10:00 in Berlin".
func shortMoment(c report.AnnouncementChange) string {
	switch {
	case !c.IsConfirmed():
		return c.Month.Label()
	case c.Zone == "UTC":
		return c.In().Format("2 January 2006, 15:04 UTC")
	}
	return c.In().Format("2 January 2006, 15:04") + " in " + report.ZonePlace(c.Zone)
}

// stateTexts says for each state what its name does not.
var stateTexts = map[report.AnnouncementState]string{
	report.Provisional: "A month for now. The day and the time follow.",
	report.Confirmed:   "",
	report.Missed:      "This time has passed, and it is not published yet.",
}

// releaseTitle names an announced release.
func releaseTitle(a report.Announcement) string {
	if a.Follows > 0 {
		return a.Period.Label() + ", planned update"
	}
	return a.Period.Label()
}

// StateName returns the name of an announcement's state for readers.
func StateName(s report.AnnouncementState) string {
	if s == report.Missed {
		return "Not on time"
	}
	return Capital(string(s))
}

// NewCalendarPage returns the calendar.
func NewCalendarPage(f Frame, a *report.Archive) CalendarPage {
	m := CalendarPage{Page: newPage(f, urls.Calendar, "Release calendar", "When the next figures are published, each change of an announced date with its reason, and when earlier figures were announced and published.")}
	m.Bundle = bundleExplore
	m.at("", report.Selection{Period: a.NewestPublished()})
	for _, e := range a.Calendar() {
		switch {
		case e.IsOpen() || e.State == report.Cancelled && a.LastNumber(e.Period) == 0:
			m.Next = append(m.Next, newCalendarRelease(e))
		default:
			m.Past = append(m.Past, newPastRelease(e))
		}
	}
	for p, at := range a.FirstPublished() {
		if _, announced := a.AnnouncementOf(p, 0); !announced {
			m.Past = append(m.Past, PastRelease{
				Title: p.Label(), URL: urls.Report(report.Selection{Period: p}), Published: publishedText(at), at: at,
			})
		}
	}
	slices.SortStableFunc(m.Past, func(x, y PastRelease) int {
		if c := y.at.Compare(x.at); c != 0 {
			return c
		}
		if x.Title > y.Title {
			return -1
		}
		return 1
	})
	return m
}

func newCalendarRelease(e report.CalendarEntry) CalendarRelease {
	r := CalendarRelease{
		ID: "release-" + urls.CalendarKey(e.Period, e.Follows), Title: releaseTitle(e.Announcement), State: StateName(e.State), Class: string(e.State),
		When: NewMoment(e.Announced()), Text: stateTexts[e.State], Reason: e.Last().Reason, File: urls.CalendarEvent(e.Period, e.Follows),
	}
	if before, broken := e.Broken(); broken && !before.Cancelled && e.State != report.Cancelled {
		moved := "Moved from "
		if e.State == report.Postponed {
			moved = "Postponed from "
		}
		r.Text = moved + NewMoment(before).String() + "."
		if e.State == report.Missed {
			r.Text = stateTexts[report.Missed] + " " + r.Text
		}
	}
	if e.State == report.Cancelled {
		r.Text, r.When, r.File = "It was announced for "+r.When.String()+" and will not be published.", Moment{}, ""
	}
	for _, c := range e.Changes {
		r.History = append(r.History, CalendarStep{Date(c.At), announcedText(c), c.Reason})
	}
	return r
}

// announcedText says what a change announces: "announced for March 2027", "cancelled".
func announcedText(c report.AnnouncementChange) string {
	if c.Cancelled {
		return "cancelled"
	}
	return "announced for " + NewMoment(c).String()
}

func newPastRelease(e report.CalendarEntry) PastRelease {
	r := PastRelease{Title: releaseTitle(e.Announcement), at: e.Announced().Due()}
	for _, c := range e.Changes {
		text := Capital(NewMoment(c).String())
		if c.Cancelled {
			text = "Cancelled"
		}
		if c.Reason != "" {
			text += ": " + c.Reason
		}
		r.Announced = append(r.Announced, text)
	}
	if e.State != report.Released {
		r.Published = "Cancelled"
		return r
	}
	at := e.Revision.PublishedAt
	r.URL, r.at = urls.Revision(e.Period, e.Revision.Number, report.Place{}), at
	r.Published = publishedText(at)
	if last := e.Announced(); last.IsConfirmed() {
		switch late := at.Sub(last.Release); {
		case late >= time.Minute:
			r.Late = "late by " + durationText(late)
		case late < 0:
			r.Late = "early by " + durationText(-late)
		default:
			r.Late = "on time"
		}
	}
	return r
}

// announcedLabel returns the attributes of a cell of what was announced.
func announcedLabel(r PastRelease) templ.Attributes {
	if len(r.Announced) == 0 {
		return nil
	}
	return templ.Attributes{"data-label": "Announced for"}
}

func publishedText(at time.Time) string { return at.UTC().Format("2 January 2006, 15:04 UTC") }

// durationText writes a duration in its largest unit: "3 days", "5 hours", "1 minute".
func durationText(d time.Duration) string {
	switch {
	case d >= 48*time.Hour:
		return Plural(int(d.Hours()/24), "day", "days")
	case d >= 2*time.Hour:
		return Plural(int(d.Hours()), "hour", "hours")
	}
	return Plural(max(int(d.Minutes()), 1), "minute", "minutes")
}

// NextRelease answers when the next report comes, in one line.
type NextRelease struct {
	Lead string // "Next report"
	Text string // "3 March 2027, 10:00 in Berlin"
	Late bool
}

// newNextRelease returns the line. It names no half-year that is not announced.
func newNextRelease(a *report.Archive) NextRelease {
	e, ok := a.NextRelease()
	if !ok {
		return NextRelease{Lead: "Next report", Text: "not announced yet"}
	}
	n := NextRelease{Lead: "Next report", Text: shortMoment(e.Announced())}
	what := "The report for " + e.Period.Label()
	if e.Follows > 0 {
		n.Lead, what = "Next: update of "+e.Period.Label(), "The update of "+e.Period.Label()
	}
	switch e.State {
	case report.Provisional:
		n.Text += ", day to follow"
	case report.Missed:
		n = NextRelease{what, fmt.Sprintf("due %s, not published yet", n.Text), true}
	case report.Cancelled:
		n = NextRelease{what, "cancelled", true}
	}
	return n
}
