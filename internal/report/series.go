package report

import (
	"slices"
	"strings"
)

// Point holds a place's figures in one half-year, or the reason why there are none.
type Point struct {
	Period  Period
	Known   bool    // whether the half-year is or was public
	Section Section // of the table; empty if there is none
	Status  Status  // of the requests; see Figure for the other counts
	Counts  Counts  // zero unless HasRow
	Unit    Unit    // of the outcomes; empty without a table
	Note    string  // public note on the row of a country; of a sum, its remarks
}

// Figure returns count i of Counts.Figures with its status.
func (c Point) Figure(i int) (int, Status) {
	if !c.HasRow() {
		return 0, c.Status
	}
	return c.Counts.Figures()[i], c.Counts.Status(i)
}

// HasRow reports whether the place has a row, even one without its requests.
func (c Point) HasRow() bool { return c.Status.HasFigure() || c.Status == StatusNotGiven }

// Series holds one place's figures over all half-years, oldest first, without gaps.
type Series struct {
	Place  Place
	Points []Point
}

// Series returns a place's headline figures for every half-year from the first to the newest ever
// published.
func (a *Archive) Series(place Place) Series {
	return a.series(place, (*Edition).Headline)
}

// SectionSeries returns a place's figures in one section for the same half-years as Series.
func (a *Archive) SectionSeries(place Place, section Section) Series {
	return a.series(place, func(e *Edition) Table {
		t, _ := e.Table(section)
		return t
	})
}

func (a *Archive) series(place Place, pick func(*Edition) Table) Series {
	s := Series{Place: place}
	if len(a.all) == 0 {
		return s
	}
	for p := a.all[len(a.all)-1].Edition.Period; p.Compare(a.NewestEver()) <= 0; p = p.Next() {
		s.Points = append(s.Points, a.cellAt(place, p, pick))
	}
	return s
}

func (a *Archive) cellAt(place Place, p Period, pick func(*Edition) Table) Point {
	if _, ok := a.Withdrawn(p); ok {
		return Point{Period: p, Known: true, Status: StatusWithdrawn}
	}
	r, err := a.Revision(p)
	c := Point{Period: p, Known: err == nil, Status: StatusNotReported}
	t := pick(&r.Edition)
	if t.Section == "" {
		return c
	}
	row := a.cell(r, t.Section, place)
	c.Section, c.Status, c.Counts, c.Unit = t.Section, row.Status, row.Counts, row.Unit
	if c.Status.HasFigure() {
		c.Status = c.Counts.Status(0)
	}
	c.Note = row.Note
	if !place.IsCountry() {
		c.Note = strings.Join(t.Remarks(place, a.places), " ")
	}
	return c
}

// Last returns the newest point with figures, or false if none has any.
func (s Series) Last() (Point, bool) {
	for _, c := range slices.Backward(s.Points) {
		if c.Status.HasFigure() {
			return c, true
		}
	}
	return Point{}, false
}

// SeriesStarts returns the first half-year ever published and each later one that a SeriesBreak
// separates from the half-year before.
func (a *Archive) SeriesStarts() []Period {
	s := a.Series(Place{})
	var starts []Period
	for i, c := range s.Points {
		if i == 0 || SeriesBreak(s.Points[i-1].Period, c.Period) {
			starts = append(starts, c.Period)
		}
	}
	return starts
}

// Breaks returns the indexes of points that must not be compared with the point before.
func (s Series) Breaks() []int {
	var breaks []int
	for i := 1; i < len(s.Points); i++ {
		if SeriesBreak(s.Points[i-1].Period, s.Points[i].Period) {
			breaks = append(breaks, i)
		}
	}
	return breaks
}

// Span is a run of comparable half-years with the largest and smallest number of requests in one of
// them.
type Span struct {
	From, To         Period
	Known            int // number of half-years with figures
	Most, Fewest     int // requests
	MostIn, FewestIn []Period
	Partial          bool // whether the requests of a half-year are not given, or leave out a row
}

// Spans returns the runs of half-years between breaks, oldest first. Runs without figures are
// omitted.
func (s Series) Spans() []Span {
	var spans []Span
	for i, c := range s.Points {
		if i == 0 || SeriesBreak(s.Points[i-1].Period, c.Period) {
			spans = append(spans, Span{From: c.Period})
		}
		span := &spans[len(spans)-1]
		span.To = c.Period
		span.Partial = span.Partial || c.Status == StatusNotGiven
		if c.Status.HasFigure() {
			span.add(c)
		}
	}
	return slices.DeleteFunc(spans, func(s Span) bool { return s.Known == 0 })
}

func (s *Span) add(c Point) {
	n := c.Counts.Requests
	s.Partial = s.Partial || !c.Counts.IsWhole(0)
	if s.Known == 0 || n > s.Most {
		s.Most, s.MostIn = n, nil
	}
	if s.Known == 0 || n < s.Fewest {
		s.Fewest, s.FewestIn = n, nil
	}
	if n == s.Most {
		s.MostIn = append(s.MostIn, c.Period)
	}
	if n == s.Fewest {
		s.FewestIn = append(s.FewestIn, c.Period)
	}
	s.Known++
}
