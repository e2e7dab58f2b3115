package staff

import (
	"context"
	"time"
)

// How long links are good for.
const (
	SetUpLimit  = 30 * time.Minute
	InviteLimit = 72 * time.Hour // over a weekend
	RenewLimit  = 24 * time.Hour
)

// InvitationKind says what a link is for.
type InvitationKind string

const (
	// SetUpInvitation makes the first account; there is no other way to one (ASVS 5.0, 6.3.2).
	SetUpInvitation InvitationKind = "set-up"
	// AccountInvitation makes an account with the roles that an administrator chose.
	AccountInvitation InvitationKind = "invite"
	// RenewInvitation gives an existing account a new password and new factors, for somebody who has lost
	// them. Whoever issues it must know the person as well as when inviting them (ASVS 5.0, 6.4.4),
	// and never learns the password (6.4.6).
	RenewInvitation InvitationKind = "renew"
)

// Link is a link that can be used once to come into the house. Its token is not part of it.
type Invitation struct {
	ID        string
	Kind      InvitationKind
	Roles     Roles   // that the new account gets; none for SetUpInvitation, where the person chooses
	Account   Account // for RenewInvitation; only its ID and Name
	IssuedBy  string  // a name, as in the audit log
	CreatedAt time.Time
	ExpiresAt time.Time
}

// InvitationStore keeps links by the digests of their tokens.
type InvitationStore interface {
	// AddInvitation stores a link. One of SetUpInvitation replaces those before it, and is report.ErrConflict when there
	// is an account; one of RenewInvitation replaces those for the same account.
	AddInvitation(ctx context.Context, tokenDigest string, l Invitation) error
	Invitation(ctx context.Context, tokenDigest string) (Invitation, error)
	// Links lists the links that are good at a time, newest first.
	Invitations(ctx context.Context, at time.Time) ([]Invitation, error)
	RemoveInvitation(ctx context.Context, id string) error
	// UseInvitation removes the link and, in the same transaction, adds the account or, for RenewInvitation, gives
	// the account the new hash, raises its version, and removes its factors and sessions. It is
	// report.ErrNotFound when the link is gone, ErrNameTaken when the name is, report.ErrConflict when a set-up link
	// comes second, and changes nothing then.
	UseInvitation(ctx context.Context, l Invitation, a Account, hash string) error
}
