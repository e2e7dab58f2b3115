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

// LinkKind says what a link is for.
type LinkKind string

const (
	// LinkSetUp makes the first account; there is no other way to one (ASVS 5.0, 6.3.2).
	LinkSetUp LinkKind = "set-up"
	// LinkInvite makes an account with the roles that an administrator chose.
	LinkInvite LinkKind = "invite"
	// LinkRenew gives an existing account a new password and new factors, for somebody who has lost
	// them. Whoever issues it must know the person as well as when inviting them (ASVS 5.0, 6.4.4),
	// and never learns the password (6.4.6).
	LinkRenew LinkKind = "renew"
)

// Link is a link that can be used once to come into the house. Its token is not part of it.
type Link struct {
	ID        string
	Kind      LinkKind
	Roles     Roles   // that the new account gets; none for LinkSetUp, where the person chooses
	Account   Account // for LinkRenew; only its ID and Name
	IssuedBy  string  // a name, as in the audit log
	CreatedAt time.Time
	ExpiresAt time.Time
}

// LinkStore keeps links by the digests of their tokens.
type LinkStore interface {
	// AddLink stores a link. One of LinkSetUp replaces those before it, and is report.ErrConflict when there
	// is an account; one of LinkRenew replaces those for the same account.
	AddLink(ctx context.Context, tokenDigest string, l Link) error
	Link(ctx context.Context, tokenDigest string) (Link, error)
	// Links lists the links that are good at a time, newest first.
	Links(ctx context.Context, at time.Time) ([]Link, error)
	RemoveLink(ctx context.Context, id string) error
	// UseLink removes the link and, in the same transaction, adds the account or, for LinkRenew, gives
	// the account the new hash, raises its version, and removes its factors and sessions. It is
	// report.ErrNotFound when the link is gone, ErrNameTaken when the name is, report.ErrConflict when a set-up link
	// comes second, and changes nothing then.
	UseLink(ctx context.Context, l Link, a Account, hash string) error
}
