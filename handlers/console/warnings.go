package console

import (
	"net/url"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"lerr/internal/publish"
	"lerr/views/console"
)

// saveWarnings accepts the warnings that are ticked, one by one or as a kind, each kind for its reason; or it takes
// back what was accepted of a kind, and leaves what is ticked and typed elsewhere.
func (s *Site) saveWarnings(c echo.Context, form url.Values) (flash string, left url.Values, err error) {
	ctx := c.Request().Context()
	if kind, ok := strings.CutPrefix(form.Get(console.FieldDo), "back "); ok {
		draft, archive, err := s.draft(c)
		if err != nil {
			return "", nil, err
		}
		_, err = s.Publisher.Unaccept(ctx, edit(c), console.WarningProblems(s.Publisher.Examine(draft, archive), kind))
		return "unaccepted", form, err
	}
	all, errs := acceptings(form)
	if len(errs) > 0 {
		return "", nil, errs
	}
	_, err = s.Publisher.AcceptAll(ctx, edit(c), all)
	return "accepted", nil, err
}

// acceptings reads the kinds of the form in which anything is ticked, with their reasons. The form says which
// warnings of a kind it had shown.
func acceptings(form url.Values) (all []publish.Accepting, errs fieldErrors) {
	var kinds []string
	for field := range form {
		if kind, ok := strings.CutPrefix(field, "of-"); ok {
			kinds = append(kinds, kind)
		}
	}
	slices.Sort(kinds)
	first := ""
	for _, kind := range kinds {
		shown := strings.Fields(form.Get("of-" + kind))
		ticked := slices.DeleteFunc(slices.Clone(shown), func(key string) bool { return !slices.Contains(form["warning"], key) })
		if slices.Contains(form["kind"], kind) {
			ticked = shown
		}
		reason := strings.TrimSpace(form.Get("reason-" + kind))
		field := "reason-" + kind
		if first == "" {
			first = field
		}
		switch {
		case len(ticked) > 0 && reason == "":
			errs = append(errs, console.FormError{Field: field, Text: "Write why the ticked figures are right: give a reason for this kind."})
		case len(ticked) > 0:
			all = append(all, publish.Accepting{Keys: ticked, Reason: reason})
		case reason != "":
			errs = append(errs, console.FormError{Field: field, Text: "Tick the rows that the reason is for."})
		}
	}
	if len(all)+len(errs) == 0 {
		errs = fieldErrors{{Field: first, Text: "Tick at least one warning and give a reason."}}
	}
	return all, errs
}
