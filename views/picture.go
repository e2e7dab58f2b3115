package views

import (
	"fmt"
	"strconv"

	"lerr/internal/chart"
	"lerr/internal/report"
)

// Picture is a chart of one or more series over half-years, ready to be drawn. A table on the same
// page has the same figures.
type Picture struct {
	ID      string // of the element; unique on its page
	Title   string
	URL     string // of the title; may be empty
	Unit    string // unit of the axis: "number per half-year"
	Summary string // text alternative
	Small   bool   // one of several that share a scale
	Height  float64
	Ticks   []PictureTick
	Years   []PictureYear
	Breaks  []string // positions of the series' breaks, as percentages
	Lines   []PictureLine
	Columns []PictureMark // parts of stacked columns
	Key     []PictureKey
	Labels  []PictureLabel // names beside the ends of the lines; empty if the key suffices
	Notes   []string
}

// PictureTick is a horizontal grid line and its label.
type PictureTick struct {
	Y, TextY string
	Text     string // may be empty
	Zero     bool
}

// PictureYear is a label of the horizontal axis.
type PictureYear struct {
	X           string
	Long, Short string // "2013", and "13" for narrow windows
}

// PictureLine is one series: the path between neighbours, and a mark for each value.
type PictureLine struct {
	Style int // 1 to 6: colour, dash and shape of the marks
	Path  string
	Marks []PictureMark
}

// PictureMark is one value of a picture, with its text.
type PictureMark struct {
	X, Y          string
	Width, Height string // of parts of columns
	Class         string // of parts of columns
	Text          string // "2014 (Jan-Jun): 1,101 requests"
	Column, Row   int    // position among the marks, for the keyboard
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

// PictureLabel is the name at the end of a line.
type PictureLabel struct {
	Style    int
	Name     string
	FromY, Y string // ends of the leader from the line to the name
	TextY    string
}

// Sizes in pixels. Pictures stretch in width only.
const (
	linesHeight    = 220
	sharesHeight   = 200
	smallHeight    = 84
	pictureTop     = 22 // above the plot, for the text at a break
	pictureBottom  = 24 // below it, for years
	smallTop       = 8
	endGap         = 17 // between two names
	endSize        = 13 // font size of a name
	endWidth       = 220
	endIndent      = 20
	axisWidth      = 54
	axisSize       = 12
	narrowestPlot  = 210 // the plot in a window of 320 px, less scroll bar and axis
	narrowestSmall = 176
)

// top returns the height above the plot.
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

// breakAnchor returns the text-anchor that keeps the text at a break inside the picture.
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

// gridOf returns the grid of a series.
func gridOf(s report.Series, height float64) chart.Grid {
	return chart.Grid{Columns: len(s.Points), Breaks: s.Breaks(), Height: height}
}

// newPicture returns an empty picture over the half-years of a series.
func newPicture(id, title, unit string, s report.Series, grid chart.Grid, small bool) Picture {
	p := Picture{ID: id, Title: title, Unit: unit, Height: grid.Height, Small: small}
	for _, b := range grid.Breaks {
		p.Breaks = append(p.Breaks, chart.Percent(grid.Edge(b)))
	}
	p.Years = yearLabels(s, small)
	return p
}

// yearLabels returns a label under the middle of each year, or of every nth year if space is short.
func yearLabels(s report.Series, small bool) []PictureYear {
	type year struct{ number, from, to int }
	var list []year
	for i, c := range s.Points {
		if n := len(list); n == 0 || list[n-1].number != c.Period.Year {
			list = append(list, year{c.Period.Year, i, i})
		}
		list[len(list)-1].to = i
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
		middle := (g.Edge(y.from) + g.Edge(y.to+1)) / 2
		text := strconv.Itoa(y.number)
		labels = append(labels, PictureYear{X: chart.Percent(middle), Long: text, Short: text[len(text)-2:]})
	}
	return labels
}

// addTicks adds a scale's grid lines. Small pictures label only the first and the last.
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
	var gone []report.Period
	gap := false
	for _, c := range s.Points {
		gap = gap || c.Status == report.StatusNoRow
		if c.Status == report.StatusWithdrawn {
			gone = append(gone, c.Period)
		}
	}
	if len(s.Breaks()) > 0 {
		list = append(list, "The dotted line is a break. "+report.BreakText)
	}
	for _, c := range s.Points {
		if c.Note != "" {
			list = append(list, c.Period.Label()+": "+c.Note)
		}
	}
	if gap {
		list = append(list, "Where the line has a gap, no request came from here, and no figure was published: it is not a published 0.")
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
func markID(style int, small bool) string {
	if small {
		return "#mark-small"
	}
	return "#mark-" + strconv.Itoa(style)
}

// breakRise returns the upper end of the line at a break.
func breakRise(p Picture) string {
	if p.Small {
		return "0"
	}
	return chart.Pixels(16 - pictureTop)
}
