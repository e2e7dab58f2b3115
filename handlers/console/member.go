package console

import (
	"errors"
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"

	"lerr/internal/report"
	"lerr/internal/staff"
	"lerr/internal/urls"
	"lerr/views/console"
)

// showMember shows an administrator one account.
func (s *Site) showMember(c echo.Context) error { return s.sendMember(c, http.StatusOK, nil) }

// sendMember shows an account as it is now, with the roles ticked in a refused form.
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
	return render(c, status, console.Member(console.MemberPage{
		ConsolePage: s.page(c, account.Name, errs...), Account: account, Self: account.ID == session(c).Account.ID,
		Factors: factors, Roles: console.NewRoleChoices(roles.List(), ""), Sessions: sessions,
	}))
}

func (s *Site) setRoles(c echo.Context) error {
	form, err := c.FormParams()
	if err != nil {
		return err
	}
	ticked := form["roles"]
	if ticked == nil {
		ticked = []string{} // none, as opposed to a form without roles
	}
	_, err = s.Accounts.SetRoles(c.Request().Context(), actor(c), c.Param("id"), version(c), rolesOf(ticked))
	return s.changed(c, err, ticked)
}

func (s *Site) disableMember(c echo.Context) error {
	_, err := s.Accounts.Disable(c.Request().Context(), actor(c), c.Param("id"), version(c))
	return s.changed(c, err, nil)
}

func (s *Site) enableMember(c echo.Context) error {
	_, err := s.Accounts.Enable(c.Request().Context(), actor(c), c.Param("id"), version(c))
	return s.changed(c, err, nil)
}

// version returns the version that the form's page showed of an account or a draft. 0, for none, is
// always a conflict.
func version(c echo.Context) int {
	n, _ := strconv.Atoi(c.FormValue("version"))
	return n
}

// changed sends the response to a change of an account: a redirect, or the account as it is now with
// the roles that were ticked.
func (s *Site) changed(c echo.Context, err error, ticked []string) error {
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
	return done(c, urls.Member(c.Param("id")), "changed")
}

// renewMember makes a link with which the owner of an account replaces its password and factors.
func (s *Site) renewMember(c echo.Context) error {
	token, inv, err := s.Accounts.Renew(c.Request().Context(), actor(c), c.Param("id"))
	switch {
	case errors.Is(err, report.ErrConflict):
		return s.sendMember(c, http.StatusConflict, nil, console.FormError{Text: "No link was made: the account is disabled. Enable it first."})
	case err != nil:
		return err
	}
	return s.sendNewLink(c, "A link for "+inv.Account.Name, token, inv)
}

// signOutMember ends all sessions of an account.
func (s *Site) signOutMember(c echo.Context) error {
	id := c.Param("id")
	if _, err := s.Accounts.EndSessions(c.Request().Context(), actor(c), id); err != nil {
		return err
	}
	return done(c, urls.Member(id), "ended")
}
