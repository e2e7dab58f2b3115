package workbook

import (
	"regexp"
	"slices"
	"strings"

	"lerr/internal/report"
	"lerr/internal/xlsx"
)

// exclusion matches words after which a title says what its sheet includes or leaves out, rather than
// what the sheet is: "all services including Skype".
var exclusion = regexp.MustCompile(`(?i)\b(including|incl|excluding|excl|except|without|not|other than)\b[^,;()]*`)

// sectionsIn returns the sections that a title names: a word begins like the section's name.
func sectionsIn(title string) []report.Section {
	words := strings.Fields(report.NameKey(exclusion.ReplaceAllString(title, " ")))
	var named []report.Section
	for _, s := range report.Sections() {
		prefix := strings.TrimSuffix(string(s), "ies") // of "emergency" too
		if slices.ContainsFunc(words, func(w string) bool { return strings.HasPrefix(w, prefix) }) {
			named = append(named, s)
		}
	}
	return named
}

// unitLine matches the line of a workbook of Write that says what the outcomes count.
var unitLine = regexp.MustCompile(`^The four outcomes on this sheet count (requests|accounts)\b`)

// readTitle reads the lines above a table: its title, and notes.
func (t *tableReader) readTitle(rows []xlsx.Row) {
	titleCell := t.headingCell()
	var notes []foundNote
	chosen := false
	var later []datedTitle // lines that name a half-year, if the title names none
	for i := range rows {
		rec := t.record(&rows[i])
		if _, known := t.places.CountryNamed(rec.name); (known || isTotal(rec.name)) && rec.counts > 0 && !t.grid.used[&rec.Cells[0]] {
			t.addStray(rec)
		}
		for _, c := range rec.Cells {
			text, cell := strings.TrimSpace(c.Text), t.grid.at(c.Column, rec.Number)
			if c.Kind != xlsx.Text || text == "" {
				continue
			}
			if m := markedLine.FindStringSubmatch(c.Text); m != nil {
				notes = append(notes, foundNote{sheet: t.grid.Name, cell: cell, mark: m[1], text: m[2]})
				continue
			}
			if m := unitLine.FindStringSubmatch(text); m != nil {
				t.sheet.Unit = report.Unit(m[1])
			}
			periods, odd := periodsIn(text)
			if len(periods) == 1 && !odd && len(text) <= maxHeading {
				later = append(later, datedTitle{t.grid.Name, cell, periods[0]})
			}
			names := len(periods) > 0 || odd || len(sectionsIn(text)) > 0
			// The title is the first line that names a period or section, or else the first line.
			if !chosen && (names || t.sheet.Title == "") {
				t.sheet.Title, titleCell, chosen = c.Text, cell, names
			}
		}
	}
	t.sheet.Section = t.decideSection(titleCell)
	if periods, odd := periodsIn(t.sheet.Title); len(periods) == 0 && !odd && len(later) > 0 {
		t.sheet.Period = later[0].period // a title on two lines
		t.titles = append(t.titles, later[0])
	} else {
		t.sheet.Period = t.periodOf(t.grid.Name, titleCell, t.sheet.Title)
	}
	for _, n := range notes {
		n.section = t.sheet.Section
		t.notesAbove = append(t.notesAbove, n)
	}
	t.checkRepeated(titleCell)
}

// checkRepeated reports a table whose section has a table already.
func (t *tableReader) checkRepeated(titleCell string) {
	i := slices.IndexFunc(t.reading.Sheets, func(s Sheet) bool { return s.Section == t.sheet.Section })
	if i < 0 || t.sheet.Section == "" || t.sheet.unnamed {
		return
	}
	where := "the sheet " + t.reading.Sheets[i].Name
	if t.reading.Sheets[i].Name == t.grid.Name {
		where = "another table of this sheet"
	}
	t.report(sectionRepeated, titleCell, t.sheet.Section, where)
}

// decideSection returns the section that the title names, or else the headings, or else the tab. A
// table that names none holds all requests, as in the source up to 2016; assemble decides it.
func (t *tableReader) decideSection(titleCell string) report.Section {
	headings := ""
	for _, c := range t.grid.Rows[t.layout.top].Cells {
		headings += " " + c.Text
	}
	for _, text := range []string{t.sheet.Title, headings, t.grid.Name} {
		switch named := sectionsIn(text); len(named) {
		case 0:
		case 1:
			if tab := sectionsIn(t.grid.Name); len(tab) == 1 && tab[0] != named[0] {
				t.report(tabDiffers, titleCell, named[0], t.grid.Name, named[0])
			}
			return named[0]
		default:
			t.report(sectionUnclear, titleCell, strings.TrimSpace(text), named[0], named[1])
			return ""
		}
	}
	t.sheet.unnamed = true
	return report.Combined
}

// datedTitle is a title that names a half-year.
type datedTitle struct {
	sheet, cell string
	period      report.Period
}

// periodOf returns the half-year that a title names, or zero, and reports a title that names other
// months.
func (r *reader) periodOf(sheet, cell, title string) report.Period {
	periods, odd := periodsIn(title)
	if len(periods) > 1 || odd {
		r.add(periodUnclear.at(sheet, cell, title))
		return report.Period{}
	}
	if len(periods) == 0 {
		return report.Period{}
	}
	r.titles = append(r.titles, datedTitle{sheet, cell, periods[0]})
	return periods[0]
}
