package views

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"lerr/internal/chart"
	"lerr/internal/report"
)

// ComparePicture is a line for each place: in one picture with names at their ends, and for narrow windows in a
// small picture of each, with the others in grey. Positions are percentages of the plot, so that its height and
// its words grow with the reader's text.
type ComparePicture struct {
	Title, About string
	Summary      string // text alternative
	Ticks        []PictureTick
	Years        []CompareYear
	Stretches    []PictureStretch // of the grid's lines, between the breaks
	Breaks       []string
	Lines        []CompareLine
	Ends         string // width of the names at the ends
	Notes        []string
}

// CompareYear is a label of the horizontal axis.
type CompareYear struct {
	X, Text string
	Outer   bool // the first or last one; the others are left out where space is short
}

// CompareLine is the line of one place.
type CompareLine struct {
	Name   string
	Style  int
	Path   string
	Marks  []CompareMark
	Change string // since the half-year before
	// The name at the end of the line.
	End         string // the name, shortened if it is very long
	Value       string // of the newest half-year
	FromY, EndY string // of the line's end and of the name
	HasEnd      bool
	Reach       string // where the last mark stands, if it is of the newest half-year shown
}

// CompareMark is one value, with its text. Marks that coincide are moved apart by Shift.
type CompareMark struct {
	X, Y, Text  string
	Shift       string // a transform; may be empty
	Column, Row int
}

// Sizes of the plot, in rem.
const (
	compareHeight = 21.25
	compareName   = 1.25 // between two names
	compareSize   = 0.9375
	compareMark   = 0.5  // marks nearer than this coincide
	longestEnd    = 16   // em
	boldWidth     = 1.12 // of a text in bold, beside chart.TextWidth
)

// picture returns the lines of the shown measure.
func (c *comparison) picture() *ComparePicture {
	points := c.world.Points[c.from:]
	grid := chart.Grid{Columns: len(points), Breaks: report.Series{Points: points}.Breaks(), Height: chart.Width}
	var values [][]chart.Value
	for _, p := range c.places {
		line := make([]chart.Value, len(points))
		for i := range points {
			line[i].N, line[i].Known = c.value(p, c.from+i)
		}
		values = append(values, line)
	}
	scale := chart.NewScale(chart.Largest(values...))
	shown := c.measure()
	p := &ComparePicture{Title: shown.title(c.Share), About: "per half-year " + spanText(report.Series{Points: points}), Notes: c.notes()}
	if !slices.ContainsFunc(points, func(p report.Point) bool { return p.Section == report.Combined }) {
		p.About += ", without emergency and civil requests"
	}
	for _, t := range scale.Ticks(grid.Height) {
		p.Ticks = append(p.Ticks, PictureTick{Y: chart.Percent(t.Y), Text: c.tick(t.Value), Zero: t.Value == 0})
	}
	for _, r := range grid.Stretches() {
		p.Stretches = append(p.Stretches, PictureStretch{chart.Percent(r.From), chart.Percent(r.To)})
	}
	for _, b := range grid.Breaks {
		p.Breaks = append(p.Breaks, chart.Percent(grid.Break(b)))
	}
	p.addYears(points, grid)
	marks := newMarkShifts()
	for i, place := range c.places {
		drawn := chart.NewLine(grid, scale, values[i])
		line := CompareLine{Name: place.place.Name(), Style: place.style, Path: drawn.Path, Change: c.changeText(place)}
		for _, point := range drawn.Points {
			line.Marks = append(line.Marks, CompareMark{
				X: chart.Percent(point.X), Y: chart.Percent(point.Y), Shift: marks.shift(point), Column: point.Column, Row: i,
				Text: line.Name + ", " + points[point.Column].Period.Label() + ": " + c.valueText(place, c.from+point.Column),
			})
		}
		if n := len(drawn.Points); n > 0 && drawn.Points[n-1].Column == len(points)-1 {
			line.Reach = chart.Percent(drawn.Points[n-1].X)
		}
		p.Lines = append(p.Lines, line)
	}
	c.addEnds(p, values, scale)
	p.Summary = fmt.Sprintf("Lines for %s, from zero to %s, %s. The table below has each figure.", Sentence(c.prose()), c.tick(scale.Max), spanText(report.Series{Points: points}))
	return p
}

// addYears labels each year under its first half-year.
func (p *ComparePicture) addYears(points []report.Point, grid chart.Grid) {
	for i, point := range points {
		if i == 0 || point.Period.Year != points[i-1].Period.Year {
			p.Years = append(p.Years, CompareYear{X: chart.Percent(grid.Center(i)), Text: strconv.Itoa(point.Period.Year)})
		}
	}
	p.Years[0].Outer, p.Years[len(p.Years)-1].Outer = true, true
}

