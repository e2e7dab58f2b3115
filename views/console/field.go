package console

import "github.com/a-h/templ"

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
	a := templ.Attributes{"type": "text", "autocomplete": "off", "required": !f.Optional}
	if f.Type != "" {
		a["type"] = f.Type
	}
	if f.Autocomplete != "" {
		a["autocomplete"] = f.Autocomplete
	}
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
	Value, Label, Text string
	Chosen             bool
	Fixed              bool // ticked, and cannot be unticked
}

// roleTexts describes the permissions of each role.
var roleTexts = map[string]string{
	"editor":        "uploads workbooks, starts corrections and prepares drafts",
	"approver":      "approves drafts of others, schedules, publishes and withdraws",
	"administrator": "invites people, and manages their accounts",
}

// NewRoleChoices returns the roles as choices. chosen reports which are ticked; the fixed one always is.
func NewRoleChoices(roles []string, chosen func(string) bool, fixed string) []RoleChoice {
	var list []RoleChoice
	for _, r := range roles {
		list = append(list, RoleChoice{
			Value: r, Label: r, Text: roleTexts[r], Chosen: r == fixed || chosen(r), Fixed: r == fixed,
		})
	}
	return list
}
