package staff

import (
	"strings"

	"lerr/internal/report"
)

// The fields of forms, by the names of their inputs.
const (
	FieldName     = "name"
	FieldPassword = "password"
	FieldRoles    = "roles"
	FieldNote     = "note"
	FieldCurrent  = "current"
	FieldCode     = "code"
)

// FieldError says what is wrong with a field of a form, and what to do about it.
type FieldError struct {
	Field string
	Code  string // stable, such as "password-too-short"
	Text  string
}

// FieldErrors lists everything that is wrong in a form. It matches report.ErrInvalid.
type FieldErrors []FieldError

// Error returns the errors, one on each line.
func (errs FieldErrors) Error() string {
	lines := make([]string, len(errs))
	for i, e := range errs {
		lines[i] = e.Field + ": " + e.Text + " (" + e.Code + ")"
	}
	return strings.Join(lines, "\n")
}

// Is reports whether target is report.ErrInvalid.
func (errs FieldErrors) Is(target error) bool { return target == report.ErrInvalid }

// err returns the errors, or nil if there are none.
func (errs FieldErrors) err() error {
	if len(errs) == 0 {
		return nil
	}
	return errs
}
