package views

import (
	"fmt"
	"strconv"

	"lerr/internal/chart"
	"lerr/internal/report"
)

// OutcomeCell is one outcome in a table: its count, and its share as ShortShare formats it.
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

	Change, ChangeRate string // since the half-year before: "+491", "+11.2%"; see changed
	Lead               string // share of rejections, which stands beside the requests where there is no room for more

	HasBar bool
	Bar    []string  // where the parts end
	Marks  [4]string // where parts of the bar are marked that are too thin to be seen; usually empty
}

// onHalfYearBefore says what a column of changes compares with. The name of the half-year is wider than the column.
const onHalfYearBefore = "on the half-year before"

// aboutChange stands once under tables with changes.
const aboutChange = "A dash instead of a change: the half-year before has no row, a figure is not given, or the two must not be compared."

// aboutShares stands once under tables with shares.
const aboutShares = "A dash stands for a percentage of fewer than ten requests. Percentages are rounded each by itself and may not add up to 100.0."

// NewCountsRow formats the figures of a place.
func NewCountsRow(name string, c report.Counts) CountsRow {
	r := CountsRow{Name: name, Requests: figureText(c, 0), Accounts: figureText(c, 1)}
	for i, rate := range c.Rates() {
		r.Outcomes[i] = OutcomeCell{Count: figureText(c, 2+i), Share: ShortShare(rate)}
	}
	outcomes := c.Outcomes()
	r.Bar, r.HasBar = chart.Ends(outcomes[:]...), c.OutcomeSum() > 0 && c.HasOutcomes()
	r.Marks = thinMarks(c)
	r.Lead = LoneShare(c.Rate(int(report.WasRejected)))
	return r
}

// figureText formats count i of report.Counts.Figures, or returns the sign of one that is not given.
func figureText(c report.Counts, i int) string {
	if !c.Has(i) {
		return report.StatusNotGiven.Sign()
	}
	return Number(c.Figures()[i])
}

// FigureTexts formats the six counts in the order of report.Columns.
func FigureTexts(c report.Counts) (texts [6]string) {
	for i := range texts {
		texts[i] = figureText(c, i)
	}
	return texts
}

// changed sets the change since the half-year before: a dash if that has no row for the place, or a figure is not given.
func (r *CountsRow) changed(d report.Delta) {
	if d.NoRow || d.Comparison != report.Comparable {
		r.Change = Dash
		return
	}
	r.Change = Signed(d.Difference())
	if rate, ok := d.Rate(); ok && rate != 0 {
		r.ChangeRate = Rate(rate)
	}
}

// thinMarks returns where the parts of a bar are marked that are too thin to be seen.
func thinMarks(c report.Counts) (marks [4]string) {
	edge := 0.0
	for i, rate := range c.Rates() {
		if rate.Part > 0 && rate.Part*1000 < int(thinPart)*rate.Whole {
			marks[i] = percentOf(edge + 50*rate.Exact())
		}
		edge += 100 * rate.Exact()
	}
	return marks
}

// Outcome is one of the four outcomes in the bar.
type Outcome struct {
	OutcomeLabel
	Count   string
	Share   string
	Segment chart.Segment
	Mark    string // where the part is marked because it is too thin to be seen; otherwise empty
	From    string // the part's left edge, from which a line leads to its label
	At      string // the left edge of its label
}

// labelWidths are the widths that the labels of a bar's parts need, in percent of its length. They fit on the
// narrowest screen that shows them, in a wide font.
var labelWidths = []float64{21, 26, 17, 15}

// Outcomes holds the outcomes of a selection's requests: the bar and its figures as text.
type Outcomes struct {
	Title   string // "How the requests ended"
	Unit    string // counted unit: "requests" or "accounts"
	Known   bool   // false if all outcomes are zero or one is not given; there is then no bar
	Parts   [4]Outcome
	Summary string // text alternative of the bar
}

