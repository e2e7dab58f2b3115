package views

import (
	"fmt"

	"lerr/internal/chart"
	"lerr/internal/report"
)

// OutcomeCell is one outcome in a table: its count, and its share or n/a.
type OutcomeCell struct {
	Count, Share string
}

// CountsRow holds one place's figures for a table.
type CountsRow struct {
	Name     string
	URL      string // of the place; may be empty
	Chosen   bool   // whether this place is selected
	Requests string
	Accounts string
	Outcomes [4]OutcomeCell // in the order of report.Counts.Outcomes
	Note     string         // number of the note under the table, such as "1"; may be empty
}

// NewCountsRow formats the figures of a place.
func NewCountsRow(name string, c report.Counts) CountsRow {
	r := CountsRow{Name: name, Requests: Number(c.Requests), Accounts: Number(c.Accounts)}
	shares := c.Shares()
	for i, n := range c.Outcomes() {
		r.Outcomes[i] = OutcomeCell{Count: Number(n), Share: shareOf(shares, i)}
	}
	return r
}

func shareOf(s report.Shares, i int) string {
	if !s.Known {
		return NotAvailable
	}
	return Share(s.All()[i])
}

// Outcome is one of the four outcomes in the bar.
type Outcome struct {
	OutcomeLabel
	Count   string
	Share   string
	Segment chart.Segment
}

// Outcomes holds the outcomes of a selection's requests: the bar and its figures as text.
type Outcomes struct {
	Title   string // "How the requests ended"
	Unit    string // counted unit: "requests" or "accounts"
	Known   bool   // false if all outcomes are zero; every share is then n/a
	Parts   [4]Outcome
	Summary string // text alternative of the bar
}

// OutcomeLabel holds the names of an outcome: in full, for table heads, and for class names.
type OutcomeLabel struct{ Full, Short, Class string }

// OutcomeLabels holds the labels in the order of report.Counts.Outcomes.
var OutcomeLabels = [4]OutcomeLabel{
	{"Content disclosed", "Content", "content"},
	{"Only non-content data", "Non-content", "non-content"},
	{"No data found", "No data", "no-data"},
	{"Rejected", "Rejected", "rejected"},
}

func outcomesOf(c report.Counts, s report.Section) Outcomes {
	o := Outcomes{Title: "How the requests ended", Unit: "requests"}
	if s.CountsAccounts() {
		o.Title, o.Unit = "How the requests ended, counted in accounts", "accounts"
	}
	shares := c.Shares()
	o.Known = shares.Known
	all := shares.All()
	segments := chart.Stack(int(all[0]), int(all[1]), int(all[2]), int(all[3]))
	words := make([]string, 4)
	for i, n := range c.Outcomes() {
		o.Parts[i] = Outcome{OutcomeLabels[i], Number(n), shareOf(shares, i), segments[i]}
		words[i] = OutcomeLabels[i].Full + " " + o.Parts[i].Share
	}
	o.Summary = "Shares of " + o.Unit + ": " + Sentence(words) + "."
	return o
}

// Measure is a large figure with its label and its change.
type Measure struct {
	Name   string // "Total number of requests"
	Value  string
	Rate   string // "+12.8%"; empty if there is no percentage
	Change string // a sentence about the change
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
