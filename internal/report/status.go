package report

// Status says whether a cell holds a figure or why there is none, since an empty cell would be
// ambiguous.
type Status string

// The statuses of a cell.
const (
	StatusNumber      Status = "number"       // a figure above 0
	StatusZero        Status = "zero"         // the figure 0, as published
	StatusNoRow       Status = "no_row"       // the section is reported, and the place has no row in it
	StatusNotReported Status = "not_reported" // the half-year does not report the section
	StatusWithdrawn   Status = "withdrawn"    // the half-year was withdrawn
	StatusNotGiven    Status = "not_given"    // the place has a row, in which the source leaves the cell empty
)

// Statuses returns every status. The list is append-only, since files name them.
func Statuses() []Status {
	return []Status{StatusNumber, StatusZero, StatusNoRow, StatusNotReported, StatusWithdrawn, StatusNotGiven}
}

// statusWords holds each status's sign, shown by pages and workbooks instead of a figure, and its
// meaning.
var statusWords = map[Status]struct{ sign, meaning string }{
	StatusNumber:      {"the number", "A figure above 0, as published."},
	StatusZero:        {"0", "The figure 0, as published. It is a count like any other."},
	StatusNoRow:       {"No row", "The section was reported, and its table has no row for the place. No figure was published, and it is not a published 0."},
	StatusNotReported: {"Not reported", "The section was not reported for this half-year. This says nothing about how many such requests there were."},
	StatusWithdrawn:   {"Withdrawn", "The half-year's figures were published and then withdrawn. A public notice stands in their place."},
	StatusNotGiven:    {"Not given", "The source leaves the figure empty in a row that has others. It is not a 0, and sums leave it out."},
}

// Sign returns the text shown instead of a figure.
func (s Status) Sign() string { return statusWords[s].sign }

// Meaning returns an explanation for readers.
func (s Status) Meaning() string { return statusWords[s].meaning }

// HasFigure reports whether a figure was published.
func (s Status) HasFigure() bool { return s == StatusNumber || s == StatusZero }

// StatusOf returns the status of a published count.
func StatusOf(n int) Status {
	if n == 0 {
		return StatusZero
	}
	return StatusNumber
}
