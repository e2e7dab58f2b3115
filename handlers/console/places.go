package console

import (
	"errors"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"lerr/internal/report"
	"lerr/internal/staff"
	"lerr/internal/urls"
	"lerr/views/console"
)

// showPlaces lists the places, with forms to add to them.
func (s *Site) showPlaces(c echo.Context) error { return s.sendPlaces(c, http.StatusOK) }

func (s *Site) sendPlaces(c echo.Context, status int, errs ...console.FormError) error {
	archive, err := s.Desk.Archive(c.Request().Context())
	if err != nil {
		return err
	}
	typed := map[string]string{}
	for _, field := range []string{"spelling", "country", "code", "name", "region"} {
		typed[field] = c.FormValue(field)
	}
	canEdit := staff.May(session(c).Account.Roles, staff.EditDraft)
	return render(c, status, console.PlacesList(console.NewPlacesPage(s.page(c, "Places", errs...), archive.Places(), canEdit, typed)))
}

func (s *Site) addSpelling(c echo.Context) error {
	err := s.Desk.AddSpelling(c.Request().Context(), actor(c), c.FormValue("country"), c.FormValue("spelling"))
	return s.placed(c, err, "spelling")
}

func (s *Site) addCountry(c echo.Context) error {
	err := s.Desk.AddCountry(c.Request().Context(), actor(c), report.Country{
		Code: strings.ToUpper(strings.TrimSpace(c.FormValue("code"))), Name: strings.TrimSpace(c.FormValue("name")), Region: c.FormValue("region"),
	})
	return s.placed(c, err, "code")
}

// placed says what an addition to the places came to.
func (s *Site) placed(c echo.Context, err error, field string) error {
	switch {
	case err == nil:
		return done(c, urls.Places(), "saved")
	case errors.Is(err, report.ErrInvalid):
		return s.sendPlaces(c, http.StatusUnprocessableEntity, console.FormError{Field: field, Text: sentence(reason(err, report.ErrInvalid))})
	case errors.Is(err, report.ErrConflict):
		return s.sendPlaces(c, http.StatusConflict, console.FormError{Field: field, Text: "It is there already."})
	}
	return err
}
