package workbook

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"lerr/internal/report"
)

// statedTotal is a row of totals, and which of them it states.
type statedTotal struct {
	ReadRow
	states [6]bool
}

// counts reads a row's name and six counts, and says which of the counts could be read.
func (t *tableReader) counts(row *gridRow) (ReadRow, [6]bool) {
	read := ReadRow{Name: t.nameOf(row), Complete: true}
	read.Cells[0] = t.grid.at(t.nameColumn(), row.number)
	whole := t.layout.span()
	t.area = t.area.plus(whole.first, row.number).plus(whole.last, row.number)
	for _, column := range t.layout.columns {
		if c := row.cell(column); c != nil {
			c.read = true
		}
	}
	var counts [6]int
	var ok [6]bool
	for i := range counts {
		column := t.layout.columns[roleCount+role(i)]
		if column == 0 {
			read.Complete = false
			continue
		}
		read.Cells[1+i] = t.grid.at(column, row.number)
		f := figureOf(row.cell(column))
		counts[i], ok[i] = f.n, f.ok
		if !f.ok {
			read.Complete = false
			t.unreadable(row, read, i, f)
		} else if f.asText && !(t.grid.isLines && plainNumber.MatchString(row.text(column))) {
			t.asides.note(CodeNumberAsText, read.Cells[1+i], "%s %q, read as %d", read.Cells[1+i], row.text(column), f.n)
		}
	}
	read.Counts = report.CountsOf(counts)
	return read, ok
}

// unreadable tells of a count that could not be read.
func (t *tableReader) unreadable(row *gridRow, read ReadRow, i int, f figure) {
	isTotal := isTotal(read.Name)
	if !isTotal {
		t.unread[i] = true
	}
	switch {
	case f.code == CodeMissingCount && (isTotal || t.figures(row) == 0):
		// A total need not be stated of every column, and a row without any is one problem.
	case t.placeholder(row.text(t.layout.columns[roleCount+role(i)])) != "":
		// This is told where all placeholders are.
	default:
		t.add(report.SeverityError, f.code, t.grid.name, read.Cells[1+i],
			"%s, %s: found %s, want a whole number of 0 or more. %s", labelOf(read.Name), (roleCount + role(i)).name(), f.found, remedies[f.code])
	}
}

// labelOf is a row's name for a problem's text.
func labelOf(name string) string {
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

// row reads a country's row.
func (t *tableReader) row(row *gridRow) {
	read, _ := t.counts(row)
	read.Country = t.country(row, read)
	if t.figures(row) == 0 && read.Country != "" {
		t.add(report.SeverityError, CodeMissingCount, t.grid.name, read.Cells[0],
			"%s has no figures. Write them, or delete the row if the country made no request.", labelOf(read.Name))
	}
	if note := row.text(t.layout.columns[roleNotes]); note != notApplicable {
		read.Note = note
	}
	if read.Country != "" {
		if first, twice := t.first[read.Country]; twice {
			t.add(report.SeverityError, CodeDuplicate, t.grid.name, read.Cells[0],
				"%s has a row already, at %s. Keep one row; if both count requests of their own, add them up in it.", t.countryName(read.Country), first)
		} else {
			t.first[read.Country] = read.Cells[0]
		}
	}
	read.Doubtful = t.shares(row, read)
	for i, n := range read.Counts.Figures() {
		t.sums[i] += n
	}
	t.sheet.Rows = append(t.sheet.Rows, read)
}

// total reads a row of stated totals.
func (t *tableReader) total(row *gridRow) {
	read, states := t.counts(row)
	if states == [6]bool{} {
		return // as good as none
	}
	read.Doubtful = t.shares(row, read)
	t.totals = append(t.totals, statedTotal{read, states})
	if t.sheet.Total == nil {
		t.sheet.Total = &read
	}
}

// countryName is the name of a country for readers.
func (r *reader) countryName(code string) string {
	c, _ := r.places.Country(code)
	return c.Name
}

// noShare are the ways to say that there is no percentage.
var noShare = []string{"", notApplicable, "n/a", "na", "-", "\u2013", "\u2014"}

// shares compares a row's percentages with its counts. When just one does not fit, it is that
// outcome's column, as ReadRow.Doubtful holds it.
func (t *tableReader) shares(row *gridRow, read ReadRow) (doubtful int) {
	misfits := 0
	figures := read.Counts.Figures()
	for i := 2; i < 6; i++ {
		column := t.layout.columns[roleShare+role(i)]
		c := row.cell(column)
		if c == nil {
			continue
		}
		at := t.grid.at(column, row.number)
		value, decimals, ok := shareOf(c)
		switch {
		case c.holds == holdsFault:
			t.add(report.SeverityError, CodeErrorCell, t.grid.name, at,
				"%s, %s: found the error %s, want a percentage. Mend the formula, or empty the cell.", labelOf(read.Name), (roleShare + role(i)).name(), c.text)
		case c.formula && c.text == "":
			t.asides.note(CodeUncalculated, at, "%s", at)
		case t.placeholder(c.text) != "" || c.holds == holdsText && slices.Contains(noShare, strings.ToLower(strings.TrimSpace(c.text))):
			// It says that there is none, or is told where all placeholders are.
		case !ok:
			t.asides.note(CodeShareDiffers, at, "%s says %.40q, which is none", at, c.text)
		case read.Complete && !shareFits(value, decimals, read.Counts, t.sheet.Section, figures[i]):
			doubtful = 1 + i
			misfits++
			whole := read.Counts.Expected(t.sheet.Section)
			t.asides.note(CodeShareDiffers, at, "%s (%s) says %.40s, but %d of %d is %s", at, labelOf(read.Name), c.text, figures[i], whole, percent(figures[i], whole))
		}
	}
	if misfits != 1 {
		return 0
	}
	return doubtful
}

// percent is a share for a problem's text.
func percent(n, whole int) string {
	if whole == 0 {
		return "none"
	}
	return fmt.Sprintf("%.1f%%", 100*float64(n)/float64(whole))
}
