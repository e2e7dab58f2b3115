package report

// SingleFigure is a single number that a period reports beside its tables, such as how many U.S.
// warrants sought content stored abroad.
type SingleFigure struct {
	Name  string // one of SingleFigureNames
	Value int
}

// The figures that the source report states beside its tables.
const (
	// ConsumerWarrants counts U.S. warrants for consumer content stored outside the U.S.
	ConsumerWarrants = "consumer_warrants"
	// EnterpriseDisclosures counts warrants that led to disclosure of a non-U.S. enterprise
	// customer's content stored outside the U.S.
	EnterpriseDisclosures = "enterprise_disclosures"
	// EnterpriseRequests counts requests for accounts of enterprise cloud customers.
	EnterpriseRequests = "enterprise_requests"
	// EnterpriseNotProvided counts those that were rejected, withdrawn, redirected, or found no data.
	EnterpriseNotProvided = "enterprise_not_provided"
	// EnterpriseProvided counts those in which information had to be provided.
	EnterpriseProvided = "enterprise_provided"
	// EnterpriseContent counts those of EnterpriseProvided that disclosed some content.
	EnterpriseContent = "enterprise_content"
	// EnterpriseNonContent counts those of EnterpriseProvided that disclosed non-content data only.
	EnterpriseNonContent = "enterprise_non_content"
	// EnterpriseContentUS counts those of EnterpriseContent that came from U.S. law enforcement.
	EnterpriseContentUS = "enterprise_content_us"
	// USEnterpriseDemands counts U.S. demands for enterprise customers with more than 50 seats.
	USEnterpriseDemands = "us_enterprise_demands"
)

// SingleFigureNames lists every figure's name, in the order in which they are written.
func SingleFigureNames() []string {
	return []string{
		ConsumerWarrants, EnterpriseDisclosures, EnterpriseRequests, EnterpriseNotProvided,
		EnterpriseProvided, EnterpriseContent, EnterpriseNonContent, EnterpriseContentUS,
		USEnterpriseDemands,
	}
}

// SingleFigure finds a figure by name; false when the period does not report it.
func (e *Edition) SingleFigure(name string) (int, bool) {
	for _, f := range e.Figures {
		if f.Name == name {
			return f.Value, true
		}
	}
	return 0, false
}

// figureMeanings says in words what each figure counts.
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

// SingleFigureMeaning says in words what a figure counts; empty for a name that is none.
func SingleFigureMeaning(name string) string { return figureMeanings[name] }
