package report

// Point is a place's figures in one half-year, or why there are none.
type Point struct {
	Period  Period
	Known   bool    // whether the half-year is or was public; between two that are, one may be missing
	Section Section // of the table that the figures are from; empty where there is none
	Status  Status  // of the requests; see Figure for the others
	Counts  Counts  // zero where the status has no figures
	Note    string  // public note on the row, where the place is a country
}

// Figure is one of Counts.Figures of the cell, with its status.
func (c Point) Figure(i int) (int, Status) {
	if !c.Status.HasFigure() {
		return 0, c.Status
	}
	n := c.Counts.Figures()[i]
	return n, StatusOf(n)
}

// Series is one place over all half-years, oldest first, without a half-year left out.
type Series struct {
	Place  Place
	Points []Point
}

// Series is a place's headline over every half-year from the first to the latest that was
// published.
func (a *Archive) Series(place Place) Series {
	return a.series(place, (*Edition).Headline)
}

// SectionSeries is a place's figures in one section over the same half-years as Series.
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
	c := Point{Period: p, Status: StatusNotReported}
	if _, ok := a.Withdrawn(p); ok {
		c.Known, c.Status = true, StatusWithdrawn
		return c
	}
	r, err := a.Revision(p)
	if err != nil {
		return c
	}
	c.Known = true
	t := pick(&r.Edition)
	if t.Section == "" {
		return c
	}
	row := a.cell(r, t.Section, place)
	c.Section, c.Status, c.Counts = t.Section, row.Status, row.Counts
	if c.Status.HasFigure() {
		c.Status = StatusOf(c.Counts.Requests)
	}
	if place.IsCountry() {
		c.Note = row.Note
	}
	return c
}

// Known counts the cells that hold figures.
func (s Series) Known() int {
	n := 0
	for _, c := range s.Points {
		if c.Status.HasFigure() {
			n++
		}
	}
	return n
}

// Last is the newest cell that holds figures; false when none does.
func (s Series) Last() (Point, bool) {
	for i := len(s.Points) - 1; i >= 0; i-- {
		if s.Points[i].Status.HasFigure() {
			return s.Points[i], true
		}
	}
	return Point{}, false
}

// Breaks are the indexes of the cells that must not be compared with the cell before them.
func (s Series) Breaks() []int {
	var breaks []int
	for i := 1; i < len(s.Points); i++ {
		if SeriesBreak(s.Points[i-1].Period, s.Points[i].Period) {
			breaks = append(breaks, i)
		}
	}
	return breaks
}

// Span is a run of half-years that may be compared with each other, and the most and fewest requests
// in one of them.
type Span struct {
	From, To         Period
	Known            int // half-years of the span with figures
	Most, Fewest     int // requests
	MostIn, FewestIn []Period
}

// Spans are the runs of half-years between breaks, oldest first. Those without figures are left out.
func (s Series) Spans() []Span {
	var spans []Span
	ends := append(s.Breaks(), len(s.Points))
	from := 0
	for _, end := range ends {
		if from == end {
			continue
		}
		span := Span{From: s.Points[from].Period, To: s.Points[end-1].Period}
		for _, c := range s.Points[from:end] {
			if c.Status.HasFigure() {
				span.add(c)
			}
		}
		if span.Known > 0 {
			spans = append(spans, span)
		}
		from = end
	}
	return spans
}

func (s *Span) add(c Point) {
	n := c.Counts.Requests
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
