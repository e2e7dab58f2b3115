package publish

import (
	"lerr/internal/report"
)

// copies finds tables and columns that are those of an earlier period, or tables of another section of
// this one: somebody copied them, or kept them from the last file.
func (c *comparison) copies(earlier []report.Edition) {
	for i, t := range c.edition.Tables {
		for _, other := range c.edition.Tables[:i] {
			if equal, common := equalRows(t, other, 0, 6); equal >= minColumn && 2*equal >= common {
				c.fault(CodeCopiedTable, location{section: t.Section}, "%d of %d rows have the same figures as in the section %s. Give this section its own figures.",
					equal, common, other.Section.Name())
			}
		}
		for j := range earlier {
			if c.copiedTable(t, earlier[j]) {
				break
			}
		}
	}
}

// copiedTable reports a table that is another edition's, or else each column that is, and returns
// whether it found any.
func (c *comparison) copiedTable(t report.Table, old report.Edition) bool {
	for _, other := range old.Tables {
		if equal, common := equalRows(t, other, 0, 6); equal >= minColumn && 2*equal >= common {
			c.fault(CodeCopiedTable, location{section: t.Section}, "%d of %d rows have the same figures as in %s, %s. Give the figures of %s.",
				equal, common, old.Period.Label(), other.Section.Name(), c.edition.Period.Label())
			return true
		}
	}
	found := false
	other, _ := old.Table(t.Section)
	for i := range report.Columns() {
		equal, common := equalRows(t, other, i, i+1)
		if equal < minColumn || 2*equal < common {
			continue
		}
		found = true
		c.fault(CodeCopiedColumn, location{section: t.Section, column: 1 + i}, "The column %s has the same figures as in %s in %d of %d rows. Give the figures of %s.",
			columnName(1+i), old.Period.Label(), equal, common, c.edition.Period.Label())
	}
	return found
}

// equalRows returns the number of countries for which two tables have the same figures in the columns
// from the index first to before end, and the number of those that could. Small figures are often the
// same by chance, so they count only if the whole of the columns is the same.
func equalRows(t, other report.Table, first, end int) (equal, common int) {
	all, rows, distinct := true, 0, map[int]bool{}
	for _, r := range t.Rows {
		o, ok := other.Row(r.Country)
		if !ok {
			continue
		}
		a, b := r.Counts.Figures(), o.Counts.Figures()
		same, size := true, 0
		for i := first; i < end; i++ {
			same = same && a[i] == b[i]
			size = max(size, a[i], b[i])
		}
		rows++
		distinct[a[first]] = true
		all = all && same
		if size >= minCompared {
			common++
			if same {
				equal++
			}
		}
	}
	if all && len(distinct) > 3 {
		return rows, rows
	}
	return equal, common
}
