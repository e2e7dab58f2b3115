package publish

import (
	"fmt"
	"slices"
	"strings"

	"lerr/internal/report"
)

// The codes of the problems that Check finds. They are stable: scripts and readers rely on them.
const (
	CodeNoFigures       = "no-figures"
	CodeHeadline        = "headline"
	CodeSequence        = "sequence"
	CodePublished       = "published-already"
	CodeUnknownCountry  = "unknown-country"
	CodeDuplicate       = "duplicate-country"
	CodeNegative        = "negative-count"
	CodeOutcomes        = "outcomes-do-not-add-up"
	CodeUnknownFigure   = "unknown-figure"
	CodeNegativeFigure  = "negative-figure"
	CodeSectionRepeated = "section-repeated"
	CodeUnknownSection  = "unknown-section"
	CodeFigureRepeated  = "figure-repeated"
	CodeLargerPart      = "part-larger-than-whole"    // of single figures
	CodeExplainsNothing = "explanation-without-cause" // an explanation names a difference that is not there
	CodeNotGiven        = "figure-not-given"          // a cell that the source leaves empty
	CodeUnit            = "unit-unclear"              // what the outcomes of a section count; workbook uses it too
)

// Check applies the rules for any edition, and returns all problems. newest is the newest published
// period, or zero if there is none. Differences that an explanation names are notices.
func Check(e report.Edition, places *report.Places, newest report.Period, explanations ...Explanation) report.Problems {
	c := checker{places: places, explanations: explanations}
	c.period(e, newest)
	headlines := 0
	seen := map[report.Section]bool{}
	for _, t := range e.Tables {
		at := location{section: t.Section}
		if t.Section.IsHeadline() {
			headlines++
			if len(t.Rows) == 0 {
				c.fault(CodeNoFigures, at, "The headline section has no rows; fill it in.")
			}
		}
		if seen[t.Section] {
			c.fault(CodeSectionRepeated, at, "The section appears twice; keep one table of it.")
		}
		seen[t.Section] = true
		if _, err := report.ParseSection(string(t.Section)); err != nil {
			c.fault(CodeUnknownSection, at, "The section %q is not known; use one of %v.", t.Section, report.Sections())
		}
		if combined := t.Section == report.Combined; t.Section.IsHeadline() && combined != (e.Period.Year < 2017) && !e.Period.IsZero() {
			c.fault(CodeHeadline, at, "%s has the section %s; the headline is %s to 2016 and %s from 2017.",
				e.Period, t.Section, report.Combined, report.Criminal)
		}
		c.table(t)
	}
	if headlines != 1 && len(e.Tables) > 0 {
		c.fault(CodeHeadline, location{}, "%s has %d headline sections, but needs exactly one: %s to 2016, %s from 2017.",
			e.Period, headlines, report.Combined, report.Criminal)
	}
	c.figures(e)
	return c.problems
}

// checker collects problems.
type checker struct {
	places       *report.Places
	explanations []Explanation
	problems     report.Problems
}

// location is the place of a problem in an edition, as precise as the problem has one.
type location struct {
	section report.Section
	country string // code
	column  int    // see report.Problem
}

func (c *checker) add(s report.Severity, code string, at location, figures, text string) {
	c.problems = append(c.problems, report.Problem{
		Severity: s, Code: code, Section: at.section, Country: at.country, Column: at.column, Figures: figures, Text: text,
	})
}

func (c *checker) fault(code string, at location, format string, args ...any) {
	c.add(report.SeverityError, code, at, "", fmt.Sprintf(format, args...))
}

// warn adds a warning about figures, which become part of its key.
func (c *checker) warn(code string, at location, figures []any, format string, args ...any) {
	c.add(report.SeverityWarning, code, at, fmt.Sprint(figures...), fmt.Sprintf(format, args...))
}

// name returns a country's name, or its code if it is not known.
func (c *checker) name(code string) string {
	if country, ok := c.places.Country(code); ok && country.Code == code {
		return country.Name
	}
	return code
}

// period checks that the edition has figures and follows the newest published period.
func (c *checker) period(e report.Edition, newest report.Period) {
	switch {
	case len(e.Tables) > 0:
	case e.Period.IsZero():
		c.fault(CodeNoFigures, location{}, "There are no figures; add at least the headline section.")
	default:
		c.fault(CodeNoFigures, location{}, "%s has no figures; add at least its headline section.", e.Period)
	}
	switch {
	case newest.IsZero(), e.Period.IsZero(), newest.Next() == e.Period:
	case e.Period.Compare(newest) <= 0:
		c.fault(CodePublished, location{}, "%s is published already, or is before the newest published period, %s. Choose %s, or correct what is published.",
			e.Period, newest, newest.Next())
	default:
		c.fault(CodeSequence, location{}, "%s does not follow %s, the newest published period; publish %s next.",
			e.Period, newest, newest.Next())
	}
}

