package console

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"lerr/internal/report"
	"lerr/views/console"
)

// showPlaces shows the places that are public. Drafts change them.
func (s *Site) showPlaces(c echo.Context) error {
	archive, err := s.Publisher.Archive(c.Request().Context())
	if err != nil {
		return err
	}
	return render(c, http.StatusOK, console.PlacesList(console.PlacesPage{ConsolePage: s.page(c, "Places"), Places: archive.Places()}))
}

func (s *Site) setCountry(c echo.Context) error {
	_, err := s.Publisher.SetCountry(c.Request().Context(), edit(c), report.Country{
		Code: c.FormValue("code"), Name: c.FormValue("name"), Region: c.FormValue("region"),
	})
	return s.finishEdit(c, err, console.StepPlaces, "code", "saved")
}

func (s *Site) addSpelling(c echo.Context) error {
	_, err := s.Publisher.AddSpelling(c.Request().Context(), edit(c), c.FormValue("country"), c.FormValue("spelling"))
	return s.finishEdit(c, err, console.StepPlaces, "spelling", "saved")
}

func (s *Site) removePlace(c echo.Context) error {
	_, err := s.Publisher.RemovePlace(c.Request().Context(), edit(c), c.FormValue("remove"), c.FormValue("gone"))
	return s.finishEdit(c, err, console.StepPlaces, "remove", "saved")
}

func (s *Site) forgetPlace(c echo.Context) error {
	_, err := s.Publisher.ForgetPlace(c.Request().Context(), edit(c), c.FormValue("forget"))
	return s.finishEdit(c, err, console.StepPlaces, "", "saved")
}
