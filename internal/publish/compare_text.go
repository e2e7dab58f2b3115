package publish

import (
	"fmt"
	"strings"

	"lerr/internal/report"
)

// sixFigures writes the figures of a row, each with that of the last period.
func (c *comparison) sixFigures(r comparedRow) string {
	var parts []string
	for i := range report.Columns() {
		part := columnName(1+i) + " " + figureText(r.counts, i)
		if r.known {
			part += " (before " + figureText(r.before, i) + ")"
		}
		parts = append(parts, part)
	}
	text := strings.Join(parts, ", ") + "."
	if r.rank[1] > 0 && r.rank[0] != r.rank[1] {
		text += fmt.Sprintf(" By requests it is number %d (before %d).", r.rank[0], r.rank[1])
	}
	return strings.ToUpper(text[:1]) + text[1:]
}

// figureText writes count i of report.Counts.Figures.
func figureText(c report.Counts, i int) string {
	if !c.Has(i) {
		return "not given"
	}
	return report.Grouped(c.Figures()[i])
}

// reasons writes the largest deviations of a row, at most three.
func (c *comparison) reasons(r comparedRow, least float64) string {
	var parts []string
	for _, d := range r.deviations {
		if d.score >= least && len(parts) < 3 {
			parts = append(parts, d.text(r.counts))
		}
	}
	return strings.Join(parts, "; ")
}

// text says how a row's figure deviates.
func (d deviation) text(now report.Counts) string {
	switch {
	case d.rank > 0 && d.ranks[0] == d.ranks[1]:
		return fmt.Sprintf("by requests it is number %d, where it always was number %d", d.rank, d.ranks[0])
	case d.rank > 0:
		return fmt.Sprintf("by requests it is number %d, where it was number %d to %d", d.rank, d.ranks[0], d.ranks[1])
	case d.same != report.Period{}:
		return "it has as many accounts as in " + d.same.Label()
	case d.column == 1:
		return fmt.Sprintf("%s, where %s before", count(now.Requests, "request"), countWas(int(d.usual)))
	case d.column == 2:
		return fmt.Sprintf("%.2g accounts for each request, where %.2g are usual", float64(now.Accounts)/float64(max(now.Requests, 1)), d.usual)
	}
	return fmt.Sprintf("%s is %s of the outcomes, where %s is usual", columnName(d.column),
		share(float64(now.Figures()[d.column-1])/float64(now.OutcomeSum())), share(d.usual))
}

func share(fraction float64) string {
	if fraction < .1 {
		return fmt.Sprintf("%.1f%%", 100*fraction)
	}
	return fmt.Sprintf("%.0f%%", 100*fraction)
}

func countWas(n int) string {
	if n == 1 {
		return "1 was"
	}
	return report.Grouped(n) + " were"
}

// columnName returns the name of a column, 1 to 6, for a problem's text.
func columnName(column int) string {
	name := report.Columns()[column-1]
	if name == "non_content" {
		return "non-content"
	}
	return strings.ReplaceAll(name, "_", " ")
}
