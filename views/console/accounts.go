package console

import (
	"lerr/internal/staff"
	"lerr/views"
)

// AccountsPage lists the accounts and the unused invitations.
type AccountsPage struct {
	ConsolePage
	Accounts    []staff.Account
	Invitations []staff.Invitation
	Roles       []RoleChoice
	Note        string // as typed
}

// IssuedLinkPage shows a new link.
type IssuedLinkPage struct {
	ConsolePage
	URL        string
	Invitation staff.Invitation
}

// MemberPage shows one account to an administrator.
type MemberPage struct {
	ConsolePage
	Account  staff.Account
	Self     bool // the account is the administrator's own
	Factors  staff.Factors
	Roles    []RoleChoice
	Sessions []staff.Session
}

func state(a staff.Account) string {
	if a.Disabled() {
		return "disabled since " + Clock(a.DisabledAt)
	}
	return "enabled"
}

// purpose describes whom an invitation is for.
func purpose(inv staff.Invitation) string {
	if inv.Kind == staff.RenewInvitation {
		return inv.Account.Name + ", who has lost their password or second factor"
	}
	text := "a new " + inv.Roles.Sentence()
	if inv.Note != "" {
		text += ": " + inv.Note
	}
	return text
}

// factorNames lists the second factors of an account.
func factorNames(f staff.Factors) string {
	var list []string
	if !f.TOTPSince.IsZero() {
		list = append(list, "authenticator app")
	}
	if n := len(f.Passkeys); n > 0 {
		list = append(list, views.Plural(n, "passkey", "passkeys"))
	}
	if len(list) == 0 {
		return "none yet"
	}
	return views.Sentence(append(list, views.Plural(f.RecoveryCodes, "recovery code", "recovery codes")))
}
