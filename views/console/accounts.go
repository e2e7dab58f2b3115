package console

// AccountsPage lists the accounts, and the links with which more are made.
type AccountsPage struct {
	ConsolePage
	Accounts []AccountRow
	Links    []LinkRow
	Roles    []RoleChoice
}

// AccountRow is one account in the list.
type AccountRow struct {
	URL, Name, Roles, State string
}

// LinkRow is a link that is still good.
type LinkRow struct {
	For, By, Until, RevokeURL string
}

// IssuedLinkPage shows a link, this once.
type IssuedLinkPage struct {
	ConsolePage
	URL   string
	For   string
	Until string
}

// MemberPage is one account as an administrator sees it.
type MemberPage struct {
	ConsolePage
	ID       string
	Name     string
	Version  string
	State    string
	Disabled bool
	Self     bool // the administrator's own
	Factors  string
	Roles    []RoleChoice
	Sessions []SessionRow
}
