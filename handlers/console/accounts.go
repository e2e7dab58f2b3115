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

// showAccounts lists the accounts and the unused invitations.
func (s *Site) showAccounts(c echo.Context) error { return s.sendAccounts(c, http.StatusOK) }

func (s *Site) sendAccounts(c echo.Context, status int, errs ...console.FormError) error {
	ctx := c.Request().Context()
	accounts, err := s.Accounts.All(ctx)
	if err != nil {
		return err
	}
	invitations, err := s.Accounts.Invitations(ctx)
	if err != nil {
		return err
	}
	form, err := c.FormParams()
	if err != nil {
		return err
	}
	return render(c, status, console.Accounts(console.AccountsPage{
		ConsolePage: s.page(c, "Accounts", errs...), Accounts: accounts, Invitations: invitations,
		Roles: console.NewRoleChoices(rolesOf(form["roles"]).List(), ""), Note: form.Get("note"),
	}))
}

// invite makes a link for a new account and shows it in its response. Nothing can show it again.
func (s *Site) invite(c echo.Context) error {
	form, err := c.FormParams()
	if err != nil {
		return err
	}
	token, inv, err := s.Accounts.InviteNamed(c.Request().Context(), actor(c), form.Get("note"), rolesOf(form["roles"]))
	var problems staff.FieldErrors
	if errors.As(err, &problems) {
		return s.sendAccounts(c, http.StatusUnprocessableEntity, formErrors(problems)...)
	} else if err != nil {
		return err
	}
	return s.sendNewLink(c, "The invitation", token, inv)
}

// sendNewLink shows a new link.
func (s *Site) sendNewLink(c echo.Context, title, token string, inv staff.Invitation) error {
	return render(c, http.StatusOK, console.IssuedLink(console.IssuedLinkPage{
		ConsolePage: s.page(c, title), URL: s.StaffURL + urls.Invitation(token), Invitation: inv,
	}))
}

// revokeInvitation revokes a link.
func (s *Site) revokeInvitation(c echo.Context) error {
	err := s.Accounts.Revoke(c.Request().Context(), actor(c), c.Param("link"))
	switch {
	case errors.Is(err, report.ErrNotFound):
		return s.sendAccounts(c, http.StatusConflict, console.FormError{Text: "The link was used or revoked meanwhile. See whether there is a new account."})
	case err != nil:
		return err
	}
	return done(c, urls.Accounts, "revoked")
}
