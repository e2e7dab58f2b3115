package console

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"lerr/internal/publish"
	"lerr/internal/report"
	"lerr/internal/staff"
	"lerr/internal/urls"
	"lerr/views/console"
)

func (s *Site) showCalendar(c echo.Context) error { return s.sendCalendar(c, http.StatusOK) }

// sendCalendar shows the year's plan, with the form of the release that the request names. If the form was refused, it
// keeps the form's input.
func (s *Site) sendCalendar(c echo.Context, status int, errs ...console.FormError) error {
	ctx := c.Request().Context()
	archive, err := s.Publisher.Archive(ctx)
	if err != nil {
		return err
	}
	list, err := s.Publisher.Announcements(ctx)
	if err != nil {
		return err
	}
	drafts, err := s.Publisher.Drafts(ctx)
	if err != nil {
		return err
	}
	in := console.CalendarInput{
		Archive: archive, Announcements: list, Drafts: drafts, Actor: edit(c).Actor, Now: s.Now(),
		Stale: errors.Is(s.Accounts.Allow(session(c), staff.Approve), staff.ErrStepUp),
	}
	if key := c.FormValue("release"); key != "" && (c.Request().Method == http.MethodGet || c.Path() == urls.ProposeAnnouncement) {
		period, follows, err := urls.ParseCalendarKey(key)
		if err != nil {
			return fmt.Errorf("release %q: %w: %w", key, report.ErrNotFound, err)
		}
		in.Chosen, in.Form = true, newAnnounceForm(list, period, follows, publish.LastZone(drafts, actor(c)))
		if status != http.StatusOK {
			in.Form.Say, in.Form.Month, in.Form.At, in.Form.Zone = c.FormValue("say"), c.FormValue("month"), c.FormValue("at"), c.FormValue("zone")
			in.Form.Reason, in.Form.Which = lines(c.FormValue("reason")), c.FormValue("which")
			in.Form.Twice = in.Form.Which != "" || slices.ContainsFunc(errs, func(e console.FormError) bool { return strings.Contains(e.Text, comesTwice) })
		}
	}
	return render(c, status, console.Calendar(console.NewCalendarPage(s.page(c, "Calendar", errs...), in)))
}

// newAnnounceForm returns the form of a release, filled with what is proposed or announced.
func newAnnounceForm(list []publish.Announcement, period report.Period, follows int, zone string) console.AnnounceForm {
	f := console.AnnounceForm{Period: period, Follows: follows, Say: console.SayTime, Zone: zone, Title: period.Label()}
	if follows > 0 {
		f.Title = fmt.Sprintf("a planned update of %s, after revision %d", period.Label(), follows)
	}
	i := slices.IndexFunc(list, func(n publish.Announcement) bool { return n.Period == period && n.Follows == follows })
	if i < 0 {
		return f
	}
	f.Version = list[i].Version
	said, known := report.AnnouncementChange{}, false
	if public, ok := list[i].Public(); ok {
		f.Public, said, known = console.SaysText(public.Last()), public.Last(), true
	}
	if p := list[i].Proposed; p != nil {
		said, known, f.Reason = p.Change, true, p.Change.Reason
	}
	switch {
	case !known:
	case said.Cancelled:
		f.Say = console.SayCancel
	case said.IsConfirmed():
		f.At, f.Zone = said.In().Format(wallLayout), said.Zone
	default:
		f.Month = said.Month.String()
	}
	return f
}

// announcementRef names the version of the announcement that a form was made of.
func announcementRef(c echo.Context) (publish.AnnouncementRef, error) {
	period, follows, err := urls.ParseCalendarKey(c.FormValue("release"))
	if err != nil {
		return publish.AnnouncementRef{Actor: edit(c).Actor}, fmt.Errorf("%w: %w", report.ErrNotFound, err)
	}
	version, _ := strconv.Atoi(c.FormValue("version")) // a wrong one is none that is stored
	return publish.AnnouncementRef{Actor: edit(c).Actor, Period: period, Follows: follows, Version: version}, nil
}

// proposeAnnouncement proposes what a form says to a second person.
func (s *Site) proposeAnnouncement(c echo.Context) error {
	ref, err := announcementRef(c)
	if err != nil {
		return err
	}
	change := report.AnnouncementChange{Reason: lines(c.FormValue("reason"))}
	field := "say"
	switch c.FormValue("say") {
	case console.SayCancel:
		change.Cancelled = true
	case console.SayMonth:
		field = "month"
		if change.Month, err = report.ParseMonth(strings.TrimSpace(c.FormValue("month"))); err != nil {
			return s.sendCalendar(c, http.StatusUnprocessableEntity, console.FormError{Field: "month", Text: "Give the year and the month, such as 2027-03."})
		}
	default:
		at, problem := parseRelease(c.FormValue("at"), c.FormValue("zone"), c.FormValue("which"))
		if problem.Text != "" {
			return s.sendCalendar(c, http.StatusUnprocessableEntity, problem)
		}
		field, change.Release, change.Zone = "at", at.Truncate(time.Minute), c.FormValue("zone")
	}
	_, err = s.Publisher.Propose(c.Request().Context(), ref, change)
	if err != nil && strings.Contains(err.Error(), "Say why") {
		field = "reason"
	}
	return s.finishAnnouncement(c, err, field, "proposed")
}

// approveAnnouncement makes what somebody else proposed public.
func (s *Site) approveAnnouncement(c echo.Context) error {
	ref, err := announcementRef(c)
	if err == nil {
		_, err = s.Publisher.ApproveAnnouncement(c.Request().Context(), ref)
	}
	if err == nil {
		s.showPublished(c)
	}
	return s.finishAnnouncement(c, err, "", "announced")
}

// discardAnnouncement ends a proposal.
func (s *Site) discardAnnouncement(c echo.Context) error {
	ref, err := announcementRef(c)
	if !ref.Actor.Editor && !ref.Actor.Approver {
		return report.ErrForbidden
	}
	if err == nil {
		_, err = s.Publisher.DiscardProposal(c.Request().Context(), ref)
	}
	return s.finishAnnouncement(c, err, "", "dropped")
}

// finishAnnouncement redirects to the calendar after an edit. If the edit was refused, it shows the page again with the
// reason.
func (s *Site) finishAnnouncement(c echo.Context, err error, field, flash string) error {
	if err == nil {
		return done(c, urls.StaffCalendar, flash)
	}
	refusal, ok := errors.AsType[*publish.Refusal](err)
	switch {
	case ok && refusal.Kind == report.ErrForbidden:
		return s.sendCalendar(c, http.StatusForbidden, console.FormError{Text: "Nothing was saved. " + refusal.Text})
	case ok && refusal.Kind == report.ErrConflict:
		return s.sendCalendar(c, http.StatusConflict, console.FormError{Text: "Nothing was saved. " + refusal.Text})
	case ok:
		return s.sendCalendar(c, http.StatusUnprocessableEntity, console.FormError{Field: field, Text: refusal.Text})
	}
	return err
}
