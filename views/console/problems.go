package console

import (
	"fmt"
	"slices"
	"strings"

	"lerr/internal/publish"
	"lerr/internal/report"
)

// ProblemGroup holds the problems of one sheet or section.
type ProblemGroup struct {
	Heading  string
	Problems []report.Problem
}

// NoteForm is a row that needs, or has, a public note.
type NoteForm struct {
	ID               string
	Section, Country string
	Label, Text      string
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

// noteForms returns the rows that have a note, or whose outcomes do not add up.
func noteForms(d publish.Draft, places *report.Places) []NoteForm {
	var forms []NoteForm
	for _, t := range d.Edition.Tables {
		for _, r := range t.Rows {
			if r.Note == "" && r.Counts.AddsUp(t.CountUnit()) {
				continue
			}
			name := r.Country
			if c, ok := places.Country(r.Country); ok {
				name = c.Name
			}
			forms = append(forms, NoteForm{
				ID: fmt.Sprintf("note-%s-%s", t.Section, r.Country), Section: string(t.Section), Country: r.Country,
				Label: t.Section.Name() + ", " + name, Text: r.Note,
			})
		}
	}
	return forms
}
