package report

// Comparison reports whether a period's headline can be compared with the half-year before.
type Comparison int

const (
	// Comparable means that both periods are published and count the same things.
	Comparable Comparison = iota
	// FirstPeriod means that the half-year before is not in the archive.
	FirstPeriod
	// AcrossBreak means that the periods count different things; see SeriesBreak.
	AcrossBreak
	// NotWhole means that the figure of one of the periods is not given, or leaves out a row.
	NotWhole
)

// Delta is a figure and its value in the half-year before.
type Delta struct {
	Comparison Comparison
	Previous   Period // the half-year before, even if not comparable
	From, To   int
	NoRow      bool // whether the table of the half-year before has no row for the place; From is then no figure
}

// Difference returns To minus From.
func (c Delta) Difference() int { return c.To - c.From }

// Rate returns the difference as a share of From, rounded half away from zero. It returns false if
// the periods are not comparable or From is below MinForPercent.
func (c Delta) Rate() (Permille, bool) {
	if c.Comparison != Comparable || c.From < MinForPercent {
		return 0, false
	}
	scaled := c.Difference() * 1000
	half := c.From / 2
	if scaled < 0 {
		half = -half
	}
	return Permille((scaled + half) / c.From), true
}

// Deltas returns the requests and accounts of a selection's headline, each with its value in the
// half-year before. It fails with ErrNotFound if the period is not published.
func (a *Archive) Deltas(s Selection) (requests, accounts Delta, err error) {
	current, err := a.Revision(s.Period)
	if err != nil {
		return Delta{}, Delta{}, err
	}
	previous := s.Period.Previous()
	blank := Delta{Previous: previous}
	before, err := a.Revision(previous)
	switch {
	case err != nil:
		blank.Comparison = FirstPeriod
		return blank, blank, nil
	case SeriesBreak(previous, s.Period):
		blank.Comparison = AcrossBreak
		return blank, blank, nil
	}
	to, _ := current.Edition.Headline().Total(s.Place, a.places)
	from, rows := before.Edition.Headline().Total(s.Place, a.places)
	return DeltaOf(from, to, rows > 0, 0, previous), DeltaOf(from, to, rows > 0, 1, previous), nil
}

// DeltaOf returns the change of count i of Counts.Figures since the half-year previous. hasRow reports
// whether the place has a row in it.
func DeltaOf(from, to Counts, hasRow bool, i int, previous Period) Delta {
	d := Delta{Previous: previous, From: from.Figures()[i], To: to.Figures()[i], NoRow: !hasRow}
	if !to.IsWhole(i) || hasRow && !from.IsWhole(i) {
		d.Comparison = NotWhole
	}
	return d
}
