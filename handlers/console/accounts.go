package console

import (
	"errors"
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"

	"lerr/internal/report"
	"lerr/internal/staff"
	"lerr/views/console"
)

// showAccounts lists the accounts, and the links that were not used yet.
func (s *Site) showAccounts(c echo.Context) error { return s.sendAccounts(c, http.StatusOK) }

func (s *Site) sendAccounts(c echo.Context, status int, errs ...console.FormError) error {
	ctx := c.Request().Context()
	accounts, err := s.House.Accounts(ctx)
	if err != nil {
		return err
	}
	links, err := s.House.Links(ctx)
	if err != nil {
		return err
	}
	m := console.AccountsPage{ConsolePage: s.page(c, "Accounts", errs...), Roles: roleChoices(nil, "")}
	for _, a := range accounts {
		m.Accounts = append(m.Accounts, console.AccountRow{
			URL: memberURL(a.ID), Name: a.Name, Roles: words(a.Roles), State: state(a),
		})
	}
	for _, l := range links {
		m.Links = append(m.Links, console.LinkRow{
			For: purpose(l), By: l.IssuedBy, Until: console.Clock(l.ExpiresAt),
			RevokeURL: "/accounts/links/" + url.PathEscape(l.ID) + "/revoke",
		})
	}
	return render(c, status, console.Accounts(m))
}

func memberURL(id string) string { return "/accounts/" + url.PathEscape(id) }

func state(a staff.Account) string {
	if a.Disabled() {
		return "disabled since " + console.Clock(a.DisabledAt)
	}
	return "enabled"
}

// purpose is whom a link is for.
func purpose(l staff.Link) string {
	if l.Kind == staff.LinkRenew {
		return l.Account.Name + ", who has lost their password or second factor"
	}
	return "a new " + words(l.Roles)
}

// invite makes a link with which somebody makes their account, and shows it in its answer, which
// nothing can show again.
func (s *Site) invite(c echo.Context) error {
	form, err := c.FormParams()
	if err != nil {
		return err
	}
	token, link, err := s.House.Invite(c.Request().Context(), actor(c), rolesOf(form["roles"]))
	var problems staff.Problems
	if errors.As(err, &problems) {
		return s.sendAccounts(c, http.StatusUnprocessableEntity, formErrors(problems)...)
	} else if err != nil {
		return err
	}
	if err := s.record(c, actor(c), "invite", words(link.Roles)); err != nil {
		return err
	}
	return s.sendLinkOnce(c, "The invitation", token, link)
}

// sendLinkOnce shows a new link.
func (s *Site) sendLinkOnce(c echo.Context, title, token string, link staff.Link) error {
	return render(c, http.StatusOK, console.IssuedLink(console.IssuedLinkPage{
		ConsolePage: s.page(c, title), URL: s.StaffURL + "/invitation/" + token, For: purpose(link), Until: console.Clock(link.ExpiresAt),
	}))
}

// revokeLink makes a link worthless.
func (s *Site) revokeLink(c echo.Context) error {
	err := s.House.Revoke(c.Request().Context(), c.Param("link"))
	switch {
	case errors.Is(err, report.ErrNotFound):
		return s.sendAccounts(c, http.StatusConflict, console.FormError{Text: "The link was used or revoked meanwhile. See whether there is a new account."})
	case err != nil:
		return err
	}
	if err := s.record(c, actor(c), "revoke link", ""); err != nil {
		return err
	}
	return done(c, "/accounts", "revoked")
}
