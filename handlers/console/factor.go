package console

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"github.com/labstack/echo/v4"

	"lerr/internal/staff"
	"lerr/views/console"
)

// showFactor asks for the second factor: at sign-in, and again of a session that gave it long ago.
func (s *Site) showFactor(c echo.Context) error {
	sess, err := s.awaiting(c)
	if err != nil {
		return sendTo(c, err, next(c))
	}
	if sess.Step == staff.StepFull && sess.SteppedUp(s.Now()) {
		return c.Redirect(http.StatusSeeOther, next(c))
	}
	return s.sendFactor(c, sess, http.StatusOK)
}

// awaiting is the session that may be asked for its second factor. A full one is known to the page.
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

func (s *Site) sendFactor(c echo.Context, sess staff.Session, status int, errs ...console.FormError) error {
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
	return s.enter(c, "code", "The code is not right, or was used already. Enter the one that the app shows now.",
		proof{"authenticator app", func(ctx context.Context, token string) (staff.Grant, error) {
			return s.Accounts.SecondFactorTOTP(ctx, token, c.FormValue("code"))
		}})
}

func (s *Site) enterRecoveryCode(c echo.Context) error {
	return s.enter(c, "recovery", "The recovery code is not right, or was used already. Enter another one.",
		proof{"recovery code", func(ctx context.Context, token string) (staff.Grant, error) {
			return s.Accounts.SecondFactorRecovery(ctx, token, c.FormValue("recovery"))
		}})
}

// enter takes what was typed into a field as the second factor. wrong says that it is not.
func (s *Site) enter(c echo.Context, field, wrong string, p proof) error {
	sess, err := s.awaiting(c)
	if err != nil {
		return sendTo(c, err, next(c))
	}
	err = s.prove(c, sess, p)
	var throttled staff.Throttled
	switch {
	case errors.Is(err, staff.ErrSignIn):
		return s.sendFactor(c, sess, http.StatusUnprocessableEntity, console.FormError{Field: field, Text: wrong})
	case errors.As(err, &throttled):
		return s.sendFactor(c, sess, http.StatusTooManyRequests, s.wait(c, throttled, field))
	case err != nil:
		return sendTo(c, err, next(c))
	}
	return c.Redirect(http.StatusSeeOther, next(c))
}

// proof is a try at the second factor, by one kind of it.
type proof struct {
	kind string
	try  func(ctx context.Context, token string) (staff.Grant, error)
}

// prove tries a second factor and gives the browser the session's new token. What came of it is
// written to the audit log, but for a try that was not looked at.
func (s *Site) prove(c echo.Context, sess staff.Session, p proof) error {
	grant, err := p.try(c.Request().Context(), s.token(c))
	if errors.Is(err, staff.ErrSignIn) {
		text := fmt.Sprintf("%s, from %s", p.kind, client(c).Address)
		if errors.Is(err, staff.ErrCloned) {
			text += "; it counted backwards, so there may be a copy of it"
		}
		if err := s.record(c, sess.Account.Name, "second factor failed", text); err != nil {
			return err
		}
		return err
	}
	if err != nil {
		return err
	}
	s.setToken(c, grant.Token)
	action := "sign in"
	if sess.Step == staff.StepFull {
		action = "confirm second factor"
	}
	return s.record(c, sess.Account.Name, action, fmt.Sprintf("%s, from %s", p.kind, client(c).Address))
}

// beginPasskey asks for one of the account's passkeys.
func (s *Site) beginPasskey(c echo.Context) error {
	options, err := s.Accounts.SecondFactorPasskeyBegin(c.Request().Context(), s.token(c))
	if err != nil {
		return s.refusePasskey(c, err, "/", "")
	}
	return c.JSONBlob(http.StatusOK, options)
}

// finishPasskey takes the browser's answer.
func (s *Site) finishPasskey(c echo.Context) error {
	sess, err := s.awaiting(c)
	if err != nil {
		return s.refusePasskey(c, err, "/", "")
	}
	answer, err := readPasskey(c)
	if err != nil {
		return err
	}
	err = s.prove(c, sess, proof{"passkey", func(ctx context.Context, token string) (staff.Grant, error) {
		return s.Accounts.SecondFactorPasskeyFinish(ctx, token, answer.Answer)
	}})
	if err != nil {
		return s.refusePasskey(c, err, answer.Next, "The passkey was not accepted. Try again, or use another way.")
	}
	return c.JSON(http.StatusOK, passkeyReply{To: local(answer.Next)})
}
