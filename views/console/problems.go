package console

import (
	"fmt"
	"slices"
	"strings"

	"lerr/internal/publish"
	"lerr/internal/report"
	"lerr/views"
)

// ProblemGroup holds the problems of one sheet or section.
type ProblemGroup struct {
	Heading  string
	Problems []report.Problem
}

// NoteForm is a form for a public note: one that explains a difference, one that the file has, or one
// that is public already.
type NoteForm struct {
	ID               string
	Section, Country string
	Label, Text      string
	Hint             string
	Explains         *publish.Explanation // the difference; nil for any other note
}

// problemGroups groups problems by sheet or section, in the order in which they were found.
func problemGroups(problems report.Problems) []ProblemGroup {
	var groups []ProblemGroup
	for _, p := range problems {
		heading := "The draft as a whole"
		switch {
		case p.Sheet != "":
			heading = "Sheet " + p.Sheet
		case p.Section != "":
			heading = p.Section.Name()
		}
		i := slices.IndexFunc(groups, func(g ProblemGroup) bool { return g.Heading == heading })
		if i < 0 {
			groups = append(groups, ProblemGroup{Heading: heading})
			i = len(groups) - 1
		}
		groups[i].Problems = append(groups[i].Problems, p)
	}
	return groups
}

// warningPlace returns the sheet and the cell of a warning, or its section.
func warningPlace(p report.Problem) string {
	if p.Sheet == "" && p.Section != "" {
		return p.Section.Name()
	}
	sheet, cell := p.Place()
	return strings.TrimSpace(sheet + " " + cell)
}

// noteForms returns the forms of a draft's notes: on differences that need or have an explanation, on
// rows that have a note, and for notes of the file that nobody has taken in.
func noteForms(d publish.Draft, problems report.Problems, places *report.Places) []NoteForm {
	var forms []NoteForm
	add := func(s report.Section, country, text string) *NoteForm {
		id := fmt.Sprintf("note-%s-%s", s, country)
		if i := slices.IndexFunc(forms, func(f NoteForm) bool { return f.ID == id }); i >= 0 {
			return &forms[i]
		}
		label := s.Name()
		if c, ok := places.Country(country); ok {
			label += ", " + c.Name
		}
		forms = append(forms, NoteForm{
			ID: id, Section: string(s), Country: country, Label: label, Text: text,
			Hint: "It is shown beside the figure on the page and in every download.",
		})
		return &forms[len(forms)-1]
	}
	textOf := func(s report.Section, country string) string {
		if note := d.Edition.NoteOn(s, country); note != nil {
			return *note
		}
		return ""
	}
	for _, p := range problems {
		if x, ok := publish.ExplanationFor(p); ok {
			f := add(x.Section, x.Country, textOf(x.Section, x.Country))
			f.Explains = &x
			f.Hint = fmt.Sprintf("It explains this difference alone. Name both numbers, %s and %s, and say why they differ.", views.Number(x.Stated), views.Number(x.Computed))
			if x.Column == 0 {
				f.Text, f.Hint = "", "It says why the section is missing, and becomes a part of the note on the period."
			}
		}
	}
	for _, t := range d.Edition.Tables {
		for _, r := range t.Rows {
			if r.Note != "" {
				add(t.Section, r.Country, r.Note)
			}
		}
	}
	for _, n := range d.NotesLeft() {
		if n.Section != "" {
			f := add(n.Section, n.Country, n.Text)
			f.Hint += fmt.Sprintf(" The file says %q; saved, a note is public.", n.Text)
		}
	}
	return forms
}
