package report

// Counts are the figures of one row: how many requests there were, how many accounts or users they
// specified, and how they ended. The four outcomes count requests, and in a section that
// CountsAccounts they count accounts.
type Counts struct {
	Requests   int // legal demands received
	Accounts   int // accounts or users specified in them
	Content    int // ended with content disclosed
	NonContent int // ended with only non-content data disclosed
	NoData     int // ended with no data found
	Rejected   int // rejected, as not meeting legal requirements
}

// Add is the sum of c and d, figure by figure.
func (c Counts) Add(d Counts) Counts {
	return Counts{
		Requests:   c.Requests + d.Requests,
		Accounts:   c.Accounts + d.Accounts,
		Content:    c.Content + d.Content,
		NonContent: c.NonContent + d.NonContent,
		NoData:     c.NoData + d.NoData,
		Rejected:   c.Rejected + d.Rejected,
	}
}

// Outcomes are the four outcomes in their fixed order: content, non-content, no data, rejected.
func (c Counts) Outcomes() [4]int { return [4]int{c.Content, c.NonContent, c.NoData, c.Rejected} }

// OutcomeSum is the sum of the four outcomes.
func (c Counts) OutcomeSum() int { return c.Content + c.NonContent + c.NoData + c.Rejected }

// Expected is what the four outcomes should add up to in the section: its requests, or its
// accounts where the section CountsAccounts.
func (c Counts) Expected(s Section) int {
	if s.CountsAccounts() {
		return c.Accounts
	}
	return c.Requests
}

// Figures are the six counts in their fixed order, as every file writes them.
func (c Counts) Figures() [6]int {
	return [6]int{c.Requests, c.Accounts, c.Content, c.NonContent, c.NoData, c.Rejected}
}

// CountsOf is the inverse of Figures.
func CountsOf(f [6]int) Counts {
	return Counts{Requests: f[0], Accounts: f[1], Content: f[2], NonContent: f[3], NoData: f[4], Rejected: f[5]}
}

// Columns are the names of the six counts in their fixed order, as CSV headers and databases
// write them. Append-only: readers depend on them.
func Columns() [6]string {
	return [6]string{"requests", "accounts", "content", "non_content", "no_data", "rejected"}
}
