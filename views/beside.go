package views

import (
	"fmt"
	"slices"
	"strings"

	"lerr/internal/report"
	"lerr/internal/urls"
)

// Beside is a section that is reported beside the headline and never added to it.
type Beside struct {
	ID       string
	Title    string
	About    []string // what it counts, and what is odd about it
	Absent   string   // a sentence, when the place made none; then there are no figures
	Requests string
	Accounts string
	Outcomes Outcomes
	Table    CountsTable
	Size     string // "31 countries"
	Notes    []string
	Open     bool
}

// LabelledFigure is a single figure and what it counts.
type LabelledFigure struct {
	Value, Label string
}

// aboutSection says what a section counts, for readers who have not read the definitions.
func aboutSection(s report.Section) string {
	switch s {
	case report.Emergencies:
		return "Requests made to prevent an imminent danger of death or serious physical injury. They are not part of the law enforcement requests above."
	case report.Civil:
		return "Requests of parties to civil litigation. They are not part of the law enforcement requests above. Their outcomes count accounts, not requests."
	case report.Skype:
		return "A part of the law enforcement requests, told apart in 2013 (Jan-Jun) only. It must not be added to them."
	}
	return ""
}

// newBeside lists the sections that a period reports beside its headline, for the selected place.
func newBeside(a *report.Archive, s report.Selection, e *report.Edition, expand urls.Expand) []Beside {
	var list []Beside
	for _, t := range e.Tables {
		if t.Section.IsHeadline() {
			continue
		}
		b := Beside{
			ID:    string(t.Section) + "-figures",
			Title: t.Section.Name(),
			About: []string{aboutSection(t.Section)},
			Open:  expand.Regions(),
		}
		if t.Note != "" && t.Section != report.Skype {
			b.About = append(b.About, t.Note)
		}
		total, rows := t.Total(s.Place, a.Places())
		if rows == 0 {
			b.Absent = fmt.Sprintf("None from %s in %s.", s.Place.Name(), s.Period.Label())
			list = append(list, b)
			continue
		}
		var marks notes
		b.Requests, b.Accounts = Number(total.Requests), Number(total.Accounts)
		b.Outcomes = outcomesOf(total, t.Section)
		b.Size = Plural(rows, "country", "countries")
		b.Table = CountsTable{
			Caption: fmt.Sprintf("%s by country, %s", t.Section.Name(), s.Label()),
			Unit:    unitOf(t.Section),
			Rows:    countryRows(byName(a.Places().In(s.Place)), s, t, &marks),
		}
		b.Notes = marks.texts
		list = append(list, b)
	}
	return list
}

// byName sorts countries by name alone, for tables that are not told apart by region.
func byName(countries []report.Country) []report.Country {
	slices.SortFunc(countries, func(a, b report.Country) int {
		return strings.Compare(report.NameKey(a.Name), report.NameKey(b.Name))
	})
	return countries
}

// warrants are the extraterritorial figures: U.S. warrants only, so shown where the selected place
// holds the United States.
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
