package publish

import (
	"fmt"

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
	CodeFewerAccounts   = "fewer-accounts-than-requests"
	CodeUnknownFigure   = "unknown-figure"
	CodeNegativeFigure  = "negative-figure"
	CodeSectionRepeated = "section-repeated"
	CodeUnknownSection  = "unknown-section"
	CodeFigureRepeated  = "figure-repeated"
)

// Check applies the domain's rules to an edition and reports everything that it finds. newest is
// the newest published period, zero when nothing is. In each problem, Sheet is the section and
// Cell the country's code.
func Check(e report.Edition, places *report.Places, newest report.Period) report.Problems {
	c := checker{places: places}
	if len(e.Tables) == 0 {
		c.add(report.SeverityError, CodeNoFigures, "", "", "%s holds no figures; add at least its headline section.", e.Period)
	}
	switch {
	case newest.IsZero(), e.Period.IsZero(), newest.Next() == e.Period:
	case e.Period.Compare(newest) <= 0:
		c.add(report.SeverityError, CodePublished, "", "", "%s is published already, or lies before the newest published period, %s. Choose %s, or correct what is published.",
			e.Period, newest, newest.Next())
	default:
		c.add(report.SeverityError, CodeSequence, "", "", "%s does not follow %s, the newest published period; publish %s next.",
			e.Period, newest, newest.Next())
	}
	headlines := 0
	seen := map[report.Section]bool{}
	for _, t := range e.Tables {
		if t.Section.IsHeadline() {
			headlines++
			if len(t.Rows) == 0 {
				c.add(report.SeverityError, CodeNoFigures, string(t.Section), "", "The headline section has no rows; fill it in.")
			}
		}
		if seen[t.Section] {
			c.add(report.SeverityError, CodeSectionRepeated, string(t.Section), "", "The section stands twice; keep one table of it.")
		}
		seen[t.Section] = true
		if _, err := report.ParseSection(string(t.Section)); err != nil {
			c.add(report.SeverityError, CodeUnknownSection, string(t.Section), "", "The section %q is not known; use one of %v.", t.Section, report.Sections())
		}
		if combined := t.Section == report.Combined; t.Section.IsHeadline() && combined != (e.Period.Year < 2017) && !e.Period.IsZero() {
			c.add(report.SeverityError, CodeHeadline, string(t.Section), "", "%s has the section %s; the headline is %s to 2016 and %s from 2017.",
				e.Period, t.Section, report.Combined, report.Criminal)
		}
		c.table(t)
	}
	if headlines != 1 && len(e.Tables) > 0 {
		c.add(report.SeverityError, CodeHeadline, "", "", "%s has %d headline sections, want exactly one: %s to 2016, %s from 2017.",
			e.Period, headlines, report.Combined, report.Criminal)
	}
	c.figures(e)
	return c.problems
}

type checker struct {
	places   *report.Places
	problems report.Problems
}

func (c *checker) add(s report.Severity, code, sheet, cell, format string, args ...any) {
	c.problems = append(c.problems, report.Problem{
		Severity: s, Code: code, Sheet: sheet, Cell: cell, Text: fmt.Sprintf(format, args...),
	})
}

// about says which of report.Columns the problem that was just added is about.
func (c *checker) about(column int) { c.problems[len(c.problems)-1].Column = column }

// table checks one section, row by row.
func (c *checker) table(t report.Table) {
	sheet := string(t.Section)
	seen := map[string]bool{}
	for _, r := range t.Rows {
		name := r.Country
		if country, ok := c.places.Country(r.Country); ok && country.Code == r.Country {
			name = country.Name
		} else {
			c.add(report.SeverityError, CodeUnknownCountry, sheet, r.Country,
				"Country code %q is not known; correct it, or add the country.", r.Country)
		}
		if seen[r.Country] {
			c.add(report.SeverityError, CodeDuplicate, sheet, r.Country, "%s stands twice; keep one row.", name)
		}
		seen[r.Country] = true
		for i, n := range r.Counts.Figures() {
			if n < 0 {
				c.add(report.SeverityError, CodeNegative, sheet, r.Country,
					"%s: %s is %d, want 0 or more.", name, report.Columns()[i], n)
				c.about(1 + i)
			}
		}
		ended, expected := r.Counts.OutcomeSum(), r.Counts.Expected(t.Section)
		if ended != expected {
			severity, remedy := report.SeverityError, "Correct the row, or give it a public note."
			if r.Note != "" {
				severity, remedy = report.SeverityNotice, "Its public note says so: "+r.Note
			}
			c.add(severity, CodeOutcomes, sheet, r.Country,
				"%s: the four outcomes add up to %d, and should to its %d %s. %s", name, ended, expected, unit(t.Section), remedy)
			c.about(1)
			if t.Section.CountsAccounts() {
				c.about(2)
			}
		}
		if r.Counts.Accounts < r.Counts.Requests {
			c.add(report.SeverityWarning, CodeFewerAccounts, sheet, r.Country,
				"%s: %d accounts are fewer than %d requests; confirm that this is so.", name, r.Counts.Accounts, r.Counts.Requests)
			c.about(2)
		}
	}
}

// unit is what a section's outcomes count.
func unit(s report.Section) string {
	if s.CountsAccounts() {
		return "accounts"
	}
	return "requests"
}

// figures checks the single figures beside the tables.
func (c *checker) figures(e report.Edition) {
	known := map[string]bool{}
	for _, name := range report.SingleFigureNames() {
		known[name] = true
	}
	seen := map[string]bool{}
	for _, f := range e.Figures {
		if seen[f.Name] {
			c.add(report.SeverityError, CodeFigureRepeated, "", "", "Figure %q stands twice; keep one.", f.Name)
		}
		seen[f.Name] = true
		if !known[f.Name] {
			c.add(report.SeverityError, CodeUnknownFigure, "", "", "Figure %q is not known; correct its name.", f.Name)
		}
		if f.Value < 0 {
			c.add(report.SeverityError, CodeNegativeFigure, "", "", "Figure %s is %d, want 0 or more.", f.Name, f.Value)
		}
	}
}
