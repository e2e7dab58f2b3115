package console

import (
	"fmt"
	"time"

	"lerr/internal/publish"
	"lerr/internal/report"
	"lerr/internal/urls"
	"lerr/views"
)

// What a proposal says, by the value of its choice.
const (
	SayTime   = "time"
	SayMonth  = "month"
	SayCancel = "cancel"
)

// CalendarPage is the year's plan, with what is announced and what waits for a second person.
type CalendarPage struct {
	ConsolePage
	Waiting []WaitingDate
	Rhythm  string // "Usually 111 days after the end of a half-year."; empty if nothing was published
	Rows    []PlannedRelease
	Backlog string // how many half-years are overdue by the rhythm and not in the rows; may be empty
	Updates []report.Revision
	Form    *AnnounceForm // nil unless a release is chosen
	CanEdit bool
}

// WaitingDate is a proposal that waits for a second person.
type WaitingDate struct {
	Title, Says, Reason, By string
	Before                  string // what is public; empty for nothing
	Period                  report.Period
	Follows, Version        int
	Soon                    string // a warning; may be empty
	MayNot                  string // why the person cannot approve it; may be empty
	StepUp                  string
	CanApprove, CanDiscard  bool
}

// PlannedRelease is a row of the year's plan.
type PlannedRelease struct {
	Title, Key     string
	Usual          string // day, empty for none
	State, When    string
	Warning        string
	Draft          string // how far its draft is; may be empty
	DraftURL       string
	History        []string
	Change, Action string // address and name of the form; empty for none
}

// AnnounceForm proposes a change of an announcement.
type AnnounceForm struct {
	Title                               string
	Period                              report.Period
	Follows, Version                    int
	Public                              string // what is announced; empty for nothing
	Say, Month, At, Zone, Reason, Which string // as typed
	Zones                               []string
	Twice                               bool // the time comes twice
}

// CalendarInput is the input of NewCalendarPage.
type CalendarInput struct {
	Archive       *report.Archive
	Announcements []publish.Announcement
	Drafts        []publish.Draft
	Actor         publish.Actor
	Now           time.Time
	Stale         bool // a second factor must be entered again
	Chosen        bool // a release is chosen for the form
	Form          AnnounceForm
	LastZone      string
}

// rhythmDates returns when half-years were published, by the organization itself where another runs the site.
func rhythmDates(site *report.Site, a *report.Archive) map[report.Period]time.Time {
	if site.Recreation == "" {
		return a.FirstPublished()
	}
	dates := map[report.Period]time.Time{}
	for p, publication := range site.Publications {
		dates[p] = publication.Date
	}
	return dates
}

// maxOverdue is the number of overdue half-years that the plan lists.
const maxOverdue = 3

// NewCalendarPage returns the calendar of the console.
func NewCalendarPage(p ConsolePage, in CalendarInput) CalendarPage {
	m := CalendarPage{ConsolePage: p, CanEdit: in.Actor.Editor, Updates: in.Archive.Revisions()}
	for _, n := range in.Announcements {
		if n.Proposed != nil {
			m.Waiting = append(m.Waiting, newWaiting(n, in))
		}
	}
	dates := rhythmDates(p.Site, in.Archive)
	if days, ok := report.Rhythm(dates); ok {
		m.Rhythm = fmt.Sprintf("A half-year is usually published %s after its end.", views.Plural(days, "day", "days"))
	}
	overdue := 0
	for _, r := range in.Archive.Plan(dates, in.Now) {
		if r.Overdue {
			if overdue++; overdue > maxOverdue {
				continue
			}
		}
		m.Rows = append(m.Rows, newPlanned(r, in))
	}
	if more := overdue - maxOverdue; more > 0 {
		m.Backlog = views.Plural(more, "further half-year is", "further half-years are") + " overdue by the usual rhythm."
	}
	if in.Chosen && in.Actor.Editor {
		form := in.Form
		form.Zones = zones
		m.Form = &form
	}
	return m
}

// releaseTitle names a release for staff.
func releaseTitle(p report.Period, follows int) string {
	if follows > 0 {
		return fmt.Sprintf("%s, planned update after revision %d", p.Label(), follows)
	}
	return p.Label()
}

func newWaiting(n publish.Announcement, in CalendarInput) WaitingDate {
	w := WaitingDate{
		Title: releaseTitle(n.Period, n.Follows), Says: SaysText(n.Proposed.Change), Reason: n.Proposed.Change.Reason, By: n.Proposed.By, Period: n.Period,
		Follows: n.Follows, Version: n.Version, CanDiscard: in.Actor.Editor || in.Actor.Approver, CanApprove: in.Actor.Approver,
	}
	if public, ok := n.Public(); ok {
		w.Before = SaysText(public.Last())
	}
	if c := n.Proposed.Change; c.IsConfirmed() && c.Release.Sub(in.Now) < report.ConfirmAhead {
		w.Soon = "That is less than four weeks ahead."
	}
	if err := n.MayApprove(in.Actor); err != nil {
		w.MayNot, w.CanApprove = err.Error(), false
	} else if !in.Actor.Approver {
		w.MayNot = "An approver approves it. Your roles do not let you."
	}
	if w.CanApprove && in.Stale {
		w.StepUp, w.CanApprove = urls.WithNext(urls.StepUp, urls.StaffCalendar), false
	}
	return w
}

// SaysText says what a change says, without its reason.
func SaysText(c report.AnnouncementChange) string {
	if c.Cancelled {
		return "Cancelled"
	}
	return views.NewMoment(c).String()
}

func newPlanned(r report.PlanRow, in CalendarInput) PlannedRelease {
	follows := r.Entry.Follows
	p := PlannedRelease{Title: releaseTitle(r.Period, follows), Key: urls.CalendarKey(r.Period, follows), State: "Not announced", Action: "Announce"}
	if !r.Usual.IsZero() {
		p.Usual = views.Date(r.Usual)
	}
	if r.Announced {
		p.State, p.When, p.Action = views.StateName(r.Entry.State), SaysText(r.Entry.Last()), "Change"
	}
	switch {
	case r.Announced && r.Entry.State == report.Missed:
		p.Warning = "The announced time has passed. Publish it, or announce another."
	case r.Overdue:
		p.Warning = "Overdue by the usual rhythm."
	case r.Late && r.Announced:
		p.Warning = "Less than four weeks are left, and no time is confirmed."
	case r.Late:
		p.Warning = "Usually due in less than four weeks, and nothing is announced."
	}
	for _, d := range in.Drafts {
		if d.Edition.Period != r.Period || d.IsOver() {
			continue
		}
		p.Draft, p.DraftURL = "Draft: "+draftStateWord(d.State), urls.Draft(d.ID)
		if d.State == publish.DraftScheduled {
			p.Draft += " for " + Clock(d.ReleaseAt)
			if off := publish.OffCalendar(d, in.Archive, d.ReleaseAt); off != "" && r.Announced && p.Warning == "" {
				p.Warning = "The draft is scheduled for another time than announced."
			}
		}
	}
	for _, n := range in.Announcements {
		if n.Period != r.Period || n.Follows != follows {
			continue
		}
		for _, c := range n.Changes {
			text := fmt.Sprintf("%s: %s, proposed by %s, approved by %s.", Clock(c.At), SaysText(c.AnnouncementChange), c.ProposedBy, c.ApprovedBy)
			if c.Reason != "" {
				text += " " + c.Reason
			}
			p.History = append(p.History, text)
		}
	}
	if in.Actor.Editor {
		p.Change = urls.AnnounceForm(r.Period, follows)
	}
	return p
}
