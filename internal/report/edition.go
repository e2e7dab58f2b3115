package report

import (
	"cmp"
	"slices"
	"strings"
)

// Row is one country's figures in one section of an edition.
type Row struct {
	Country string // the country's code
	Counts  Counts
	Note    string // public note on this row, for readers; empty for most
}

// Table is one section of an edition: a row for each country that made a request. A country
// without a row made none; only then is it absent.
type Table struct {
	Section Section
	Rows    []Row  // by country code
	Note    string // public note on the whole section
}

// Edition is all the figures of one period.
type Edition struct {
	Period  Period
	Tables  []Table // in the order of Sections
	Figures []SingleFigure
	Answers []Answer // answers of the FAQ as confirmed or rewritten for this period
	Note    string   // public note on the whole edition
}

// Answer is the text of a question's answer as it was confirmed for one period. Its fields are
// filled from the edition that holds it.
type Answer struct {
	Question string // the question's id
	Body     string // Markdown with fields, as in Question
}

// Answer finds the edition's own text of a question's answer.
func (e *Edition) Answer(id string) (Answer, bool) {
	for _, a := range e.Answers {
		if a.Question == id {
			return a, true
		}
	}
	return Answer{}, false
}

// Sort puts tables, rows and figures into their fixed order, so that equal editions are equal in
// every representation.
func (e *Edition) Sort() {
	order := Sections()
	slices.SortStableFunc(e.Tables, func(a, b Table) int {
		return slices.Index(order, a.Section) - slices.Index(order, b.Section)
	})
	for _, t := range e.Tables {
		slices.SortStableFunc(t.Rows, func(a, b Row) int { return strings.Compare(a.Country, b.Country) })
	}
	slices.SortStableFunc(e.Figures, func(a, b SingleFigure) int { return cmp.Compare(a.Name, b.Name) })
	slices.SortStableFunc(e.Answers, func(a, b Answer) int { return cmp.Compare(a.Question, b.Question) })
}

// Table finds a section's table; false when the edition does not report that section.
func (e *Edition) Table(s Section) (Table, bool) {
	for _, t := range e.Tables {
		if t.Section == s {
			return t, true
		}
	}
	return Table{}, false
}

// Clone is a copy that shares nothing with e.
func (e *Edition) Clone() Edition {
	c := *e
	c.Tables = slices.Clone(e.Tables)
	for i := range c.Tables {
		c.Tables[i].Rows = slices.Clone(c.Tables[i].Rows)
	}
	c.Figures, c.Answers = slices.Clone(e.Figures), slices.Clone(e.Answers)
	return c
}

// Headline is the table whose totals are the report's headline figures.
func (e *Edition) Headline() Table {
	for _, t := range e.Tables {
		if t.Section.IsHeadline() {
			return t
		}
	}
	return Table{}
}

// Row finds a country's row; false when the country made no request in this section.
func (t Table) Row(code string) (Row, bool) {
	// Rows are in the order of codes once their edition is sorted; a draft's need not be.
	i, ok := slices.BinarySearchFunc(t.Rows, code, func(r Row, code string) int { return strings.Compare(r.Country, code) })
	if ok {
		return t.Rows[i], true
	}
	for _, r := range t.Rows {
		if r.Country == code {
			return r, true
		}
	}
	return Row{}, false
}

// Total sums the rows of the countries that lie in the place, and counts those rows.
func (t Table) Total(place Place, places *Places) (total Counts, rows int) {
	for _, r := range t.Rows {
		if c, ok := places.Country(r.Country); ok && place.Contains(c) {
			total = total.Add(r.Counts)
			rows++
		}
	}
	return total, rows
}

// Sum adds up every row.
func (t Table) Sum() Counts {
	var sum Counts
	for _, r := range t.Rows {
		sum = sum.Add(r.Counts)
	}
	return sum
}
