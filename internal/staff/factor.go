package staff

import (
	"context"
	"time"
)

// Factors are the second factors that an account has.
type Factors struct {
	TOTPSince     time.Time // zero without an authenticator app
	Passkeys      []Passkey // oldest first
	RecoveryCodes int       // those not used yet
}

// None says whether there is no second factor. Recovery codes are a way back to one, and none.
func (f Factors) None() bool { return f.TOTPSince.IsZero() && len(f.Passkeys) == 0 }

// Passkey is a registered authenticator.
type Passkey struct {
	ID        string // the credential's, base64url
	AccountID string
	Label     string // what its owner calls it
	Record    []byte // what go-webauthn keeps of it, as JSON; no secret
	SignCount uint32
	CreatedAt time.Time
	UsedAt    time.Time // zero before its first use
}

// TOTP is an account's authenticator app.
type TOTP struct {
	AccountID string
	Secret    []byte // sealed
	LastStep  int64  // of the last code that was accepted; none before it is accepted any more
	CreatedAt time.Time
}

// FactorStore keeps second factors.
type FactorStore interface {
	Factors(ctx context.Context, accountID string) (Factors, error)
	TOTP(ctx context.Context, accountID string) (TOTP, error)
	// SetTOTP and AddPasskey store a factor that was set up in a session, replacing the app that was
	// there. They raise the account's version and end its sessions that are not full, except this one:
	// a second person who knows the password must not add a factor of their own. They are report.ErrNotFound
	// when the session has ended, report.ErrConflict when the passkey is registered already.
	SetTOTP(ctx context.Context, sessionID string, t TOTP) error
	AddPasskey(ctx context.Context, sessionID string, p Passkey) error
	// UseTOTP writes down the step of an accepted code: report.ErrNotFound unless it is later than the last.
	UseTOTP(ctx context.Context, accountID string, step int64) error
	// UsePasskey stores p after a use, if its counter is still before: report.ErrNotFound if not.
	UsePasskey(ctx context.Context, p Passkey, before uint32) error
	// RemoveTOTP and RemovePasskey are ErrLastFactor when no second factor would be left.
	RemoveTOTP(ctx context.Context, accountID string) error
	RemovePasskey(ctx context.Context, accountID, id string) error
	// SetRecoveryCodes replaces all of an account's codes.
	SetRecoveryCodes(ctx context.Context, accountID string, digests []string) error
	// UseRecoveryCode removes a code: report.ErrNotFound when there is none like it, or no more.
	UseRecoveryCode(ctx context.Context, accountID, digest string) error
}
