package views

import (
	"fmt"

	"lerr/internal/report"
	"lerr/internal/urls"
)

// Supplementary is a section that is reported in addition to the headline and never added to it.
type Supplementary struct {
	ID       string
	Title    string
	About    []string // what the section counts, and its inconsistencies
	Absent   string   // a sentence shown instead of figures, if the place made no request
	Requests string
	Accounts string
	Outcomes Outcomes
	Table    CountsTable
	Size     string // "31 countries"
	Notes    []string
	Open     bool
}

// LabelledFigure is a single figure with its label.
type LabelledFigure struct {
	Value, Label string
}

// aboutSection explains a section to readers who have not read the definitions.
func aboutSection(s report.Section, outcomes report.Unit) string {
	switch s {
	case report.Emergencies:
		return "Requests made to prevent an imminent danger of death or serious physical injury. They are not part of the law enforcement requests above."
	case report.Civil:
		return "Requests of parties to civil litigation. They are not part of the law enforcement requests above. Their outcomes " + countUnit(outcomes) + "."
	case report.Skype:
		return "A part of the law enforcement requests, told apart in 2013 (Jan-Jun) only. It must not be added to them."
	}
	return ""
}

// countUnit says what outcomes count, in a clause without its subject.
func countUnit(u report.Unit) string {
	if u == report.UnitAccounts {
		return "count accounts, not requests"
	}
	return "count requests, not accounts"
}

// newSupplementary returns the sections that a period reports in addition to its headline, for the
// selected place.
func newSupplementary(f Frame, a *report.Archive, s report.Selection, e *report.Edition, expand urls.Expand) []Supplementary {
	var list []Supplementary
	for _, t := range e.Tables {
		if t.Section.IsHeadline() {
			continue
		}
		b := Supplementary{
			ID:    string(t.Section) + "-figures",
			Title: t.Section.Name(),
			About: []string{aboutSection(t.Section, t.CountUnit())},
			Open:  expand.Has(urls.ExpandRegions),
		}
		if t.Note != "" && t.Section != report.Skype {
			b.About = append(b.About, t.Note)
		}
		total, rows := t.Total(s.Place, a.Places())
		if rows == 0 {
			b.Absent = noRowText(f.Site.Organization, s)
			list = append(list, b)
			continue
		}
		b.About = append(b.About, remarks(t, s.Place, a.Places())...)
		maker := rowMaker{archive: a, period: s.Period, place: s.Place, table: t}
		b.Requests, b.Accounts = figureText(total, 0), figureText(total, 1)
		b.Outcomes = outcomesOf(total, t.CountUnit())
		if row, ok := t.Row(report.NoCountry); ok && s.Place.IsGlobal() {
			rows--
			maker.noCountry = &row
		}
		b.Size = Plural(rows, "country", "countries")
		b.Table = CountsTable{
			Caption: fmt.Sprintf("%s by country, %s", t.Section.Name(), s.Label()),
			Unit:    string(t.CountUnit()),
			Rows:    append(maker.of(a.Places().ByName(s.Place)), maker.withoutCountry()...),
		}
		b.Notes = maker.marks.texts
		list = append(list, b)
	}
	return list
}

// warrants returns the extraterritorial figures. They count U.S. warrants, so they are shown only
// if the selected place contains the United States.
func warrants(a *report.Archive, s report.Selection, e *report.Edition) []LabelledFigure {
	us, ok := a.Places().Country("US")
	if !ok || !s.Place.Contains(us) {
		return nil
	}
	var list []LabelledFigure
	for _, f := range []struct{ name, label string }{
		{report.ConsumerWarrants, "U.S. warrants for consumer content stored outside the United States"},
		{report.EnterpriseDisclosures, "U.S. warrants that led to disclosure of a non-U.S. enterprise customer’s content stored outside the United States"},
	} {
		if n, ok := e.SingleFigure(f.name); ok {
			list = append(list, LabelledFigure{Number(n), f.label})
		}
	}
	return list
}
