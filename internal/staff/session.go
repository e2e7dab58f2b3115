package staff

import (
	"context"
	"time"

	"lerr/internal/audit"
)

// How long sessions last. Idle and absolute are below the limits of NIST SP 800-63B for AAL2.
const (
	IdleLimit         = 30 * time.Minute
	AbsoluteLimit     = 12 * time.Hour
	SecondFactorLimit = 5 * time.Minute  // from the password to the second factor
	EnrolLimit        = 30 * time.Minute // to set up the first second factor
	StepUpLimit       = 5 * time.Minute  // for which an entered second factor counts as fresh

	// touchInterval bounds how often the store learns that a session is in use, so that reading pages
	// does not occupy its one writer. A session can therefore end up to a minute early, never late.
	touchInterval = time.Minute
)

// Step is a session's progress in signing in. Its values are stored.
type Step string

const (
	// StepSecondFactor: the password was right; the second factor is missing.
	StepSecondFactor Step = "second-factor"
	// StepEnrol: the account has no second factor yet, and can only set one up.
	StepEnrol Step = "enrol"
	// StepFull: signed in.
	StepFull Step = "full"
)

// Client is the origin of a request.
type Client struct {
	Address string // IP address; attempts are throttled by its network
	Agent   string // User-Agent header, for the list of sessions
}

// maxClient is the number of bytes stored of an address or agent.
const maxClient = 200

// trimmed returns the client cut to the stored length.
func (c Client) trimmed() Client {
	return Client{shorten(c.Address, maxClient), shorten(c.Agent, maxClient)}
}

// Session is a browser that is signed in, or is signing in. It does not hold its token.
type Session struct {
	ID          string // stays the same when the token changes
	Account     Account
	Step        Step
	Client      Client
	CreatedAt   time.Time // of this step
	SeenAt      time.Time
	ExpiresAt   time.Time // even if in use
	SteppedUpAt time.Time // when the second factor was last entered; zero before
}

// Live reports whether the session is valid at a time.
func (s Session) Live(at time.Time) bool {
	return at.Before(s.ExpiresAt) && at.Sub(s.SeenAt) < IdleLimit && !s.Account.Disabled()
}

// SteppedUp reports whether the second factor was entered within StepUpLimit before a time.
func (s Session) SteppedUp(at time.Time) bool {
	return !s.SteppedUpAt.IsZero() && at.Sub(s.SteppedUpAt) < StepUpLimit
}

// Ceremony is the server's state between the two requests that set up or ask for a factor. A session
// has at most one of each kind.
type Ceremony struct {
	SessionID string
	Kind      CeremonyKind
	Data      []byte
	ExpiresAt time.Time
}

// CeremonyKind is the purpose of a ceremony. Its values are stored.
type CeremonyKind string

const (
	CeremonyTOTP     CeremonyKind = "totp"     // a key that is shown and not confirmed yet
	CeremonyRegister CeremonyKind = "register" // registers a passkey
	CeremonyAssert   CeremonyKind = "assert"   // asks for a passkey
)

// SessionStore stores sessions by the digests of their tokens. Its error is report.ErrNotFound.
type SessionStore interface {
	// AddSession stores a session of an enabled account that still has s.Account.Version. Otherwise it
	// fails with report.ErrNotFound: what the person proved no longer holds.
	AddSession(ctx context.Context, tokenDigest string, s Session) error
	Session(ctx context.Context, tokenDigest string) (Session, error)
	TouchSession(ctx context.Context, id string, seen time.Time) error
	// Sessions returns the sessions of an account, the last seen first.
	Sessions(ctx context.Context, accountID string) ([]Session, error)
	EndSession(ctx context.Context, accountID, id string, e audit.Event) error
	// EndSessions ends all sessions of an account, except one unless except is "".
	EndSessions(ctx context.Context, accountID, except string, e EndedEvent) (ended int, err error)
	// Purge removes expired sessions, invitations and ceremonies, sessions not seen since idle, and typed input that is
	// older than TypedLimit. For EndedLimit it stores whose the sessions were. It stores the event of the number of
	// expired invitations, if there are any.
	Purge(ctx context.Context, at, idle time.Time, expired EndedEvent) error

	// SetCeremony replaces the session's ceremony of that kind.
	SetCeremony(ctx context.Context, c Ceremony) error
	Ceremony(ctx context.Context, sessionID string, k CeremonyKind) (Ceremony, error)
	// EndCeremony removes a ceremony. It fails with report.ErrNotFound when another request was first.
	EndCeremony(ctx context.Context, sessionID string, k CeremonyKind) error
}
