package workbook

import (
	"slices"
	"strings"

	"lerr/internal/report"
)

// period decides the edition's half-year by the titles, which must all name the same.
func (r *reader) period() {
	count := map[report.Period]int{}
	for _, t := range r.titles {
		count[t.period]++
	}
	var most titled // the first of those that name the period that most name
	for _, t := range r.titles {
		if count[t.period] > count[most.period] {
			most = t
		}
	}
	for _, t := range r.titles {
		if t.period != most.period {
			r.add(report.SeverityError, CodePeriodsDiffer, t.sheet, t.cell,
				"The title names %s, but that of the sheet %s (%s) names %s. Correct the title, or move the sheet into the file of its own half-year.",
				t.period.Label(), most.sheet, most.cell, most.period.Label())
		}
	}
	if len(count) == 1 {
		r.reading.Edition.Period = most.period
	}
}

// assemble makes the edition of the tables: rows that were read whole, each country's first, and the
// notes on them.
func (r *reader) assemble() {
	e := &r.reading.Edition
	for _, s := range r.reading.Sheets {
		if _, twice := e.Table(s.Section); twice || s.Section == "" {
			continue
		}
		table := report.Table{Section: s.Section}
		for _, row := range s.Rows {
			if _, twice := table.Row(row.Country); twice || row.Country == "" || !row.Complete {
				continue
			}
			note := row.Note
			if marker.MatchString(note) {
				note = "" // it stands in the list of notes
				r.checkMarker(s, row)
			}
			table.Rows = append(table.Rows, report.Row{Country: row.Country, Counts: row.Counts, Note: note})
		}
		e.Tables = append(e.Tables, table)
	}
	listed := map[string]listedNote{}
	for _, n := range r.notes {
		r.place(n)
		listed[n.marker] = n
	}
	for _, l := range r.lines {
		r.placeLine(l, listed)
	}
	e.Sort()
}

// checkMarker wants the note that a row refers to in the list of notes.
func (r *reader) checkMarker(s Sheet, row ReadRow) {
	for _, n := range r.notes {
		if n.marker == strings.TrimSpace(row.Note) && n.section == s.Section && n.country == row.Country {
			return
		}
	}
	r.add(report.SeverityError, CodeNoteUnplaced, s.Name, row.Cells[0],
		"The row of %s refers to %s, but the list of notes has no such note on it. Correct the mark, or write the note itself in its place.", r.countryName(row.Country), strings.TrimSpace(row.Note))
}

// place puts a note of the list onto what it is about.
func (r *reader) place(n listedNote) {
	target := r.target(n.section, n.country)
	switch {
	case target == nil && r.isLeftOut(n):
	case target == nil:
		r.add(report.SeverityError, CodeNoteUnplaced, n.sheet, n.cell, "The note is on a section or a country that has no figures in this file. Correct it, or delete its row.")
	case *target != "":
		r.add(report.SeverityError, CodeNoteUnplaced, n.sheet, n.cell, "What the note is on has a note already: %.60q. Make one note of both.", *target)
	default:
		*target = n.text
	}
}

// target is where the note on a section or a row is kept; nil when there is no such row.
func (r *reader) target(s report.Section, country string) *string {
	e := &r.reading.Edition
	if s == "" {
		return &e.Note
	}
	for i := range e.Tables {
		t := &e.Tables[i]
		switch {
		case t.Section != s:
		case country == "":
			return &t.Note
		default:
			j := slices.IndexFunc(t.Rows, func(row report.Row) bool { return row.Country == country })
			if j >= 0 {
				return &t.Rows[j].Note
			}
		}
	}
	return nil
}

// isLeftOut reports whether the note is on a row that the file has, but that could not be read.
func (r *reader) isLeftOut(n listedNote) bool {
	_, cell := r.reading.Locate(n.section, n.country, 0)
	return cell != ""
}

// placeLine compares a note above a table with the list of notes, and takes it for the table's own
// where there is no list.
func (r *reader) placeLine(l noteLine, listed map[string]listedNote) {
	if n, ok := listed[l.marker]; ok {
		if n.text != l.text {
			r.add(report.SeverityError, CodeNoteUnplaced, l.sheet, l.cell, "%s reads otherwise here than in the list of notes (%s %s). Decide which is right, and write it in both places.", l.marker, n.sheet, n.cell)
		}
		return
	}
	target := r.target(l.section, "")
	if target == nil || *target != "" {
		r.add(report.SeverityError, CodeNoteUnplaced, l.sheet, l.cell, "%s is not in the list of notes. Add it there, or delete the line.", l.marker)
		return
	}
	*target = l.text
}
