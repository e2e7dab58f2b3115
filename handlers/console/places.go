package console

import (
	"errors"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"lerr/internal/publish"
	"lerr/internal/report"
	"lerr/internal/staff"
	"lerr/internal/urls"
	"lerr/views/console"
)

// showPlaces shows the places, with forms to add to them.
func (s *Site) showPlaces(c echo.Context) error { return s.sendPlaces(c, http.StatusOK) }

func (s *Site) sendPlaces(c echo.Context, status int, errs ...console.FormError) error {
	archive, err := s.Publisher.Archive(c.Request().Context())
	if err != nil {
		return err
	}
	typed, err := c.FormParams()
	if err != nil {
		return err
	}
	return render(c, status, console.PlacesList(console.PlacesPage{
		ConsolePage: s.page(c, "Places", errs...), Places: archive.Places(), CanEdit: staff.May(session(c).Account.Roles, staff.EditDraft), Typed: typed,
	}))
}

func (s *Site) addSpelling(c echo.Context) error {
	err := s.Publisher.AddSpelling(c.Request().Context(), actor(c), c.FormValue("country"), c.FormValue("spelling"))
	return s.finishPlace(c, err, "spelling")
}

func (s *Site) addCountry(c echo.Context) error {
	err := s.Publisher.AddCountry(c.Request().Context(), actor(c), report.Country{
		Code: strings.ToUpper(strings.TrimSpace(c.FormValue("code"))), Name: strings.TrimSpace(c.FormValue("name")), Region: c.FormValue("region"),
	})
	return s.finishPlace(c, err, "code")
}

// finishPlace redirects to the places after an addition, or shows the form again with the reason why
// it was refused.
func (s *Site) finishPlace(c echo.Context, err error, field string) error {
	var refusal *publish.Refusal
	switch {
	case err == nil:
		return done(c, urls.Places, "saved")
	case errors.As(err, &refusal):
		return s.sendPlaces(c, http.StatusUnprocessableEntity, console.FormError{Field: field, Text: refusal.Text})
	case errors.Is(err, report.ErrConflict):
		return s.sendPlaces(c, http.StatusConflict, console.FormError{Field: field, Text: "It is in the list already."})
	}
	return err
}
