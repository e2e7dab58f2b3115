package workbook

import (
	"fmt"
	"strings"

	"lerr/internal/report"
)

// statedTotal is a row of totals, with the columns that it states.
type statedTotal struct {
	ReadRow
	states [6]bool
}

func (t *tableReader) readTotal(rec record) {
	read, states := t.readCounts(rec)
	if states == [6]bool{} {
		return // it states nothing
	}
	var missing []string
	for i, states := range states {
		if column := roleCount + role(i); !states && t.layout.columns[column] > 0 && rec.cells[column] == nil {
			missing = append(missing, column.name())
		}
	}
	if len(missing) > 0 {
		t.report(totalIncomplete, rec.at, label(rec.name), strings.Join(missing, ", "))
	}
	read.Suspect = t.compareShares(rec, read)
	t.totals = append(t.totals, statedTotal{read, states})
	if t.sheet.Total == nil {
		t.sheet.Total = &read
	}
}

// finish reports the problems of the table as a whole and adds it to the reading.
func (t *tableReader) finish() {
	if n := len(t.stray); n > 0 {
		rows := "This row holds"
		if n > 1 {
			rows = fmt.Sprintf("These %d rows, to %s, hold", n, t.stray[n-1])
		}
		t.report(rowsOutside, t.stray[0], rows)
	}
	for _, stated := range t.totals {
		t.compareTotal(stated)
	}
	if len(t.totals) == 0 && !t.grid.isCSV {
		t.report(noTotal, "", t.sheet.Section)
	}
	t.addGroups(t.grid.Name, t.groups)
	t.reading.Sheets = append(t.reading.Sheets, t.sheet)
}

// largest returns the largest figure of a column.
func (t *tableReader) largest(column int) int {
	n := 0
	for _, r := range t.sheet.Rows {
		n = max(n, r.Counts.Figures()[column])
	}
	return n
}

// compareTotal compares stated totals with the sums of the columns that were read completely.
func (t *tableReader) compareTotal(stated statedTotal) {
	figures := stated.Counts.Figures()
	for i, sum := range t.sums {
		if t.unread[i] || !stated.states[i] || figures[i] == sum {
			continue
		}
		kind := totalDiffers
		// A request that concerns several countries can be counted once, but no country has more than all.
		if t.sheet.Section == report.Civil && i == 0 && figures[i] < sum && figures[i] >= t.largest(i) {
			kind = totalBelowSum
		}
		t.report(kind, stated.Cells[1+i], label(stated.Name), (roleCount + role(i)).name(), figures[i], sum)
	}
}
