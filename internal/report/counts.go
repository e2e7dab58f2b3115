package report

// Counts holds the figures of one row. The four outcomes count requests, or accounts if the section
// CountsAccounts.
type Counts struct {
	Requests   int // legal demands received
	Accounts   int // accounts or users specified in the requests
	Content    int // content disclosed
	NonContent int // only non-content data disclosed
	NoData     int // no data found
	Rejected   int // rejected because legal requirements were not met
}

// Add returns the sum of c and d, count by count.
func (c Counts) Add(d Counts) Counts {
	sum := c.Figures()
	for i, n := range d.Figures() {
		sum[i] += n
	}
	return CountsOf(sum)
}

// Outcomes returns the four outcomes: content, non-content, no data, rejected.
func (c Counts) Outcomes() [4]int { return [4]int{c.Content, c.NonContent, c.NoData, c.Rejected} }

// OutcomeSum returns the sum of the four outcomes.
func (c Counts) OutcomeSum() int { return c.Content + c.NonContent + c.NoData + c.Rejected }

// Expected returns the number that OutcomeSum should equal in the section: the requests, or the
// accounts if the section CountsAccounts.
func (c Counts) Expected(s Section) int {
	if s.CountsAccounts() {
		return c.Accounts
	}
	return c.Requests
}

// Figures returns the six counts in the order of Columns.
func (c Counts) Figures() [6]int {
	return [6]int{c.Requests, c.Accounts, c.Content, c.NonContent, c.NoData, c.Rejected}
}

// CountsOf is the inverse of Figures.
func CountsOf(f [6]int) Counts {
	return Counts{Requests: f[0], Accounts: f[1], Content: f[2], NonContent: f[3], NoData: f[4], Rejected: f[5]}
}

// Columns returns the names of the six counts, as used in CSV headers and databases. The list is
// append-only, since consumers of the files rely on it.
func Columns() [6]string { return columns }

var columns = [6]string{"requests", "accounts", "content", "non_content", "no_data", "rejected"}
