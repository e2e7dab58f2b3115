package views

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"lerr/internal/chart"
	"lerr/internal/report"
)

// Picture is a chart of one or more series over half-years, ready to be drawn. A table on the same
// page has the same figures. Heights are in pixels at a text of 16 px: pictures grow with the text.
type Picture struct {
	ID         string // of the element; unique on its page
	Title      string
	URL        string // of the title; may be empty
	Unit       string // unit of the axis: "number per half-year"
	Summary    string // text alternative
	Small      bool   // one of several that share a scale
	Top        float64
	Height     float64
	Ticks      []PictureTick
	Stretches  []PictureStretch // of the grid's lines, between the breaks
	Years      []PictureYear
	Breaks     []PictureBreak
	BreakWords bool // whether the breaks have words beside them
	Lines      []PictureLine
	Columns    []PictureMark  // parts of stacked columns
	Labels     []PictureLabel // names beside the ends of lines and parts
	Key        []PictureKey   // the same as a list, where there is no room for Labels
	Notes      []string

	// The script reads the texts of marks from a table, which no small picture needs.
	Table string           // ID of its heading
	First string           // half-year of the first column: "2013-H1"
	Reads []PictureReading // of each row of marks
}

// PictureReading tells how the marks of a row are read: from a cell of the table, as a number of something or as an outcome
// with its share.
type PictureReading struct {
	Cell      string // class of the cell: "row__requests"
	One, Many string // of a number: "request", "requests"
	Outcome   string // "Rejected"
}

// reads returns the readings as the script takes them.
func (p Picture) reads() string {
	var list []string
	for _, r := range p.Reads {
		list = append(list, strings.Join(slices.DeleteFunc([]string{r.Cell, r.One, r.Many, r.Outcome}, func(s string) bool { return s == "" }), ", "))
	}
	return strings.Join(list, "; ")
}

// readFrom lets a picture's marks be read from the table of a series, which has each of their figures in its rows: beside
// it their texts would take a fifth of a place's page.
func (p *Picture) readFrom(table string, s report.Series, reads ...PictureReading) {
	p.Table, p.First, p.Reads = table, s.Points[0].Period.String(), reads
}

// readNumbers returns how the figures of measures are read.
func readNumbers(measures ...measureOf) []PictureReading {
	var list []PictureReading
	for _, m := range measures {
		cell := "row__requests"
		if m == accountsOf {
			cell = "row__accounts"
		}
		list = append(list, PictureReading{Cell: cell, One: m.one, Many: m.many})
	}
	return list
}

// readOutcome returns how an outcome, an index of report.Counts.Outcomes, is read.
func readOutcome(i int) PictureReading {
	return PictureReading{Cell: "row__outcome--" + OutcomeLabels[i].Class, Outcome: OutcomeLabels[i].Full}
}

// markText returns the text of an outcome's mark: "2013 (Jan-Jun): Rejected 6 of 1,219 (0.5%)".
func markText(p report.Period, outcome int, r report.Rate) string {
	return fmt.Sprintf("%s: %s %s of %s (%s)", p.Label(), OutcomeLabels[outcome].Full, Number(r.Part), Number(r.Whole), PartShare(r))
}

// PictureStretch is the horizontal extent of grid lines.
type PictureStretch struct{ From, To string }

// PictureBreak is a break of the series.
type PictureBreak struct {
	X      string
	Year   string // from which figures are counted otherwise
	Behind bool   // whether its words stand on the left where space is short
}

// PictureTick is a horizontal grid line and its label.
type PictureTick struct {
	Y, TextY string
	Text     string // may be empty
	Zero     bool
}

// PictureYear is a label of the horizontal axis.
type PictureYear struct {
	X, Text string
	Class   string // widths of pictures in which it is shown
}

// PictureLine is one series: the path between neighbours, and a mark for each value. Small pictures show only the marks
// that no line leads to.
type PictureLine struct {
	Style int // 1 to 6: colour, dash and shape of the marks
	Path  string
	Marks []PictureMark
}

// PictureMark is one value of a picture, with its text.
type PictureMark struct {
	X, Y          string
	Shift         string // transform that moves it off another mark; may be empty
	Width, Height string // of parts of columns
	Class         string // of parts of columns
	Text          string // "2014 (Jan-Jun): 1,101 requests"
	Column, Row   int    // position among the marks, for the keyboard
	Lone          bool   // no line leads to it
}

// PictureKey explains a line or a part of the columns.
type PictureKey struct {
	Style int    // of a line; 0 for a part of the columns
	Class string // of a part of the columns
	Name  string
	URL   string
	Value string // newest value; may be empty
	When  string // period of Value
}

// PictureLabel is the name at the end of a line or of a part of the last column.
type PictureLabel struct {
	Style    int    // of a line; 0 for a part
	Value    string // newest value; may be empty
	Name     string
	FromY, Y string // ends of the leader from the line to the name
	TextY    string
}

