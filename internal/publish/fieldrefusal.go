package publish

import (
	"strings"

	"lerr/internal/report"
)

// FieldRefusal says why one field of a form was refused.
type FieldRefusal struct {
	Field string // as the form named it
	Text  string
}

// FieldRefusals are all fields of a form that were refused, so that nothing of it was saved. As an error they are
// report.ErrInvalid.
type FieldRefusals []FieldRefusal

// Error returns the reasons, one per line.
func (all FieldRefusals) Error() string {
	var lines []string
	for _, f := range all {
		lines = append(lines, f.Text)
	}
	return strings.Join(lines, "\n")
}

// Is makes errors.Is(refusals, report.ErrInvalid) true.
func (all FieldRefusals) Is(target error) bool { return target == report.ErrInvalid }

// add adds the reason for which a field was refused. It returns any error that is no reason for a person.
func (all *FieldRefusals) add(field string, err error) error {
	refusal, ok := err.(*Refusal)
	if !ok {
		return err
	}
	*all = append(*all, FieldRefusal{field, refusal.Text})
	return nil
}

// orNil returns the refusals as an error, or nil if there are none.
func (all FieldRefusals) orNil() error {
	if len(all) == 0 {
		return nil
	}
	return all
}
