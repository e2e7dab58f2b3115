package console

import (
	"errors"
	"net/http"

	"github.com/labstack/echo/v4"

	"lerr/internal/publish"
	"lerr/internal/report"
	"lerr/internal/staff"
	"lerr/views/console"
)

// draft returns the draft that a request names, and all that is published, with the draft's places.
func (s *Site) draft(c echo.Context) (draft publish.Draft, archive *report.Archive, err error) {
	ctx := c.Request().Context()
	if draft, err = s.Publisher.Draft(ctx, c.Param("id")); err == nil {
		archive, err = s.Publisher.Archive(ctx)
	}
	if err == nil {
		archive = publish.WithPlaces(draft, archive)
	}
	return draft, archive, err
}

// edit returns the draft that a form edits, the version that its page showed, and who sent it.
func edit(c echo.Context) publish.Edit {
	account := session(c).Account
	return publish.Edit{
		Actor: publish.Actor{
			Name: account.Name, Editor: staff.May(account.Roles, staff.EditDraft), Approver: staff.May(account.Roles, staff.Approve),
		},
		Draft: c.Param("id"), Version: version(c), Reason: c.FormValue("off-calendar"),
	}
}

// finishEdit redirects to the step's page after an edit. If the edit was refused, it shows the page again with
// the reason at the field, and with the form's input.
func (s *Site) finishEdit(c echo.Context, err error, step, field, flash string) error {
	if err == nil {
		return done(c, stepURL(c, step), flash)
	}
	var invalid fieldErrors
	if errors.As(err, &invalid) {
		return s.sendStep(c, step, http.StatusUnprocessableEntity, invalid...)
	}
	var refused publish.FieldRefusals
	if errors.As(err, &refused) {
		for _, f := range refused {
			invalid = append(invalid, console.FormError{Field: f.Field, Text: f.Text})
		}
		return s.sendStep(c, step, http.StatusUnprocessableEntity, invalid...)
	}
	var problems report.Problems
	if errors.As(err, &problems) {
		var errs []console.FormError
		for _, p := range problems {
			errs = append(errs, console.FormError{Text: p.Text})
		}
		return s.sendStep(c, step, http.StatusUnprocessableEntity, errs...)
	}
	var refusal *publish.Refusal
	switch {
	case errors.As(err, &refusal) && refusal.Kind == report.ErrForbidden:
		return s.sendStep(c, step, http.StatusForbidden, console.FormError{Field: field, Text: "Nothing was saved. " + refusal.Text})
	case errors.As(err, &refusal) && refusal.Kind == report.ErrInvalid:
		return s.sendStep(c, step, http.StatusUnprocessableEntity, console.FormError{Field: field, Text: refusal.Text})
	case errors.Is(err, report.ErrBusy):
		return s.sendStep(c, step, http.StatusServiceUnavailable, console.FormError{
			Text: "The database is busy, so nothing was saved. Try again in a moment; your input is still in the form.",
		})
	case errors.Is(err, report.ErrConflict):
		text := "Somebody else changed it meanwhile."
		if refusal != nil {
			text = refusal.Text
		}
		return s.sendStep(c, step, http.StatusConflict, console.FormError{
			Text: "Nothing was saved. " + text + " This page shows the present draft; your input is still in the form.",
		})
	}
	return err
}

func (s *Site) replaceDraft(c echo.Context) error {
	name, content, problem := upload(c)
	if problem != "" {
		return s.sendStep(c, console.StepFile, http.StatusUnprocessableEntity, console.FormError{Field: "replacement", Text: problem})
	}
	_, err := s.Publisher.Replace(c.Request().Context(), edit(c), name, content)
	return s.finishEdit(c, err, console.StepFile, "replacement", "uploaded")
}

// savedText returns the flash for a text that was saved: whether soft line breaks became spaces.
func savedText(text string) string {
	if _, changed := report.CleanText(text); changed {
		return "saved-spaces"
	}
	return "saved"
}
