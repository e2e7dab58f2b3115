package views

import "github.com/a-h/templ"

// current marks the link to what is selected.
func current(chosen bool) templ.Attributes {
	if chosen {
		return templ.Attributes{"aria-current": "true"}
	}
	return nil
}
