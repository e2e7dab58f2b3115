package report

// Rank is a country's place among all countries of a table, by requests.
type Rank struct {
	Place int  // 1 has the most requests
	Of    int  // countries that have a row
	Tied  bool // whether another country has as many
}

// Rank is the rank of a country; false when it has no row. Countries with as many requests share a
// rank, and the next one is as many places further on.
func (t Table) Rank(code string) (Rank, bool) {
	own, ok := t.Row(code)
	if !ok {
		return Rank{}, false
	}
	rank := Rank{Place: 1, Of: len(t.Rows)}
	for _, r := range t.Rows {
		switch {
		case r.Counts.Requests > own.Counts.Requests:
			rank.Place++
		case r.Counts.Requests == own.Counts.Requests && r.Country != code:
			rank.Tied = true
		}
	}
	return rank, true
}

// Leaders are the countries with the most requests, and how many of all requests they made together.
type Leaders struct {
	Rows []Row // the most first
	Of   int   // countries of the place that have a row
	Rate Rate  // their requests as a part of the place's
	// Tied says that the next country made as many as the last of these, so that other countries could
	// stand here as well. Their number and sum are the same.
	Tied bool
}

// Leaders are the n countries of the place with the most requests, or all when there are fewer.
func (t Table) Leaders(place Place, places *Places, n int) Leaders {
	rows := t.Sorted(ByRequests, place, places)
	total, sum := 0, 0
	for i, r := range rows {
		total += r.Counts.Requests
		if i < n {
			sum += r.Counts.Requests
		}
	}
	l := Leaders{Of: len(rows), Rate: RateOf(sum, total)}
	l.Rows = rows[:min(n, len(rows))]
	if n > 0 && n < len(rows) {
		l.Tied = rows[n-1].Counts.Requests == rows[n].Counts.Requests
	}
	return l
}

// Majority are the fewest countries of the place that together made more than half of its requests.
// There are none when there was no request.
func (t Table) Majority(place Place, places *Places) Leaders {
	for n := 1; ; n++ {
		l := t.Leaders(place, places, n)
		if l.Rate.Part*2 > l.Rate.Whole {
			return l
		}
		if len(l.Rows) < n {
			return Leaders{}
		}
	}
}