// OutcomeLabel holds the names of an outcome: in full, for table heads, after its number, and for class names.
type OutcomeLabel struct{ Full, Short, Plain, Class string }

// OutcomeLabels holds the labels in the order of report.Counts.Outcomes.
var OutcomeLabels = [4]OutcomeLabel{
	{"Content disclosed", "Content", "content disclosed", "content"},
	{"Only non-content data", "Non-content", "only non-content data", "non-content"},
	{"No data found", "No data", "no data found", "no-data"},
	{"Rejected", "Rejected", "rejected", "rejected"},
}

func outcomesOf(c report.Counts, u report.Unit) Outcomes {
	o := Outcomes{Title: "How the requests ended", Unit: "requests"}
	if u == report.UnitAccounts {
		o.Title, o.Unit = "How the requests ended, counted in accounts", "accounts"
	}
	o.Known = c.OutcomeSum() > 0 && c.HasOutcomes()
	outcomes := c.Outcomes()
	segments := chart.Stack(outcomes[:]...)
	if !c.HasOutcomes() {
		segments = chart.Stack(make([]int, len(outcomes))...) // a part that is not known has no width
	}
	words := make([]string, 4)
	edges := make([]float64, 4)
	for i, n := range outcomes[:3] {
		edges[i+1] = edges[i] + 100*float64(n)/float64(max(c.OutcomeSum(), 1))
	}
	marks := thinMarks(c)
	labels := chart.InRow(edges, labelWidths, 100)
	for i, rate := range c.Rates() {
		o.Parts[i] = Outcome{
			OutcomeLabel: OutcomeLabels[i], Count: figureText(c, 2+i), Share: ShortShare(rate),
			Segment: segments[i], Mark: marks[i], From: percentOf(edges[i]), At: percentOf(labels[i]),
		}
		words[i] = OutcomeLabels[i].Plain + " " + o.Parts[i].Count
		if rate.Part > 0 && !rate.IsFew() {
			words[i] += " (" + o.Parts[i].Share + ")"
		}
	}
	o.Summary = o.Title + ": " + Sentence(words) + "."
	return o
}

// thinPart is the share below which a part of a bar needs a mark.
const thinPart report.Permille = 15

// percentOf formats a position in a picture: "5.4%".
func percentOf(x float64) string { return strconv.FormatFloat(x, 'f', 1, 64) + "%" }

// Measure is a large figure with its label and its change.
type Measure struct {
	Name   string // "Total number of requests"
	Short  string // of the name, for narrow windows: "Requests"
	Value  string
	Rate   string // "+12.8%"; empty if there is no percentage
	Change string // a sentence about the change
}

func measure(name, short, value string, c report.Delta) Measure {
	m := Measure{Name: name, Short: short, Value: value}
	switch c.Comparison {
	case report.FirstPeriod:
		m.Change = fmt.Sprintf("No comparison: there are no figures of %s here.", c.Previous.Label())
		return m
	case report.AcrossBreak:
		return m // said once for both measures; see Headline.Break
	case report.NotWhole:
		m.Change = fmt.Sprintf("No comparison with %s: a figure is not given.", c.Previous.Label())
		return m
	}
	if rate, ok := c.Rate(); ok && rate != 0 {
		m.Rate = Rate(rate)
	}
	from := Number(c.From)
	switch d := c.Difference(); {
	case c.NoRow:
		m.Change = fmt.Sprintf("%s has no row", c.Previous.Label())
	case d > 0:
		m.Change = fmt.Sprintf("up %s from %s in %s", Number(d), from, c.Previous.Label())
	case d < 0:
		m.Change = fmt.Sprintf("down %s from %s in %s", Number(-d), from, c.Previous.Label())
	default:
		m.Change = fmt.Sprintf("as many as in %s", c.Previous.Label())
	}
	if !c.NoRow && c.From < report.MinForPercent && c.From > 0 {
		m.Change += "; too few for a percentage"
	}
	return m
}
