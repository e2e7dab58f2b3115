package console

import (
	"errors"
	"fmt"
	"net/http"

	"github.com/labstack/echo/v4"

	"lerr/internal/publish"
	"lerr/internal/report"
	"lerr/internal/urls"
	"lerr/views/console"
)

func (s *Site) showNotice(c echo.Context) error { return s.sendNotice(c, http.StatusOK) }

// sendNotice shows the form that corrects the notice on a withdrawn period, with what was typed in it if it was
// refused.
func (s *Site) sendNotice(c echo.Context, status int, errs ...console.FormError) error {
	period, err := publishedPeriod(c)
	if err != nil {
		return err
	}
	archive, err := s.Publisher.Archive(c.Request().Context())
	if err != nil {
		return err
	}
	gone, ok := archive.Withdrawn(period)
	if !ok {
		if status == http.StatusOK { // it may have been published again since
			return c.Redirect(http.StatusSeeOther, urls.PublishedPeriod(period))
		}
		return fmt.Errorf("%s has no notice: %w", period, report.ErrConflict)
	}
	m := console.NoticePage{ConsolePage: s.page(c, "Notice: "+period.Label(), errs...), Period: period, Public: gone.WithdrawalNotice, Notice: gone.WithdrawalNotice}
	if status != http.StatusOK {
		m.Notice = lines(c.FormValue("notice"))
	}
	return render(c, status, console.Notice(m))
}

// correctNotice replaces the notice on a withdrawn period, unless somebody else has since the form was shown.
func (s *Site) correctNotice(c echo.Context) error {
	period, err := publishedPeriod(c)
	if err != nil {
		return err
	}
	notice := lines(c.FormValue("notice"))
	err = s.Publisher.CorrectNotice(c.Request().Context(), actor(c), period, lines(c.FormValue("public")), notice)
	if refusal, ok := errors.AsType[*publish.Refusal](err); ok {
		status := http.StatusUnprocessableEntity
		if refusal.Kind == report.ErrConflict {
			status = http.StatusConflict
		}
		return s.sendNotice(c, status, console.FormError{Field: "notice", Text: refusal.Text})
	}
	if err != nil {
		return err
	}
	s.showPublished(c)
	if _, changed := report.CleanText(notice); changed {
		return done(c, urls.PublishedPeriod(period), "noticed-spaces")
	}
	return done(c, urls.PublishedPeriod(period), "noticed")
}
