package console

import (
	"fmt"
	"slices"

	"lerr/internal/publish"
	"lerr/internal/report"
)

// ProblemGroup is the problems of one sheet.
type ProblemGroup struct {
	Sheet    string
	Problems []report.Problem
}

// WarningRow is a warning, and who accepted it.
type WarningRow struct {
	Key      string
	Where    string
	Text     string
	Accepted string // "by ann: counted again"; empty for a warning that nobody has accepted
}

// NoteForm is a row that needs, or has, a public note.
type NoteForm struct {
	ID               string
	Section, Country string
	Label, Text      string
}

// problemGroups lists problems by sheet, in the order in which they were found.
func problemGroups(problems report.Problems) []ProblemGroup {
	var groups []ProblemGroup
	for _, p := range problems {
		i := slices.IndexFunc(groups, func(g ProblemGroup) bool { return g.Sheet == p.Sheet })
		if i < 0 {
			groups = append(groups, ProblemGroup{Sheet: p.Sheet})
			i = len(groups) - 1
		}
		groups[i].Problems = append(groups[i].Problems, p)
	}
	return groups
}

func warningRows(d publish.Draft, warnings report.Problems) []WarningRow {
	var rows []WarningRow
	for _, p := range warnings {
		row := WarningRow{Key: p.Key(), Where: where(p), Text: p.Text}
		if a, ok := d.Accepted(p); ok {
			row.Accepted = fmt.Sprintf("Accepted by %s: %s", a.By, a.Reason)
		}
		rows = append(rows, row)
	}
	return rows
}

// where is a problem's sheet and cell.
func where(p report.Problem) string {
	if p.Sheet == "" || p.Cell == "" {
		return p.Sheet + p.Cell
	}
	return p.Sheet + " " + p.Cell
}

// noteForms lists the rows whose outcomes do not add up, and those that have a note.
func noteForms(d publish.Draft, places *report.Places) []NoteForm {
	var forms []NoteForm
	for _, t := range d.Edition.Tables {
		for _, r := range t.Rows {
			if r.Note == "" && r.Counts.OutcomeSum() == r.Counts.Expected(t.Section) {
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
