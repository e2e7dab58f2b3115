package workbook

import "lerr/internal/report"

// notApplicable stands in a cell that has nothing to say; a blank cell would leave readers to guess.
// The Notes sheet explains it.
const notApplicable = "[z]"

// sheet is one worksheet before it is drawn: a title in A1, lines of text below it, then at most one
// table, and nothing after.
type sheet struct {
	name  string // on the tab
	holds string // what it holds, for the cover's list
	title string
	lines []string
	table table
}

// table is a real table of the spreadsheet, with one header row. It is left out when it has no rows.
type table struct {
	name     string // unique in the workbook
	columns  []column
	rows     [][]any // a string, an int, or a share
	hasTotal bool    // the last row is a total
}

type column struct {
	header string
	width  float64 // in characters, as spreadsheets measure
	kind   kind
}

// kind says how a column's cells look. What a cell is, number or text, its value says.
type kind int

const (
	asText   kind = iota // from the left
	asCount              // with thousands set apart
	asShare              // in percent, with one decimal
	asMarker             // of a note
)

// fraction is a share as spreadsheets hold it: 53.4 % is 0.534.
type fraction report.Permille

func (f fraction) float() float64 { return float64(f) / 1000 }
