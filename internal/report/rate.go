package report

// Permille is a share in tenths of a percent: 534 is 53.4%.
type Permille int

// MinForPercent is the smallest whole for which percentages are shown. Of four requests, one is a
// quarter, which would mislead.
const MinForPercent = 10

// Rate is a part of a whole.
type Rate struct {
	Part, Whole int
	Permille    Permille // rounded half up; of several parts each by itself, so that they may not add up to 1000
	Known       bool     // false if the whole is zero
}

// IsFew reports whether the whole is below MinForPercent.
func (r Rate) IsFew() bool { return r.Whole < MinForPercent }

// Exact returns the part divided by the whole, and 0 if the rate is not known.
func (r Rate) Exact() float64 {
	if !r.Known {
		return 0
	}
	return float64(r.Part) / float64(r.Whole)
}

// RateOf returns part of whole.
func RateOf(part, whole int) Rate {
	r := Rate{Part: part, Whole: whole, Known: whole > 0}
	if r.Known {
		r.Permille = Permille((part*2000 + whole) / (2 * whole))
	}
	return r
}

// Rate returns one of the four outcomes as a part of OutcomeSum. outcome is an index of Outcomes. In a
// few rows of the source, which carry a note, that sum differs from the number of requests. The rate is
// not known, and its whole 0, if an outcome is not given.
func (c Counts) Rate(outcome int) Rate {
	if !c.HasOutcomes() {
		return Rate{Part: c.Outcomes()[outcome]}
	}
	return RateOf(c.Outcomes()[outcome], c.OutcomeSum())
}

// Rates returns the four outcomes as parts of OutcomeSum, in the order of Outcomes.
func (c Counts) Rates() (rates [4]Rate) {
	for i := range rates {
		rates[i] = c.Rate(i)
	}
	return rates
}