// text returns the label as it is read.
func (l PictureLabel) text() string { return strings.TrimSpace(l.Value + " " + l.Name) }

// Sizes in pixels at a text of 16 px. Widths stretch; the rest grows with the text.
const (
	plotHeight     = 220
	smallHeight    = 84
	pictureTop     = 36 // above the plot, for the two lines of words at a break
	plainTop       = 12 // above a plot without such words
	pictureBottom  = 24 // below it, for years
	wordSize       = 12.5
	wordGap        = 17  // between the baselines of two labels
	endWidth       = 220 // the longest name is cut off here
	endIndent      = 18
	shortEnds      = 150 // labels up to here stand beside the plot on telephones too
	axisGap        = 8
	markNear       = 4.0 // height between two marks below which they stand side by side
	markStep       = 6.0 // distance of marks side by side
	roomForAll     = 310 // the narrowest plot with a label for each year; see picture.css
	roomForSome    = 150
	roomForFew     = 90
	breakWordsOnce = 2 // pictures in a row, of which the first has the words at a break
)

func (p Picture) total() string   { return em(chart.Pixels(p.Top + p.Height + pictureBottom)) }
func (p Picture) plotTop() string { return em(chart.Pixels(p.Top)) }
func (p Picture) plot() string    { return em(chart.Pixels(p.Height)) }
func (p Picture) yearsY() string  { return em(chart.Pixels(p.Top + p.Height + 17)) }
func (p Picture) viewBox() string {
	return fmt.Sprintf("0 0 %d %s", chart.Width, chart.Pixels(p.Height))
}

// axis returns the width of the vertical axis: of its longest label, in pixels.
func (p Picture) axis() float64 {
	width := 0.0
	for _, t := range p.Ticks {
		width = max(width, chart.TextWidth(t.Text, wordSize))
	}
	return width + axisGap
}

// ends returns the width of the labels beside the plot, in pixels.
func (p Picture) ends() float64 {
	width := 0.0
	for _, l := range p.Labels {
		width = max(width, chart.TextWidth(l.text(), wordSize))
	}
	return width + endIndent
}

// endsClass returns the class of a picture with labels beside the plot. By it, the style sheet decides
// from which width they stand there.
func (p Picture) endsClass() string {
	switch {
	case len(p.Labels) == 0:
		return ""
	case p.Small:
		return "picture--small-ends"
	case p.ends() <= shortEnds:
		return "picture--short-ends"
	}
	return "picture--long-ends"
}

// em converts a length from pixels to the font size of words in pictures, so that it grows with the
// text. SVG attributes know em everywhere, and rem not.
func em(pixels string) string {
	n, _ := strconv.ParseFloat(pixels, 64)
	return strconv.FormatFloat(math.Round(n/wordSize*100)/100, 'f', -1, 64) + "em"
}

// gridOf returns the grid of a series.
func gridOf(s report.Series, height float64) chart.Grid {
	return chart.Grid{Columns: len(s.Points), Breaks: s.Breaks(), Height: height}
}

// newPicture returns an empty picture over the half-years of a series.
func newPicture(id, title, unit string, s report.Series, grid chart.Grid, small bool) Picture {
	p := Picture{ID: id, Title: title, Unit: unit, Height: grid.Height, Small: small, Top: plainTop}
	for _, b := range grid.Breaks {
		x := grid.Break(b)
		p.Breaks = append(p.Breaks, PictureBreak{X: chart.Percent(x), Year: strconv.Itoa(s.Points[b].Period.Year), Behind: x > chart.Width/2})
	}
	if len(p.Breaks) > 0 && !small {
		p.BreakWords, p.Top = true, pictureTop
	}
	for _, r := range grid.Stretches() {
		p.Stretches = append(p.Stretches, PictureStretch{chart.Percent(r.From), chart.Percent(r.To)})
	}
	p.Years = yearLabels(s, grid)
	return p
}

// sideBySide gives the plots of a row the same place, and words at a break to the first picture alone.
func sideBySide(pictures []Picture) {
	for i := range pictures {
		if i > 0 {
			pictures[i].BreakWords = false
			pictures[i].Top = plainTop
		}
		if i < breakWordsOnce {
			pictures[i].Top = pictures[0].Top
		}
	}
}

// yearLabels returns a label under the middle of each year. Where space is short, only every nth is
// shown, counted from the newest.
func yearLabels(s report.Series, g chart.Grid) []PictureYear {
	var labels []PictureYear
	var middles []float64
	for from := 0; from < len(s.Points); {
		to := from
		for to+1 < len(s.Points) && s.Points[to+1].Period.Year == s.Points[from].Period.Year {
			to++
		}
		middle := (g.Center(from) + g.Center(to)) / 2
		middles = append(middles, middle)
		labels = append(labels, PictureYear{X: chart.Percent(middle), Text: strconv.Itoa(s.Points[from].Period.Year), Class: "picture__year"})
		from = to + 1
	}
	for _, room := range []struct {
		name  string
		width float64
	}{{"all", roomForAll}, {"some", roomForSome}, {"few", roomForFew}} {
		for i := len(labels) - 1; i >= 0; i -= yearStep(middles, room.width) {
			labels[i].Class += " picture__year--" + room.name
		}
	}
	return labels
}

