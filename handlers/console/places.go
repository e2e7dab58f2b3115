package console

import (
	"errors"
	"maps"
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

// placeFields are the fields of each part of the form of places, by its button.
var placeFields = map[string][]string{
	"spelling": {"spelling", "spelling-country"}, "country": {"code", "name", "region"}, "name": {"name-code", "name-name"}, "remove": {"remove", "gone"},
}

// savePlaces makes one change of places: the one whose button was pressed. It leaves what is typed in other parts.
func (s *Site) savePlaces(c echo.Context, form url.Values) (flash string, left url.Values, err error) {
	ctx, e, get := c.Request().Context(), edit(c), form.Get
	part, field := get(console.FieldDo), ""
	switch {
	case part != "save" && part != "next": // the part's own button
	case get("code")+get("name") != "":
		part = "country"
	case get("name-name") != "":
		part = "name"
	default:
		part = "spelling"
	}
	switch code, drops := strings.CutPrefix(part, "drop "); {
	case drops:
		_, err = s.Publisher.ForgetPlace(ctx, e, code)
	case part == "country":
		field = "code"
		_, err = s.Publisher.SetCountry(ctx, e, report.Country{Code: get("code"), Name: get("name"), Region: get("region")})
	case part == "remove":
		field = "remove"
		_, err = s.Publisher.RemovePlace(ctx, e, get("remove"), get("gone"))
	case part == "name":
		field = "name-name"
		_, err = s.Publisher.SetName(ctx, e, strings.ToUpper(get("name-code")), get("name-name"))
	default:
		field = "spelling"
		_, err = s.Publisher.AddSpelling(ctx, e, get("spelling-country"), get("spelling"))
	}
	if refusal, ok := errors.AsType[*publish.Refusal](err); ok && refusal.Kind == report.ErrInvalid && field != "" {
		return "", nil, fieldErrors{{Field: field, Text: refusal.Text}}
	}
	left = maps.Clone(form)
	for _, name := range placeFields[part] {
		left.Del(name)
	}
	return "saved", left, err
}
