package views

import "github.com/a-h/templ"

// current marks the link to what is selected.
func current(chosen bool) templ.Attributes {
	if chosen {
		return templ.Attributes{"aria-current": "true"}
	}
	return nil
}

// named names an element for those who do not see what stands around it; nothing names nothing.
func named(name string) templ.Attributes {
	if name != "" {
		return templ.Attributes{"aria-label": name}
	}
	return nil
}

// sorted marks the column by which a table is sorted.
func sorted(direction string) templ.Attributes {
	if direction != "" {
		return templ.Attributes{"aria-sort": direction}
	}
	return nil
}
