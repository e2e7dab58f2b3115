package workbook

import (
	"fmt"
	"strings"
	"unicode"

	"lerr/internal/report"
	"lerr/internal/xlsx"
)

// readCounts reads the name and the six counts of a row, and reports which counts could be read.
func (t *tableReader) readCounts(row *xlsx.Row) (read ReadRow, known [6]bool) {
	read = ReadRow{Name: t.nameIn(row), Complete: true}
	read.Cells[0] = t.grid.at(t.nameColumn(), row.Number)
	first, last := t.layout.span()
	t.area = t.area.Add(first, row.Number).Add(last, row.Number)
	for _, column := range t.layout.columns {
		if c := row.Cell(column); c != nil {
			t.grid.used[c] = true
		}
	}
	var counts [6]int
	for i := range counts {
		column := t.layout.columns[roleCount+role(i)]
		if column == 0 {
			read.Complete = false
			continue
		}
		cell := t.grid.at(column, row.Number)
		read.Cells[1+i] = cell
		c := parseCount(row.Cell(column))
		counts[i], known[i] = c.n, c.ok
		if !c.ok {
			read.Complete = false
			t.reportCount(row, read, i, c)
		} else if c.isText && !(t.grid.isCSV && plainNumber.MatchString(row.Text(column))) {
			t.grouped.add(numberAsText, cell, "%s %q, read as %d", cell, row.Text(column), c.n)
		}
	}
	read.Counts = report.CountsOf(counts)
	return read, known
}

// reportCount reports the i-th count of a row, which could not be read.
func (t *tableReader) reportCount(row *xlsx.Row, read ReadRow, i int, c count) {
	isTotal := isTotal(read.Name)
	if !isTotal {
		t.unread[i] = true
	}
	column := roleCount + role(i)
	switch {
	case c.problem == missingCount && (isTotal || t.countCells(row) == 0):
		// A total need not state every column, and a row without counts is one problem.
	case t.placeholderIn(row.Text(t.layout.columns[column])) != "":
		// Placeholders are reported for the whole sheet.
	default:
		t.report(c.problem, read.Cells[1+i], label(read.Name)+", "+column.name(), c.found)
	}
}

// label returns the name of a row for a problem's text.
func label(name string) string {
	name = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && !unicode.IsSpace(r) {
			return -1
		}
		return r
	}, name)
	if name = strings.Join(strings.Fields(name), " "); name != "" {
		return fmt.Sprintf("%.60s", name)
	}
	return "The row without a name"
}

// readRow reads the row of a country.
func (t *tableReader) readRow(row *xlsx.Row) {
	read, _ := t.readCounts(row)
	read.Country = t.countryOf(row, read)
	if t.countCells(row) == 0 && read.Country != "" {
		t.report(noFigures, read.Cells[0], label(read.Name))
	}
	if note := row.Text(t.layout.columns[roleNotes]); note != notApplicable {
		read.Note = note
	}
	if first, ok := t.first[read.Country]; ok {
		t.report(duplicateCountry, read.Cells[0], t.countryName(read.Country), first)
	} else if read.Country != "" {
		t.first[read.Country] = read.Cells[0]
	}
	read.Suspect = t.compareShares(row, read)
	for i, n := range read.Counts.Figures() {
		t.sums[i] += n
	}
	t.sheet.Rows = append(t.sheet.Rows, read)
}

// countryName returns the name of a country, or "" for an unknown code.
func (r *reader) countryName(code string) string {
	c, _ := r.places.Country(code)
	return c.Name
}
