package report

import (
	"fmt"
	"slices"
	"strings"
)

// Severity is the action that a problem requires of staff.
type Severity string

const (
	// SeverityError prevents publication.
	SeverityError Severity = "error"
	// SeverityWarning needs a named person's acceptance, with a reason.
	SeverityWarning Severity = "warning"
	// SeverityNotice requires nothing.
	SeverityNotice Severity = "notice"
)

// Problem is one finding of a check, with what to do about it. A finding about a file names a sheet
// and perhaps a cell. A finding about figures names a section, a country and a column, as far as it
// has them, and also a sheet and a cell once they are known; see publish.Examine.
type Problem struct {
	Severity Severity `json:"severity"`
	Code     string   `json:"code"`            // stable, such as "outcomes-do-not-add-up"
	Sheet    string   `json:"sheet,omitempty"` // the workbook's sheet
	Cell     string   `json:"cell,omitempty"`  // the sheet's cell, such as "H14"
	Section  Section  `json:"-"`
	Country  string   `json:"-"`    // code
	Column   int      `json:"-"`    // of the row: 0 for the name, 1 to 6 for one of Columns
	Figures  string   `json:"-"`    // the figures that a warning is about
	Text     string   `json:"text"` // what was found, what was expected, what to do
}

// Key identifies a warning, so that its acceptance holds for nothing else: by its code, its place
// and the figures that it is about, whatever its wording. A finding about a file has no figures; it
// is stored with the draft, so its stored text takes their place.
func (p Problem) Key() string {
	if p.Figures == "" {
		return DigestOf(p.Code + "\n" + p.Sheet + "\n" + p.Cell + "\n" + p.Text)[:16]
	}
	return DigestOf(fmt.Sprintf("%s\n%s/%s/%d\n%s", p.Code, p.Section, p.Country, p.Column, p.Figures))[:16]
}

// Place returns the sheet and the cell, or the section and the country's code of a finding that is
// in no sheet.
func (p Problem) Place() (sheet, cell string) {
	if p.Sheet == "" && p.Cell == "" {
		return string(p.Section), p.Country
	}
	return p.Sheet, p.Cell
}

// String returns the problem on one line.
func (p Problem) String() string {
	sheet, cell := p.Place()
	where := strings.TrimSpace(sheet + " " + cell)
	if where != "" {
		where += ": "
	}
	return fmt.Sprintf("%s: %s%s (%s)", p.Severity, where, p.Text, p.Code)
}

// Problems are all findings of a check. As an error they are ErrInvalid.
type Problems []Problem

// Error returns the problems, one per line.
func (ps Problems) Error() string {
	return strings.Join(convert(ps, Problem.String), "\n")
}

// Is makes errors.Is(problems, ErrInvalid) true.
func (ps Problems) Is(target error) bool { return target == ErrInvalid }

// Only returns the problems of one severity.
func (ps Problems) Only(s Severity) Problems {
	return slices.DeleteFunc(slices.Clone(ps), func(p Problem) bool { return p.Severity != s })
}
