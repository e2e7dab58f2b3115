package console

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"lerr/internal/audit"
	"lerr/internal/report"
	"lerr/internal/staff"
	"lerr/internal/urls"
	"lerr/views/console"
)

// returnDraft gives a draft back to be changed. Whoever may edit or approve may do so.
func (s *Site) returnDraft(c echo.Context) error {
	roles := session(c).Account.Roles
	if !staff.May(roles, staff.EditDraft) && !staff.May(roles, staff.Approve) {
		return fmt.Errorf("return a draft: %w", report.ErrForbidden)
	}
	_, err := s.Desk.Return(c.Request().Context(), change(c), c.FormValue("reason"))
	return s.answer(c, err, "", "#release", "returned")
}

func (s *Site) approveDraft(c echo.Context) error {
	_, err := s.Desk.Approve(c.Request().Context(), change(c), c.FormValue("digest"))
	return s.answer(c, err, "", "#release", "approved")
}

func (s *Site) scheduleDraft(c echo.Context) error {
	at, problem := parseRelease(c.FormValue("at"), c.FormValue("zone"), c.FormValue("which"))
	if problem.Text != "" {
		typed, err := c.FormParams()
		if err != nil {
			return err
		}
		return s.sendDraft(c, http.StatusUnprocessableEntity, typed, problem)
	}
	_, err := s.Desk.Schedule(c.Request().Context(), change(c), at, c.FormValue("zone"))
	return s.answer(c, err, "at", "#release", "scheduled")
}

// parseRelease reads a local time in a named zone. A time that the clocks skip is refused, and one
// that comes twice must say which; the problem has no text when there is none.
func parseRelease(at, zone, which string) (time.Time, console.FormError) {
	location, err := time.LoadLocation(zone)
	if err != nil || zone == "" || zone == "Local" {
		return time.Time{}, console.FormError{Field: "zone", Text: fmt.Sprintf("%q is no time zone: give one such as Europe/Berlin or UTC.", zone)}
	}
	const layout = "2006-01-02T15:04"
	wall, err := time.Parse(layout, at)
	if err != nil {
		return time.Time{}, console.FormError{Field: "at", Text: "Give the date and the time of the release."}
	}
	// Both moments that can show this wall time, seen from the offsets of the day before and after.
	var moments []time.Time
	for _, near := range []time.Duration{-24 * time.Hour, 24 * time.Hour} {
		_, offset := wall.Add(near).In(location).Zone()
		moment := wall.Add(-time.Duration(offset) * time.Second)
		if moment.In(location).Format(layout) == at && (len(moments) == 0 || !moments[0].Equal(moment)) {
			moments = append(moments, moment)
		}
	}
	switch {
	case len(moments) == 0:
		return time.Time{}, console.FormError{Field: "at", Text: fmt.Sprintf("There is no %s in %s: the clocks are set forward over it. Give another time.", strings.Replace(at, "T", " ", 1), zone)}
	case len(moments) == 1:
		return moments[0].UTC(), console.FormError{}
	}
	first, second := moments[0], moments[1]
	if second.Before(first) {
		first, second = second, first
	}
	switch which {
	case "first":
		return first.UTC(), console.FormError{}
	case "second":
		return second.UTC(), console.FormError{}
	}
	return time.Time{}, console.FormError{Field: "at", Text: fmt.Sprintf("%s comes twice in %s, since the clocks are set back. Say which of the two.", strings.Replace(at, "T", " ", 1), zone)}
}

func (s *Site) holdDraft(c echo.Context) error {
	_, err := s.Desk.Hold(c.Request().Context(), change(c))
	return s.answer(c, err, "", "#release", "held")
}

// publishDraft publishes now. The period is typed to confirm it, since a schedule is the usual way
// and this cannot be taken back.
func (s *Site) publishDraft(c echo.Context) error {
	ctx := c.Request().Context()
	draft, err := s.Desk.Draft(ctx, c.Param("id"))
	if err != nil {
		return err
	}
	if want := draft.Edition.Period.String(); !strings.EqualFold(strings.TrimSpace(c.FormValue("confirm")), want) {
		return s.sendDraft(c, http.StatusUnprocessableEntity, nil, console.FormError{
			Field: "confirm", Text: fmt.Sprintf("Type %s to publish it now.", want),
		})
	}
	if _, err := s.Desk.Publish(ctx, change(c)); err != nil {
		return s.answer(c, err, "confirm", "", "")
	}
	s.look(c)
	return done(c, urls.Draft(draft.ID), "published")
}

// look lets the watch show at once what was published, rather than at its next step. When it
// cannot, it will try again by itself.
func (s *Site) look(c echo.Context) {
	if err := s.Watch.Step(c.Request().Context()); err != nil {
		s.log.Error("show what was published", "error", err)
	}
}

func (s *Site) resumeReleases(c echo.Context) error {
	if err := s.record(c, actor(c), "resume releases", s.Watch.Held()); err != nil {
		return err
	}
	s.Watch.Resume()
	return done(c, urls.Drafts(), "resumed")
}

// correctPeriod starts a draft that corrects what is public.
func (s *Site) correctPeriod(c echo.Context) error {
	period, err := report.ParsePeriod(c.Param("period"))
	if err != nil {
		return fmt.Errorf("%w: %w", report.ErrNotFound, err)
	}
	draft, err := s.Desk.Correct(c.Request().Context(), actor(c), period)
	if err != nil {
		return err
	}
	return done(c, urls.Draft(draft.ID), "saved")
}

func (s *Site) showWithdraw(c echo.Context) error { return s.sendWithdraw(c, http.StatusOK) }

func (s *Site) sendWithdraw(c echo.Context, status int, errs ...console.FormError) error {
	period, err := report.ParsePeriod(c.Param("period"))
	if err != nil {
		return fmt.Errorf("%w: %w", report.ErrNotFound, err)
	}
	return render(c, status, console.Withdraw(console.WithdrawPage{
		ConsolePage: s.page(c, "Withdraw", errs...), URL: urls.Withdraw(period), Period: period.String(), Label: period.Label(), Notice: c.FormValue("notice"),
	}))
}

// withdrawPeriod takes a period from the public.
func (s *Site) withdrawPeriod(c echo.Context) error {
	period, err := report.ParsePeriod(c.Param("period"))
	if err != nil {
		return fmt.Errorf("%w: %w", report.ErrNotFound, err)
	}
	notice := strings.TrimSpace(c.FormValue("notice"))
	var errs []console.FormError
	if notice == "" {
		errs = append(errs, console.FormError{Field: "notice", Text: "Write the notice that takes the period's place."})
	}
	if !strings.EqualFold(strings.TrimSpace(c.FormValue("confirm")), period.String()) {
		errs = append(errs, console.FormError{Field: "confirm", Text: fmt.Sprintf("Type %s to withdraw it.", period)})
	}
	if len(errs) > 0 {
		return s.sendWithdraw(c, http.StatusUnprocessableEntity, errs...)
	}
	if err := s.Desk.Withdraw(c.Request().Context(), actor(c), period, notice); err != nil {
		return err
	}
	s.look(c)
	return done(c, urls.Drafts(), "withdrawn")
}

// showAudit shows the audit log, and whether it is as it was written.
func (s *Site) showAudit(c echo.Context) error {
	events, err := s.Desk.Events(c.Request().Context())
	altered := ""
	if errors.Is(err, audit.ErrAltered) {
		altered = err.Error()
	} else if err != nil {
		return err
	}
	return render(c, http.StatusOK, console.Audit(console.NewAuditPage(s.page(c, "Audit log"), events, altered)))
}
