package publish

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"lerr/internal/report"
)

// The codes of the problems that Compare finds. The warnings of one code are a group: no group repeats
// what another says.
const (
	CodeSectionMissing = "section-missing"
	CodeSectionNew     = "section-new"
	CodeColumnEmpty    = "column-empty"           // a column is all zeros that had figures in the last period
	CodeCopiedTable    = "copied-table"           // a table is another one's, of this period or an earlier one
	CodeCopiedColumn   = "copied-column"          // the same of a column
	CodeCopiedRow      = "copied-row"             // all six figures of a row are an earlier period's
	CodeLargeTotal     = "large-change-of-total"  // the sum of all rows left its series
	CodeLargeChange    = "large-change"           // a row left its series
	CodeLargestMovers  = "largest-movers"         // other rows that changed the totals most
	CodeLargeFigure    = "large-change-of-figure" // a single figure left its series
	CodeFigureMissing  = "figure-missing"
	CodeCountryNew     = "country-new"
	CodeCountryGone    = "country-gone"
)

// The thresholds of Compare, set on the published history so that no true half-year has more than ten
// groups and forty rows. Scores are in standard deviations of what is usual.
const (
	minCompared   = 10  // rows with smaller figures only are not compared: any change of them is large
	minRowScore   = 1.5 // of a row that is listed
	minTotalScore = 2   // of a total
	minMoreScore  = 2.5 // of rows beyond maxUnusual that are named
	minFigure     = 2.5 // of a single figure
	maxUnusual    = 20
	maxMovers     = 8
)

// Compare compares an edition with all published before it, newest first, withdrawn ones included,
// and returns what somebody must confirm. Figures are not compared across the series break of 2017.
// Differences that an explanation names are notices.
func Compare(e report.Edition, places *report.Places, earlier []report.Edition, explanations ...Explanation) report.Problems {
	return compare(&Draft{Edition: e}, nil, places, earlier, explanations)
}

// compare is Compare for a draft with acceptances. Of a correction it returns what the change of the
// published edition touches; nil is no correction.
func compare(draft *Draft, published *report.Edition, places *report.Places, earlier []report.Edition, explanations []Explanation) report.Problems {
	e := draft.Edition
	c := comparison{checker: checker{places: places, explanations: explanations}, draft: draft, edition: e, published: published, before: &report.Edition{}}
	if len(earlier) > 0 {
		c.before = &earlier[0]
	}
	c.series = slices.DeleteFunc(slices.Clone(earlier), func(old report.Edition) bool { return report.SeriesBreak(e.Period, old.Period) })
	c.lost()
	if len(earlier) == 0 {
		return c.problems
	}
	c.sections()
	c.emptyColumns()
	c.copies(earlier)
	c.rows()
	c.singleFigures(earlier)
	c.missingFigures()
	c.countries()
	return c.problems
}

// comparison compares one edition.
type comparison struct {
	checker
	draft     *Draft // its acceptances
	edition   report.Edition
	published *report.Edition  // what the draft corrects, or nil
	before    *report.Edition  // the last period
	series    []report.Edition // earlier editions that can be compared, newest first
}

// last returns a section's table in the last period, or false if it had none or cannot be compared.
func (c *comparison) last(s report.Section) (report.Table, bool) {
	if len(c.series) == 0 || c.series[0].Period != c.before.Period {
		return report.Table{}, false
	}
	return c.series[0].Table(s)
}

// sections finds sections that only one of the two editions reports. It ignores Skype where it is
// gone, since it was reported separately only once, and the headline, whose name changed at the
// series break.
func (c *comparison) sections() {
	e := c.edition
	for _, t := range c.before.Tables {
		if _, ok := e.Table(t.Section); ok || t.Section.IsHeadline() || t.Section == report.Skype {
			continue
		}
		at := location{section: t.Section}
		text := fmt.Sprintf("%s has no %s, which %s had.", e.Period.Label(), t.Section.Name(), c.before.Period.Label())
		c.difference(CodeSectionMissing, at, 0, 0, text, "Add the section, or state publicly why it is missing.")
	}
	if len(c.series) == 0 {
		return
	}
	for _, t := range e.Tables {
		if _, ok := c.before.Table(t.Section); !ok && !c.hasPublished(t.Section) {
			sum := t.Sum()
			c.warn(CodeSectionNew, location{section: t.Section}, []any{sum.Figures()},
				"%s has the section %s with %s, which %s did not have. Confirm that it is new.",
				e.Period.Label(), t.Section.Name(), count(sum.Requests, "request"), c.before.Period.Label())
		}
	}
}

// minColumn is the number of rows from which a column can be missing or copied.
const minColumn = 5

// emptyColumns finds columns that have only zeros but had figures in the last period.
func (c *comparison) emptyColumns() {
	for _, t := range c.edition.Tables {
		old, ok := c.last(t.Section)
		if !ok || len(t.Rows) < minColumn {
			continue
		}
		for i, n := range t.Sum().Figures() {
			rows := 0
			for _, r := range old.Rows {
				if r.Counts.Figures()[i] > 0 {
					rows++
				}
			}
			before, at := old.Sum().Figures()[i], location{section: t.Section, column: 1 + i}
			if n > 0 || rows < minColumn || before < minCompared {
				continue
			}
			holds := "has only zeros"
			if !t.Sum().Has(i) {
				holds = "is empty"
			}
			text := fmt.Sprintf("The column %s %s; in %s it had %s in %d rows.", columnName(1+i), holds, c.before.Period.Label(), report.Grouped(before), rows)
			c.difference(CodeColumnEmpty, at, 0, before, text, "Give its figures, or explain this in a public note that names both numbers.")
		}
	}
}

// missingFigures finds single figures that only the last edition reported. It adds one warning for all.
func (c *comparison) missingFigures() {
	var names []string
	for _, f := range c.before.Figures {
		if _, ok := c.edition.SingleFigure(f.Name); !ok && !c.publishedWithout(f.Name) {
			names = append(names, f.Name)
		}
	}
	if len(names) > 0 {
		list := strings.Join(names, ", ")
		c.warn(CodeFigureMissing, location{}, []any{list},
			"Figures that %s reported are not given: %s. Give them, or confirm that they are not reported.", c.before.Period.Label(), list)
	}
}

// singleFigures compares each single figure with the last period that gave it.
func (c *comparison) singleFigures(earlier []report.Edition) {
	for _, f := range c.edition.Figures {
		if c.publishedFigure(f) {
			continue
		}
		for i := range earlier {
			before, ok := earlier[i].SingleFigure(f.Name)
			if !ok {
				continue
			}
			const typical = .3
			noise := func(n int) float64 { return clustering / (float64(n) + .5) }
			score := math.Abs(logRatio(f.Value, before)) / math.Sqrt(noise(f.Value)+noise(before)+typical*typical)
			if score > minFigure {
				c.warn(CodeLargeFigure, location{}, []any{f.Name, f.Value, before}, "Figure %s is %s, where %s had %s. Confirm it.",
					f.Name, report.Grouped(f.Value), earlier[i].Period.Label(), report.Grouped(before))
			}
			break
		}
	}
}
