package report

// SingleFigure is a number that a period reports in addition to its tables, such as the number of
// U.S. warrants for content stored abroad.
type SingleFigure struct {
	Name  string // one of SingleFigureNames
	Value int
}

// The names of the single figures. SingleFigureMeaning says what each one counts.
const (
	ConsumerWarrants      = "consumer_warrants"
	EnterpriseDisclosures = "enterprise_disclosures"
	EnterpriseRequests    = "enterprise_requests"
	EnterpriseNotProvided = "enterprise_not_provided"
	EnterpriseProvided    = "enterprise_provided"
	EnterpriseContent     = "enterprise_content"
	EnterpriseNonContent  = "enterprise_non_content"
	EnterpriseContentUS   = "enterprise_content_us"
	USEnterpriseDemands   = "us_enterprise_demands"
)

// SingleFigureNames returns the names of all single figures, in the order in which files list them.
func SingleFigureNames() []string {
	return []string{
		ConsumerWarrants, EnterpriseDisclosures, EnterpriseRequests, EnterpriseNotProvided,
		EnterpriseProvided, EnterpriseContent, EnterpriseNonContent, EnterpriseContentUS,
		USEnterpriseDemands,
	}
}

// SingleFigure returns the figure with a name, or false if the period does not report it.
func (e *Edition) SingleFigure(name string) (int, bool) {
	f, ok := find(e.Figures, func(f *SingleFigure) bool { return f.Name == name })
	return f.Value, ok
}

// figureMeanings describes each figure for readers.
var figureMeanings = map[string]string{
	ConsumerWarrants:      "U.S. warrants that sought content of consumers stored outside the United States",
	EnterpriseDisclosures: "U.S. warrants that led to the disclosure of content of a non-U.S. enterprise customer stored outside the United States",
	EnterpriseRequests:    "Requests for data of accounts of enterprise cloud customers",
	EnterpriseNotProvided: "Requests for data of enterprise cloud customers that were rejected, withdrawn or redirected to the customer, or for which no data was found",
	EnterpriseProvided:    "Requests for data of enterprise cloud customers in which some information had to be provided",
	EnterpriseContent:     "Of the requests in which information was provided: those that disclosed some content",
	EnterpriseNonContent:  "Of the requests in which information was provided: those that disclosed non-content data only",
	EnterpriseContentUS:   "Of the requests that disclosed some content: those of U.S. law enforcement",
	USEnterpriseDemands:   "Demands of U.S. law enforcement for data of enterprise customers with more than 50 seats",
}

// SingleFigureMeaning returns a description of a figure, or "" for an unknown name.
func SingleFigureMeaning(name string) string { return figureMeanings[name] }
