package publish

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"lerr/internal/report"
)

// comparedRow is a row, or the sum of a table's rows, beside its past.
type comparedRow struct {
	at         location // the column is that of its largest deviation
	counts     report.Counts
	past       []pastRow // newest first, without the gap before it
	before     report.Counts
	known      bool // it has a row in the last period
	deviations []deviation
	rank       [2]int // now and before; 0 without a row
	published  bool   // it is as in the revision that is corrected
}

// score returns how unusual the row is: its largest deviation.
func (r *comparedRow) score() float64 {
	if len(r.deviations) == 0 {
		return 0
	}
	return r.deviations[0].score
}

// moved returns the change of the requests or of the accounts since the last period, the larger one.
func (r *comparedRow) moved() int {
	most, before := 0, r.before.Figures()
	now := r.counts.Figures()
	for i, n := range now[:2] {
		if r.counts.Has(i) && r.before.Has(i) {
			most = max(most, abs(n-before[i]))
		}
	}
	return most
}

func abs(n int) int { return max(n, -n) }

// rows warns of sums and rows that left their series, then of others that changed the totals most. Rows
// that a correction leaves as they are take no place in the lists.
func (c *comparison) rows() {
	var rows []comparedRow
	for _, t := range c.edition.Tables {
		rows = append(rows, c.compared(t)...)
	}
	slices.SortStableFunc(rows, func(a, b comparedRow) int { return cmp.Compare(b.score(), a.score()) })
	var copied, unusual, others []comparedRow
	for _, r := range rows {
		isCopied := c.copiedFrom(r) != report.Period{}
		switch {
		case r.published && (isCopied || r.score() >= minRowScore):
		case isCopied:
			copied = append(copied, r)
		case r.score() >= minRowScore && len(unusual) < maxUnusual:
			unusual = append(unusual, r)
		default:
			others = append(others, r)
		}
	}
	for _, r := range copied {
		c.warn(CodeCopiedRow, r.at, c.figuresOf(r), "%s: all six figures are those of %s. %s Confirm the row.", c.name(r.at.country), c.copiedFrom(r).Label(), c.sixFigures(r))
	}
	c.totals(unusual)
	for _, r := range unusual {
		c.warn(CodeLargeChange, r.at, c.figuresOf(r), "%s: %s. %s Confirm the row.", c.name(r.at.country), c.reasons(r, minRowScore), c.sixFigures(r))
	}
	c.more(others)
	slices.SortStableFunc(others, func(a, b comparedRow) int { return b.moved() - a.moved() })
	for i, r := range others {
		if i < maxMovers && r.moved() >= minCompared && !r.published {
			c.warn(CodeLargestMovers, r.at, c.figuresOf(r), "%s is among the rows that changed the totals most. %s Confirm the row.", c.name(r.at.country), c.sixFigures(r))
		}
	}
}

// more names the rows that are as unusual as those listed but beyond their number, in one warning, unless
// somebody has accepted each of them.
func (c *comparison) more(others []comparedRow) {
	var names, key []string
	open := false
	for _, r := range others {
		if r.score() >= minMoreScore {
			_, accepted := c.draft.Accepted(report.Problem{
				Code: CodeLargeChange, Section: r.at.section, Country: r.at.country, Figures: fmt.Sprint(c.figuresOf(r)...),
			})
			open = open || !accepted
			names = append(names, c.name(r.at.country))
			key = append(key, fmt.Sprint(r.at.section, r.at.country, r.counts))
		}
	}
	if open {
		more := "1 more row left its series"
		if len(names) > 1 {
			more = fmt.Sprintf("%d more rows left their series", len(names))
		}
		c.warn(CodeLargeChange, location{}, []any{strings.Join(key, " ")}, "%s: %s. Compare the columns as a whole.", more, strings.Join(names, ", "))
	}
}

// compared returns the rows of a table that are large enough to be compared. New ones are not among
// them, since countries lists them.
func (c *comparison) compared(t report.Table) []comparedRow {
	tables := c.tables(t.Section)
	mix := mixOf(t, tables)
	last, _ := c.last(t.Section)
	var rows []comparedRow
	for _, r := range t.Rows {
		row := comparedRow{at: location{section: t.Section, country: r.Country}, counts: r.Counts, past: c.past(t.Section, r.Country)}
		before, known := last.Row(r.Country)
		row.before, row.known = before.Counts, known
		if max(largest(row.counts), largest(row.before)) < minCompared || !known && len(last.Rows) > 0 {
			continue
		}
		row.deviations = deviations(row.counts, row.past, mix, rowSpread)
		row.rank = [2]int{placeOf(t, r.Country), placeOf(last, r.Country)}
		rank := rankDeviation(row, tables)
		if rank.score > 0 {
			row.deviations = append(row.deviations, rank)
			slices.SortStableFunc(row.deviations, largestFirst)
		}
		if row.published = c.publishedRow(t.Section, r); row.published && c.isRankNew(row, rank, tables) {
			// Others moved past it: of all that is said of it, this alone is new.
			row.published, row.past, row.deviations = false, nil, []deviation{rank}
		}
		if len(row.deviations) > 0 {
			row.at.column = row.deviations[0].column
		}
		rows = append(rows, row)
	}
	return rows
}

// minPlaces is the number of places from which a change of rank is one.
const minPlaces = 3

// rankDeviation returns the deviation of a row's rank from those that it had before, or zero within them.
func rankDeviation(r comparedRow, tables []report.Table) deviation {
	const minRanks, minRequests = 3, 20
	low, high, n := 1<<30, 0, 0
	for _, t := range tables {
		if place := placeOf(t, r.at.country); place > 0 {
			low, high, n = min(low, place), max(high, place), n+1
		}
	}
	places := max(low-r.rank[0], r.rank[0]-high)
	if n < minRanks || places < minPlaces || max(r.counts.Requests, r.before.Requests) < minRequests {
		return deviation{}
	}
	return deviation{column: 1, score: minRowScore + float64(places)/4, ranks: [2]int{low, high}, rank: r.rank[0]}
}

func placeOf(t report.Table, country string) int {
	rank, _ := t.Rank(country)
	return rank.Place
}

func largest(c report.Counts) int {
	figures := c.Figures()
	return slices.Max(figures[:])
}

// tables returns a section's earlier tables, newest first.
func (c *comparison) tables(s report.Section) []report.Table {
	var tables []report.Table
	for i := range c.series {
		if t, ok := c.series[i].Table(s); ok {
			tables = append(tables, t)
		}
	}
	return tables
}

// past returns a country's earlier rows, newest first: the newest one, and those before it without a gap.
func (c *comparison) past(s report.Section, country string) []pastRow {
	var past []pastRow
	for i := range c.series {
		t, ok := c.series[i].Table(s)
		if !ok {
			continue
		}
		if r, ok := t.Row(country); ok {
			past = append(past, pastRow{c.series[i].Period, r.Counts})
		} else if len(past) > 0 {
			break
		}
	}
	return past
}

// copiedFrom returns the earlier period whose row has all the same figures, or zero.
func (c *comparison) copiedFrom(r comparedRow) report.Period {
	for _, p := range r.past {
		if p.counts == r.counts && r.counts.Requests > 1 {
			return p.period
		}
	}
	return report.Period{}
}

// figuresOf returns the figures that a warning of a row is about: a change of any of them needs
// another acceptance.
func (c *comparison) figuresOf(r comparedRow) []any {
	return []any{r.counts, r.before}
}
