package console

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"lerr/internal/publish"
	"lerr/internal/report"
	"lerr/internal/staff"
	"lerr/internal/urls"
	"lerr/views/console"
)

func (s *Site) showRelease(c echo.Context) error { return s.sendRelease(c, http.StatusOK) }

// sendRelease shows the page of a draft's release. The query or the form that was refused chooses when it becomes
// public; the page restates it.
func (s *Site) sendRelease(c echo.Context, status int, errs ...console.FormError) error {
	ctx := c.Request().Context()
	v, err := s.view(c, console.StepRelease, status)
	if err != nil {
		return err
	}
	drafts, err := s.Publisher.Drafts(ctx)
	if err != nil {
		return err
	}
	in := console.ReleaseInput{
		When: c.FormValue("when"), At: c.FormValue("at"), Zone: c.FormValue("zone"), Which: c.FormValue("which"), Confirm: c.FormValue("confirm"),
		Reason: c.FormValue("reason"), LastZone: publish.LastZone(drafts, actor(c)), OffReason: c.FormValue("off-calendar"),
	}
	unexplained := slices.ContainsFunc(errs, func(e console.FormError) bool { return e.Field == "off-calendar" })
	if entry, ok := v.Archive.OpenAnnouncement(v.Draft.Edition.Period); ok && in.When == "" && in.At == "" && entry.Last().IsConfirmed() && entry.State != report.Missed {
		in.At, in.Zone = entry.Last().In().Format(wallLayout), entry.Last().Zone
		in.Announced = true
	}
	if in.When == "" && in.At != "" && !in.Announced {
		in.When = "at"
	}
	if in.When == "at" && (len(errs) == 0 || unexplained) {
		at, problem := parseRelease(in.At, in.Zone, in.Which)
		if problem.Text == "" && !at.After(s.Now()) {
			problem = console.FormError{Field: "at", Text: "The time has passed. Give one that is to come."}
		}
		if problem.Text != "" {
			errs = append(errs, problem) // nothing was sent, so it is no refusal
		} else {
			in.Chosen = at
			in.Off = publish.OffCalendar(v.Draft, v.Archive, at)
		}
	}
	if in.When == "now" {
		in.Off = publish.OffCalendar(v.Draft, v.Archive, s.Now())
	}
	in.Twice = slices.ContainsFunc(errs, func(e console.FormError) bool { return strings.Contains(e.Text, comesTwice) }) || in.Which != ""
	if v.Draft.State == publish.DraftScheduled {
		published, err := s.Publisher.Archive(ctx)
		if err != nil {
			return err
		}
		in.Readiness = s.readiness(published, v.Draft)
	}
	return render(c, status, console.Release(console.NewReleasePage(s.page(c, "Release: "+v.Draft.Edition.Period.Label(), errs...), v, in)))
}

func (s *Site) scheduleDraft(c echo.Context) error {
	at, problem := parseRelease(c.FormValue("at"), c.FormValue("zone"), c.FormValue("which"))
	if problem.Text != "" {
		return s.sendRelease(c, http.StatusUnprocessableEntity, problem)
	}
	_, err := s.Publisher.Schedule(c.Request().Context(), edit(c), at, c.FormValue("zone"))
	return s.finishEdit(c, err, console.StepRelease, releaseField(err, "at"), "scheduled")
}

// releaseField returns the field of the reason for a release at another time than announced, if a release was refused
// without one, or else the other.
func releaseField(err error, other string) string {
	if refusal, ok := errors.AsType[*publish.Refusal](err); ok && strings.Contains(refusal.Text, publish.SayWhyOff) {
		return "off-calendar"
	}
	return other
}

// takeBackDraft makes an approved or scheduled draft one that can be changed, and ends its approval.
func (s *Site) takeBackDraft(c echo.Context) error {
	_, err := s.Publisher.Reopen(c.Request().Context(), edit(c), c.FormValue("reason"))
	if err != nil {
		return s.finishEdit(c, err, console.StepRelease, "reason", "")
	}
	return done(c, urls.Draft(c.Param("id")), "taken-back")
}