// addEnds places the names beside the ends of the lines, without overlap.
func (c *comparison) addEnds(p *ComparePicture, values [][]chart.Value, scale chart.Scale) {
	const height = chart.Width
	var wanted []float64
	var lines []*CompareLine
	longest := 0.0
	for i := range p.Lines {
		line := &p.Lines[i]
		line.Value = c.cell(c.places[i], c.last)
		if _, status := c.places[i].points[c.last].Figure(c.Measure); !status.HasFigure() {
			line.Value = strings.ToLower(line.Value)
		}
		for _, v := range slices.Backward(values[i]) {
			if v.Known {
				line.HasEnd = true
				wanted, lines = append(wanted, scale.Y(v.N, height)), append(lines, line)
				break
			}
		}
		room := longestEnd - chart.TextWidth(" "+line.Value, 100)/100
		line.End = shorten(line.Name, room*100, 100)
		longest = max(longest, chart.TextWidth(line.End+" "+line.Value, 100)/100)
	}
	for i, y := range chart.Spread(wanted, math.Ceil(compareName/compareHeight*height), 0, height) {
		lines[i].FromY, lines[i].EndY = chart.Percent(wanted[i]), chart.Percent(y)
	}
	p.Ends = strconv.FormatFloat(longest*boldWidth+compareEndIndent, 'f', 1, 64) + "em"
}

// compareEndIndent is the room for the leader and the mark before a name, in em.
const compareEndIndent = 2.4

// tick returns the label of a value of the scale.
func (c *comparison) tick(n int) string {
	if c.Share {
		return strconv.FormatFloat(float64(n)/10, 'f', -1, 64) + "%"
	}
	return Number(n)
}

// valueText returns a value with what it counts.
func (c *comparison) valueText(p compared, i int) string {
	if c.Share {
		rate := c.rate(p, c.Measure, i)
		return fmt.Sprintf("%s (%s of %s)", PartShare(rate), Number(rate.Part), Number(rate.Whole))
	}
	return Plural(p.points[i].Counts.Figures()[c.Measure], c.measure().one, c.measure().many)
}

// changeText says how the shown figure of a place changed since the half-year before.
func (c *comparison) changeText(p compared) string {
	d, ok := c.delta(p, c.Measure)
	if !ok {
		return ""
	}
	if c.Share {
		before := c.rate(p, c.Measure, c.last-1)
		if before.IsFew() {
			return ""
		}
		return "after " + PartShare(before) + " in " + d.Previous.Label()
	}
	change := signed(d.Difference())
	if r, ok := d.Rate(); ok {
		change = Rate(r)
	}
	return change + " on " + d.Previous.Label()
}

// notes explains the breaks and gaps of the lines, and repeats the notes on their figures.
func (c *comparison) notes() []string {
	var list []string
	points := c.world.Points[c.from:]
	if len((report.Series{Points: points}).Breaks()) > 0 {
		list = append(list, "The dotted line is a break. "+report.BreakText)
	}
	var gone []report.Period
	for _, p := range points {
		if p.Status == report.StatusWithdrawn {
			gone = append(gone, p.Period)
		}
	}
	if len(gone) > 0 {
		list = append(list, fmt.Sprintf("The figures of %s were withdrawn and are not drawn.", periodNames(gone)))
	}
	noRow := func(p report.Point) bool { return p.Status == report.StatusNoRow }
	if c.any(c.from, len(c.world.Points), noRow) {
		list = append(list, fmt.Sprintf("Where a line has a gap, %s’s tables have no row for the place: no figure was published, and it is not a published 0.", c.organization))
	}
	few, empty := false, false
	for _, p := range c.places {
		for i, point := range p.points[c.from:] {
			known := isWhole(point, c.Measure) && (c.Measure < 2 || point.Counts.HasOutcomes())
			few = few || c.Share && known && c.rate(p, c.Measure, c.from+i).IsFew()
			empty = empty || point.HasRow() && !known
			if point.Note != "" {
				list = append(list, p.place.Name()+", "+point.Period.Label()+": "+point.Note)
			}
		}
	}
	if empty {
		list = append(list, "A figure that the source does not give is a gap as well, and no 0.")
	}
	if few {
		list = append(list, fmt.Sprintf("There is no percentage of fewer than %s requests: the line has a gap there.", Words(report.MinForPercent)))
	}
	return list
}

// markShifts moves marks apart that coincide.
type markShifts map[int][]float64 // by column: the heights of marks

func newMarkShifts() markShifts { return markShifts{} }

// shift returns the transform of a further mark: to the right and to the left of those that it coincides with.
func (m markShifts) shift(p chart.Point) string {
	const near = compareMark / compareHeight * chart.Width
	n := 0
	for _, y := range m[p.Column] {
		if math.Abs(y-p.Y) < near {
			n++
		}
	}
	m[p.Column] = append(m[p.Column], p.Y)
	if n == 0 {
		return ""
	}
	by := (n + 1) / 2 * 6
	if n%2 == 0 {
		by = -by
	}
	return fmt.Sprintf("translate(%d 0)", by)
}

func (p *ComparePicture) viewBox() string { return fmt.Sprintf("0 0 %d %d", chart.Width, chart.Width) }

func (m CompareMark) at() string { return strconv.Itoa(m.Column) + " " + strconv.Itoa(m.Row) }

func (l CompareLine) style() string { return strconv.Itoa(l.Style) }

// summary returns the text alternative of all lines or of one.
func (p ComparePicture) summary(only int) string {
	if only < 0 {
		return p.Summary
	}
	return fmt.Sprintf("%s: %s %s. The table below has each figure.", p.Lines[only].Name, p.Title, p.About)
}

// shifted returns the attribute that moves a mark, among others only.
func shifted(m CompareMark, only int) templ.Attributes {
	if only >= 0 {
		return nil
	}
	return optional("transform", m.Shift)
}

// rejectedText returns the share that was rejected, or none.
func rejectedText(r OutcomesRow) string { return cmp.Or(r.Cells[3].Share, "none") }
