package views

import (
	"fmt"
	"strconv"

	"lerr/internal/chart"
	"lerr/internal/report"
)

// Picture is a picture of one or more series over half-years, ready to be drawn. What it shows also
// stands in a table on the same page.
type Picture struct {
	ID      string // of the element; unique on its page
	Title   string
	URL     string // of what the title names; empty for none
	Unit    string // what the axis counts: "number per half-year"
	Summary string // what is drawn, for those who do not see it
	Small   bool   // one of several that share a scale
	Height  float64
	Ticks   []PictureTick
	Years   []PictureYear
	Breaks  []string // places of the series' breaks, as percentages
	Lines   []PictureLine
	Columns []PictureMark // parts of stacked columns
	Key     []PictureKey
	Ends    []PictureEnd // names beside the ends of the lines; none when the key suffices
	Notes   []string
}

// PictureTick is a line of the vertical axis and its label.
type PictureTick struct {
	Y, TextY string
	Text     string // empty for a line without a label
	Zero     bool
}

// PictureYear is a label of the horizontal axis.
type PictureYear struct {
	X           string
	Long, Short string // "2013" and, where there is little room, "13"
}

// PictureLine is one series: the path between neighbours, and a mark for each value.
type PictureLine struct {
	Style int // 1 to 6: a colour, a dash and a mark of its own
	Path  string
	Marks []PictureMark
}

// PictureMark is one value of a picture, with what it says in words.
type PictureMark struct {
	X, Y          string
	Width, Height string // of parts of columns
	Class         string // of parts of columns
	Text          string // "2014 (Jan-Jun): 1,101 requests"
	Column, Row   int    // where it is among the others, for the keyboard
}

// PictureKey explains a line or the parts of columns.
type PictureKey struct {
	Style int    // of a line; 0 for a part of columns
	Class string // of a part of columns
	Name  string
	URL   string
	Value string // the newest value; empty for none
	When  string // the period that it is of
}

// PictureEnd is the name of a line at its end.
type PictureEnd struct {
	Style    int
	Name     string
	FromY, Y string // where the line ends, and where its name has room
	TextY    string
}

// Heights in pixels. Pictures keep theirs and stretch in width only.
const (
	linesHeight    = 220
	sharesHeight   = 200
	smallHeight    = 84
	pictureTop     = 22 // above the plot, for what is written at a break
	pictureBottom  = 24 // below it, for years
	smallTop       = 8
	endGap         = 17 // between two names
	endSize        = 13 // of a name
	endWidth       = 220
	endIndent      = 20
	axisWidth      = 54
	axisSize       = 12
	narrowestPlot  = 210 // the plot in a window of 320 px, less scroll bar and axis
	narrowestSmall = 176
)

// top is the room above the plot.
func (p Picture) top() float64 {
	if p.Small {
		return smallTop
	}
	return pictureTop
}

func (p Picture) total() string   { return chart.Pixels(p.top() + p.Height + pictureBottom) }
func (p Picture) plotTop() string { return chart.Pixels(p.top()) }
func (p Picture) plot() string    { return chart.Pixels(p.Height) }
func (p Picture) yearsY() string  { return chart.Pixels(p.top() + p.Height + 17) }
func (p Picture) viewBox() string { return fmt.Sprintf("0 0 %d %s", chart.Width, p.plot()) }

// breakAnchor is where the words at a break are fixed, so that they stay inside the picture.
func breakAnchor(x string) string {
	at, _ := strconv.ParseFloat(x[:len(x)-1], 64)
	room := chart.TextWidth(breakText, axisSize) / 2 / narrowestPlot * 100
	switch {
	case at < room:
		return "start"
	case at > 100-room:
		return "end"
	}
	return "middle"
}

const breakText = "Series break"

// breakNote explains the break for a place of law enforcement requests.
const breakNote = "The dotted line is a break: until 2016 one sum held every kind of request, from 2017 emergency and civil requests are counted apart. Figures on its two sides must not be compared."

// gapNote explains gaps.
const gapNote = "Where the line has a gap, no request came from here, and no figure was published: it is not a published 0."

// withdrawnNote says which half-years are missing for another reason.
const withdrawnNote = "The figures of %s were withdrawn and are not drawn."

