package workbook

import (
	"cmp"
	"fmt"
	"strings"
	"unicode"

	"lerr/internal/report"
	"lerr/internal/xlsx"
)

// grid is a sheet or a CSV file with a record of the cells that were used.
type grid struct {
	*xlsx.Grid
	isCSV bool
	used  map[*xlsx.Cell]bool
}

func newGrid(g *xlsx.Grid) *grid { return &grid{Grid: g, used: map[*xlsx.Cell]bool{}} }

// at names a cell: "B8", or "line 8" in a CSV file.
func (g *grid) at(column, row int) string {
	if g.isCSV {
		return lineName(row)
	}
	return xlsx.CellName(column, row)
}

func lineName(line int) string { return fmt.Sprintf("line %d", line) }

// record is a row with its cells by their role in the table.
type record struct {
	*xlsx.Row
	cells  [roleEnd]*xlsx.Cell // nil if empty
	name   string              // of the country, or its code, as written
	at     string              // name of the cell for the country
	counts int                 // number of cells for counts that are not empty
}

func (t *tableReader) record(row *xlsx.Row) record {
	columns := t.layout.columns
	rec := record{Row: row, at: t.grid.at(max(cmp.Or(columns[roleCountry], columns[roleCode]), 1), row.Number)}
	for r, column := range columns {
		c := row.Cell(column)
		rec.cells[r] = c
		if role(r).isCount() && c != nil && (c.Formula || strings.TrimSpace(c.Text) != "") {
			rec.counts++
		}
	}
	for _, r := range []role{roleCode, roleCountry} {
		if c := rec.cells[r]; c != nil && strings.TrimSpace(c.Text) != "" {
			rec.name = c.Text
		}
	}
	return rec
}

// isTotal reports whether a row with this name holds totals.
func isTotal(name string) bool {
	switch report.NameKey(name) {
	case "total", "totals", "grand total", "global", "global total", "all countries", "total all countries", "sum", "worldwide":
		return true
	}
	return false
}

// readCounts reads the name and the six counts of a row, and reports which counts could be read.
func (t *tableReader) readCounts(rec record) (read ReadRow, known [6]bool) {
	read = ReadRow{Name: rec.name, Complete: true}
	read.Cells[0] = rec.at
	first, last := t.layout.span()
	t.area = t.area.Add(first, rec.Number).Add(last, rec.Number)
	for _, c := range rec.cells {
		if c != nil {
			t.grid.used[c] = true
		}
	}
	var counts [6]int
	var notGiven report.ColumnSet
	for i := range counts {
		column := roleCount + role(i)
		if t.layout.columns[column] == 0 {
			read.Complete = false
			continue
		}
		cell := t.grid.at(t.layout.columns[column], rec.Number)
		read.Cells[1+i] = cell
		c := parseCount(rec.cells[column])
		counts[i], known[i] = c.n, c.ok
		if c.problem == missingCount && isNotGiven(rec.Text(t.layout.columns[column])) && rec.counts > 0 && !isTotal(rec.name) {
			notGiven |= report.ColumnsOf(i)
		} else if !c.ok {
			read.Complete = false
			t.reportCount(rec, i, cell, c)
		} else if text := rec.Text(t.layout.columns[column]); c.isText && !(t.grid.isCSV && plainNumber.MatchString(text)) {
			t.groups.add(numberAsText, cell, "%s %q, read as %d", cell, text, c.n)
		}
	}
	read.Counts = report.CountsOf(counts)
	read.Counts.NotGiven = notGiven
	return read, known
}

// reportCount reports the i-th count of a row, which could not be read.
func (t *tableReader) reportCount(rec record, i int, cell string, c count) {
	isTotal := isTotal(rec.name)
	if !isTotal {
		t.unread[i] = true
	}
	column := roleCount + role(i)
	switch {
	case c.problem == missingCount && (isTotal || rec.counts == 0):
		// A total need not state every column, and a row without counts is one problem.
	case t.placeholderIn(rec.Text(t.layout.columns[column])) != "": // reported for the whole sheet
	default:
		t.report(c.problem, cell, label(rec.name)+", "+column.name(), c.found)
	}
}

// label returns the name of a row for a problem's text.
func label(name string) string {
	words := strings.FieldsFunc(name, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) })
	if len(words) == 0 {
		return "The row without a name"
	}
	return fmt.Sprintf("%.60s", strings.Join(words, " "))
}

func (t *tableReader) readRow(rec record) {
	read, _ := t.readCounts(rec)
	read.Country = t.countryOf(rec)
	if none := read.Counts.NotGiven == report.ColumnsOf(0, 1, 2, 3, 4, 5); (rec.counts == 0 || none) && read.Country != "" {
		read.Complete = false
		t.report(noFigures, rec.at, label(rec.name))
	}
	if note := rec.Text(t.layout.columns[roleNotes]); note != notApplicable {
		read.Note = note
	}
	if first, ok := t.first[read.Country]; ok {
		t.report(duplicateCountry, rec.at, t.countryName(read.Country), first)
	} else if read.Country != "" {
		t.first[read.Country] = rec.at
	}
	read.Suspect = t.compareShares(rec, read)
	if len(t.sheet.Rows) == 0 {
		t.sums = read.Counts
	} else {
		t.sums = t.sums.Add(read.Counts)
	}
	t.readUnit(rec)
	t.sheet.Rows = append(t.sheet.Rows, read)
}

func (r *reader) countryName(code string) string {
	c, _ := r.places.Country(code)
	return c.Name
}
