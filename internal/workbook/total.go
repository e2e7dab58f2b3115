package workbook

import (
	"fmt"

	"lerr/internal/report"
)

// finish compares the totals and puts the table among those that were read.
func (t *tableReader) finish() {
	if n := len(t.stray); n > 0 {
		rows := "This row holds"
		if n > 1 {
			rows = fmt.Sprintf("These %d rows, to %s, hold", n, t.stray[n-1])
		}
		t.add(report.SeverityError, CodeRowsOutside, t.grid.name, t.stray[0],
			"%s figures outside of the table, above its headings or below its end, and were not read. Delete the empty row or the remark between, or the figures.", rows)
	}
	for _, stated := range t.totals {
		t.checkTotal(stated)
	}
	if len(t.totals) == 0 && !t.grid.isLines {
		t.add(report.SeverityNotice, CodeNoTotal, t.grid.name, "",
			"The table of the section %s states no total, so that nothing shows whether a row is missing. Compare its sum with another source.", t.sheet.Section)
	}
	t.tell(t.grid.name, t.asides)
	t.reading.Sheets = append(t.reading.Sheets, t.sheet)
}

// checkTotal compares stated totals with the sums of the rows, where all of a column could be read.
func (t *tableReader) checkTotal(stated statedTotal) {
	figures := stated.Counts.Figures()
	for i, sum := range t.sums {
		if t.unread[i] || !stated.states[i] || figures[i] == sum {
			continue
		}
		severity, code := report.SeverityError, CodeTotalDiffers
		remedy := "Correct the rows or the total."
		if t.sheet.Section == report.Civil && i == 0 && figures[i] < sum {
			severity, code = report.SeverityNotice, CodeTotalBelowSum
			remedy = "This is right if a request that concerns several countries is counted once."
		}
		t.add(severity, code, t.grid.name, stated.Cells[1+i], "%s, %s: the total is stated as %d, but the rows add up to %d. %s",
			labelOf(stated.Name), (roleCount + role(i)).name(), figures[i], sum, remedy)
	}
}
