package console

import (
	"errors"
	"net/http"

	"github.com/labstack/echo/v4"

	"lerr/internal/report"
	"lerr/internal/staff"
	"lerr/internal/urls"
	"lerr/views/console"
)

// showEnrol shows the forms that set up a second factor: the first or another one.
func (s *Site) showEnrol(c echo.Context) error { return s.sendEnrol(c, http.StatusOK) }

func (s *Site) sendEnrol(c echo.Context, status int, errs ...console.FormError) error {
	ctx := c.Request().Context()
	key, err := s.Accounts.EnrolTOTP(ctx, s.token(c))
	if err != nil {
		return backToEnrol(c, err)
	}
	sess, err := s.Accounts.AnySession(ctx, s.token(c))
	if err != nil {
		return sendTo(c, err, next(c))
	}
	factors, err := s.Accounts.Factors(ctx, sess.Account.ID)
	if err != nil {
		return err
	}
	title := "Set up your second factor"
	if sess.Step == staff.StepFull {
		c.Set("session", sess)
		title = "Add a second factor"
	}
	return render(c, status, console.Enrol(console.EnrolPage{
		ConsolePage: s.page(c, title, errs...), Next: next(c), First: sess.Step == staff.StepEnrol,
		HasApp: !factors.TOTPSince.IsZero(), Passkeys: s.Accounts.HasPasskeys(),
		Key: key,
	}))
}

// backToEnrol redirects to the page that supplies what a session lacks. From a step-up the person
// returns to the set-up page.
func backToEnrol(c echo.Context, err error) error {
	if errors.Is(err, staff.ErrStepUp) {
		return sendTo(c, err, urls.WithNext(urls.Enrol, next(c)))
	}
	return sendTo(c, err, next(c))
}

// confirmApp stores the authenticator app whose key the page showed, if the form has a code of it.
func (s *Site) confirmApp(c echo.Context) error {
	ctx := c.Request().Context()
	before, err := s.Accounts.AnySession(ctx, s.token(c))
	if err != nil {
		return sendTo(c, err, next(c))
	}
	grant, err := s.Accounts.ConfirmTOTP(ctx, s.token(c), c.FormValue("code"))
	var problems staff.FieldErrors
	switch {
	case errors.As(err, &problems):
		return s.sendEnrol(c, http.StatusUnprocessableEntity, formErrors(problems)...)
	case errors.Is(err, report.ErrNotFound):
		return s.sendEnrol(c, http.StatusUnprocessableEntity, console.FormError{
			Field: "code", Text: "The key was shown too long ago, and there is a new one: add it to the app, then enter its code.",
		})
	case err != nil:
		return backToEnrol(c, err)
	}
	s.setToken(c, grant.Token)
	if before.Step == staff.StepEnrol {
		// The browser sends the same form on to the page that makes recovery codes.
		return c.Redirect(http.StatusTemporaryRedirect, urls.RecoveryCodes)
	}
	return done(c, urls.Account, "added")
}

// beginEnrolPasskey sends the challenge for a new passkey.
func (s *Site) beginEnrolPasskey(c echo.Context) error {
	options, err := s.Accounts.EnrolPasskeyBegin(c.Request().Context(), s.token(c))
	if err != nil {
		return s.refusePasskey(c, err, urls.Enrol, "")
	}
	return c.JSONBlob(http.StatusOK, options)
}

// finishEnrolPasskey stores a new passkey.
func (s *Site) finishEnrolPasskey(c echo.Context) error {
	ctx := c.Request().Context()
	before, err := s.Accounts.AnySession(ctx, s.token(c))
	if err != nil {
		return s.refusePasskey(c, err, urls.Enrol, "")
	}
	r, err := readPasskey(c)
	if err != nil {
		return err
	}
	grant, err := s.Accounts.EnrolPasskeyFinish(ctx, s.token(c), r.Label, r.Credential)
	if err != nil {
		return s.refusePasskey(c, err, urls.Enrol, "The passkey was not accepted: it must be able to check that it is you. Try again, or use another one.")
	}
	s.setToken(c, grant.Token)
	if before.Step == staff.StepEnrol {
		return c.JSON(http.StatusOK, passkeyReply{Recovery: true})
	}
	return c.JSON(http.StatusOK, passkeyReply{To: urls.WithDone(urls.Account, "added")})
}

// formErrors returns the errors of fields for a page.
func formErrors(fields staff.FieldErrors) []console.FormError {
	var errs []console.FormError
	for _, e := range fields {
		errs = append(errs, console.FormError{Field: e.Field, Text: e.Text})
	}
	return errs
}
