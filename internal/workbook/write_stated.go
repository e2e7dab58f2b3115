package workbook

import (
	"slices"

	"lerr/internal/report"
	"lerr/internal/xlsx"
)

// statedHeaders are the headers of the table of stated totals. Files that were downloaded are read back by
// them, so they never change.
var statedHeaders = []string{"Section", "Count", "Total that the source states (number)", "Sum of its rows (number)"}

const statedTab = "Stated totals"

// statedSheet returns the sheet of the totals that the source states and that differ from its rows, or
// false if all agree.
func statedSheet(tables []report.Table, p report.Period) (xlsx.Sheet, bool) {
	columns := textColumns(statedHeaders, 16, 16, 24, 24)
	columns[2].Format, columns[3].Format = xlsx.AsCount, xlsx.AsCount
	sheet := xlsx.Sheet{
		Name:  statedTab,
		Title: statedTab + ": where the source's totals differ from its rows, " + p.Label(),
		Lines: []string{"This sheet holds one table. Both numbers are as published; the totals of the other sheets are the sums of their rows."},
		Table: xlsx.Table{Name: "stated_totals", Columns: columns},
	}
	for _, t := range tables {
		sum := t.Sum().Figures()
		for i, name := range report.Columns() {
			if t.Stated != (report.Counts{}) && t.Stated.Has(i) {
				sheet.Table.Rows = append(sheet.Table.Rows, []any{wordings[t.Section].tab, name, t.Stated.Figures()[i], sum[i]})
			}
		}
	}
	return sheet, len(sheet.Table.Rows) > 0
}

// readStated reads the table of stated totals. They differ from the rows, so each needs to be accepted again.
func (r *reader) readStated(g *grid, rows []xlsx.Row) {
	columns := report.Columns()
	for _, row := range rows {
		var found report.Section
		for s, words := range wordings {
			if words.tab == row.Text(1) {
				found = s
			}
		}
		i, c := slices.Index(columns[:], row.Text(2)), parseCount(row.Cell(3))
		if row.Text(1) == "" {
			return
		}
		if found == "" || i < 0 || !c.ok {
			r.add(statedUnknown.at(g.Name, g.at(1, row.Number), row.Text(1), row.Text(2)))
			continue
		}
		r.stated = append(r.stated, foundTotal{g.Name, g.at(3, row.Number), found, i, c.n})
	}
}

// foundTotal is a row of the table of stated totals.
type foundTotal struct {
	sheet, cell string
	section     report.Section
	column, n   int
}

// placeStated adds the stated totals of the list to their tables, as far as they differ from the rows.
func (r *reader) placeStated() {
	for _, f := range r.stated {
		i := slices.IndexFunc(r.reading.Edition.Tables, func(t report.Table) bool { return t.Section == f.section })
		if i < 0 {
			r.add(statedUnknown.at(f.sheet, f.cell, wordings[f.section].tab, report.Columns()[f.column]))
			continue
		}
		t := &r.reading.Edition.Tables[i]
		sum := t.Sum()
		if sum.Has(f.column) && sum.Figures()[f.column] == f.n {
			continue
		}
		if t.Stated == (report.Counts{}) {
			t.Stated.NotGiven = report.ColumnsOf(0, 1, 2, 3, 4, 5)
		}
		figures := t.Stated.Figures()
		figures[f.column] = f.n
		given := t.Stated.NotGiven &^ report.ColumnsOf(f.column)
		t.Stated = report.CountsOf(figures)
		t.Stated.NotGiven = given
		r.add(totalDiffers.at(f.sheet, f.cell, wordings[f.section].tab, report.Columns()[f.column], f.n, sum.Figures()[f.column]))
	}
}
