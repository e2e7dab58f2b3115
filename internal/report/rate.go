package report

// MinForPercent is the smallest whole for which percentages are shown. Of four requests, one is a
// quarter, which would mislead.
const MinForPercent = 10

// Rate is a part of a whole.
type Rate struct {
	Part, Whole int
	Permille    Permille
	Known       bool // false if the whole is zero
}

// IsFew reports whether the whole is below MinForPercent.
func (r Rate) IsFew() bool { return r.Whole < MinForPercent }

// RateOf returns part of whole, rounded half up to tenths of a percent.
func RateOf(part, whole int) Rate {
	r := Rate{Part: part, Whole: whole, Known: whole > 0}
	if r.Known {
		r.Permille = Permille((part*2000 + whole) / (2 * whole))
	}
	return r
}

// Rate returns one of the four outcomes as a part of OutcomeSum. outcome is an index of Outcomes.
// It rounds as Shares does, so that an outcome has the same share everywhere.
func (c Counts) Rate(outcome int) Rate {
	shares := c.Shares()
	return Rate{
		Part: c.Outcomes()[outcome], Whole: c.OutcomeSum(), Permille: shares.All()[outcome], Known: shares.Known,
	}
}
