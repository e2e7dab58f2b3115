package workbook

import (
	"cmp"
	"strings"

	"lerr/internal/report"
	"lerr/internal/xlsx"
)

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

// text returns the text of a cell, or "" if it holds no text.
func (rec record) text(r role) string {
	if c := rec.cells[r]; c != nil && c.Kind == xlsx.Text {
		return c.Text
	}
	return ""
}

// isTotal reports whether a row with this name holds totals.
func isTotal(name string) bool {
	switch report.NameKey(name) {
	case "total", "totals", "grand total", "global", "global total", "all countries", "total all countries", "sum", "worldwide":
		return true
	}
	return false
}
