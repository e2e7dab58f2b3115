package console

import (
	"errors"
	"net/http"

	"github.com/labstack/echo/v4"

	"lerr/internal/staff"
	"lerr/internal/urls"
	"lerr/views"
	"lerr/views/console"
)

// showInvitation shows the form of a link: for the first account, for a new account, or for an
// account whose owner replaces its password and factors.
func (s *Site) showInvitation(c echo.Context) error {
	inv, err := s.Accounts.Invitation(c.Request().Context(), c.Param("token"))
	if err != nil {
		return s.refuseInvitation(c, err)
	}
	return s.sendInvitation(c, http.StatusOK, inv, staff.AllRoles())
}

func (s *Site) sendInvitation(c echo.Context, status int, inv staff.Invitation, ticked []staff.Role, errs ...console.FormError) error {
	m := console.SignUpPage{URL: c.Request().URL.Path, Name: c.FormValue("name"), Until: console.Clock(inv.ExpiresAt)}
	title := "Make your account"
	switch inv.Kind {
	case staff.SetUpInvitation:
		title = "Make the first account"
		m.Text = "It can invite others, and do here what you tick below."
		m.Roles = console.NewRoleChoices(ticked, staff.Administrator)
	case staff.AccountInvitation:
		m.Text = "You are invited as " + inv.Roles.Sentence() + " by " + inv.IssuedBy + "."
	case staff.RenewInvitation:
		title = "Choose a new password"
		m.Name, m.Known = inv.Account.Name, true
		m.Text = "It takes the place of the one before, and so will your new second factor."
	}
	m.ConsolePage = s.page(c, title, errs...)
	return render(c, status, console.SignUp(m))
}

// refuseInvitation says that a link does not work, whatever the reason.
func (s *Site) refuseInvitation(c echo.Context, err error) error {
	if !errors.Is(err, staff.ErrInvitation) {
		return err
	}
	return render(c, http.StatusNotFound, console.ConsoleSays(console.ConsoleMessage{
		ConsolePage: s.page(c, "This link does not work"),
		Text:        "It was used already, was revoked, or is too old. Ask an administrator for a new one. If there is no account yet, start the program again: it prints a new link.",
		Link:        views.Link{Name: "Sign in", URL: urls.SignIn},
	}))
}

// redeemInvitation makes the account of a link, or stores its new password.
func (s *Site) redeemInvitation(c echo.Context) error {
	ctx, token := c.Request().Context(), c.Param("token")
	inv, err := s.Accounts.Invitation(ctx, token)
	if err != nil {
		return s.refuseInvitation(c, err)
	}
	form, err := c.FormParams()
	if err != nil {
		return err
	}
	signUp := staff.SignUpForm{Name: form.Get("name"), Password: form.Get("password"), Client: client(c)}
	ticked := rolesOf(form["roles"])
	if inv.Kind == staff.SetUpInvitation {
		ticked |= staff.RolesOf(staff.Administrator)
		signUp.Roles = ticked
	}
	grant, err := s.Accounts.Redeem(ctx, token, signUp)
	var problems staff.FieldErrors
	switch {
	case errors.As(err, &problems):
		return s.sendInvitation(c, http.StatusUnprocessableEntity, inv, ticked.List(), formErrors(problems)...)
	case err != nil:
		return s.refuseInvitation(c, err)
	}
	return s.begin(c, grant)
}

// rolesOf returns the roles that a form names, without unknown ones.
func rolesOf(names []string) staff.Roles {
	var list []staff.Role
	for _, n := range names {
		list = append(list, staff.Role(n))
	}
	return staff.RolesOf(list...)
}