// comesTwice are the words of the refusal of a time that occurs twice.
const comesTwice = "comes twice"

// isPlaceZone reports whether a zone is UTC or named after a place. The others, such as EST or Etc/GMT+5, are an hour
// off for half of the year, or are read as the opposite of what is meant.
func isPlaceZone(zone string) bool {
	return zone == "UTC" || strings.Contains(zone, "/") && !strings.HasPrefix(zone, "Etc/")
}

// wallLayout is the form of a local time in a form.
const wallLayout = "2006-01-02T15:04"

// parseRelease parses a local time in a named zone. It refuses a time that the clocks skip, and one
// that occurs twice unless which is "first" or "second". The error has no text if there is none.
func parseRelease(at, zone, which string) (time.Time, console.FormError) {
	location, err := time.LoadLocation(zone)
	switch {
	case err != nil || zone == "" || zone == "Local":
		return time.Time{}, console.FormError{Field: "zone", Text: fmt.Sprintf("%q is no time zone: give one such as Europe/Berlin or UTC.", zone)}
	case !isPlaceZone(zone):
		return time.Time{}, console.FormError{Field: "zone", Text: fmt.Sprintf("%q is not a place, so it does not follow summer time. Give a place, such as America/New_York, or UTC.", zone)}
	}
	wall, err := time.Parse(wallLayout, at)
	if err != nil {
		return time.Time{}, console.FormError{Field: "at", Text: "Give the date and the time of the release."}
	}
	// The moments with this wall time, by the offsets of the day before and of the day after.
	var moments []time.Time
	for _, near := range []time.Duration{-24 * time.Hour, 24 * time.Hour} {
		_, offset := wall.Add(near).In(location).Zone()
		moment := wall.Add(-time.Duration(offset) * time.Second)
		if moment.In(location).Format(wallLayout) == at && (len(moments) == 0 || !moments[0].Equal(moment)) {
			moments = append(moments, moment)
		}
	}
	slices.SortFunc(moments, time.Time.Compare)
	switch {
	case len(moments) == 0:
		return time.Time{}, console.FormError{Field: "at", Text: fmt.Sprintf("There is no %s in %s: the clocks are set forward then. Give another time.", strings.Replace(at, "T", " ", 1), zone)}
	case len(moments) == 1 || which == "first":
		return moments[0].UTC(), console.FormError{}
	case which == "second":
		return moments[1].UTC(), console.FormError{}
	}
	return time.Time{}, console.FormError{Field: "at", Text: fmt.Sprintf("%s "+comesTwice+" in %s, since the clocks are set back. Choose one of the two.", strings.Replace(at, "T", " ", 1), zone)}
}

// publishDraft publishes now. The form asks for the period as a confirmation, since this cannot be
// undone.
func (s *Site) publishDraft(c echo.Context) error {
	ctx := c.Request().Context()
	draft, err := s.Publisher.Draft(ctx, c.Param("id"))
	if err != nil {
		return err
	}
	if want := draft.Edition.Period.String(); !strings.EqualFold(strings.TrimSpace(c.FormValue("confirm")), want) {
		return s.sendRelease(c, http.StatusUnprocessableEntity, console.FormError{
			Field: "confirm", Text: fmt.Sprintf("Type %s to publish it now.", want),
		})
	}
	if _, err := s.Scheduler.Publish(ctx, edit(c)); err != nil {
		return s.finishEdit(c, err, console.StepRelease, releaseField(err, "confirm"), "")
	}
	s.showPublished(c)
	return done(c, stepURL(c, console.StepRelease), "published")
}

// showPublished makes the public site show at once what was published. If it fails, the scheduler's
// next step tries again.
func (s *Site) showPublished(c echo.Context) {
	err := s.Scheduler.Step(c.Request().Context())
	if _, other := errors.AsType[*publish.ReleaseError](err); err != nil && !other { // the scheduler logs releases that fail
		s.Log.Error("show what was published", "error", err)
	}
}