// yearStep returns the smallest n such that every nth label, counted from the last, fits into a plot.
func yearStep(middles []float64, room float64) int {
	least := (chart.TextWidth("0000", wordSize) + 1) / room * chart.Width
	for step := 1; ; step++ {
		fits := true
		for i := len(middles) - 1; i-step >= 0; i -= step {
			fits = fits && middles[i]-middles[i-step] >= least
		}
		if fits {
			return step
		}
	}
}

// addTicks adds a scale's grid lines. Small pictures label only the first and the last.
func (p *Picture) addTicks(ticks []chart.Tick, text func(int) string) {
	for i, t := range ticks {
		tick := PictureTick{Y: chart.Pixels(t.Y), TextY: chart.Pixels(t.Y + 4), Text: text(t.Value), Zero: t.Value == 0}
		if p.Small && i != 0 && i != len(ticks)-1 {
			tick.Text = ""
		}
		p.Ticks = append(p.Ticks, tick)
	}
}

var (
	requestsOf    = measureOf{"request", "requests", 0}
	emergenciesOf = measureOf{"emergency request", "emergency requests", 0}
	accountsOf    = measureOf{"account", "accounts", 1}
)

// spanText names the half-years of a series.
func spanText(s report.Series) string {
	if len(s.Points) == 0 {
		return "over no half-year"
	}
	return fmt.Sprintf("from %s to %s", s.Points[0].Period.Label(), s.Points[len(s.Points)-1].Period.Label())
}

// seriesNotes explains a picture's break, gaps and withdrawn half-years.
func seriesNotes(s report.Series) []string {
	var list []string
	if len(s.Breaks()) > 0 {
		list = append(list, "The dotted line is a break. "+report.BreakText)
	}
	for _, c := range s.Points {
		if c.Note != "" {
			list = append(list, c.Period.Label()+": "+c.Note)
		}
	}
	return append(list, gapNotes(s)...)
}

// gapNotes explains the gaps of a line and withdrawn half-years.
func gapNotes(s report.Series) []string {
	var list []string
	var gone []report.Period
	gap, empty := false, false
	for _, c := range s.Points {
		gap = gap || c.Status == report.StatusNoRow
		empty = empty || c.Counts.NotGiven&report.ColumnsOf(0, 1) != 0
		if c.Status == report.StatusWithdrawn {
			gone = append(gone, c.Period)
		}
	}
	if gap {
		list = append(list, "Where the line has a gap, the tables have no row: no figure was published, and it is not a published 0.")
	}
	if empty {
		list = append(list, "A figure that the source does not give is a gap as well, and no 0.")
	}
	if len(gone) > 0 {
		list = append(list, fmt.Sprintf("The figures of %s were withdrawn and are not drawn.", periodNames(gone)))
	}
	return list
}

// shorten truncates a text to a width. The picture's key has the whole text.
func shorten(text string, room, size float64) string {
	if chart.TextWidth(text, size) <= room {
		return text
	}
	runes := []rune(text)
	for len(runes) > 0 && chart.TextWidth(string(runes)+"…", size) > room {
		runes = runes[:len(runes)-1]
	}
	return string(runes) + "…"
}

// at returns a mark's position in the form that the page's script reads.
func (m PictureMark) at() string { return strconv.Itoa(m.Column) + " " + strconv.Itoa(m.Row) }

// markID returns the fragment of the mark shape of a line.
func markID(style int) string {
	return "#mark-" + strconv.Itoa(style)
}

// addLabels adds labels at these heights of the plot, moved apart.
func (p *Picture) addLabels(labels []PictureLabel, heights []float64) {
	for i, y := range chart.Spread(heights, wordGap, 0, p.Height) {
		l := labels[i]
		l.FromY, l.Y, l.TextY = chart.Pixels(heights[i]), chart.Pixels(y), chart.Pixels(y+4)
		p.Labels = append(p.Labels, l)
	}
}

// dodge moves marks that would cover each other apart.
func (p *Picture) dodge() {
	byColumn := map[int][]*PictureMark{}
	for i := range p.Lines {
		for j := range p.Lines[i].Marks {
			m := &p.Lines[i].Marks[j]
			byColumn[m.Column] = append(byColumn[m.Column], m)
		}
	}
	for _, marks := range byColumn {
		heights := make([]float64, len(marks))
		for i, m := range marks {
			heights[i], _ = strconv.ParseFloat(m.Y, 64)
		}
		for i, x := range chart.Dodge(heights, markNear, markStep) {
			if x != 0 {
				marks[i].Shift = "translate(" + chart.Pixels(x) + ")"
			}
		}
	}
}
