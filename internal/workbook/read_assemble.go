package workbook

import (
	"regexp"
	"slices"
	"strings"

	"lerr/internal/report"
)

// decidePeriod sets the half-year of the edition if all titles name the same. Otherwise it reports the
// titles that differ from the most frequent half-year.
func (r *reader) decidePeriod() {
	count := map[report.Period]int{}
	for _, t := range r.titles {
		count[t.period]++
	}
	var most datedTitle // the first title with the most frequent half-year
	for _, t := range r.titles {
		if count[t.period] > count[most.period] {
			most = t
		}
	}
	for _, t := range r.titles {
		if t.period != most.period {
			r.add(titlesDiffer.at(t.sheet, t.cell, t.period.Label(), most.sheet, most.cell, most.period.Label()))
		}
	}
	if len(count) == 1 {
		r.reading.Edition.Period = most.period
	}
}

// assemble makes the edition from the tables, each section's first, their complete rows, each
// country's first, and the notes.
func (r *reader) assemble() {
	e := &r.reading.Edition
	r.dropEmpty()
	r.decideUnnamed()
	for _, s := range r.reading.Sheets {
		if _, ok := e.Table(s.Section); ok || s.Section == "" {
			continue
		}
		e.Tables = append(e.Tables, r.tableOf(s))
	}
	r.placeStated()
	for _, n := range r.noteList {
		r.placeListed(n)
	}
	for _, n := range r.notesAbove {
		r.placeAbove(n)
	}
	e.Sort()
}

// dropEmpty leaves out tables without rows, unless they alone have their section's title.
func (r *reader) dropEmpty() {
	r.reading.Sheets = slices.DeleteFunc(r.reading.Sheets, func(s Sheet) bool {
		if len(s.Rows) > 0 || s.Section == "" && s.Title != "" {
			return false
		}
		drop := s.unnamed || slices.ContainsFunc(r.reading.Sheets, func(o Sheet) bool { return o.Section == s.Section && len(o.Rows) > 0 })
		if drop {
			r.add(ignoredSheet.at(s.Name, ""))
		}
		return drop
	})
}

// decideUnnamed gives the first table whose section nothing names the headline of its half-year, if no
// other table has it.
func (r *reader) decideUnnamed() {
	p := r.reading.Edition.Period
	headline := report.HeadlineOf(p)
	for i := range r.reading.Sheets {
		s := &r.reading.Sheets[i]
		if !s.unnamed {
			continue
		}
		has := func(o Sheet) bool { return o.Section == headline && (!o.unnamed || o.Name != s.Name) }
		if j := slices.IndexFunc(r.reading.Sheets[:i], has); j >= 0 || slices.ContainsFunc(r.reading.Sheets, func(o Sheet) bool { return o.Section == headline && !o.unnamed }) {
			r.add(sectionRepeated.at(s.Name, s.Rows[0].Cells[0], headline, "another table"))
			s.Section = ""
			continue
		}
		if headline != report.Combined && !p.IsZero() {
			r.add(sectionAssumed.at(s.Name, "", headline, p.Label()))
			for k := range r.notesAbove {
				if r.notesAbove[k].sheet == s.Name && r.notesAbove[k].section == s.Section {
					r.notesAbove[k].section = headline
				}
			}
			s.Section = headline
		}
	}
}

// mark matches a reference to the list of notes.
var mark = regexp.MustCompile(`^\s*\[note \d+\]\s*$`)

func (r *reader) tableOf(s Sheet) report.Table {
	table := report.Table{Section: s.Section, Unit: s.Unit, Stated: s.Stated}
	if !s.Section.UnitVaries() {
		table.Unit = ""
	}
	for _, row := range s.Rows {
		if _, ok := table.Row(row.Country); ok || row.Country == "" || !row.Complete {
			continue
		}
		note := row.Note
		if mark.MatchString(note) {
			r.checkMark(s, row)
			note = "" // its text is in the list of notes
		}
		table.Rows = append(table.Rows, report.Row{Country: row.Country, Counts: row.Counts, Note: note})
	}
	return table
}

// checkMark reports a row whose mark has no note in the list of notes.
func (r *reader) checkMark(s Sheet, row ReadRow) {
	m := strings.TrimSpace(row.Note)
	if !slices.ContainsFunc(r.noteList, func(n foundNote) bool {
		return n.mark == m && n.section == s.Section && n.country == row.Country
	}) {
		r.add(noNoteOfMark.at(s.Name, row.Cells[0], r.countryName(row.Country), m))
	}
}

// placeListed adds a note of the list of notes to its section or row.
func (r *reader) placeListed(n foundNote) {
	target := r.reading.Edition.NoteOn(n.section, n.country)
	switch {
	case target == nil && r.isLeftOut(n):
	case target == nil:
		r.add(noteOnNothing.at(n.sheet, n.cell))
	case *target != "":
		r.add(secondNote.at(n.sheet, n.cell, *target))
	default:
		*target = n.text
	}
}

// placeAbove compares a note above a table with the list of notes. Without such a note in the list, it
// becomes the note of the table's section.
func (r *reader) placeAbove(n foundNote) {
	for _, l := range slices.Backward(r.noteList) {
		if l.mark != n.mark {
			continue
		}
		if l.text != n.text {
			r.add(noteDiffers.at(n.sheet, n.cell, n.mark, l.sheet, l.cell))
		}
		return
	}
	if target := r.reading.Edition.NoteOn(n.section, ""); target != nil && *target == "" {
		*target = n.text
	} else {
		r.add(noteNotListed.at(n.sheet, n.cell, n.mark))
	}
}

// isLeftOut reports whether the note is on a row of the file that could not be read.
func (r *reader) isLeftOut(n foundNote) bool {
	return slices.ContainsFunc(r.reading.Sheets, func(s Sheet) bool {
		return s.Section == n.section && slices.ContainsFunc(s.Rows, func(row ReadRow) bool { return row.Country == n.country })
	})
}
