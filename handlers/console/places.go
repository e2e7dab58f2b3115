package console

import (
	"errors"
	"net/http"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"lerr/internal/publish"
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

// savePlaces makes one change of places: the one whose button was pressed.
func (s *Site) savePlaces(c echo.Context) error {
	form, err := c.FormParams()
	if err != nil {
		return err
	}
	do, field := form.Get(console.FieldDo), ""
	return s.saveStep(console.StepPlaces, func(c echo.Context, form url.Values) (string, error) {
		ctx, e, get := c.Request().Context(), edit(c), form.Get
		var err error
		switch code, drops := strings.CutPrefix(do, "drop "); {
		case drops:
			_, err = s.Publisher.ForgetPlace(ctx, e, code)
		case do == "country", do == "save" && get("code")+get("name") != "":
			field = "code"
			_, err = s.Publisher.SetCountry(ctx, e, report.Country{Code: get("code"), Name: get("name"), Region: get("region")})
		case do == "remove":
			field = "remove"
			_, err = s.Publisher.RemovePlace(ctx, e, get("remove"), get("gone"))
		case do == "name", do == "save" && get("name-name") != "":
			field = "name-name"
			_, err = s.Publisher.SetName(ctx, e, strings.ToUpper(get("name-code")), get("name-name"))
		default:
			field = "spelling"
			_, err = s.Publisher.AddSpelling(ctx, e, get("spelling-country"), get("spelling"))
		}
		var refusal *publish.Refusal
		if errors.As(err, &refusal) && refusal.Kind == report.ErrInvalid && field != "" {
			err = fieldErrors{{Field: field, Text: refusal.Text}}
		}
		return "saved", err
	})(c)
}
