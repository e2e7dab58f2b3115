package views

import (
	"fmt"

	"lerr/internal/chart"
	"lerr/internal/report"
)

// Cell is one outcome in a table: its count, and its share or n/a.
type Cell struct {
	Count, Share string
}

// CountsRow is one place's figures as a table shows them.
type CountsRow struct {
	Name     string
	URL      string // of the place; empty where there is none
	Chosen   bool   // whether this place is the one selected
	Requests string
	Accounts string
	Cells    [4]Cell // in the order of report.Counts.Outcomes
	Note     string  // the number of the note under the table: "1"; empty for none
}

// NewCountsRow returns the figures of a place as a table shows them.
func NewCountsRow(name string, c report.Counts) CountsRow {
	r := CountsRow{Name: name, Requests: Number(c.Requests), Accounts: Number(c.Accounts)}
	shares := c.Shares()
	for i, n := range c.Outcomes() {
		r.Cells[i] = Cell{Count: Number(n), Share: shareOf(shares, i)}
	}
	return r
}

func shareOf(s report.Shares, i int) string {
	if !s.Known {
		return NotAvailable
	}
	return Share(s.All()[i])
}

// Outcome is one of the four ways in which requests ended.
type Outcome struct {
	Name    string // "Content disclosed"
	Class   string // "content"
	Count   string
	Share   string
	Segment chart.Segment
}

// Outcomes is how a selection's requests ended: the bar and its figures as text.
type Outcomes struct {
	Title   string // "How the requests ended"
	Unit    string // what the counts count: "requests" or "accounts"
	Total   string // sum of the four
	Known   bool   // false when nothing ended, and every share reads n/a
	Parts   [4]Outcome
	Summary string // the bar in words, for those who do not see it
}

// OutcomeName is what the pages call an outcome: in full, in the heads of tables, and in class names.
type OutcomeName struct{ Full, Short, Class string }

// OutcomeNames lists the names of the four outcomes in the order of report.Counts.Outcomes.
var OutcomeNames = [4]OutcomeName{
	{"Content disclosed", "Content", "content"},
	{"Only non-content data", "Non-content", "non-content"},
	{"No data found", "No data", "no-data"},
	{"Rejected", "Rejected", "rejected"},
}

func outcomesOf(c report.Counts, s report.Section) Outcomes {
	o := Outcomes{Title: "How the requests ended", Unit: "requests", Total: Number(c.OutcomeSum())}
	if s.CountsAccounts() {
		o.Title, o.Unit = "How the requests ended, counted in accounts", "accounts"
	}
	shares := c.Shares()
	o.Known = shares.Known
	all := shares.All()
	segments := chart.Stack(int(all[0]), int(all[1]), int(all[2]), int(all[3]))
	words := make([]string, 4)
	for i, n := range c.Outcomes() {
		name := OutcomeNames[i]
		o.Parts[i] = Outcome{
			Name: name.Full, Class: name.Class, Count: Number(n), Share: shareOf(shares, i), Segment: segments[i],
		}
		words[i] = fmt.Sprintf("%s %s", name.Full, shareOf(shares, i))
	}
	o.Summary = "Shares of " + o.Unit + ": " + Sentence(words) + "."
	return o
}

// Measure is a large figure with what it means and how it changed.
type Measure struct {
	Name   string // "Total number of requests"
	Value  string
	Rate   string // "+12.8%"; empty when there is none to give
	Change string // a sentence on the change
}

func measure(name string, value int, c report.Delta) Measure {
	m := Measure{Name: name, Value: Number(value)}
	switch c.Comparison {
	case report.FirstPeriod:
		m.Change = fmt.Sprintf("No comparison: %s was not reported.", c.Previous.Label())
		return m
	case report.AcrossBreak:
		return m // said once for both measures; see Headline.Break
	}
	if rate, ok := c.Rate(); ok {
		m.Rate = Rate(rate)
	}
	from := "none"
	if c.From > 0 {
		from = Number(c.From)
	}
	switch d := c.Difference(); {
	case d > 0:
		m.Change = fmt.Sprintf("up %s from %s in %s", Number(d), from, c.Previous.Label())
	case d < 0:
		m.Change = fmt.Sprintf("down %s from %s in %s", Number(-d), from, c.Previous.Label())
	default:
		m.Change = fmt.Sprintf("as many as in %s", c.Previous.Label())
	}
	if m.Rate == "" && c.From > 0 {
		m.Change += "; too few for a percentage"
	}
	return m
}
