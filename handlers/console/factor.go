package console

import (
	"errors"
	"net/http"

	"github.com/labstack/echo/v4"

	"lerr/internal/staff"
	"lerr/internal/urls"
	"lerr/views/console"
)

// showFactor asks for the second factor: at sign-in, and again for a step-up.
func (s *Site) showFactor(c echo.Context) error {
	sess, err := s.awaiting(c)
	if err != nil {
		return sendTo(c, err, next(c))
	}
	if sess.Step == staff.StepFull && sess.SteppedUp(s.Now()) {
		return c.Redirect(http.StatusSeeOther, next(c))
	}
	return s.sendFactor(c, http.StatusOK)
}

// awaiting returns a session that may be asked for its second factor. The page shows the name of a full one.
func (s *Site) awaiting(c echo.Context) (staff.Session, error) {
	sess, err := s.Accounts.AnySession(c.Request().Context(), s.token(c))
	switch {
	case err != nil:
		return sess, err
	case sess.Step == staff.StepEnrol:
		return sess, staff.ErrEnrol
	case sess.Step == staff.StepFull:
		c.Set("session", sess)
	}
	return sess, nil
}

func (s *Site) sendFactor(c echo.Context, status int, errs ...console.FormError) error {
	sess, err := s.awaiting(c)
	if err != nil {
		return sendTo(c, err, next(c))
	}
	factors, err := s.Accounts.Factors(c.Request().Context(), sess.Account.ID)
	if err != nil {
		return err
	}
	again := sess.Step == staff.StepFull
	title := "Second factor"
	if again {
		title = "Confirm that it is you"
	}
	return render(c, status, console.SecondFactor(console.SecondFactorPage{
		ConsolePage: s.page(c, title, errs...), Next: next(c), Again: again,
		App: !factors.TOTPSince.IsZero(), Passkey: s.Accounts.HasPasskeys() && len(factors.Passkeys) > 0,
		Codes: factors.RecoveryCodes,
	}))
}

func (s *Site) enterCode(c echo.Context) error {
	grant, err := s.Accounts.SecondFactorTOTP(c.Request().Context(), s.token(c), c.FormValue("code"), client(c))
	return s.enter(c, grant, err, "code", "The code is not right, or was used already. Enter the one that the app shows now.")
}

func (s *Site) enterRecoveryCode(c echo.Context) error {
	grant, err := s.Accounts.SecondFactorRecovery(c.Request().Context(), s.token(c), c.FormValue("recovery"), client(c))
	return s.enter(c, grant, err, "recovery", "The recovery code is not right, or was used already. Enter another one.")
}

// enter sends the response to a second factor that was typed into a field. wrong is the text for a
// factor that is not right.
func (s *Site) enter(c echo.Context, grant staff.Grant, err error, field, wrong string) error {
	var throttled staff.Throttled
	switch {
	case errors.Is(err, staff.ErrSignIn):
		return s.sendFactor(c, http.StatusUnprocessableEntity, console.FormError{Field: field, Text: wrong})
	case errors.As(err, &throttled):
		return s.sendFactor(c, http.StatusTooManyRequests, s.wait(c, throttled, field))
	case err != nil:
		return sendTo(c, err, next(c))
	}
	s.setToken(c, grant.Token)
	return c.Redirect(http.StatusSeeOther, next(c))
}

// beginPasskey sends the challenge for one of the account's passkeys.
func (s *Site) beginPasskey(c echo.Context) error {
	options, err := s.Accounts.SecondFactorPasskeyBegin(c.Request().Context(), s.token(c))
	if err != nil {
		return s.refusePasskey(c, err, urls.Drafts, "")
	}
	return c.JSONBlob(http.StatusOK, options)
}

// finishPasskey accepts the browser's response to the challenge.
func (s *Site) finishPasskey(c echo.Context) error {
	if _, err := s.awaiting(c); err != nil {
		return s.refusePasskey(c, err, urls.Drafts, "")
	}
	r, err := readPasskey(c)
	if err != nil {
		return err
	}
	grant, err := s.Accounts.SecondFactorPasskeyFinish(c.Request().Context(), s.token(c), r.Credential, client(c))
	if err != nil {
		return s.refusePasskey(c, err, r.Next, "The passkey was not accepted. Try again, or use another way.")
	}
	s.setToken(c, grant.Token)
	return c.JSON(http.StatusOK, passkeyReply{To: local(r.Next)})
}
