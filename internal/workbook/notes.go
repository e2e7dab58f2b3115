package workbook

import (
	"fmt"
	"regexp"

	"lerr/internal/report"
)

// note is a public note with its number, by which the sheets refer to it.
type note struct {
	number  int
	section report.Section // empty: on the whole half-year
	tab     string         // of the section's sheet
	country report.Country // without code: on the whole section
	text    string
}

// marker is what such a marker looks like.
var marker = regexp.MustCompile(`^\s*\[note \d+\]\s*$`)

func (n note) marker() string { return fmt.Sprintf("[note %d]", n.number) }

type notes []note

// The headers and words of the sheets of notes. Files that were downloaded are read back by these
// texts, so they never change.
const (
	headerTerm        = "Term"
	headerMeaning     = "Meaning"
	headerNote        = "Note"
	headerNoteSection = "Section"
	headerNoteCountry = "Country"
	headerNoteText    = "Text"
	allSections       = "All sections"
	allCountries      = "All countries"
	notesTitle        = "Notes: how to read these figures, "
)

// notesOf numbers the edition's notes in the order in which a reader meets them.
func notesOf(e report.Edition, sections []namedSection) notes {
	var all notes
	add := func(n note) {
		if n.text != "" {
			n.number = len(all) + 1
			all = append(all, n)
		}
	}
	add(note{text: e.Note})
	for _, s := range sections {
		add(note{section: s.table.Section, tab: s.tab, text: s.table.Note})
		for _, r := range s.rows {
			add(note{section: s.table.Section, tab: s.tab, country: r.country, text: r.Note})
		}
	}
	return all
}

// on lists the notes that concern a section: its own, and those on the whole half-year.
func (ns notes) on(s report.Section) notes {
	var here notes
	for _, n := range ns {
		if n.section == s || n.section == "" {
			here = append(here, n)
		}
	}
	return here
}

// markRows reports whether any of the notes is on a row.
func (ns notes) markRows() bool {
	for _, n := range ns {
		if n.country.Code != "" {
			return true
		}
	}
	return false
}

// markerOf is what a country's row says in the column Notes.
func (ns notes) markerOf(c report.Country) string {
	for _, n := range ns {
		if n.country.Code == c.Code {
			return n.marker()
		}
	}
	return notApplicable
}

// number says how many notes there are.
func (ns notes) number() string {
	switch len(ns) {
	case 0:
		return "no notes"
	case 1:
		return "1 note, which the sheet Note list repeats"
	}
	return fmt.Sprintf("%d notes, which the sheet Note list holds together", len(ns))
}

// notesSheet plans the sheet that says how to read the others.
func notesSheet(site report.Site, p report.Period) sheet {
	planned := sheet{
		name:  "Notes",
		holds: "What the terms mean, and the marks that stand in cells",
		title: notesTitle + p.Label(),
		lines: []string{
			"This sheet holds one table: the terms of the report and what they mean.",
			notApplicable + " means not applicable: a share where there are no outcomes to divide, a row without a note, the code and the region of a total. It does not mean zero.",
			"0 is a figure as published. A country that a sheet does not list has no row: no such request came from there in this half-year. A kind of request without a sheet was not reported for this half-year. A half-year that was withdrawn has no workbook; a public notice stands in its place.",
			"[note 1], [note 2] and so on refer to the notes of this half-year. Where there are any, they are on the sheet Note list.",
		},
		table: table{name: "definitions", columns: []column{{headerTerm, 26, asText}, {headerMeaning, 100, asText}}},
	}
	for _, d := range site.Definitions {
		planned.table.rows = append(planned.table.rows, []any{d.Term, d.Meaning})
	}
	if len(planned.table.rows) == 0 {
		planned.lines = planned.lines[1:]
	}
	return planned
}

// noteListSheet plans the sheet of this half-year's notes.
func noteListSheet(all notes, p report.Period) sheet {
	planned := sheet{
		name:  "Note list",
		holds: "The notes on this half-year's figures",
		title: "Note list: the notes on these figures, " + p.Label(),
		lines: []string{"This sheet holds one table: each note, and the figures that it is about."},
		table: table{name: "note_list", columns: []column{
			{headerNote, 12, asText}, {headerNoteSection, 16, asText}, {headerNoteCountry, 26, asText}, {headerNoteText, 90, asText},
		}},
	}
	for _, n := range all {
		row := []any{n.marker(), allSections, allCountries, n.text}
		if n.section != "" {
			row[1] = n.tab
		}
		if n.country.Code != "" {
			row[2] = n.country.Name
		}
		planned.table.rows = append(planned.table.rows, row)
	}
	return planned
}
