package workbook

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"lerr/internal/xlsx"
)

// placeholderWords lists words that people write where the final text is still missing.
var placeholderWords = map[string]bool{
	"tk": true, "tktk": true, "tbc": true, "tbd": true, "tba": true, "lorem": true, "ipsum": true,
	"xx": true, "xxx": true, "xxxx": true, "20xx": true, "placeholder": true,
}

// placeholderIn returns the first placeholder in a text, or "". A country's code is none: TK is
// Tokelau.
func (r *reader) placeholderIn(text string) string {
	for word := range strings.FieldsFuncSeq(text, func(c rune) bool { return !unicode.IsLetter(c) && !unicode.IsDigit(c) }) {
		if len(word) <= len("placeholder") && placeholderWords[strings.ToLower(word)] {
			if _, isCode := r.places.Country(word); !isCode {
				return word
			}
		}
	}
	return ""
}

// sheetWarnings holds what is unusual on a sheet, apart from its figures.
type sheetWarnings struct {
	r        *reader
	grid     *grid
	groups   problemGroups
	formulas xlsx.Area
	count    int // of formulas
}

// inspect goes through the cells of a sheet once, before its tables are read. It reports placeholders
// and returns the other findings, because what they mean depends on the tables.
func (r *reader) inspect(g *grid) *sheetWarnings {
	w := &sheetWarnings{r: r, grid: g, groups: problemGroups{}}
	w.checkPlaceholder("", g.Name)
	r.checkFinal(g)
	hidden := map[int]bool{} // columns that were recorded
	for i := range g.Rows {
		row := &g.Rows[i]
		if row.Hidden {
			w.groups.add(hiddenRows, g.at(row.Cells[0].Column, row.Number), "%d", row.Number)
		}
		for j := range row.Cells {
			c := &row.Cells[j]
			cell := g.at(c.Column, row.Number)
			if c.Kind == xlsx.Text {
				w.checkPlaceholder(cell, c.Text)
			}
			if c.Formula {
				w.formulas = w.formulas.Add(c.Column, row.Number)
				w.count++
			}
			if g.IsHidden(c.Column) && !hidden[c.Column] {
				hidden[c.Column] = true
				w.groups.add(hiddenColumns, cell, "%s", xlsx.ColumnName(c.Column))
			}
		}
	}
	return w
}

func (w *sheetWarnings) checkPlaceholder(cell, text string) {
	if word := w.r.placeholderIn(text); word != "" {
		w.r.add(placeholderLeft.at(w.grid.Name, cell, word, text))
	}
}

// report adds the warnings. known is false for a sheet that was not read.
func (w *sheetWarnings) report(known bool) {
	g := w.grid
	switch {
	case len(g.Rows) == 0 && !g.Chart:
		return
	case !known && !hasFigures(g):
		w.r.add(textSheet.at(g.Name, ""))
		return
	case !known && g.Hidden:
		w.r.add(hiddenSheetIgnored.at(g.Name, ""))
		return
	case !known:
		w.r.add(ignoredSheet.at(g.Name, ""))
		return
	case g.Hidden:
		w.r.add(hiddenSheetRead.at(g.Name, ""))
	}
	if w.count > 0 {
		w.r.add(formulaCells.at(g.Name, w.formulas.String(), w.formulas, w.count))
	}
	for _, row := range g.Rows {
		for i := range row.Cells {
			if c := &row.Cells[i]; c.Kind == xlsx.Fault && !g.used[c] {
				cell := g.at(c.Column, row.Number)
				w.groups.add(faultyCells, cell, "%s %s", cell, c.Text)
			}
		}
	}
	w.r.addGroups(g.Name, w.groups)
}

// reportUnread reports columns with an unknown heading, and records other cells that were not read: any
// in the rows of the table, and numbers below it. It also records merged cells. end is the index of the
// first row after the table.
func (t *tableReader) reportUnread(end int) {
	g := t.grid
	unknown := map[int]bool{} // columns that hold something
	for i := t.layout.next; i < end; i++ {
		row := &g.Rows[i]
		inside := row.Number >= t.area.Top && row.Number <= t.area.Bottom
		for j := range row.Cells {
			c := &row.Cells[j]
			switch {
			case g.used[c]:
			case inside && slices.Contains(t.layout.unknown, c.Column):
				g.used[c], unknown[c.Column] = true, true
			case c.Kind == xlsx.Fault: // reported for the whole sheet
			case c.Kind != xlsx.Text || inside && strings.TrimSpace(c.Text) != "":
				g.used[c] = true
				cell := g.at(c.Column, row.Number)
				t.groups.add(ignoredCells, cell, "%s %.40q", cell, c.Text)
			}
		}
	}
	for _, column := range t.layout.unknown {
		if unknown[column] {
			heading := cmp.Or(g.Rows[t.layout.top].Text(column), g.Rows[t.layout.next-1].Text(column))
			t.report(unknownColumn, g.at(column, g.Rows[t.layout.top].Number), label(heading))
		}
	}
	for _, m := range g.Merged {
		if m.Overlaps(t.area) && t.area != (xlsx.Area{}) {
			t.groups.add(mergedCells, m.String(), "%s", m)
		}
	}
}

// writtenNumber matches the text of a cell that may be meant as a figure.
var writtenNumber = regexp.MustCompile(`^[\p{Zs}+-]*\p{Nd}[\p{Nd}\p{Zs}.,'’%]*$`)

// hasFigures reports whether a sheet has a cell that may hold a figure: a number, text that reads as one,
// or a formula whose value is not stored.
func hasFigures(g *grid) bool {
	for i := range g.Rows {
		for j := range g.Rows[i].Cells {
			switch c := &g.Rows[i].Cells[j]; c.Kind {
			case xlsx.Number, xlsx.Empty, xlsx.Fault:
				return true
			case xlsx.Text:
				if writtenNumber.MatchString(c.Text) {
					return true
				}
			}
		}
	}
	return false
}
