package publish

import (
	"fmt"
	"slices"
	"strings"

	"lerr/internal/report"
)

// A correction asks about what its own change touches: a row, the sum that it is part of, a rank that it moved
// by minPlaces or more. What stays as it was published is not asked about, whether or not it was among the most unusual
// figures then.

// minNewScore is the growth of a sum's score that is new about a sum that had left its series already.
const minNewScore = .5

// publishedRow reports whether the revision that is corrected has the same figures of a country.
func (c *comparison) publishedRow(s report.Section, r report.Row) bool {
	row, ok := c.publishedTable(s).Row(r.Country)
	return ok && row.Counts == r.Counts
}

// publishedWithoutRow reports whether the revision that is corrected has no row of a country either.
func (c *comparison) publishedWithoutRow(s report.Section, country string) bool {
	_, ok := c.publishedTable(s).Row(country)
	return !ok && c.hasPublished(s)
}

// publishedTable returns a section's table in the revision that is corrected, or one without rows.
func (c *comparison) publishedTable(s report.Section) report.Table {
	if c.published == nil {
		return report.Table{}
	}
	t, _ := c.published.Table(s)
	return t
}

// hasPublished reports whether the revision that is corrected has a section.
func (c *comparison) hasPublished(s report.Section) bool { return c.publishedTable(s).Section == s }

// lost finds sections and rows of the revision that is corrected that the draft does not have any more,
// unless the last period has them: then they are found beside that.
func (c *comparison) lost() {
	if c.published == nil {
		return
	}
	for _, t := range c.published.Tables {
		now, ok := c.edition.Table(t.Section)
		if !ok {
			_, known := c.before.Table(t.Section)
			if !t.Section.IsHeadline() && (!known || t.Section == report.Skype) {
				text := fmt.Sprintf("The draft has no %s, which the published revision has.", t.Section.Name())
				c.difference(CodeSectionMissing, location{section: t.Section}, 0, 0, text, "Add the section, or state publicly why it is missing.")
			}
			continue
		}
		last, _ := c.last(t.Section)
		var names []string
		var figures []any
		for _, r := range t.Rows {
			_, is := now.Row(r.Country)
			_, was := last.Row(r.Country)
			if !is && !was {
				names = append(names, fmt.Sprintf("%s (%s)", c.name(r.Country), figureText(r.Counts, 0)))
				figures = append(figures, r.Country, r.Counts)
			}
		}
		if len(names) > 0 {
			c.warn(CodeCountryGone, location{section: t.Section}, figures,
				"Countries without a row that have one in the published revision, and their requests there: %s. Confirm that they are to be removed.", strings.Join(names, ", "))
		}
	}
}

// isRankNew reports whether a correction moved the rank of a row that it leaves as it is, further away from
// those that the row had. One corrected row moves others by a place, which says nothing about them.
func (c *comparison) isRankNew(r comparedRow, rank deviation, tables []report.Table) bool {
	now := r.rank[0]
	r.rank[0] = placeOf(c.publishedTable(r.at.section), r.at.country)
	return abs(now-r.rank[0]) >= minPlaces && rank.score > rankDeviation(r, tables).score
}

// notPublished returns a sum without the deviations that it has in the revision that is corrected.
func (c *comparison) notPublished(total comparedRow) comparedRow {
	if !c.hasPublished(total.at.section) {
		return total
	}
	was := c.total(c.publishedTable(total.at.section), nil)
	total.deviations = slices.DeleteFunc(total.deviations, func(d deviation) bool {
		return slices.ContainsFunc(was.deviations, func(o deviation) bool {
			return o.column == d.column && o.same == d.same && o.score >= minTotalScore && d.score < o.score+minNewScore
		})
	})
	if len(total.deviations) > 0 {
		total.at.column = total.deviations[0].column
	}
	return total
}

// publishedFigure reports whether the revision that is corrected has the same single figure.
func (c *comparison) publishedFigure(f report.SingleFigure) bool {
	return c.published != nil && slices.Contains(c.published.Figures, f)
}

// publishedWithout reports whether the revision that is corrected does not give a single figure either.
func (c *comparison) publishedWithout(name string) bool {
	if c.published == nil {
		return false
	}
	_, ok := c.published.SingleFigure(name)
	return !ok
}

// withoutPublished returns the problems without the warnings that are among those of the revision that is
// corrected.
func withoutPublished(problems, published report.Problems) report.Problems {
	return slices.DeleteFunc(problems, func(p report.Problem) bool {
		return p.Severity == report.SeverityWarning && slices.ContainsFunc(published, func(old report.Problem) bool { return old.Key() == p.Key() })
	})
}
