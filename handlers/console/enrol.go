package console

import (
	"errors"
	"net/http"

	"github.com/labstack/echo/v4"

	"lerr/internal/report"
	"lerr/internal/staff"
	"lerr/views/console"
)

// showEnrol shows how a second factor is set up: the first one, or another.
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
		Key: console.NewAppKey(key.PNG, key.Secret, key.URL),
	}))
}

// backToEnrol redirects to where what a session lacks can be given. Who confirms the second factor
// that they have comes back to set up the other one.
func backToEnrol(c echo.Context, err error) error {
	if errors.Is(err, staff.ErrStepUp) {
		return sendTo(c, err, leadingTo("/enrol", next(c)))
	}
	return sendTo(c, err, next(c))
}

// confirmApp stores the authenticator app whose key the page showed, once it shows a code of it.
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
	if err := s.record(c, grant.Session.Account.Name, "set up second factor", "authenticator app"); err != nil {
		return err
	}
	if before.Step == staff.StepEnrol {
		// The form goes on, as it is, to where recovery codes are made.
		return c.Redirect(http.StatusTemporaryRedirect, "/account/recovery-codes")
	}
	return done(c, "/account", "added")
}

// beginEnrolPasskey asks for a new passkey.
func (s *Site) beginEnrolPasskey(c echo.Context) error {
	options, err := s.Accounts.EnrolPasskeyBegin(c.Request().Context(), s.token(c))
	if err != nil {
		return s.refusePasskey(c, err, "/enrol", "")
	}
	return c.JSONBlob(http.StatusOK, options)
}

// finishEnrolPasskey stores the passkey that the browser has made.
func (s *Site) finishEnrolPasskey(c echo.Context) error {
	ctx := c.Request().Context()
	before, err := s.Accounts.AnySession(ctx, s.token(c))
	if err != nil {
		return s.refusePasskey(c, err, "/enrol", "")
	}
	answer, err := readPasskey(c)
	if err != nil {
		return err
	}
	grant, err := s.Accounts.EnrolPasskeyFinish(ctx, s.token(c), answer.Label, answer.Answer)
	if err != nil {
		return s.refusePasskey(c, err, "/enrol", "The passkey was not accepted: it must be able to check that it is you. Try again, or use another one.")
	}
	s.setToken(c, grant.Token)
	if err := s.record(c, grant.Session.Account.Name, "set up second factor", "passkey"); err != nil {
		return err
	}
	if before.Step == staff.StepEnrol {
		return c.JSON(http.StatusOK, passkeyReply{Recovery: true})
	}
	return c.JSON(http.StatusOK, passkeyReply{To: "/account?done=added"})
}

// formErrors are the house's problems as a form tells them.
func formErrors(ps staff.FieldErrors) []console.FormError {
	var errs []console.FormError
	for _, p := range ps {
		errs = append(errs, console.FormError{Field: p.Field, Text: p.Text})
	}
	return errs
}
