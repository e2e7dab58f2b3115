package report

// Rank is a country's position by requests among all countries of a table.
type Rank struct {
	Place int  // 1 for the most requests
	Of    int  // number of countries whose requests are given
	Tied  bool // whether another country has as many requests
}

// Rank returns the rank of a country, or false if it has no row or its requests are not given. Countries
// with equal requests share a rank, and the next rank skips their number.
func (t Table) Rank(code string) (Rank, bool) {
	own, ok := t.Row(code)
	if !ok || !own.Counts.Has(0) || code == NoCountry {
		return Rank{}, false
	}
	rank := Rank{Place: 1}
	for _, r := range t.Rows {
		if r.Country == NoCountry || !r.Counts.Has(0) {
			continue
		}
		rank.Of++
		switch {
		case r.Counts.Requests > own.Counts.Requests:
			rank.Place++
		case r.Counts.Requests == own.Counts.Requests && r.Country != code:
			rank.Tied = true
		}
	}
	return rank, true
}

// Leaders holds the countries with the most requests and their share of all requests.
type Leaders struct {
	Rows []Row // most requests first
	Of   int   // number of countries of the place with a row
	Rate Rate  // their requests as a share of the place's
	// Tied reports whether the next country has as many requests as the last of Rows, so that the
	// choice between them is arbitrary.
	Tied bool
}

// Leaders returns the n countries of place with the most requests, or all if there are fewer. If the
// requests of a country of place are not given, the share is not known.
func (t Table) Leaders(place Place, places *Places, n int) Leaders {
	rows := t.Sorted(ByRequests, place, places)
	total, _ := t.Total(place, places)
	l := Leaders{Of: len(rows)}
	l.Rows = rows[:min(n, len(rows))]
	sum := 0
	for _, r := range l.Rows {
		sum += r.Counts.Requests
	}
	if total.IsWhole(0) {
		l.Rate = RateOf(sum, total.Requests)
	}
	if n > 0 && n < len(rows) {
		l.Tied = rows[n-1].Counts.Requests == rows[n].Counts.Requests
	}
	return l
}

// Majority returns the smallest group of countries of place that made more than half of its
// requests. It returns the zero Leaders if there was no request, or their number is not known.
func (t Table) Majority(place Place, places *Places) Leaders {
	for n := 1; ; n++ {
		l := t.Leaders(place, places, n)
		if !l.Rate.Known {
			return Leaders{}
		}
		if l.Rate.Part*2 > l.Rate.Whole {
			return l
		}
		if len(l.Rows) < n {
			return Leaders{}
		}
	}
}
