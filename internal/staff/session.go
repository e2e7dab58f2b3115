package staff

import (
	"context"
	"time"
)

// How long sessions last. Idle and absolute are below the limits of NIST SP 800-63B for AAL2.
const (
	IdleLimit         = 30 * time.Minute
	AbsoluteLimit     = 12 * time.Hour
	SecondFactorLimit = 5 * time.Minute  // from the password to the second factor
	EnrolLimit        = 30 * time.Minute // to set up the first second factor
	StepUpLimit       = 5 * time.Minute  // for which an entered second factor counts as fresh

	// touchEvery is how often use is written down, so that reading pages does not keep the one
	// writer busy. A session can thereby end up to a minute early, never late.
	touchEvery = time.Minute
)

// Step is how far a person has come in signing in.
type Step string

const (
	// StepSecondFactor: the password was right, the second factor is awaited.
	StepSecondFactor Step = "second-factor"
	// StepEnrol: the account has no second factor yet, and can do nothing but get one.
	StepEnrol Step = "enrol"
	// StepFull: signed in.
	StepFull Step = "full"
)

// Client is where a request comes from.
type Client struct {
	Address string // what tries are counted by, such as the IP address
	Agent   string // for the list of sessions
}

// maxClient is how many bytes are kept of what a client says about itself.
const maxClient = 200

// trimmed is the client, shortened to what is stored.
func (c Client) trimmed() Client {
	return Client{shorten(c.Address, maxClient), shorten(c.Agent, maxClient)}
}

// Session is one browser's being signed in, or on the way there. The token is not part of it.
type Session struct {
	ID          string // stays the same while tokens change
	Account     Account
	Step        Step
	Client      Client
	CreatedAt   time.Time // of this step
	SeenAt      time.Time
	ExpiresAt   time.Time // whatever is done
	SteppedUpAt time.Time // when the second factor was last entered; zero before
}

// Live says whether the session is still good at a time.
func (s Session) Live(at time.Time) bool {
	return at.Before(s.ExpiresAt) && at.Sub(s.SeenAt) < IdleLimit && !s.Account.Disabled()
}

// SteppedUp says whether the second factor was entered a short time ago.
func (s Session) SteppedUp(at time.Time) bool {
	return !s.SteppedUpAt.IsZero() && at.Sub(s.SteppedUpAt) < StepUpLimit
}

// Ceremony is what is remembered of setting up or asking for a factor between two requests. It stays
// on the server, bound to the session, and there is one of each kind at most.
type Ceremony struct {
	SessionID string
	Kind      CeremonyKind
	Data      []byte
	ExpiresAt time.Time
}

// CeremonyKind says what a ceremony is for.
type CeremonyKind string

const (
	CeremonyTOTP     CeremonyKind = "totp"     // a key that is shown and not confirmed yet
	CeremonyRegister CeremonyKind = "register" // a passkey is being registered
	CeremonyAssert   CeremonyKind = "assert"   // a passkey is being asked for
)

// SessionStore keeps sessions by the digests of their tokens. report.ErrNotFound is its error.
type SessionStore interface {
	// AddSession stores a session of an account that is enabled and still has s.Account.Version;
	// else it is report.ErrNotFound: what the person proved is no longer so.
	AddSession(ctx context.Context, tokenDigest string, s Session) error
	Session(ctx context.Context, tokenDigest string) (Session, error)
	// ReplaceSession gives the session of the old token a new one, and s's step and times.
	ReplaceSession(ctx context.Context, oldDigest, newDigest string, s Session) error
	TouchSession(ctx context.Context, id string, seen time.Time) error
	// Sessions lists an account's sessions, the one seen last first.
	Sessions(ctx context.Context, accountID string) ([]Session, error)
	EndSession(ctx context.Context, accountID, id string) error
	// EndSessions ends all of an account's sessions but one; none is spared when except is "".
	EndSessions(ctx context.Context, accountID, except string) (ended int, err error)
	// Purge removes what has expired at a time: sessions, those not seen since idle, links, ceremonies.
	Purge(ctx context.Context, at, idle time.Time) error

	// SetCeremony replaces the session's ceremony of that kind.
	SetCeremony(ctx context.Context, c Ceremony) error
	Ceremony(ctx context.Context, sessionID string, k CeremonyKind) (Ceremony, error)
	// EndCeremony removes it; report.ErrNotFound says that somebody else has ended it before.
	EndCeremony(ctx context.Context, sessionID string, k CeremonyKind) error
}