// gridOf is the grid of a series.
func gridOf(s report.Series, height float64) chart.Grid {
	return chart.Grid{Columns: len(s.Points), Breaks: s.Breaks(), Height: height}
}

// newPicture is the frame of a picture over the half-years of a series.
func newPicture(id, title, unit string, s report.Series, grid chart.Grid, small bool) Picture {
	p := Picture{ID: id, Title: title, Unit: unit, Height: grid.Height, Small: small}
	for _, b := range grid.Breaks {
		p.Breaks = append(p.Breaks, chart.Percent(grid.Edge(b)))
	}
	p.Years = yearLabels(s, small)
	return p
}

// yearLabels names each year under the middle of its half-years, or every second or fifth where there
// is not room for all.
func yearLabels(s report.Series, small bool) []PictureYear {
	type year struct{ from, to int }
	var list []int
	at := map[int]year{}
	for i, c := range s.Points {
		y := c.Period.Year
		if _, ok := at[y]; !ok {
			list = append(list, y)
			at[y] = year{i, i}
		}
		at[y] = year{at[y].from, i}
	}
	room := float64(narrowestPlot)
	if small {
		room = narrowestSmall
	}
	columns := len(s.Points)
	// Two neighbouring years may have one half-year each at the ends: one and a half columns apart.
	step := 1
	for float64(step)*room*1.5/float64(max(columns, 1)) < chart.TextWidth("00", axisSize)+4 && step < len(list) {
		step++
	}
	g := chart.Grid{Columns: columns}
	var labels []PictureYear
	for i, y := range list {
		if i%step != 0 {
			continue
		}
		middle := (g.Edge(at[y].from) + g.Edge(at[y].to+1)) / 2
		text := strconv.Itoa(y)
		labels = append(labels, PictureYear{X: chart.Percent(middle), Long: text, Short: text[len(text)-2:]})
	}
	return labels
}

// addTicks writes a scale's lines. Small pictures name the first and the last only.
func (p *Picture) addTicks(ticks []chart.Tick, text func(int) string) {
	for i, t := range ticks {
		tick := PictureTick{Y: chart.Pixels(t.Y), TextY: chart.Pixels(p.top() + t.Y + 4), Text: text(t.Value), Zero: t.Value == 0}
		if p.Small && i != 0 && i != len(ticks)-1 {
			tick.Text = ""
		}
		p.Ticks = append(p.Ticks, tick)
	}
}

var (
	requestsOf = measureOf{"request", "requests", func(c report.Counts) int { return c.Requests }}
	accountsOf = measureOf{"account", "accounts", func(c report.Counts) int { return c.Accounts }}
)

// spanText says which half-years a series covers.
func spanText(s report.Series) string {
	if len(s.Points) == 0 {
		return "over no half-year"
	}
	return fmt.Sprintf("from %s to %s", s.Points[0].Period.Label(), s.Points[len(s.Points)-1].Period.Label())
}

// seriesNotes explain what is odd about a series' picture: a break, gaps, what was withdrawn.
func seriesNotes(s report.Series) []string {
	var list []string
	var gone []report.Period
	gap := false
	for _, c := range s.Points {
		gap = gap || c.Status == report.StatusNoRow
		if c.Status == report.StatusWithdrawn {
			gone = append(gone, c.Period)
		}
	}
	if len(s.Breaks()) > 0 {
		list = append(list, breakNote)
	}
	for _, c := range s.Points {
		if c.Note != "" {
			list = append(list, c.Period.Label()+": "+c.Note)
		}
	}
	if gap {
		list = append(list, gapNote)
	}
	if len(gone) > 0 {
		list = append(list, fmt.Sprintf(withdrawnNote, periodNames(gone)))
	}
	return list
}

// shorten cuts a text that is wider than its room. The picture's key has all of it.
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

// at is a mark's place among the others, as the page's script reads it.
func (m PictureMark) at() string { return strconv.Itoa(m.Column) + " " + strconv.Itoa(m.Row) }

// markID is the shape of a line's marks.
func markID(style int, small bool) string {
	if small {
		return "#mark-small"
	}
	return "#mark-" + strconv.Itoa(style)
}

// breakRise is how far the line of a break rises above the plot, towards its words.
func breakRise(p Picture) string {
	if p.Small {
		return "0"
	}
	return chart.Pixels(16 - pictureTop)
}
