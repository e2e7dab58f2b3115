package console

import (
	"errors"
	"fmt"
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"

	"lerr/internal/report"
	"lerr/internal/staff"
	"lerr/views"
	"lerr/views/console"
)

// showMember shows an administrator one account.
func (s *Site) showMember(c echo.Context) error { return s.sendMember(c, http.StatusOK, nil) }

// sendMember shows an account as it is now, with the roles that a refused form had ticked.
func (s *Site) sendMember(c echo.Context, status int, ticked []string, errs ...console.FormError) error {
	ctx := c.Request().Context()
	account, err := s.Accounts.Account(ctx, c.Param("id"))
	if err != nil {
		return err
	}
	factors, err := s.Accounts.Factors(ctx, account.ID)
	if err != nil {
		return err
	}
	sessions, err := s.Accounts.Sessions(ctx, account.ID)
	if err != nil {
		return err
	}
	roles := account.Roles
	if ticked != nil {
		roles = rolesOf(ticked)
	}
	sess := session(c)
	return render(c, status, console.Member(console.MemberPage{
		ConsolePage: s.page(c, account.Name, errs...), URL: memberURL(account.ID), Name: account.Name,
		Version: strconv.Itoa(account.Version), State: state(account), Disabled: account.Disabled(),
		Self: account.ID == sess.Account.ID, Factors: describe(factors), Roles: roleChoices(roles.List(), ""),
		Sessions: sessionRows(sessions, sess.ID, nil),
	}))
}

// describe says what second factors an account has.
func describe(f staff.Factors) string {
	var list []string
	if !f.TOTPSince.IsZero() {
		list = append(list, "authenticator app")
	}
	if n := len(f.Passkeys); n > 0 {
		list = append(list, views.Plural(n, "passkey", "passkeys"))
	}
	if len(list) == 0 {
		return "none yet"
	}
	return views.Sentence(append(list, views.Plural(f.RecoveryCodes, "recovery code", "recovery codes")))
}

func (s *Site) setRoles(c echo.Context) error {
	form, err := c.FormParams()
	if err != nil {
		return err
	}
	change, err := s.Accounts.SetRoles(c.Request().Context(), c.Param("id"), version(c), rolesOf(form["roles"]))
	text := fmt.Sprintf("from %s to %s", words(change.Before.Roles), words(change.After.Roles))
	return s.changed(c, err, change, "set roles", text)
}

func (s *Site) disableMember(c echo.Context) error {
	change, err := s.Accounts.Disable(c.Request().Context(), c.Param("id"), version(c))
	return s.changed(c, err, change, "disable account", "")
}

func (s *Site) enableMember(c echo.Context) error {
	change, err := s.Accounts.Enable(c.Request().Context(), c.Param("id"), version(c))
	return s.changed(c, err, change, "enable account", "")
}

// version is the one of the account that the form's page showed; 0 is none, and so a conflict.
func version(c echo.Context) int {
	n, _ := strconv.Atoi(c.FormValue("version"))
	return n
}

// changed says what a change of an account came to: made, or refused with the account as it is now.
func (s *Site) changed(c echo.Context, err error, change staff.AccountChange, action, text string) error {
	form, formErr := c.FormParams()
	if formErr != nil {
		return formErr
	}
	ticked := form["roles"]
	if ticked == nil && action == "set roles" {
		ticked = []string{} // none, which is not the same as not asked
	}
	var problems staff.FieldErrors
	switch {
	case errors.As(err, &problems):
		return s.sendMember(c, http.StatusUnprocessableEntity, ticked, formErrors(problems)...)
	case errors.Is(err, staff.ErrLastAdministrator):
		return s.sendMember(c, http.StatusConflict, ticked, console.FormError{
			Text: "Nothing was changed: nobody would be left to manage accounts. Make somebody else an administrator first.",
		})
	case errors.Is(err, report.ErrConflict):
		return s.sendMember(c, http.StatusConflict, ticked, console.FormError{
			Text: "Nothing was changed: somebody else has changed this account meanwhile. This page shows it as it is now; what you ticked is still ticked.",
		})
	case err != nil:
		return err
	}
	about := change.After.Name
	if text != "" {
		about += ": " + text
	}
	if change.Ended > 0 {
		about += "; " + views.Plural(change.Ended, "session", "sessions") + " ended"
	}
	if err := s.record(c, actor(c), action, about); err != nil {
		return err
	}
	return done(c, memberURL(change.After.ID), "changed")
}

// renewMember makes a link with which the owner of an account sets everything anew.
func (s *Site) renewMember(c echo.Context) error {
	token, inv, err := s.Accounts.Renew(c.Request().Context(), actor(c), c.Param("id"))
	switch {
	case errors.Is(err, report.ErrConflict):
		return s.sendMember(c, http.StatusConflict, nil, console.FormError{Text: "No link was made: the account is disabled. Enable it first."})
	case err != nil:
		return err
	}
	if err := s.record(c, actor(c), "make link to renew account", inv.Account.Name); err != nil {
		return err
	}
	return s.sendNewLink(c, "A link for "+inv.Account.Name, token, inv)
}

// signOutMember ends all sessions of an account.
func (s *Site) signOutMember(c echo.Context) error {
	ctx := c.Request().Context()
	account, err := s.Accounts.Account(ctx, c.Param("id"))
	if err != nil {
		return err
	}
	ended, err := s.Accounts.EndSessions(ctx, account.ID, "")
	if err != nil {
		return err
	}
	text := fmt.Sprintf("%s: %s", account.Name, views.Plural(ended, "session", "sessions"))
	if err := s.record(c, actor(c), "end sessions", text); err != nil {
		return err
	}
	return done(c, memberURL(account.ID), "ended")
}
