package report

// Figure is a single number that a period reports beside its tables, such as how many U.S.
// warrants sought content stored abroad.
type Figure struct {
	Name  string // one of FigureNames
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

// FigureNames lists every figure's name, in the order in which they are written.
func FigureNames() []string {
	return []string{
		ConsumerWarrants, EnterpriseDisclosures, EnterpriseRequests, EnterpriseNotProvided,
		EnterpriseProvided, EnterpriseContent, EnterpriseNonContent, EnterpriseContentUS,
		USEnterpriseDemands,
	}
}

// Figure finds a figure by name; false when the period does not report it.
func (e *Edition) Figure(name string) (int, bool) {
	for _, f := range e.Figures {
		if f.Name == name {
			return f.Value, true
		}
	}
	return 0, false
}
