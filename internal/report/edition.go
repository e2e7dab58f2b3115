package report

import (
	"cmp"
	"iter"
	"slices"
	"strings"
)

// Row holds one country's figures in one section of an edition.
type Row struct {
	Country string // the country's code
	Counts  Counts
	Note    string // public note on this row; usually empty
}

// Table is one section of an edition. It has a row for each country that made a request, and no row
// for any other.
type Table struct {
	Section Section
	Rows    []Row  // in the order of country codes
	Note    string // public note on the whole section
	Unit    Unit   `json:",omitzero"` // what the outcomes count; empty if the section's UsualUnit, or not decided yet
	// Stated holds the totals that the source states and that differ from Sum. The others are not given
	// here. It is the zero Counts if all agree, or none is stated.
	Stated Counts `json:",omitzero"`
}

// Edition holds all figures of one period.
type Edition struct {
	Period  Period
	Tables  []Table // in the order of Sections
	Figures []SingleFigure
	Answers []Answer // FAQ answers confirmed or rewritten for this period
	Note    string   // public note on the whole edition
	// Names holds the countries that the edition calls by other names than the list of places, sorted by
	// code: a country that its publisher renames keeps its name in earlier editions.
	Names []CountryName `json:",omitzero"`
}

// CountryName is the name of a country in one edition.
type CountryName struct {
	Country string // code
	Name    string
}

// Answer is the text of a FAQ answer as confirmed for one period. Its fields are filled from the
// edition that holds it.
type Answer struct {
	Question string // ID of the question
	Body     string // Markdown with fields; see Question
}

// Answer returns the edition's own text for a question.
func (e *Edition) Answer(id string) (Answer, bool) {
	return find(e.Answers, func(a *Answer) bool { return a.Question == id })
}

// Sort sorts tables, rows, figures and answers, so that equal editions have equal representations.
func (e *Edition) Sort() {
	order := Sections()
	slices.SortStableFunc(e.Tables, func(a, b Table) int {
		return slices.Index(order, a.Section) - slices.Index(order, b.Section)
	})
	for _, t := range e.Tables {
		slices.SortStableFunc(t.Rows, func(a, b Row) int { return strings.Compare(a.Country, b.Country) })
	}
	slices.SortStableFunc(e.Figures, func(a, b SingleFigure) int { return cmp.Compare(a.Name, b.Name) })
	slices.SortStableFunc(e.Names, func(a, b CountryName) int { return cmp.Compare(a.Country, b.Country) })
	slices.SortStableFunc(e.Answers, func(a, b Answer) int { return cmp.Compare(a.Question, b.Question) })
}

// Table returns a section's table, or false if the edition does not report the section.
func (e *Edition) Table(s Section) (Table, bool) {
	return find(e.Tables, func(t *Table) bool { return t.Section == s })
}

// NoteOn returns the public note on a row, on a section if country is empty, or on the edition if the
// section is empty too. It returns nil if the edition has no such row or section.
func (e *Edition) NoteOn(s Section, country string) *string {
	if s == "" {
		return &e.Note
	}
	for i := range e.Tables {
		t := &e.Tables[i]
		if t.Section != s {
			continue
		}
		if country == "" {
			return &t.Note
		}
		for j := range t.Rows {
			if t.Rows[j].Country == country {
				return &t.Rows[j].Note
			}
		}
	}
	return nil
}

// Inconsistent yields the rows whose outcomes do not add up to what their section expects.
func (e *Edition) Inconsistent() iter.Seq2[Section, *Row] {
	return func(yield func(Section, *Row) bool) {
		for _, t := range e.Tables {
			for i := range t.Rows {
				r := &t.Rows[i]
				if !r.Counts.AddsUp(t.CountUnit()) && !yield(t.Section, r) {
					return
				}
			}
		}
	}
}

// Clone returns a copy that shares no memory with e.
func (e *Edition) Clone() Edition {
	c := *e
	c.Tables = slices.Clone(e.Tables)
	for i := range c.Tables {
		c.Tables[i].Rows = slices.Clone(c.Tables[i].Rows)
	}
	c.Figures, c.Answers, c.Names = slices.Clone(e.Figures), slices.Clone(e.Answers), slices.Clone(e.Names)
	return c
}

// Headline returns the table whose totals are the headline figures of the report.
func (e *Edition) Headline() Table {
	t, _ := find(e.Tables, func(t *Table) bool { return t.Section.IsHeadline() })
	return t
}

// Row returns a country's row, or false if the country made no request in this section. Rows of a
// draft need not be sorted.
func (t Table) Row(code string) (Row, bool) {
	return find(t.Rows, func(r *Row) bool { return r.Country == code })
}

// find returns the first element for which match reports true.
func find[T any](list []T, match func(*T) bool) (found T, ok bool) {
	for i := range list {
		if match(&list[i]) {
			return list[i], true
		}
	}
	return found, false
}

// Total returns the sum of the rows of countries that lie in place, and the number of those rows.
// Requests without a country are in the world's sum alone.
func (t Table) Total(place Place, places *Places) (total Counts, rows int) {
	var in []Row
	for _, r := range t.Rows {
		if c, ok := places.Country(r.Country); ok && place.Contains(c) {
			in = append(in, r)
		}
	}
	return sumOf(in), len(in)
}

// Sum returns the sum of all rows.
func (t Table) Sum() Counts { return sumOf(t.Rows) }

func sumOf(rows []Row) (sum Counts) {
	for i, r := range rows {
		if i == 0 {
			sum = r.Counts
		} else {
			sum = sum.Add(r.Counts)
		}
	}
	return sum
}
