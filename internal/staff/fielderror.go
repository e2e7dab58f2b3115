package staff

import (
	"strings"

	"lerr/internal/report"
)

// The fields that a FieldError can be about; they are the names of the form's inputs.
const (
	FieldName     = "name"
	FieldPassword = "password"
	FieldRoles    = "roles"
	FieldCurrent  = "current"
	FieldCode     = "code"
)

// FieldError is one thing that is not acceptable in a form, and what to do about it.
type FieldError struct {
	Field string
	Code  string // stable, such as "password-too-short"
	Text  string
}

// FieldErrors is everything that is not acceptable in a form. As an error it is report.ErrInvalid.
type FieldErrors []FieldError

// Error lists the problems, one a line.
func (ps FieldErrors) Error() string {
	lines := make([]string, len(ps))
	for i, p := range ps {
		lines[i] = p.Field + ": " + p.Text + " (" + p.Code + ")"
	}
	return strings.Join(lines, "\n")
}

// Is makes errors.Is(problems, report.ErrInvalid) true.
func (ps FieldErrors) Is(target error) bool { return target == report.ErrInvalid }

// err is the problems as an error, nil when there are none.
func (ps FieldErrors) err() error {
	if len(ps) == 0 {
		return nil
	}
	return ps
}
