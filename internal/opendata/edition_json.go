package opendata

import (
	"fmt"
	"slices"
	"time"
	"unicode/utf8"

	"lerr/internal/report"
	"lerr/internal/urls"
)

// EditionInput holds what JSON writes: one revision and the places of its figures.
type EditionInput struct {
	Metadata
	Revision report.Revision
	Places   *report.Places
}

// editionDocument is one revision as its JSON file holds it. The order of fields is the file's.
type editionDocument struct {
	Period   report.Period `json:"period"`
	Label    string        `json:"label"`
	FirstDay day           `json:"first_day"`
	LastDay  day           `json:"last_day"`
	Title    string        `json:"title"`
	attribution
	Address      string         `json:"address,omitempty"`
	Revision     int            `json:"revision"`
	RevisionNote string         `json:"revision_note,omitempty"`
	Digest       digest         `json:"digest"`
	Places       places         `json:"places"`
	Sections     []section      `json:"sections"`
	Figures      map[string]int `json:"figures" jsonschema:"By name; a name that is missing was not reported."`
	Notes        []note         `json:"notes"`
	Names        []countryName  `json:"country_names" jsonschema:"Countries that this half-year calls by another name than the list of countries does."`
	Answers      []answer       `json:"answers" jsonschema:"Answers of the FAQ as they were confirmed for this half-year."`
}

type places struct {
	Regions   []region  `json:"regions"`
	Countries []country `json:"countries"`
}

type region struct {
	Slug string `json:"slug"`
	Name string `json:"name"`
}

type country struct {
	Code   string `json:"code"`
	Name   string `json:"name"`
	Region string `json:"region"`
}

type countryName struct {
	CountryCode countryCode `json:"country_code"`
	Name        string      `json:"name"`
}

type answer struct {
	Question string `json:"question" jsonschema:"The question's identifier."`
	Text     string `json:"text" jsonschema:"Markdown; names of figures in braces are fields."`
}

type section struct {
	Section       report.Section `json:"section"`
	Name          string         `json:"name"`
	OutcomesCount unit           `json:"outcomes_count"`
	Note          *string        `json:"note"`
	Totals        figures        `json:"totals"`
	Rows          []row          `json:"rows"`
	Stated        map[string]int `json:"stated_totals" jsonschema:"Totals that the source states and that differ from the sums of its rows, by the name of the count."`
	Remarks       []string       `json:"remarks" jsonschema:"What the totals leave out or include, in words."`
}

type row struct {
	CountryCode countryCode `json:"country_code"`
	Country     string      `json:"country"`
	Region      string      `json:"region"`
	figures
	Note     *string  `json:"note"`
	NotGiven []string `json:"not_given" jsonschema:"The counts that the source leaves empty in the row; they are null and not 0."`
}

// JSON returns one revision as an indented object: its description, the places that it names, and
// every figure, note and answer, so that its digest can be computed from it; see ReadEdition. It does not say when the revision was published. Property names are append-only, like the columns of CSV. It fails with
// ErrInvalid for figures that the format cannot hold unchanged.
func JSON(in EditionInput) ([]byte, error) {
	period := in.Revision.Edition.Period
	d, err := in.document()
	if err != nil {
		return nil, fmt.Errorf("write json of %s: %w", period, err)
	}
	return encodeJSON(period.String(), d)
}

func (in EditionInput) document() (editionDocument, error) {
	r, e := in.Revision, in.Revision.Edition
	sections, err := resolve(e, in.Places)
	if err != nil {
		return editionDocument{}, err
	}
	in.Places = in.Places.Named(e.Names)
	address := in.absolute(urls.Report(report.Selection{Period: e.Period}))
	d := editionDocument{
		Period: e.Period, Label: e.Period.Label(), FirstDay: dayOf(e.Period.First()), LastDay: dayOf(e.Period.Last()),
		Title: in.Site.Title, attribution: in.attribution(in.Site.Cite(r.UndatedCitation(e.Period.Label(), address))), Address: address,
		Revision: r.Number, RevisionNote: r.Note, Digest: digest(r.Digest),
		Places: placesIn(sections, in.Places), Sections: []section{}, Figures: map[string]int{}, Notes: editionNotes(e, sections),
		Names: []countryName{}, Answers: []answer{},
	}
	for _, s := range sections {
		d.Sections = append(d.Sections, sectionOf(s, in.Places))
	}
	for _, f := range e.Figures {
		if _, twice := d.Figures[f.Name]; twice {
			return d, fmt.Errorf("two figures %q: %w", f.Name, report.ErrInvalid)
		}
		d.Figures[f.Name] = f.Value
	}
	texts := []string{r.Note}
	for _, n := range d.Notes {
		texts = append(texts, n.Text)
	}
	for _, n := range e.Names {
		d.Names = append(d.Names, countryName{countryCode(n.Country), n.Name})
		texts = append(texts, n.Name)
	}
	for _, a := range e.Answers {
		d.Answers = append(d.Answers, answer{a.Question, a.Body})
		texts = append(texts, a.Question, a.Body)
	}
	for _, text := range texts {
		if !utf8.ValidString(text) { // the encoder would replace the invalid bytes
			return d, fmt.Errorf("text %q is not UTF-8: %w", text, report.ErrInvalid)
		}
	}
	return d, nil
}

func dayOf(t time.Time) day { return day(t.Format(time.DateOnly)) }

// placesIn lists the regions and countries that the sections name, in the report's order.
func placesIn(sections []sectionRows, all *report.Places) places {
	named := map[string]bool{} // country codes and region slugs, which differ in case
	for _, s := range sections {
		for _, r := range s.rows {
			named[r.country.Code], named[r.country.Region] = true, true
		}
	}
	in := places{Regions: []region{}, Countries: []country{}}
	for _, r := range all.Regions() {
		if named[r.Slug] {
			in.Regions = append(in.Regions, region(r))
		}
	}
	for _, c := range all.Countries() {
		if named[c.Code] {
			in.Countries = append(in.Countries, country{c.Code, c.Name, c.Region})
		}
	}
	if c, _ := all.Country(report.NoCountry); named[c.Code] {
		in.Countries = append(in.Countries, country{Code: c.Code, Name: c.Name})
	}
	return in
}

func sectionOf(s sectionRows, all *report.Places) section {
	d := section{
		Section: s.Section, Name: s.Section.Name(), OutcomesCount: unit(s.CountUnit()),
		Note: optional(s.Note), Totals: figuresOf(s.Sum()), Rows: []row{},
		Stated: map[string]int{}, Remarks: append([]string{}, s.Remarks(report.Place{}, all)...),
	}
	for i, name := range report.Columns() {
		if s.Stated != (report.Counts{}) && s.Stated.Has(i) {
			d.Stated[name] = s.Stated.Figures()[i]
		}
	}
	for _, r := range s.rows {
		d.Rows = append(d.Rows, row{
			CountryCode: countryCode(r.country.Code), Country: r.country.Name, Region: r.country.Region,
			figures: figuresOf(r.Counts), Note: optional(r.Note), NotGiven: append([]string{}, r.Counts.NotGiven.Names()...),
		})
	}
	return d
}

// editionNotes lists all notes in reading order: on the period, then section by section.
func editionNotes(e report.Edition, sections []sectionRows) []note {
	all := []note{{Text: e.Note}}
	for _, s := range sections {
		all = append(all, sectionNote(s.Section, s.Note))
		for _, r := range s.rows {
			all = append(all, rowNote(s.Section, r.country.Code, r.Note))
		}
	}
	return slices.DeleteFunc(all, func(n note) bool { return n.Text == "" })
}
