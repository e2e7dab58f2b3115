package staff

import (
	"context"
	"time"

	"lerr/internal/audit"
)

// How long the links of invitations work.
const (
	SetUpLimit  = 30 * time.Minute
	InviteLimit = 72 * time.Hour // over a weekend
	RenewLimit  = 24 * time.Hour
)

// InvitationKind is the purpose of an invitation. Its values are stored.
type InvitationKind string

const (
	// SetUpInvitation makes the first account; nothing else can (ASVS 5.0, 6.3.2).
	SetUpInvitation InvitationKind = "set-up"
	// AccountInvitation makes an account with the roles that an administrator chose.
	AccountInvitation InvitationKind = "invite"
	// RenewInvitation gives an existing account a new password and new factors, for an owner who has
	// lost them. Whoever issues it must know the person as well as for an invitation (ASVS 5.0,
	// 6.4.4), and never learns the password (6.4.6).
	RenewInvitation InvitationKind = "renew"
)

// Invitation lets one person in once, by a link with a token. It does not hold the token.
type Invitation struct {
	ID        string
	Kind      InvitationKind
	Roles     Roles   // of the new account; none for SetUpInvitation, where the person chooses
	Account   Account // for RenewInvitation; only its ID and Name
	Note      string  // for whom it is, in the words of who made it; may be empty
	IssuedBy  string  // a name, as in the audit log
	CreatedAt time.Time
	ExpiresAt time.Time
}

// InvitationStore stores invitations by the digests of their tokens.
type InvitationStore interface {
	// AddInvitation stores an invitation. A SetUpInvitation replaces earlier ones, and fails with
	// report.ErrConflict when there is an account; a RenewInvitation replaces those of its account.
	AddInvitation(ctx context.Context, tokenDigest string, inv Invitation, e audit.Event) error
	Invitation(ctx context.Context, tokenDigest string) (Invitation, error)
	// Invitations returns the invitations that are valid at a time, newest first.
	Invitations(ctx context.Context, at time.Time) ([]Invitation, error)
	RemoveInvitation(ctx context.Context, id string, e audit.Event) error
	// UseInvitation removes the invitation and adds the account or, for RenewInvitation, stores the
	// account's new hash, raises its version, and removes its factors and sessions. It fails with
	// report.ErrNotFound when the invitation is gone, with ErrNameTaken, and with report.ErrConflict
	// when a SetUpInvitation comes second.
	UseInvitation(ctx context.Context, inv Invitation, a Account, hash string, e audit.Event) error
}
