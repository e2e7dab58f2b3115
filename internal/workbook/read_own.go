package workbook

import (
	"regexp"
	"slices"
	"strings"

	"lerr/internal/report"
	"lerr/internal/xlsx"
)

// readOwnSheet reads a sheet that this program writes beside the tables of the sections, and reports
// whether it is one. Such sheets are recognized by their headings too.
func (r *reader) readOwnSheet(g *grid) bool {
	for i := range g.Rows {
		var texts []string
		for _, c := range g.Rows[i].Cells {
			texts = append(texts, c.Text)
		}
		below := g.Rows[i+1:]
		switch {
		case slices.Equal(texts, coverHeaders), slices.Equal(texts, termHeaders):
			// Write makes the cover and the terms from other sources.
		case slices.Equal(texts, noteHeaders):
			r.readNoteList(g, below)
		case slices.Equal(texts, statedHeaders):
			r.readStated(g, below)
		case slices.Equal(texts, figureHeaders):
			r.readFigures(g, below)
		case i == 0 && len(texts) > 0 && strings.HasPrefix(texts[0], notesTitle): // without any terms
		default:
			continue
		}
		r.periodOf(g.Name, g.at(1, g.Rows[0].Number), g.Rows[0].Text(1))
		return true
	}
	return false
}

// foundNote is a note in the list of notes or above a table.
type foundNote struct {
	sheet, cell string
	mark, text  string         // "[note 1]", and what it says
	section     report.Section // empty: on the whole half-year
	country     string         // code; empty: on the whole section
}

func (r *reader) readNoteList(g *grid, rows []xlsx.Row) {
	for _, row := range rows {
		n := foundNote{sheet: g.Name, cell: g.at(1, row.Number), mark: row.Text(1), text: row.Text(4)}
		section, country := row.Text(2), row.Text(3)
		known := section == allSections && country == allCountries
		for s, words := range wordings {
			if words.tab == section {
				n.section, known = s, true
			}
		}
		if country != allCountries {
			c, ok := r.places.CountryNamed(country)
			n.country, known = c.Code, known && ok
		}
		if !known || n.text == "" {
			r.add(noteOnUnknown.at(g.Name, n.cell, section, country))
			continue
		}
		r.noteList = append(r.noteList, n)
	}
}

func (r *reader) readFigures(g *grid, rows []xlsx.Row) {
	seen := map[string]bool{}
	for _, row := range rows {
		name := row.Text(1)
		if name == "" {
			break
		}
		if !slices.Contains(report.SingleFigureNames(), name) || seen[name] {
			r.add(unknownFigure.at(g.Name, g.at(1, row.Number), name, strings.Join(report.SingleFigureNames(), ", ")))
			continue
		}
		seen[name] = true
		c, cell := parseCount(row.Cell(3)), g.at(3, row.Number)
		switch {
		case !c.ok:
			r.add(c.problem.at(g.Name, cell, name, c.found))
			continue
		case c.isText:
			r.add(figureAsText.at(g.Name, cell, name, row.Text(3), c.n))
		}
		r.reading.Edition.Figures = append(r.reading.Edition.Figures, report.SingleFigure{Name: name, Value: c.n})
	}
}

// markedLine matches a line with a note.
var markedLine = regexp.MustCompile(`(?s)^(\[note \d+\]) (.+)$`)
