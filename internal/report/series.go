package report

// Point holds a place's figures in one half-year, or the reason why there are none.
type Point struct {
	Period  Period
	Known   bool    // whether the half-year is or was public
	Section Section // of the table; empty if there is none
	Status  Status  // of the requests; see Figure for the other counts
	Counts  Counts  // zero unless Status.HasFigure
	Note    string  // public note on the row of a country
}

// Figure returns count i of Counts.Figures with its status.
func (c Point) Figure(i int) (int, Status) {
	if !c.Status.HasFigure() {
		return 0, c.Status
	}
	n := c.Counts.Figures()[i]
	return n, StatusOf(n)
}

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

// Last returns the newest point with figures, or false if none has any.
func (s Series) Last() (Point, bool) {
	for i := len(s.Points) - 1; i >= 0; i-- {
		if s.Points[i].Status.HasFigure() {
			return s.Points[i], true
		}
	}
	return Point{}, false
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
}

// Spans returns the runs of half-years between breaks, oldest first. Runs without figures are
// omitted.
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
