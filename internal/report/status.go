package report

// Status says what a cell of the figures is: a figure, or why there is none. An empty cell alone
// would leave readers to guess.
type Status string

// What a cell can be.
const (
	StatusNumber      Status = "number"       // a figure above 0
	StatusZero        Status = "zero"         // the figure 0, as published
	StatusNoRow       Status = "no_row"       // the section is reported, and the place has no row in it
	StatusNotReported Status = "not_reported" // the half-year does not report the section
	StatusWithdrawn   Status = "withdrawn"    // the half-year was withdrawn
)

// Statuses lists every status. Append-only: files name them.
func Statuses() []Status {
	return []Status{StatusNumber, StatusZero, StatusNoRow, StatusNotReported, StatusWithdrawn}
}

// statusWords are each status's sign, where pages and workbooks need one in a figure's place, and
// its meaning.
var statusWords = map[Status]struct{ sign, meaning string }{
	StatusNumber:      {"the number", "A figure above 0, as published."},
	StatusZero:        {"0", "The figure 0, as published. It is a count like any other."},
	StatusNoRow:       {"No request", "The section was reported, and the place has no row in it: no such request came from there. No figure was published, and it is not a published 0."},
	StatusNotReported: {"Not reported", "The section was not reported for this half-year. This says nothing about how many such requests there were."},
	StatusWithdrawn:   {"Withdrawn", "The half-year's figures were published and then withdrawn. A public notice stands in their place."},
}

// Sign is what stands where the status has no figure to show.
func (s Status) Sign() string { return statusWords[s].sign }

// Meaning says in words what the status means.
func (s Status) Meaning() string { return statusWords[s].meaning }

// HasFigure reports whether a figure was published.
func (s Status) HasFigure() bool { return s == StatusNumber || s == StatusZero }

// StatusOf is the status of a published count.
func StatusOf(n int) Status {
	if n == 0 {
		return StatusZero
	}
	return StatusNumber
}
