package report

import (
	"fmt"
	"strings"
)

// Severity says what a problem asks for.
type Severity string

const (
	// SeverityError blocks a publication.
	SeverityError Severity = "error"
	// SeverityWarning needs a named person's acceptance, with a reason.
	SeverityWarning Severity = "warning"
	// SeverityNotice is told and asks for nothing.
	SeverityNotice Severity = "notice"
)

// Problem is one thing that a check found, and what to do about it.
type Problem struct {
	Severity Severity `json:"severity"`
	Code     string   `json:"code"`            // stable, such as "outcomes-do-not-add-up"
	Sheet    string   `json:"sheet,omitempty"` // the workbook's sheet, where there is one
	Cell     string   `json:"cell,omitempty"`  // the sheet's cell, such as "H14"
	Column   int      `json:"-"`               // of the row: 0 its name, 1 to 6 one of Columns
	Text     string   `json:"text"`            // what was found, what was expected, what to do
}

// Key tells one problem of a draft from another, so that an acceptance is of exactly this one: a
// warning about other figures is another warning.
func (p Problem) Key() string {
	return DigestOf(p.Code + "\n" + p.Sheet + "\n" + p.Cell + "\n" + p.Text)[:16]
}

// String is the problem on one line.
func (p Problem) String() string {
	where := p.Sheet
	if p.Cell != "" {
		where = strings.TrimPrefix(where+" "+p.Cell, " ")
	}
	if where != "" {
		where += ": "
	}
	return fmt.Sprintf("%s: %s%s (%s)", p.Severity, where, p.Text, p.Code)
}

// Problems is everything that a check found. As an error it is ErrInvalid.
type Problems []Problem

// Error lists the problems, one a line.
func (ps Problems) Error() string {
	lines := make([]string, len(ps))
	for i, p := range ps {
		lines[i] = p.String()
	}
	return strings.Join(lines, "\n")
}

// Is makes errors.Is(problems, ErrInvalid) true.
func (ps Problems) Is(target error) bool { return target == ErrInvalid }

// Only lists the problems of one severity.
func (ps Problems) Only(s Severity) Problems {
	var only Problems
	for _, p := range ps {
		if p.Severity == s {
			only = append(only, p)
		}
	}
	return only
}
