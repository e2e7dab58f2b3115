package staff

import (
	"context"
	"time"

	"lerr/internal/audit"
)

// Factors are the second factors of an account.
type Factors struct {
	TOTPSince     time.Time // zero without an authenticator app
	Passkeys      []Passkey // oldest first
	RecoveryCodes int       // number of unused codes
}

// None reports whether the account has no second factor. Recovery codes alone do not count: they
// only replace a factor that was lost.
func (f Factors) None() bool { return f.TOTPSince.IsZero() && len(f.Passkeys) == 0 }

// Passkey is a registered authenticator.
type Passkey struct {
	ID        string // of the credential, base64url
	AccountID string
	Label     string // chosen by its owner
	Record    []byte // go-webauthn's credential as JSON; no secret
	SignCount uint32
	CreatedAt time.Time
	UsedAt    time.Time // zero before its first use
}

// TOTP is the authenticator app of an account.
type TOTP struct {
	AccountID string
	Secret    []byte // sealed
	LastStep  int64  // time step of the last accepted code; only later steps are accepted
	CreatedAt time.Time
}

// Elevation makes a session full, or fresh again, under a new token. Every method that accepts a
// factor takes one and stores factor, session and event in one transaction, so that a used code and
// its event never part. The old token is no longer valid.
type Elevation struct {
	OldDigest, NewDigest string  // of the tokens
	Session              Session // with its new step and times
	Event                audit.Event
}

// FactorStore stores second factors.
type FactorStore interface {
	Factors(ctx context.Context, accountID string) (Factors, error)
	TOTP(ctx context.Context, accountID string) (TOTP, error)
	// AllTOTP returns the authenticator apps of all accounts.
	AllTOTP(ctx context.Context) ([]TOTP, error)
	// SetTOTP and AddPasskey store a factor that was set up in e.Session; SetTOTP replaces the app.
	// They raise the account's version and end its other incomplete sessions: a second person who
	// knows the password must not add a factor too. They fail with report.ErrNotFound when the session
	// has ended, AddPasskey with report.ErrConflict when the passkey is already registered.
	SetTOTP(ctx context.Context, t TOTP, e Elevation) error
	AddPasskey(ctx context.Context, p Passkey, e Elevation) error
	// UseTOTP stores the step of an accepted code. It fails with report.ErrNotFound unless the step is
	// later than the last, and like the next two with ErrNoSession when the session has ended.
	UseTOTP(ctx context.Context, accountID string, step int64, e Elevation) error
	// UsePasskey stores p after its use. It fails with report.ErrNotFound unless the stored counter is before.
	UsePasskey(ctx context.Context, p Passkey, before uint32, e Elevation) error
	// UseRecoveryCode removes a code. It fails with report.ErrNotFound when the account has no such code.
	UseRecoveryCode(ctx context.Context, accountID, digest string, e Elevation) error
	// RemoveTOTP and RemovePasskey fail with ErrLastFactor when no second factor would be left.
	RemoveTOTP(ctx context.Context, accountID string, e audit.Event) error
	RemovePasskey(ctx context.Context, accountID, id string, e audit.Event) error
	// SetRecoveryCodes replaces all codes of an account.
	SetRecoveryCodes(ctx context.Context, accountID string, digests []string, e audit.Event) error
}
