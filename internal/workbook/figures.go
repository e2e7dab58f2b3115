package workbook

import (
	"fmt"

	"lerr/internal/report"
)

// The headers of the table of figures. Files that were downloaded are read back by these texts, so
// they never change.
const (
	headerFigure        = "Name"
	headerFigureMeaning = "What it counts"
	headerFigureValue   = "Value (number)"
)

// figuresSheet plans the sheet of the single figures that stand beside the tables, in the order in
// which report lists their names.
func figuresSheet(e report.Edition, all notes, site report.Site) (sheet, error) {
	here := all.on("")
	planned := sheet{
		name:  "Other figures",
		holds: "Single figures that this half-year reports beside its tables",
		title: "Other figures: single figures beside the tables, " + e.Period.Label(),
		lines: []string{
			fmt.Sprintf("This sheet holds one table and %s.", here.number()),
			"The figures overlap one another and the other sheets, and must not be added.",
		},
		table: table{name: "other_figures", columns: []column{
			{headerFigure, 26, asText}, {headerFigureMeaning, 80, asText}, {headerFigureValue, 12, asCount},
		}},
	}
	for _, n := range here {
		planned.lines = append(planned.lines, n.marker()+" "+n.text)
	}
	if site.Recreation != "" {
		planned.lines = append(planned.lines, site.Recreation)
	}
	for _, name := range report.SingleFigureNames() {
		if value, ok := e.SingleFigure(name); ok {
			planned.table.rows = append(planned.table.rows, []any{name, report.SingleFigureMeaning(name), value})
		}
	}
	if len(planned.table.rows) != len(e.Figures) {
		return sheet{}, fmt.Errorf("a figure is unknown or stands twice: %w", report.ErrInvalid)
	}
	return planned, nil
}
