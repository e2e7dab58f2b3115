package views

import "lerr/internal/report"

// DataLine offers what a page shows as files.
type DataLine struct {
	Page  string // the page that the files are of; empty for none
	Cells string // rows of the CSV file with one figure a row
	Rows  string // rows of the wide one
}

// dataLine is the line of a view's page.
func newDataLine(page string, v report.Observations) DataLine {
	return DataLine{Page: page, Cells: Number(v.FigureCount()), Rows: Number(len(v.Rows))}
}
