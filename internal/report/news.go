package report

import (
	"cmp"
	"slices"
)

// MinMove is the smallest change of a share that counts as news: one percentage point.
const MinMove Permille = 10

// minSpan is the smallest number of half-years among which a figure can be the largest.
const minSpan = 3

// News holds what is new in a half-year's headline for one place, beside what was before. A part without news
// is empty. Half-years that must not be compared are not.
type News struct {
	Requests   Delta
	Total      Counts  // zero without a row
	Moved      Outcome // whose share moved most, by at least MinMove; NoOutcome if none did; never content of a country
	Before     Counts  // of the half-year before; zero unless the half-years can be compared
	Risers     []Mover // the two countries whose requests rose most, by at least MinForPercent
	Fallers    []Mover // the country whose requests fell most, likewise
	Content    []Row   // countries with content disclosed, most first
	World      Counts  // of the whole half-year
	Extreme    Extreme // of the requests
	MovedMost  Extreme // of the share of Moved
	Since      Period  // the first half-year that Extreme and MovedMost compare with
	TopContent bool    // whether no country with at least MinForPercent requests has a larger share of content
	Rank       Rank    // of a country
	Region     Counts  // of a country's region; zero for other places, or if no other country of it has a row
	Emergency  [2]int  // emergency requests of the half-year before and of this one; see HasEmergency
	// HasEmergency reports whether the place has a row of emergency requests in both half-years, or in this one, and
	// their number is whole.
	HasEmergency [2]bool
}

// Outcome is an index of Counts.Outcomes.
type Outcome int

// The outcomes.
const (
	NoOutcome Outcome = iota - 1
	ContentDisclosed
	OnlyNonContent
	NoDataFound
	WasRejected
)

// Extreme reports whether a figure is the largest or the smallest of several half-years.
type Extreme int

// The extremes. A figure that another half-year has, too, is none.
const (
	NotExtreme Extreme = iota
	Largest
	Smallest
)

// Mover is a country and how much its requests rose or fell. It has a row in both half-years.
type Mover struct {
	Country Country
	By      int
}

// News returns what is new for a selection. It fails with ErrNotFound if the period is not published.
func (a *Archive) News(s Selection) (News, error) {
	r, err := a.Revision(s.Period)
	if err != nil {
		return News{}, err
	}
	table := r.Edition.Headline()
	n := News{Moved: NoOutcome}
	n.Requests, _, _ = a.Deltas(s)
	n.Total, _ = table.Total(s.Place, a.places)
	n.World, _ = table.Total(Place{}, a.places)
	for _, row := range table.Sorted(ByContent, s.Place, a.places) {
		if row.Counts.Content > 0 {
			n.Content = append(n.Content, row)
		}
	}
	if c := n.Requests.Comparison; (c == Comparable || c == NotWhole) && !n.Requests.NoRow {
		before, _ := a.Revision(s.Period.Previous())
		n.Before, _ = before.Edition.Headline().Total(s.Place, a.places)
		n.Moved = moved(n.Before, n.Total, s.Place.IsCountry())
		if !s.Place.IsCountry() {
			n.Risers, n.Fallers = a.movers(before.Edition.Headline(), table, s.Place)
		}
	}
	n.extremes(a.Series(s.Place), s.Period)
	n.emergency(a, s)
	if s.Place.IsCountry() {
		n.ofCountry(a, table, s.Place)
	}
	return n, nil
}

// moved returns the outcome whose share moved most. Of equal moves, what was disclosed or refused is news before
// the rest. Of a country, whose content is always news, it considers the other outcomes.
func moved(before, after Counts, country bool) Outcome {
	was, is := before.OutcomeSum(), after.OutcomeSum()
	found, most := NoOutcome, 0
	if min(was, is) < MinForPercent || !before.HasOutcomes() || !after.HasOutcomes() {
		return found
	}
	for _, o := range []Outcome{ContentDisclosed, WasRejected, NoDataFound, OnlyNonContent} {
		if country && o == ContentDisclosed {
			continue
		}
		// The difference of the two shares, times both wholes.
		move := after.Outcomes()[o]*was - before.Outcomes()[o]*is
		move = max(move, -move)
		if move*1000 >= int(MinMove)*was*is && move > most {
			found, most = o, move
		}
	}
	return found
}

