package workbook

import (
	"fmt"
	"strings"
	"unicode"

	"lerr/internal/report"
)

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
		if !c.ok {
			read.Complete = false
			t.reportCount(rec, i, cell, c)
		} else if text := rec.text(column); c.isText && !(t.grid.isCSV && plainNumber.MatchString(text)) {
			t.grouped.add(numberAsText, cell, "%s %q, read as %d", cell, text, c.n)
		}
	}
	read.Counts = report.CountsOf(counts)
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
	case t.placeholderIn(rec.text(column)) != "": // reported for the whole sheet
	default:
		t.report(c.problem, cell, label(rec.name)+", "+column.name(), c.found)
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

func (t *tableReader) readRow(rec record) {
	read, _ := t.readCounts(rec)
	read.Country = t.countryOf(rec)
	if rec.counts == 0 && read.Country != "" {
		t.report(noFigures, rec.at, label(rec.name))
	}
	if note := rec.text(roleNotes); note != notApplicable {
		read.Note = note
	}
	if first, ok := t.first[read.Country]; ok {
		t.report(duplicateCountry, rec.at, t.countryName(read.Country), first)
	} else if read.Country != "" {
		t.first[read.Country] = rec.at
	}
	read.Suspect = t.compareShares(rec, read)
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
