package staff

import (
	"fmt"
	"slices"
	"strings"

	"lerr/internal/report"
)

// Role is one part that a person can have in the house.
type Role string

const (
	// Editor uploads workbooks and edits drafts.
	Editor Role = "editor"
	// Approver makes figures public, corrects and withdraws them.
	Approver Role = "approver"
	// Administrator manages accounts.
	Administrator Role = "administrator"
)

// AllRoles lists the roles in the order in which they are shown and stored.
func AllRoles() []Role { return []Role{Editor, Approver, Administrator} }

// Roles is the set of roles that a person has. Sets are equal when they are ==.
type Roles uint8

// RolesOf is the set of the given roles. A role that does not exist is not in it.
func RolesOf(list ...Role) Roles {
	var set Roles
	for _, r := range list {
		if i := slices.Index(AllRoles(), r); i >= 0 {
			set |= 1 << i
		}
	}
	return set
}

// ParseRoles reads a set as String writes it: words in any order, separated by spaces.
func ParseRoles(s string) (Roles, error) {
	var set Roles
	for _, word := range strings.Fields(s) {
		one := RolesOf(Role(word))
		if one == 0 {
			return 0, fmt.Errorf("role %q: %w", word, report.ErrInvalid)
		}
		set |= one
	}
	return set, nil
}

// Has says whether the role is in the set.
func (s Roles) Has(r Role) bool { return s&RolesOf(r) != 0 }

// List is the set's roles in order.
func (s Roles) List() []Role {
	return slices.DeleteFunc(AllRoles(), func(r Role) bool { return !s.Has(r) })
}

// String is the set's words in order, as they are stored.
func (s Roles) String() string {
	words := []string{}
	for _, r := range s.List() {
		words = append(words, string(r))
	}
	return strings.Join(words, " ")
}

// Sentence returns the roles in order, such as "editor and approver".
func (s Roles) Sentence() string {
	words := strings.Fields(s.String())
	return sentence(words)
}

// check wants at least one role.
func (s Roles) check() FieldErrors {
	if len(s.List()) == 0 {
		return FieldErrors{{FieldRoles, "no-role", "Choose at least one role."}}
	}
	return nil
}