// movers returns the countries whose requests rose and fell most. A country that others equal is left out if
// not all of them can be named.
func (a *Archive) movers(before, after Table, place Place) (risers, fallers []Mover) {
	var all []Mover
	for _, row := range after.Rows {
		c, _ := a.places.Country(row.Country)
		was, ok := before.Row(row.Country)
		if ok && place.Contains(c) && !c.IsNoCountry() && row.Counts.Has(0) && was.Counts.Has(0) {
			all = append(all, Mover{c, row.Counts.Requests - was.Counts.Requests})
		}
	}
	slices.SortFunc(all, func(x, y Mover) int { return cmp.Compare(y.By, x.By) })
	risers = first(all, 2, func(m Mover) int { return m.By })
	slices.Reverse(all)
	return risers, first(all, 1, func(m Mover) int { return -m.By })
}

// first returns at most n of the first movers whose size reaches MinForPercent, and none of those that are equal
// to one left out.
func first(all []Mover, n int, size func(Mover) int) []Mover {
	for n = min(n, len(all)); n > 0; n-- {
		if size(all[n-1]) >= MinForPercent && (n == len(all) || all[n].By != all[n-1].By) {
			return slices.Clone(all[:n])
		}
	}
	return nil
}

// extremes compares the period with all earlier half-years since the last break. If one of them is missing, no
// figure can be called the largest.
func (n *News) extremes(s Series, p Period) {
	var span []Point
	for i, c := range s.Points {
		if i > 0 && SeriesBreak(s.Points[i-1].Period, c.Period) {
			span = nil
		}
		if span = append(span, c); c.Period == p {
			break
		}
	}
	if len(span) < minSpan {
		return
	}
	n.Since = span[0].Period
	var requests, shares [][2]int
	partial := false
	for _, c := range span {
		switch {
		case c.Status.HasFigure() && !c.Counts.IsWhole(0):
			return
		case c.Status.HasFigure():
			requests = append(requests, [2]int{c.Counts.Requests, 1})
			if !c.Counts.HasOutcomes() {
				partial = true
			} else if n.Moved != NoOutcome && c.Counts.OutcomeSum() >= MinForPercent {
				shares = append(shares, [2]int{c.Counts.Outcomes()[n.Moved], c.Counts.OutcomeSum()})
			}
		case c.Status != StatusNoRow:
			return
		}
	}
	if n.Total.Requests >= MinForPercent {
		n.Extreme = extreme(requests)
	}
	if !partial {
		n.MovedMost = extreme(shares)
	}
}

// extreme compares the last of several rates with the others.
func extreme(rates [][2]int) Extreme {
	if len(rates) < minSpan {
		return NotExtreme
	}
	last := rates[len(rates)-1]
	above, below := true, true
	for _, r := range rates[:len(rates)-1] {
		difference := last[0]*r[1] - r[0]*last[1]
		above, below = above && difference > 0, below && difference < 0
	}
	switch {
	case above:
		return Largest
	case below:
		return Smallest
	}
	return NotExtreme
}

// emergency reads the emergency requests of the half-year and of the one before.
func (n *News) emergency(a *Archive, s Selection) {
	for i, p := range []Period{s.Period.Previous(), s.Period} {
		r, err := a.Revision(p)
		if err != nil || SeriesBreak(p, s.Period) {
			continue
		}
		if t, ok := r.Edition.Table(Emergencies); ok {
			total, rows := t.Total(s.Place, a.places)
			n.Emergency[i], n.HasEmergency[i] = total.Requests, rows > 0 && total.IsWhole(0)
		}
	}
}

// ofCountry sets what is news for a country alone.
func (n *News) ofCountry(a *Archive, t Table, place Place) {
	n.Rank, _ = t.Rank(place.Country.Code)
	region := Place{Region: a.places.RegionOf(place.Country)}
	if total, rows := t.Total(region, a.places); rows > 1 && total.IsWhole(0) {
		n.Region = total
	}
	own := n.Total
	n.TopContent = own.OutcomeSum() >= MinForPercent && own.Content > 0 && own.HasOutcomes()
	for _, r := range t.Rows {
		if r.Country == NoCountry {
			continue
		}
		if !r.Counts.HasOutcomes() {
			n.TopContent = false // its share is not known
		}
		if r.Counts.OutcomeSum() >= MinForPercent && r.Counts.Content*own.OutcomeSum() > own.Content*r.Counts.OutcomeSum() {
			n.TopContent = false
		}
	}
}
