package workbook

import (
	"regexp"
	"slices"
	"strings"

	"lerr/internal/report"
)

// ownSheet reads a sheet that this program writes beside the tables of a section, and reports
// whether it is one. Such sheets, too, are known by their headings.
func (r *reader) ownSheet(g *grid) bool {
	for i := range g.rows {
		var texts []string
		for _, c := range g.rows[i].cells {
			texts = append(texts, c.text)
		}
		below := g.rows[i+1:]
		switch {
		case slices.Equal(texts, []string{headerAbout, headerAboutText}), slices.Equal(texts, []string{headerTerm, headerMeaning}):
			// The cover and the terms are written anew from what the report says of itself.
		case slices.Equal(texts, []string{headerNote, headerNoteSection, headerNoteCountry, headerNoteText}):
			r.readNotes(g, below)
		case slices.Equal(texts, []string{headerFigure, headerFigureMeaning, headerFigureValue}):
			r.readFigures(g, below)
		case i == 0 && len(texts) > 0 && strings.HasPrefix(texts[0], notesTitle): // without any terms
		default:
			continue
		}
		r.named(g.name, g.at(1, g.rows[0].number), g.rows[0].text(1))
		return true
	}
	return false
}

// listedNote is a note of the list of notes.
type listedNote struct {
	sheet, cell string
	marker      string         // "[note 1]"
	section     report.Section // empty: on the whole half-year
	country     string         // code; empty: on the whole section
	text        string
}

// readNotes reads the list of notes.
func (r *reader) readNotes(g *grid, rows []gridRow) {
	for _, row := range rows {
		n := listedNote{sheet: g.name, cell: g.at(1, row.number), marker: row.text(1), text: row.text(4)}
		section, country := row.text(2), row.text(3)
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
			r.add(report.SeverityError, CodeNoteUnplaced, g.name, n.cell,
				"The note is on %.40q, %.40q, which is no section and country, or it has no text. Correct it, or delete its row.", section, country)
			continue
		}
		r.notes = append(r.notes, n)
	}
}

// readFigures reads the single figures beside the tables.
func (r *reader) readFigures(g *grid, rows []gridRow) {
	seen := map[string]bool{}
	for _, row := range rows {
		name := row.text(1)
		if name == "" {
			break
		}
		if !slices.Contains(report.SingleFigureNames(), name) || seen[name] {
			r.add(report.SeverityError, CodeUnknownFigure, g.name, g.at(1, row.number),
				"The figure %.60q is not known, or stands twice. Correct its name; the known ones are %s.", name, strings.Join(report.SingleFigureNames(), ", "))
			continue
		}
		seen[name] = true
		f := figureOf(row.cell(3))
		switch {
		case !f.ok:
			r.add(report.SeverityError, f.code, g.name, g.at(3, row.number), "%s: found %s, want a whole number of 0 or more. %s", name, f.found, remedies[f.code])
			continue
		case f.asText:
			r.add(report.SeverityWarning, CodeNumberAsText, g.name, g.at(3, row.number), "%s: the number is stored as text, %q, and was read as %d. Check it.", name, row.text(3), f.n)
		}
		r.reading.Edition.Figures = append(r.reading.Edition.Figures, report.SingleFigure{Name: name, Value: f.n})
	}
}

// noteLine is a note that stands above a table.
type noteLine struct {
	sheet, cell  string
	marker, text string
	section      report.Section
}

var markedLine = regexp.MustCompile(`(?s)^(\[note \d+\]) (.+)$`)

// noteAbove takes a line above a table as a note, if it is one.
func (t *tableReader) noteAbove(text, cell string) bool {
	m := markedLine.FindStringSubmatch(text)
	if m == nil {
		return false
	}
	t.marked = append(t.marked, noteLine{sheet: t.grid.name, cell: cell, marker: m[1], text: m[2]})
	return true
}

// titled is a title that names a half-year.
type titled struct {
	sheet, cell string
	period      report.Period
}

// named is the half-year that a title names, zero when it names none. A title that names another
// time is a problem.
func (r *reader) named(sheet, cell, title string) report.Period {
	periods, odd := periodsIn(title)
	if len(periods) > 1 || odd {
		r.add(report.SeverityError, CodePeriodUnclear, sheet, cell,
			"The title %.100q names other months than one half-year's. Write the half-year that the figures are of, such as %q.", title, "January - June 2019")
		return report.Period{}
	}
	if len(periods) == 0 {
		return report.Period{}
	}
	r.titles = append(r.titles, titled{sheet, cell, periods[0]})
	return periods[0]
}
