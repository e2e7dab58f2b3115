package console

import (
	"errors"
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"lerr/internal/staff"
	"lerr/views"
	"lerr/views/console"
)

// showLink shows what a link is good for: the first account, an invitation, or an account that is
// given to its owner anew.
func (s *Site) showLink(c echo.Context) error {
	link, err := s.House.Link(c.Request().Context(), c.Param("token"))
	if err != nil {
		return s.refuseLink(c, err)
	}
	return s.sendLink(c, http.StatusOK, link, staff.AllRoles())
}

func (s *Site) sendLink(c echo.Context, status int, link staff.Link, ticked []staff.Role, errs ...console.FormError) error {
	m := console.ArrivalPage{URL: c.Request().URL.Path, Name: c.FormValue("name"), Until: console.Clock(link.ExpiresAt)}
	title := "Make your account"
	switch link.Kind {
	case staff.LinkSetUp:
		title = "Make the first account"
		m.Text = "It can invite others, and do here what you tick below."
		m.Roles = roleChoices(ticked, staff.Administrator)
	case staff.LinkInvite:
		m.Text = "You are invited as " + words(link.Roles) + " by " + link.IssuedBy + "."
	case staff.LinkRenew:
		title = "Choose a new password"
		m.Name, m.Known = link.Account.Name, true
		m.Text = "It takes the place of the one before, and so will your new second factor."
	}
	m.ConsolePage = s.page(c, title, errs...)
	return render(c, status, console.Arrival(m))
}

// refuseLink says that a link is worthless, whatever the reason.
func (s *Site) refuseLink(c echo.Context, err error) error {
	if !errors.Is(err, staff.ErrLink) {
		return err
	}
	return render(c, http.StatusNotFound, console.ConsoleSays(console.ConsoleMessage{
		ConsolePage: s.page(c, "This link does not work"),
		Text:        "It was used already, was revoked, or is too old. Ask an administrator for a new one. If there is no account yet, start the program again: it prints a new link.",
		Link:        views.Link{Name: "Sign in", URL: "/sign-in"},
	}))
}

// useLink makes the account that a link is for, or gives it its new password.
func (s *Site) useLink(c echo.Context) error {
	ctx, token := c.Request().Context(), c.Param("token")
	link, err := s.House.Link(ctx, token)
	if err != nil {
		return s.refuseLink(c, err)
	}
	form, err := c.FormParams()
	if err != nil {
		return err
	}
	arrival := staff.Arrival{Name: form.Get("name"), Password: form.Get("password"), Client: client(c)}
	ticked := rolesOf(form["roles"])
	if link.Kind == staff.LinkSetUp {
		ticked |= staff.RolesOf(staff.Administrator)
		arrival.Roles = ticked
	}
	entry, err := s.House.Enter(ctx, token, arrival)
	var problems staff.Problems
	switch {
	case errors.As(err, &problems):
		return s.sendLink(c, http.StatusUnprocessableEntity, link, ticked.List(), formErrors(problems)...)
	case err != nil:
		return s.refuseLink(c, err)
	}
	account := entry.Session.Account
	action, text := "make account", words(account.Roles)
	switch link.Kind {
	case staff.LinkSetUp:
		text += ", by the set-up link"
	case staff.LinkInvite:
		text += ", invited by " + link.IssuedBy
	case staff.LinkRenew:
		action, text = "renew account", "by a link of "+link.IssuedBy
	}
	if err := s.record(c, account.Name, action, text); err != nil {
		return err
	}
	return s.begin(c, entry)
}

// rolesOf are the roles that a form names; what is none is left out.
func rolesOf(names []string) staff.Roles {
	var list []staff.Role
	for _, n := range names {
		list = append(list, staff.Role(n))
	}
	return staff.RolesOf(list...)
}

// roleChoices offers all roles. The one that is fixed cannot be unticked.
func roleChoices(ticked []staff.Role, fixed staff.Role) []console.RoleChoice {
	var all []string
	for _, r := range staff.AllRoles() {
		all = append(all, string(r))
	}
	isTicked := func(name string) bool { return slices.Contains(ticked, staff.Role(name)) }
	return console.NewRoleChoices(all, isTicked, string(fixed))
}

// words are roles as a sentence has them.
func words(roles staff.Roles) string {
	var list []string
	for _, r := range roles.List() {
		list = append(list, string(r))
	}
	return views.Sentence(list)
}