func (s *Site) resumeReleases(c echo.Context) error {
	if err := s.Scheduler.Resume(c.Request().Context(), actor(c)); err != nil {
		return err
	}
	return done(c, urls.Drafts, "resumed")
}

// publishedPeriod parses the period of an address; report.ErrNotFound if it is none.
func publishedPeriod(c echo.Context) (report.Period, error) {
	period, err := report.ParsePeriod(c.Param("period"))
	if err != nil {
		err = fmt.Errorf("%w: %w", report.ErrNotFound, err)
	}
	return period, err
}

// showPeriod shows a period that is or was public, with its history.
func (s *Site) showPeriod(c echo.Context) error {
	ctx := c.Request().Context()
	period, err := publishedPeriod(c)
	if err != nil {
		return err
	}
	archive, err := s.Publisher.Archive(ctx)
	if err != nil {
		return err
	}
	if archive.LastNumber(period) == 0 {
		return fmt.Errorf("%s was never public: %w", period, report.ErrNotFound)
	}
	drafts, err := s.Publisher.Drafts(ctx)
	if err != nil {
		return err
	}
	m := console.NewPeriodPage(s.page(c, period.Label()), archive, period, drafts)
	m.Address, m.Linked = urls.Report(report.Selection{Period: period}), s.Frame.BaseURL != ""
	if m.Linked {
		m.Address = urls.Absolute(s.Frame.BaseURL, m.Address)
	}
	roles := session(c).Account.Roles
	m.CanEdit, m.CanWithdraw = staff.May(roles, staff.EditDraft), staff.May(roles, staff.Withdraw)
	return render(c, http.StatusOK, console.Period(m))
}

// correctPeriod creates a draft that corrects a published period.
func (s *Site) correctPeriod(c echo.Context) error {
	period, err := publishedPeriod(c)
	if err != nil {
		return err
	}
	draft, err := s.Publisher.Correct(c.Request().Context(), actor(c), period)
	if err != nil {
		return err
	}
	return done(c, urls.DraftForm(draft.ID, console.StepFigures), "begun")
}

func (s *Site) showWithdraw(c echo.Context) error { return s.sendWithdraw(c, http.StatusOK) }

func (s *Site) sendWithdraw(c echo.Context, status int, errs ...console.FormError) error {
	period, err := publishedPeriod(c)
	if err != nil {
		return err
	}
	return render(c, status, console.Withdraw(console.WithdrawPage{
		ConsolePage: s.page(c, "Withdraw", errs...), Period: period, Notice: c.FormValue("notice"),
	}))
}

// withdrawPeriod withdraws a published period.
func (s *Site) withdrawPeriod(c echo.Context) error {
	period, err := publishedPeriod(c)
	if err != nil {
		return err
	}
	notice := strings.TrimSpace(c.FormValue("notice"))
	var errs []console.FormError
	if notice == "" {
		errs = append(errs, console.FormError{Field: "notice", Text: "Write the notice that replaces the period's figures."})
	}
	if !strings.EqualFold(strings.TrimSpace(c.FormValue("confirm")), period.String()) {
		errs = append(errs, console.FormError{Field: "confirm", Text: fmt.Sprintf("Type %s to withdraw it.", period)})
	}
	if len(errs) > 0 {
		return s.sendWithdraw(c, http.StatusUnprocessableEntity, errs...)
	}
	err = s.Publisher.Withdraw(c.Request().Context(), actor(c), period, notice)
	var refusal *publish.Refusal
	if errors.As(err, &refusal) && refusal.Kind == report.ErrInvalid {
		return s.sendWithdraw(c, http.StatusUnprocessableEntity, console.FormError{Field: "notice", Text: refusal.Text})
	}
	if err != nil {
		return err
	}
	s.showPublished(c)
	if _, changed := report.CleanText(notice); changed {
		return done(c, urls.Drafts, "withdrawn-spaces")
	}
	return done(c, urls.Drafts, "withdrawn")
}
