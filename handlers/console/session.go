package console

import (
	"errors"
	"math"
	"net/http"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"lerr/internal/staff"
	"lerr/internal/urls"
	"lerr/views"
	"lerr/views/console"
)

// showSignIn asks for a name and a password. It redirects people who are already signed in.
func (s *Site) showSignIn(c echo.Context) error {
	_, err := s.Accounts.Session(c.Request().Context(), s.token(c))
	if err == nil {
		return c.Redirect(http.StatusSeeOther, next(c))
	}
	if lacking(err) == "" {
		return err
	}
	return s.sendSignIn(c, http.StatusOK)
}

func (s *Site) sendSignIn(c echo.Context, status int, errs ...console.FormError) error {
	some, err := s.Accounts.HasAccounts(c.Request().Context())
	if err != nil {
		return err
	}
	return render(c, status, console.SignIn(console.SignInPage{
		ConsolePage: s.page(c, "Sign in", errs...), Name: c.FormValue("name"), Next: next(c), Empty: !some,
	}))
}

// signIn checks a name and a password. Whatever is wrong with them, the response is the same.
func (s *Site) signIn(c echo.Context) error {
	grant, err := s.Accounts.SignIn(c.Request().Context(), c.FormValue("name"), c.FormValue("password"), client(c))
	var throttled staff.Throttled
	switch {
	case errors.Is(err, staff.ErrSignIn):
		return s.sendSignIn(c, http.StatusUnprocessableEntity, console.FormError{
			Field: "name", Text: "The sign-in name or the password is wrong. Enter both again.",
		})
	case errors.As(err, &throttled):
		return s.sendSignIn(c, http.StatusTooManyRequests, s.wait(c, throttled, "name"))
	case err != nil:
		return err
	}
	return s.begin(c, grant)
}

// begin stores a new session in the browser, ends the one it had, and redirects to the page that
// supplies what the session lacks.
func (s *Site) begin(c echo.Context, grant staff.Grant) error {
	if err := s.Accounts.SignOut(c.Request().Context(), s.token(c)); err != nil {
		return err
	}
	s.setToken(c, grant.Token)
	page := urls.SecondFactor
	if grant.Session.Step == staff.StepEnrol {
		page = urls.Enrol
	}
	return c.Redirect(http.StatusSeeOther, urls.WithNext(page, next(c)))
}

// wait returns the error of an attempt that was throttled.
func (s *Site) wait(c echo.Context, t staff.Throttled, field string) console.FormError {
	left := t.Until.Sub(s.Now())
	seconds := int(math.Ceil(max(left, time.Second).Seconds()))
	c.Response().Header().Set("Retry-After", strconv.Itoa(seconds))
	span := views.Plural(seconds, "second", "seconds")
	if seconds > 60 {
		span = views.Plural((seconds+59)/60, "minute", "minutes")
	}
	return console.FormError{Field: field, Text: "There were too many failed tries. Wait " + span + ", then try again."}
}

// signOut ends the session at any step, and clears what the browser stores of the console.
func (s *Site) signOut(c echo.Context) error {
	if err := s.Accounts.SignOut(c.Request().Context(), s.token(c)); err != nil {
		return err
	}
	return s.leave(c)
}

// leave removes the session's token from the browser and redirects to the sign-in page.
func (s *Site) leave(c echo.Context) error {
	s.setToken(c, "")
	c.Response().Header().Set("Clear-Site-Data", `"cache", "cookies", "storage"`)
	return done(c, urls.SignIn, "signed-out")
}

// next returns the page of the console that signing in leads on to.
func next(c echo.Context) string { return local(c.FormValue("next")) }

// client returns the origin of a request.
func client(c echo.Context) staff.Client {
	return staff.Client{Address: c.RealIP(), Agent: c.Request().UserAgent()}
}
