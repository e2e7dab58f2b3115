package workbook

import (
	"fmt"

	"lerr/internal/report"
)

// figureMeanings says in words what each of report's figures counts.
var figureMeanings = map[string]string{
	report.ConsumerWarrants:      "U.S. warrants that sought content of consumers stored outside the United States",
	report.EnterpriseDisclosures: "U.S. warrants that led to the disclosure of content of a non-U.S. enterprise customer stored outside the United States",
	report.EnterpriseRequests:    "Requests for data of accounts of enterprise cloud customers",
	report.EnterpriseNotProvided: "Requests for data of enterprise cloud customers that were rejected, withdrawn or redirected to the customer, or for which no data was found",
	report.EnterpriseProvided:    "Requests for data of enterprise cloud customers in which some information had to be provided",
	report.EnterpriseContent:     "Of the requests in which information was provided: those that disclosed some content",
	report.EnterpriseNonContent:  "Of the requests in which information was provided: those that disclosed non-content data only",
	report.EnterpriseContentUS:   "Of the requests that disclosed some content: those of U.S. law enforcement",
	report.USEnterpriseDemands:   "Demands of U.S. law enforcement for data of enterprise customers with more than 50 seats",
}

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
	for _, name := range report.FigureNames() {
		if value, ok := e.Figure(name); ok {
			planned.table.rows = append(planned.table.rows, []any{name, figureMeanings[name], value})
		}
	}
	if len(planned.table.rows) != len(e.Figures) {
		return sheet{}, fmt.Errorf("a figure is unknown or stands twice: %w", report.ErrInvalid)
	}
	return planned, nil
}
