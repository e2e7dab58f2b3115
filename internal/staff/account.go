package staff

import (
	"context"
	"strings"
	"time"
	"unicode/utf8"
)

// Account is a person's account. Its secrets are not part of it, so that no page can show them.
type Account struct {
	ID         string // random; also the user handle that authenticators keep
	Name       string // sign-in name, folded by ParseName
	Roles      Roles
	Version    int // rises with every change; a change based on an older one is report.ErrConflict
	CreatedAt  time.Time
	DisabledAt time.Time // zero while the account may sign in
}

// Disabled says whether the account may not sign in.
func (a Account) Disabled() bool { return !a.DisabledAt.IsZero() }

// AccountChange is what a change of an account did, for the audit log.
type AccountChange struct {
	Before, After Account
	Ended         int // sessions that it ended
}

// AccountStore keeps accounts. report.ErrNotFound and report.ErrConflict are its errors.
type AccountStore interface {
	// HasAccounts says whether there is any account.
	HasAccounts(ctx context.Context) (bool, error)
	// Accounts lists all, by name.
	Accounts(ctx context.Context) ([]Account, error)
	Account(ctx context.Context, id string) (Account, error)
	// Password finds an account by its name, with the hash of its password.
	Password(ctx context.Context, name string) (Account, string, error)
	// SaveAccount stores roles and DisabledAt of an account that still has a.Version, raises the
	// version and ends all its sessions, in one transaction. It is ErrLastAdministrator, and changes
	// nothing, when no enabled administrator would be left.
	SaveAccount(ctx context.Context, a Account) (ended int, err error)
	// SetPassword stores a new hash, raises the version and ends all sessions, likewise.
	SetPassword(ctx context.Context, a Account, hash string) (ended int, err error)
	// Rehash replaces a hash by one of the same password, if it is still the old one.
	Rehash(ctx context.Context, id, old, hash string) error
}

const (
	minName = 2
	maxName = 64
)

// ParseName reads a sign-in name: 2 to 64 of a-z, 0-9 and . _ - + @ once folded to lower case. No
// other letters are taken, since two names that look alike must not be two people in an audit log.
func ParseName(s string) (string, error) {
	name := foldName(s)
	if n := utf8.RuneCountInString(name); n < minName || n > maxName {
		return "", FieldErrors{{FieldName, "name-length", "Enter a sign-in name of 2 to 64 characters."}}
	}
	if strings.ContainsFunc(name, notInName) {
		return "", FieldErrors{{FieldName, "name-characters", "Use only letters a to z, digits and . _ - + @ in the sign-in name."}}
	}
	return name, nil
}

// foldName is how a name that somebody typed is looked up.
func foldName(s string) string { return strings.ToLower(strings.TrimSpace(s)) }

func notInName(r rune) bool {
	return !(r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || strings.ContainsRune("._-+@", r))
}