// table checks the rows of a section.
func (c *checker) table(t report.Table) {
	seen := map[string]bool{}
	for _, r := range t.Rows {
		at := location{section: t.Section, country: r.Country}
		if country, ok := c.places.Country(r.Country); !ok || country.Code != r.Country {
			c.fault(CodeUnknownCountry, at, "Country code %q is not known; correct it, or add the country.", r.Country)
		}
		if seen[r.Country] {
			c.fault(CodeDuplicate, at, "%s appears twice; keep one row.", c.name(r.Country))
		}
		seen[r.Country] = true
		for i, n := range r.Counts.Figures() {
			if n < 0 {
				at.column = 1 + i
				c.fault(CodeNegative, at, "%s: %s is %d, but must be 0 or more.", c.name(r.Country), report.Columns()[i], n)
			}
		}
		c.outcomes(t, r)
		c.notGiven(t.Section, r)
	}
}

// outcomes checks that the four outcomes of a row add up to what the section counts.
func (c *checker) outcomes(t report.Table, r report.Row) {
	unit, column := "request", 1
	if t.CountUnit() == report.UnitAccounts {
		unit, column = "account", 2
	}
	sum, expected := r.Counts.OutcomeSum(), r.Counts.Expected(t.CountUnit())
	if r.Counts.AddsUp(t.CountUnit()) {
		return
	}
	at := location{t.Section, r.Country, column}
	finding := fmt.Sprintf("%s: the four outcomes add up to %s, not to its %s.", c.name(r.Country), report.Grouped(sum), count(expected, unit))
	c.difference(CodeOutcomes, at, expected, sum, finding, "Correct the row, or explain this difference in a public note that names both numbers.")
}

// notGiven warns of each count that the source leaves empty.
func (c *checker) notGiven(s report.Section, r report.Row) {
	for i, name := range report.Columns() {
		if !r.Counts.Has(i) {
			c.warn(CodeNotGiven, location{s, r.Country, 1 + i}, []any{"empty"},
				"%s: the cell for %s is empty, in a row that has other figures. Write the figure, or 0 if there was none. If the source gives none, accept this: it is published as not given, never as 0, and sums leave it out.",
				c.name(r.Country), strings.ReplaceAll(name, "_", " "))
		}
	}
}

// units asks what the outcomes of a table count, if its section's unit varies and neither the file nor its
// sums say it.
func (c *checker) units(e report.Edition) {
	for _, t := range e.Tables {
		if t.Section.UnitVaries() && t.Unit == "" {
			c.fault(CodeUnit, location{section: t.Section},
				"The outcomes of the section %s add up to both the requests and the accounts, or to neither, so that nothing says what they count. State it for the draft, or with --unit %s=requests or %s=accounts.",
				t.Section, t.Section, t.Section)
		}
	}
}

// count writes a number with its unit.
func count(n int, unit string) string {
	if n == 1 {
		return "1 " + unit
	}
	return report.Grouped(n) + " " + unit + "s"
}

// figures checks the single figures beside the tables.
func (c *checker) figures(e report.Edition) {
	seen := map[string]bool{}
	for _, f := range e.Figures {
		if seen[f.Name] {
			c.fault(CodeFigureRepeated, location{}, "Figure %q appears twice; keep one.", f.Name)
		}
		seen[f.Name] = true
		if !slices.Contains(report.SingleFigureNames(), f.Name) {
			c.fault(CodeUnknownFigure, location{}, "Figure %q is not known; correct its name.", f.Name)
		}
		if f.Value < 0 {
			c.fault(CodeNegativeFigure, location{}, "Figure %s is %d, but must be 0 or more.", f.Name, f.Value)
		}
	}
	c.parts(e)
}

// figureParts lists for single figures the parts that cannot be more than they are, together.
var figureParts = []struct {
	whole string
	parts []string
}{
	{report.EnterpriseRequests, []string{report.EnterpriseProvided, report.EnterpriseNotProvided}},
	{report.EnterpriseProvided, []string{report.EnterpriseContent, report.EnterpriseNonContent}},
	{report.EnterpriseContent, []string{report.EnterpriseContentUS}},
	{report.EnterpriseRequests, []string{report.USEnterpriseDemands}},
}

// parts checks that no part of a single figure is larger than the figure.
func (c *checker) parts(e report.Edition) {
	for _, p := range figureParts {
		whole, ok := e.SingleFigure(p.whole)
		if !ok {
			continue
		}
		sum := 0
		var given []string
		for _, name := range p.parts {
			if n, ok := e.SingleFigure(name); ok {
				sum += n
				given = append(given, fmt.Sprintf("%s (%s)", name, report.Grouped(n)))
			}
		}
		if sum > whole {
			c.fault(CodeLargerPart, location{}, "%s cannot be more than %s (%s), of which it is a part. Correct the figures.",
				strings.Join(given, " and "), p.whole, report.Grouped(whole))
		}
	}
}
