package staff

import (
	"context"
	"regexp"
	"strings"
	"time"
	"unicode/utf8"

	"lerr/internal/audit"
)

// Account is the account of one person. It holds no secret, so that no page can show one.
type Account struct {
	ID         string // random; authenticators store it as the user handle
	Name       string // sign-in name, normalised by ParseName
	Roles      Roles
	Version    int // rises with every change; a change of an older version fails with report.ErrConflict
	CreatedAt  time.Time
	DisabledAt time.Time // zero while the account may sign in
}

// Disabled reports whether the account may not sign in.
func (a Account) Disabled() bool { return !a.DisabledAt.IsZero() }

// AccountChange is an account before and after a change by an administrator.
type AccountChange struct {
	Before, After Account
	Ended         int // number of sessions that the change ended
}

// EndedEvent returns the audit event of a change that ended a number of sessions. The store calls it
// within the transaction, since only there the number is certain.
type EndedEvent func(ended int) audit.Event

// AccountStore stores accounts. Its errors are report.ErrNotFound and report.ErrConflict.
type AccountStore interface {
	// HasAccounts reports whether there is any account.
	HasAccounts(ctx context.Context) (bool, error)
	// Accounts returns all accounts by name.
	Accounts(ctx context.Context) ([]Account, error)
	Account(ctx context.Context, id string) (Account, error)
	// Password returns the account with a name, and its password's hash.
	Password(ctx context.Context, name string) (Account, string, error)
	// SaveAccount stores the roles and DisabledAt of an account that still has a.Version, raises the
	// version and ends all its sessions. It fails with ErrLastAdministrator when no enabled
	// administrator would be left.
	SaveAccount(ctx context.Context, a Account, e EndedEvent) (ended int, err error)
	// SetPassword stores a new hash for an account that still has a.Version, raises the version and
	// ends all its sessions.
	SetPassword(ctx context.Context, a Account, hash string, e audit.Event) (ended int, err error)
	// Rehash replaces a hash by another one of the same password, unless it has changed meanwhile.
	Rehash(ctx context.Context, id, old, hash string, e audit.Event) error
}

const (
	minName = 2
	maxName = 64
)

var notInName = regexp.MustCompile(`[^a-z0-9._+@-]`)

// ParseName returns a sign-in name in lower case: 2 to 64 characters of a-z, 0-9 and . _ - + @. It
// accepts no other letters, since two names that look alike must not be two people in the audit log.
func ParseName(s string) (string, error) {
	name := foldName(s)
	if n := utf8.RuneCountInString(name); n < minName || n > maxName {
		return "", FieldErrors{{FieldName, "name-length", "Enter a sign-in name of 2 to 64 characters."}}
	}
	if notInName.MatchString(name) {
		return "", FieldErrors{{FieldName, "name-characters", "Use only letters a to z, digits and . _ - + @ in the sign-in name."}}
	}
	return name, nil
}

// foldName returns a typed name in the form that accounts are stored under.
func foldName(s string) string { return strings.ToLower(strings.TrimSpace(s)) }
