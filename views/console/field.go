package console

import (
	"cmp"
	"slices"

	"github.com/a-h/templ"

	"lerr/internal/staff"
)

// Field is a form's field for one line of text. Its name is its ID.
type Field struct {
	ID, Label    string
	Hint         string // may be empty
	Type         string // "text" when empty
	Value        string
	Autocomplete string // HTML autocomplete; "off" when empty
	InputMode    string
	Optional     bool
}

// attributes returns the input's attributes. They refer screen readers to its hint and its error.
func (f Field) attributes(p ConsolePage) templ.Attributes {
	a := templ.Attributes{"type": cmp.Or(f.Type, "text"), "autocomplete": cmp.Or(f.Autocomplete, "off"), "required": !f.Optional}
	if f.InputMode != "" {
		a["inputmode"] = f.InputMode
	}
	if f.Value != "" {
		a["value"] = f.Value
	}
	// People type a name, a password or a code here, never prose.
	a["autocapitalize"], a["spellcheck"] = "none", "false"
	tie(a, p, f.ID, f.Hint != "")
	return a
}

// tie adds the attributes that refer to a field's hint and error.
func tie(a templ.Attributes, p ConsolePage, id string, hint bool) {
	by := ""
	if hint {
		by = id + "-hint"
	}
	if p.failed(id) {
		a["aria-invalid"] = "true"
		if by != "" {
			by += " "
		}
		by += id + "-error"
	}
	if by != "" {
		a["aria-describedby"] = by
	}
}

// rolesAttributes returns the attributes that refer the choice of roles to its error.
func rolesAttributes(p ConsolePage) templ.Attributes {
	a := templ.Attributes{}
	tie(a, p, "roles", false)
	delete(a, "aria-invalid") // only valid for inputs
	return a
}

// RoleChoice is a role that can be ticked.
type RoleChoice struct {
	Role   staff.Role
	Chosen bool
	Fixed  bool // ticked, and cannot be unticked
}

// roleTexts describes the permissions of each role.
var roleTexts = map[staff.Role]string{
	staff.Editor:        "uploads workbooks, starts corrections and prepares drafts",
	staff.Approver:      "approves drafts of others, schedules, publishes and withdraws",
	staff.Administrator: "invites people, and manages their accounts",
}

// NewRoleChoices returns all roles as choices. The fixed one is always ticked.
func NewRoleChoices(ticked []staff.Role, fixed staff.Role) []RoleChoice {
	var list []RoleChoice
	for _, r := range staff.AllRoles() {
		list = append(list, RoleChoice{Role: r, Chosen: r == fixed || slices.Contains(ticked, r), Fixed: r == fixed})
	}
	return list
}

// reasonAttributes returns the attributes that refer a field for a reason to its hint and its error.
func reasonAttributes(p ConsolePage) templ.Attributes {
	a := templ.Attributes{}
	tie(a, p, "reason", true)
	return a
}
