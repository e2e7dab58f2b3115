package workbook

import (
	"strings"

	"lerr/internal/report"
)

// title reads the lines above a table: what it is about, and notes.
func (t *tableReader) title(rows []gridRow) {
	chosen := false
	cellOf := t.grid.at(t.layout.span().first, t.grid.rows[t.layout.top].number) // for want of a title
	for i := range rows {
		row := &rows[i]
		name := t.nameOf(row)
		if _, known := t.places.CountryNamed(name); (known || isTotal(name)) && t.figures(row) > 0 && !row.cells[0].read {
			t.strayRow(row)
		}
		for _, c := range row.cells {
			text := strings.TrimSpace(c.text)
			if c.holds != holdsText || text == "" || t.noteAbove(c.text, t.grid.at(c.column, row.number)) {
				continue
			}
			periods, odd := periodsIn(text)
			names := len(periods) > 0 || odd || len(sectionsIn(text)) > 0
			// The title is the first line that says what the table is about, and if none does, the first.
			if !chosen && (names || t.sheet.Title == "") {
				t.sheet.Title, cellOf, chosen = c.text, t.grid.at(c.column, row.number), names
			}
		}
	}
	t.sheet.Section = t.section(cellOf)
	t.sheet.Period = t.named(t.grid.name, cellOf, t.sheet.Title)
	for _, line := range t.marked {
		line.section = t.sheet.Section
		t.lines = append(t.lines, line)
	}
	for _, s := range t.reading.Sheets {
		if s.Section == t.sheet.Section && s.Section != "" {
			where := "the sheet " + s.Name
			if s.Name == t.grid.name {
				where = "another table of this sheet"
			}
			t.add(report.SeverityError, CodeSectionRepeated, t.grid.name, cellOf,
				"The table is of the section %s, and so is %s. Correct the title of one, or delete one; this one is left out.", s.Section, where)
			break
		}
	}
}

// section is what the table's title says that it is of; if nothing, what its headings or its tab say.
func (t *tableReader) section(titleCell string) report.Section {
	headings := ""
	for _, c := range t.grid.rows[t.layout.top].cells {
		headings += " " + c.text
	}
	for _, text := range []string{t.sheet.Title, headings, t.grid.name} {
		switch named := sectionsIn(text); len(named) {
		case 0:
		case 1:
			return named[0]
		default:
			t.add(report.SeverityError, CodeSectionUnclear, t.grid.name, titleCell,
				"%.100q names the sections %s and %s. Give each section a table of its own, with a title that names it alone.", strings.TrimSpace(text), named[0], named[1])
			return ""
		}
	}
	return report.Combined
}
