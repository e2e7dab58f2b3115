package report

// MinForPercent is the number below which a percentage misleads more than it tells: of four requests, one is
// a quarter.
const MinForPercent = 10

// Rate is a part of a whole, and whether a percentage may be made of it.
type Rate struct {
	Part, Whole int
	Permille    Permille
	Known       bool // false when there is nothing to divide by
}

// IsFew reports whether the whole is so small that a percentage must not stand without saying so.
func (r Rate) IsFew() bool { return r.Whole < MinForPercent }

// RateOf is a part of a whole, rounded half up to tenths of a percent.
func RateOf(part, whole int) Rate {
	r := Rate{Part: part, Whole: whole, Known: whole > 0}
	if r.Known {
		r.Permille = Permille((part*2000 + whole) / (2 * whole))
	}
	return r
}

// Rate is one of the four outcomes, in the order of Outcomes, as a part of their sum. It is rounded
// as Shares are, so that an outcome has one share wherever it stands.
func (c Counts) Rate(outcome int) Rate {
	shares := c.Shares()
	return Rate{
		Part: c.Outcomes()[outcome], Whole: c.OutcomeSum(), Permille: shares.All()[outcome], Known: shares.Known,
	}
}
