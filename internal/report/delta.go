package report

// Comparison says whether a period's headline can be set against the half-year before it.
type Comparison int

const (
	// Comparable means that both periods are published and count the same things.
	Comparable Comparison = iota
	// FirstPeriod means that the half-year before is not in the archive.
	FirstPeriod
	// AcrossBreak means that the two count different things; see SeriesBreak.
	AcrossBreak
)

// Delta is one figure against the half-year before.
type Delta struct {
	Comparison Comparison
	Previous   Period // the half-year before, also when it is not comparable
	From, To   int
}

// Difference is how many more there are than before; negative when fewer.
func (c Delta) Difference() int { return c.To - c.From }

// Rate is the difference as a part of the earlier figure, in tenths of a percent, rounded half
// away from zero. It is unknown when there was nothing before, or fewer than ten: a percentage of
// so few misleads more than it tells.
func (c Delta) Rate() (Permille, bool) {
	if c.Comparison != Comparable || c.From < 10 {
		return 0, false
	}
	scaled := c.Difference() * 1000
	half := c.From / 2
	if scaled < 0 {
		half = -half
	}
	return Permille((scaled + half) / c.From), true
}

// Deltas compares the requests and the accounts of a selection's headline with the half-year
// before it.
func (a *Archive) Deltas(s Selection) (requests, accounts Delta, err error) {
	now, err := a.Revision(s.Period)
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
	to, _ := now.Edition.Headline().Total(s.Place, a.places)
	from, _ := before.Edition.Headline().Total(s.Place, a.places)
	return Delta{Previous: previous, From: from.Requests, To: to.Requests},
		Delta{Previous: previous, From: from.Accounts, To: to.Accounts}, nil
}
