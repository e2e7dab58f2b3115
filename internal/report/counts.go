package report

// Counts holds the figures of one row, or the sums of several. The four outcomes count requests or
// accounts; see Table.CountUnit. A count that is not given is 0 here and is no figure.
type Counts struct {
	Requests   int // legal demands received
	Accounts   int // accounts or users specified in the requests
	Content    int // content disclosed
	NonContent int // only non-content data disclosed
	NoData     int // no data found
	Rejected   int // rejected because legal requirements were not met

	NotGiven ColumnSet `json:",omitzero"` // counts that the source leaves empty; of a sum, in every row
	Partial  ColumnSet `json:",omitzero"` // of a sum: counts that are not given in some of its rows, which it leaves out
}

// Add returns the sum of c and d, count by count. A count that only one of them gives is the sum.
func (c Counts) Add(d Counts) Counts {
	sum := c.Figures()
	for i, n := range d.Figures() {
		sum[i] += n
	}
	total := CountsOf(sum)
	total.NotGiven = c.NotGiven & d.NotGiven
	total.Partial = c.Partial | d.Partial | c.NotGiven ^ d.NotGiven
	return total
}

// Has reports whether count i of Figures is given.
func (c Counts) Has(i int) bool { return !c.NotGiven.Has(i) }

// IsWhole reports whether count i of Figures is given and leaves out no row.
func (c Counts) IsWhole(i int) bool { return !(c.NotGiven | c.Partial).Has(i) }

// HasOutcomes reports whether all four outcomes are whole, so that they have shares.
func (c Counts) HasOutcomes() bool { return (c.NotGiven|c.Partial)&outcomeColumns == 0 }

// Outcomes returns the four outcomes: content, non-content, no data, rejected.
func (c Counts) Outcomes() [4]int { return [4]int{c.Content, c.NonContent, c.NoData, c.Rejected} }

// OutcomeSum returns the sum of the outcomes that are given.
func (c Counts) OutcomeSum() int { return c.Content + c.NonContent + c.NoData + c.Rejected }

// Expected returns the number that OutcomeSum should equal: the requests or the accounts.
func (c Counts) Expected(u Unit) int {
	if u == UnitAccounts {
		return c.Accounts
	}
	return c.Requests
}

// AddsUp reports whether the outcomes are what is expected, as far as they are given.
func (c Counts) AddsUp(u Unit) bool {
	column := 0
	if u == UnitAccounts {
		column = 1
	}
	switch sum := c.OutcomeSum(); {
	case !c.Has(column):
		return true
	case c.HasOutcomes():
		return sum == c.Expected(u)
	default:
		return sum <= c.Expected(u)
	}
}

// Figures returns the six counts in the order of Columns, 0 for one that is not given.
func (c Counts) Figures() [6]int {
	return [6]int{c.Requests, c.Accounts, c.Content, c.NonContent, c.NoData, c.Rejected}
}

// Status returns the status of count i of Figures.
func (c Counts) Status(i int) Status {
	if !c.Has(i) {
		return StatusNotGiven
	}
	return StatusOf(c.Figures()[i])
}

// CountsOf is the inverse of Figures.
func CountsOf(f [6]int) Counts {
	return Counts{Requests: f[0], Accounts: f[1], Content: f[2], NonContent: f[3], NoData: f[4], Rejected: f[5]}
}

// Columns returns the names of the six counts, as used in CSV headers and databases. The list is
// append-only, since consumers of the files rely on it.
func Columns() [6]string { return columns }

var columns = [6]string{"requests", "accounts", "content", "non_content", "no_data", "rejected"}
