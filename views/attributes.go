package views

import "github.com/a-h/templ"

// current marks the link to the current selection.
func current(chosen bool) templ.Attributes {
	if chosen {
		return optional("aria-current", "true")
	}
	return nil
}

// optional returns an attribute, or none if value is empty.
func optional(name, value string) templ.Attributes {
	if value == "" {
		return nil
	}
	return templ.Attributes{name: value}
}
