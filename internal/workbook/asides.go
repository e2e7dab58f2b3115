package workbook

import (
	"fmt"
	"strings"

	"lerr/internal/report"
)

// asides gathers what is told once for a table, however many cells it is about: a person has to
// accept each warning.
type asides map[string]*aside

type aside struct {
	first    string // cell
	n        int
	examples []string
}

// fewExamples is how many cells a problem names.
const fewExamples = 10

func (a asides) note(code, cell, format string, args ...any) {
	if a[code] == nil {
		a[code] = &aside{first: cell}
	}
	a[code].n++
	if len(a[code].examples) < fewExamples {
		a[code].examples = append(a[code].examples, fmt.Sprintf(format, args...))
	}
}

// list is the examples for a problem's text.
func (a *aside) list() string {
	s := strings.Join(a.examples, "; ")
	if more := a.n - len(a.examples); more > 0 {
		s += fmt.Sprintf("; and %d more", more)
	}
	return s
}

// asideTexts are the problems that asides become, in the order in which they are told.
var asideTexts = []struct {
	code     string
	severity report.Severity
	text     string // with the examples
}{
	{CodeUncalculated, report.SeverityError, "Percentages are formulas without a stored value: %s. Open the file in a spreadsheet program, let it calculate, and save it."},
	{CodeShareDiffers, report.SeverityWarning, "Percentages do not fit their counts: %s. Check the counts, and let the percentages be calculated anew."},
	{CodeNumberAsText, report.SeverityWarning, "Numbers are stored as text: %s. Check that each was read as it is meant."},
	{CodeIgnoredCells, report.SeverityWarning, "Cells beside or below the table are not read: %s. Check that none of them belongs to the report."},
	{CodeMergedCells, report.SeverityWarning, "Cells are merged inside the table: %s. Unmerge them, so that each figure has a cell of its own."},
	{CodeErrorCell, report.SeverityWarning, "Cells outside of the table hold an error: %s. Check that no figure depends on them."},
	{CodeHiddenRows, report.SeverityWarning, "Rows are hidden and were read all the same: %s. Show them and check that they belong to the report, or delete them."},
	{CodeHiddenColumns, report.SeverityWarning, "Columns are hidden and were read all the same: %s. Show them and check that they belong to the report, or delete them."},
}

// tell adds the problems of a sheet's asides.
func (f *findings) tell(sheet string, a asides) {
	for _, t := range asideTexts {
		if found := a[t.code]; found != nil {
			f.add(t.severity, t.code, sheet, found.first, t.text, found.list())
		}
	}
}
