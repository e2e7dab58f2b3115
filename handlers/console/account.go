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

// showAccount shows people their own account.
func (s *Site) showAccount(c echo.Context) error { return s.sendAccount(c, http.StatusOK) }

func (s *Site) sendAccount(c echo.Context, status int, errs ...console.FormError) error {
	ctx, sess := c.Request().Context(), session(c)
	factors, err := s.Accounts.Factors(ctx, sess.Account.ID)
	if err != nil {
		return err
	}
	sessions, err := s.Accounts.Sessions(ctx, sess.Account.ID)
	if err != nil {
		return err
	}
	return render(c, status, console.Account(console.AccountPage{
		ConsolePage: s.page(c, "Your account", errs...), Roles: sess.Account.Roles, Factors: factors, Sessions: sessions,
	}))
}

func (s *Site) changePassword(c echo.Context) error {
	grant, err := s.Accounts.ChangePassword(c.Request().Context(), s.token(c), c.FormValue("current"), c.FormValue("password"))
	var problems staff.FieldErrors
	var throttled staff.Throttled
	switch {
	case errors.As(err, &problems):
		return s.sendAccount(c, http.StatusUnprocessableEntity, formErrors(problems)...)
	case errors.As(err, &throttled):
		return s.sendAccount(c, http.StatusTooManyRequests, s.wait(c, throttled, "current"))
	case err != nil:
		return s.sendAway(c, err)
	}
	s.setToken(c, grant.Token)
	return done(c, urls.Account, "password")
}

// endSession ends one of a person's own sessions. Ending this one signs the person out.
func (s *Site) endSession(c echo.Context) error {
	sess, id := session(c), c.Param("session")
	err := s.Accounts.EndSession(c.Request().Context(), sess, id)
	if err != nil && !errors.Is(err, report.ErrNotFound) { // a session that has already ended is no error
		return err
	}
	if id == sess.ID {
		return s.leave(c)
	}
	return done(c, urls.Account, "ended")
}

// endOtherSessions ends all of a person's sessions except this one.
func (s *Site) endOtherSessions(c echo.Context) error {
	if _, err := s.Accounts.EndOtherSessions(c.Request().Context(), session(c)); err != nil {
		return err
	}
	return done(c, urls.Account, "ended")
}

func (s *Site) removeApp(c echo.Context) error {
	return s.removed(c, s.Accounts.RemoveTOTP(c.Request().Context(), s.token(c)))
}

func (s *Site) removePasskey(c echo.Context) error {
	return s.removed(c, s.Accounts.RemovePasskey(c.Request().Context(), s.token(c), c.Param("passkey")))
}

// removed sends the response to the removal of a second factor.
func (s *Site) removed(c echo.Context, err error) error {
	switch {
	case errors.Is(err, staff.ErrLastFactor):
		return s.sendAccount(c, http.StatusConflict, console.FormError{Text: "This is your only second factor, so it stays. Add another one first."})
	case err != nil:
		return s.sendAway(c, err)
	}
	return done(c, urls.Account, "removed")
}

// makeRecoveryCodes makes new recovery codes and shows them in its response. Nothing can show them again.
func (s *Site) makeRecoveryCodes(c echo.Context) error {
	codes, err := s.Accounts.NewRecoveryCodes(c.Request().Context(), s.token(c))
	if err != nil {
		return s.sendAway(c, err)
	}
	return render(c, http.StatusOK, console.RecoveryCodes(console.RecoveryCodesPage{
		ConsolePage: s.page(c, "Your recovery codes"), Codes: codes, Next: next(c),
	}))
}

// showRecoveryCodes redirects to the form for new codes, since stored codes cannot be shown.
func (s *Site) showRecoveryCodes(c echo.Context) error {
	return c.Redirect(http.StatusSeeOther, urls.Account+"#recovery-codes")
}
