package console

import (
	"slices"
	"strings"

	"lerr/internal/urls"
	"lerr/views"
)

// ConsolePage holds what every page of the console shows.
type ConsolePage struct {
	views.Frame
	Title     string
	Who       string // sign-in name; empty before signing in
	Session   string // ID of the session; empty before signing in
	Admin     bool   // may manage accounts
	Section   string // address of the entry of the navigation that the page belongs to; empty for none
	Flash     string // what was just done
	Errors    []FormError
	Paused    string // why releases are paused; empty if they are not
	CanResume bool
	Troubles  []string // releases that are overdue or were late
}

// FormError is an error in a form. It is shown in the summary at the top, with a link to its field.
type FormError struct {
	Field string // id of the field; empty if it concerns none
	Text  string
}

// heading returns the window's title. It starts with "Error: " if there are any, for screen readers.
func (p ConsolePage) heading() string {
	title := p.Title + " · " + p.Site.Title + " console"
	if len(p.Errors) > 0 {
		return "Error: " + title
	}
	return title
}

// entries returns the entries of the navigation.
func (p ConsolePage) entries() []views.Link {
	list := []views.Link{{Name: "Drafts", URL: urls.Drafts}, {Name: "Calendar", URL: urls.StaffCalendar}, {Name: "Places", URL: urls.Places}, {Name: "Audit log", URL: urls.AuditLog}}
	if p.Admin {
		list = append(list, views.Link{Name: "Accounts", URL: urls.Accounts}, views.Link{Name: "Notifications", URL: urls.Notifications})
	}
	return append(list, views.Link{Name: p.Who, URL: urls.Account})
}

// SectionOf returns the address of the entry of the navigation that a page belongs to.
func SectionOf(path string) string {
	for _, section := range []string{urls.StaffCalendar, urls.Places, urls.AuditLog, urls.Accounts, urls.Notifications, urls.Account} {
		if path == section || strings.HasPrefix(path, section+"/") {
			return section
		}
	}
	return urls.Drafts
}

// failed reports whether the field has an error.
func (p ConsolePage) failed(field string) bool {
	return slices.ContainsFunc(p.Errors, func(e FormError) bool { return e.Field == field })
}
