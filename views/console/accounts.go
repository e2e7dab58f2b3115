package console

// AccountsPage lists the accounts and the unused invitations.
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

// LinkRow is a valid link.
type LinkRow struct {
	For, By, Until, RevokeURL string
}

// IssuedLinkPage shows a new link.
type IssuedLinkPage struct {
	ConsolePage
	URL   string
	For   string
	Until string
}

// MemberPage shows one account to an administrator.
type MemberPage struct {
	ConsolePage
	ID       string
	Name     string
	Version  string
	State    string
	Disabled bool
	Self     bool // the account is the administrator's own
	Factors  string
	Roles    []RoleChoice
	Sessions []SessionRow
}
