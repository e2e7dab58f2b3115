package workbook

import (
	"fmt"

	"lerr/internal/report"
	"lerr/internal/xlsx"
)

// figureHeaders are the headers of the table of single figures. Files that were downloaded are read
// back by them, so they never change.
var figureHeaders = []string{"Name", "What it counts", "Value (number)"}

const figuresTab = "Other figures"

// figuresSheet returns the sheet of the single figures beside the tables, in the order of
// report.SingleFigureNames.
func figuresSheet(e report.Edition, all notes, site report.Site) (xlsx.Sheet, error) {
	here := all.on("")
	columns := textColumns(figureHeaders, 26, 80, 12)
	columns[2].Format = xlsx.AsCount
	sheet := xlsx.Sheet{
		Name:  figuresTab,
		Title: figuresTab + ": single figures beside the tables, " + e.Period.Label(),
		Lines: []string{
			fmt.Sprintf("This sheet holds one table and %s.", here.summary()),
			"The figures overlap one another and the other sheets, and must not be added.",
		},
		Table: xlsx.Table{Name: "other_figures", Columns: columns},
	}
	sheet.Lines = append(sheet.Lines, here.lines(site)...)
	for _, name := range report.SingleFigureNames() {
		if value, ok := e.SingleFigure(name); ok {
			sheet.Table.Rows = append(sheet.Table.Rows, []any{name, report.SingleFigureMeaning(name), value})
		}
	}
	if len(sheet.Table.Rows) != len(e.Figures) {
		return xlsx.Sheet{}, fmt.Errorf("a figure is unknown or listed twice: %w", report.ErrInvalid)
	}
	return sheet, nil
}
