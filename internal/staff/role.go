package staff

import (
	"fmt"
	"slices"
	"strings"

	"lerr/internal/report"
)

// Role is a set of permissions that a person can have. Its values are stored.
type Role string

const (
	// Editor uploads workbooks, starts corrections and edits drafts.
	Editor Role = "editor"
	// Approver makes figures public and withdraws them.
	Approver Role = "approver"
	// Administrator manages accounts.
	Administrator Role = "administrator"
)

// AllRoles returns the roles in the order in which they are shown and stored.
func AllRoles() []Role { return []Role{Editor, Approver, Administrator} }

// Roles is a set of roles. Sets compare with ==.
type Roles uint8

// RolesOf returns the set of the given roles, without unknown ones.
func RolesOf(list ...Role) Roles {
	var set Roles
	for _, r := range list {
		if i := slices.Index(AllRoles(), r); i >= 0 {
			set |= 1 << i
		}
	}
	return set
}

// ParseRoles parses the result of String: roles in any order, separated by spaces.
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

// Has reports whether the role is in the set.
func (s Roles) Has(r Role) bool { return s&RolesOf(r) != 0 }

// List returns the set's roles in order.
func (s Roles) List() []Role {
	return slices.DeleteFunc(AllRoles(), func(r Role) bool { return !s.Has(r) })
}

// String returns the set's roles in order, separated by spaces, as they are stored.
func (s Roles) String() string {
	words := []string{}
	for _, r := range s.List() {
		words = append(words, string(r))
	}
	return strings.Join(words, " ")
}

// Sentence returns the roles in order, such as "editor and approver".
func (s Roles) Sentence() string {
	return sentence(strings.Fields(s.String()))
}

// check returns an error unless there is at least one role.
func (s Roles) check() FieldErrors {
	if len(s.List()) == 0 {
		return FieldErrors{{FieldRoles, "no-role", "Choose at least one role."}}
	}
	return nil
}
