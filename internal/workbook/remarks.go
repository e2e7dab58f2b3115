package workbook

import (
	"slices"
	"strings"
	"unicode"

	"lerr/internal/report"
)

// placeholderWords are what people write where something is still to come.
var placeholderWords = map[string]bool{
	"tk": true, "tktk": true, "tbc": true, "tbd": true, "tba": true, "lorem": true, "ipsum": true,
	"xx": true, "xxx": true, "xxxx": true, "20xx": true, "placeholder": true,
}

// placeholder is the first word of a text that stands for one to come; empty where there is none. A
// country's code is none: TK is Tokelau's.
func (r *reader) placeholder(text string) string {
	for word := range strings.FieldsFuncSeq(text, func(c rune) bool { return !unicode.IsLetter(c) && !unicode.IsDigit(c) }) {
		if len(word) <= len("placeholder") && placeholderWords[strings.ToLower(word)] {
			if _, isCode := r.places.Country(word); !isCode {
				return word
			}
		}
	}
	return ""
}

// placeholders finds text, anywhere on a sheet and on its tab, that is still to be replaced.
func (r *reader) placeholders(g *grid) {
	tell := func(cell, text string) {
		if word := r.placeholder(text); word != "" {
			r.add(report.SeverityError, CodePlaceholder, g.name, cell, "Found the placeholder %q in %.60q. Replace it by what belongs there.", word, text)
		}
	}
	tell("", g.name)
	for _, row := range g.rows {
		for _, c := range row.cells {
			if c.holds == holdsText {
				tell(g.at(c.column, row.number), c.text)
			}
		}
	}
}

// remarks tells what a sheet hides and what its figures depend on. known is false for a sheet that
// was not read.
func (r *reader) remarks(g *grid, known bool) {
	if len(g.rows) == 0 && !g.chart {
		return
	}
	switch {
	case g.hidden && known:
		r.add(report.SeverityWarning, CodeHiddenSheet, g.name, "", "The sheet is hidden and was read all the same. Show it and check that it belongs to the report, or delete it.")
	case g.hidden:
		r.add(report.SeverityWarning, CodeHiddenSheet, g.name, "", "The sheet is hidden, and was not read: it holds no table of figures. Delete it, unless you know what it is for.")
	case !known:
		r.add(report.SeverityWarning, CodeIgnoredSheet, g.name, "", "The sheet was not read: it holds no table of figures. Check that nothing on it belongs to the report, or delete it.")
	}
	if !known {
		return
	}
	found := asides{}
	formulas := area{}
	n := 0
	var columns []int
	for _, row := range g.rows {
		if row.hidden {
			found.note(CodeHiddenRows, g.at(row.cells[0].column, row.number), "%d", row.number)
		}
		for _, c := range row.cells {
			at := g.at(c.column, row.number)
			if c.formula {
				formulas = formulas.plus(c.column, row.number)
				n++
			}
			if c.holds == holdsFault && !c.read {
				found.note(CodeErrorCell, at, "%s %s", at, c.text)
			}
			if g.hides(c.column) && !slices.Contains(columns, c.column) {
				columns = append(columns, c.column)
				found.note(CodeHiddenColumns, at, "%s", columnName(c.column))
			}
		}
	}
	if n > 0 {
		r.add(report.SeverityWarning, CodeFormulas, g.name, formulas.String(),
			"Formulas stand in %s (%d in all). The values that were stored with them were read; they are out of date if the file was not calculated before it was saved.", formulas, n)
	}
	r.tell(g.name, found)
}

// hides reports whether a column does not show.
func (g *grid) hides(column int) bool {
	for _, s := range g.hiddenColumns {
		if column >= s.first && column <= s.last {
			return true
		}
	}
	return false
}
