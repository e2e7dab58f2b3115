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
	for i, stated := range states {
		if column := roleCount + role(i); !stated && t.layout.columns[column] > 0 && rec.cells[column] == nil {
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

// compareTotal compares stated totals with the sums of the columns that were read completely. Those that
// differ become the table's stated totals.
func (t *tableReader) compareTotal(stated statedTotal) {
	figures, sums := stated.Counts.Figures(), t.sums.Figures()
	differ, differing := [6]int{}, report.ColumnSet(0)
	for i, sum := range sums {
		if t.unread[i] || !stated.states[i] || figures[i] == sum && t.sums.Has(i) {
			continue
		}
		differ[i], differing = figures[i], differing|report.ColumnsOf(i)
		t.report(totalDiffers, stated.Cells[1+i], label(stated.Name), (roleCount + role(i)).name(), figures[i], sum)
	}
	if differing != 0 && t.sheet.Stated == (report.Counts{}) {
		t.sheet.Stated = report.CountsOf(differ)
		t.sheet.Stated.NotGiven = report.ColumnsOf(0, 1, 2, 3, 4, 5) &^ differing
	}
}

// readUnit reads what the outcomes count from a row of a table that has a column of it.
func (t *tableReader) readUnit(rec record) {
	column := t.layout.columns[roleUnit]
	if column == 0 {
		return
	}
	unit, err := report.ParseUnit(strings.ToLower(strings.TrimSpace(rec.Text(column))))
	switch cell := t.grid.at(column, rec.Number); {
	case err != nil:
		t.report(unknownUnit, cell, rec.Text(column))
	case t.sheet.Unit == "":
		t.sheet.Unit = unit
	case t.sheet.Unit != unit:
		t.report(unitsDiffer, cell, unit, t.sheet.Unit)
	}
}
