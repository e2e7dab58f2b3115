package workbook

import (
	"fmt"
	"slices"

	"lerr/internal/report"
	"lerr/internal/xlsx"
)

// Headers and words of the sheets of notes. Files that were downloaded are read back by them, so they
// never change.
var (
	termHeaders = []string{"Term", "Meaning"}
	noteHeaders = []string{"Note", "Section", "Country", "Text"}
)

const (
	notesTab     = "Notes"
	noteListTab  = "Note list"
	notesTitle   = "Notes: how to read these figures, "
	allSections  = "All sections"
	allCountries = "All countries"
)

// note is a public note with its number, by which the sheets refer to it.
type note struct {
	number  int
	section report.Section // empty: on the whole half-year
	country report.Country // without code: on the whole section
	text    string
}

// mark returns "[note 1]", the reference to the note.
func (n note) mark() string { return fmt.Sprintf("[note %d]", n.number) }

type notes []note

// notesOf numbers the notes of the edition in the order of the sheets.
func notesOf(e report.Edition, tables []report.Table, places *report.Places) notes {
	var all notes
	add := func(n note) {
		n.text = report.ReplaceSoftBreaks(n.text) // notes of before November 2026 can hold soft line breaks
		if n.text != "" {
			n.number = len(all) + 1
			all = append(all, n)
		}
	}
	add(note{text: e.Note})
	for _, t := range tables {
		add(note{section: t.Section, text: t.Note})
		for _, r := range t.Rows {
			c, _ := places.Country(r.Country)
			add(note{section: t.Section, country: c, text: r.Note})
		}
	}
	return all
}

// on returns the notes on a section and those on the whole half-year.
func (ns notes) on(s report.Section) notes {
	return slices.DeleteFunc(slices.Clone(ns), func(n note) bool { return n.section != s && n.section != "" })
}

// lines returns the lines above a table: the notes that are not on a row, and that the site recreates
// another's report.
func (ns notes) lines(site report.Site) []string {
	var lines []string
	for _, n := range ns {
		if n.country.Code == "" {
			lines = append(lines, n.mark()+" "+n.text)
		}
	}
	if site.Recreation != "" {
		lines = append(lines, site.Recreation)
	}
	return lines
}

// markOf returns the mark of the note on a country's row, or notApplicable.
func (ns notes) markOf(c report.Country) string {
	for _, n := range ns {
		if n.country.Code == c.Code {
			return n.mark()
		}
	}
	return notApplicable
}

func (ns notes) summary() string {
	switch len(ns) {
	case 0:
		return "no notes"
	case 1:
		return "1 note, which the sheet Note list repeats"
	}
	return fmt.Sprintf("%d notes, which the sheet Note list holds together", len(ns))
}

// notesSheet returns the sheet with the terms, and how to read the other sheets.
func notesSheet(site report.Site, p report.Period) xlsx.Sheet {
	sheet := xlsx.Sheet{
		Name:  notesTab,
		Title: notesTitle + p.Label(),
		Lines: []string{
			"This sheet holds one table: the terms of the report and what they mean.",
			notApplicable + " means not applicable: a share where there are no outcomes to divide, a row without a note, the code and the region of a total. It does not mean zero.",
			"0 is a figure as published. A country that a sheet does not list has no row: no such request came from there in this half-year. A kind of request without a sheet was not reported for this half-year. A half-year that was withdrawn has no workbook; a public notice stands in its place.",
			"[note 1], [note 2] and so on refer to the notes of this half-year. Where there are any, they are on the sheet Note list.",
		},
		Table: xlsx.Table{Name: "definitions", Columns: textColumns(termHeaders, 26, 100)},
	}
	for _, d := range site.Definitions {
		sheet.Table.Rows = append(sheet.Table.Rows, []any{d.Term, d.Meaning})
	}
	if len(sheet.Table.Rows) == 0 {
		sheet.Lines = sheet.Lines[1:]
	}
	return sheet
}

func noteListSheet(all notes, p report.Period) xlsx.Sheet {
	sheet := xlsx.Sheet{
		Name:  noteListTab,
		Title: noteListTab + ": the notes on these figures, " + p.Label(),
		Lines: []string{"This sheet holds one table: each note, and the figures that it is about."},
		Table: xlsx.Table{Name: "note_list", Columns: textColumns(noteHeaders, 12, 16, 26, 90)},
	}
	for _, n := range all {
		row := []any{n.mark(), allSections, allCountries, n.text}
		if n.section != "" {
			row[1] = wordings[n.section].tab
		}
		if n.country.Code != "" {
			row[2] = n.country.Name
		}
		sheet.Table.Rows = append(sheet.Table.Rows, row)
	}
	return sheet
}
