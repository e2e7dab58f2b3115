package console

import "github.com/a-h/templ"

// Field is a form's field for a line of text. Its name is its ID.
type Field struct {
	ID, Label    string
	Hint         string // what to know before typing; may be empty
	Type         string // "text" when empty
	Value        string
	Autocomplete string // what browsers and password managers may fill in; nothing when empty
	InputMode    string
	Optional     bool
}

// attributes are the input's, with what ties it to its hint and its error for those who hear it.
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
	// What a person types here is no prose: a name, a password, a code.
	a["autocapitalize"], a["spellcheck"] = "none", "false"
	tie(a, p, f.ID, f.Hint != "")
	return a
}

// tie joins a field to its hint and its error.
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

// rolesAttributes ties the choice of roles to its error.
func rolesAttributes(p ConsolePage) templ.Attributes {
	a := templ.Attributes{}
	tie(a, p, "roles", false)
	delete(a, "aria-invalid") // which is for what is typed into
	return a
}

// RoleChoice is a role that can be ticked.
type RoleChoice struct {
	Value, Label, Text string
	Chosen             bool
	Fixed              bool // ticked, and stays so
}

// roleTexts says what each role may do.
var roleTexts = map[string]string{
	"editor":        "uploads workbooks, starts corrections and prepares drafts",
	"approver":      "approves drafts of others, schedules, publishes and withdraws",
	"administrator": "invites people, and manages their accounts",
}

// NewRoleChoices offers the roles. chosen says which are ticked; the one that is fixed always is.
func NewRoleChoices(roles []string, chosen func(string) bool, fixed string) []RoleChoice {
	var list []RoleChoice
	for _, r := range roles {
		list = append(list, RoleChoice{
			Value: r, Label: r, Text: roleTexts[r], Chosen: r == fixed || chosen(r), Fixed: r == fixed,
		})
	}
	return list
}
