package console

import "lerr/views"

// ConsolePage is what every page of the staff console has in common.
type ConsolePage struct {
	views.Frame
	Title  string
	Who    string // sign-in name; empty before signing in
	Admin  bool   // may manage accounts
	Flash  string // what was just done
	Errors []FormError
	Held   string // why releases are held; empty when they are not
}

// FormError is one thing that is wrong in a form, told in the summary at the top and linked to its
// field.
type FormError struct {
	Field string // the id of the field; empty when it concerns none
	Text  string
}

// heading is the window's title. A page with errors says so first, for those who hear it.
func (p ConsolePage) heading() string {
	title := p.Title + " · " + p.Site.Title + " console"
	if len(p.Errors) > 0 {
		return "Error: " + title
	}
	return title
}

// failed is whether the field has an error.
func (p ConsolePage) failed(field string) bool {
	for _, e := range p.Errors {
		if e.Field == field {
			return true
		}
	}
	return false
}
