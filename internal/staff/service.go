package staff

import (
	"context"
	"errors"
	"fmt"
	"time"
	"unicode/utf8"

	"lerr/internal/audit"
	"lerr/internal/report"
)

// Store stores accounts and all that belongs to them. Each method is one transaction. A method that
// takes an audit event, alone, in an Elevation or as an EndedEvent, writes the change and the event
// together or neither.
type Store interface {
	AccountStore
	InvitationStore
	FactorStore
	SessionStore
	TypedStore
	// Record stores an event without a change: a failed sign-in.
	Record(ctx context.Context, e audit.Event) error
}

// Config configures a Service. The zero value works, without passkeys.
type Config struct {
	// Organisation is the name shown by authenticator apps and browsers. Passwords must not contain it.
	Organisation string
	// Words are further words that passwords must not contain, such as product names (ASVS 5.0, 6.1.2).
	Words []string
	// RPID is the console's domain, such as "console.example.org" or "localhost", and Origins are its
	// addresses, such as "https://console.example.org". Without them there are no passkeys; an IP
	// address cannot have any.
	RPID    string
	Origins []string
	// Key has 32 bytes and encrypts the TOTP keys in the database. If empty, they are stored in clear.
	Key []byte
	// Argon is the cost of a password's hash; zero means DefaultArgon.
	Argon Argon
	// Attempts counts failed attempts to sign in. Nil counts those of this process.
	Attempts Attempts
}

// Service signs staff in and decides what they may do. All times in this package come from its clock.
type Service struct {
	store    Store
	now      func() time.Time
	config   Config
	hasher   *hasher
	decoy    string
	sealer   sealer
	throttle *throttle
	passkeys *relyingParty // nil without Config.RPID
}

// New returns a service whose accounts are in the store. now returns the current time.
func New(store Store, now func() time.Time, c Config) (*Service, error) {
	if c.Organisation == "" {
		c.Organisation = "lerr"
	}
	svc := &Service{store: store, now: now, config: c, hasher: newHasher(c.Argon), throttle: &throttle{c.Attempts}}
	if c.Attempts == nil {
		svc.throttle.counts = &memory{counts: map[string]AttemptCount{}}
	}
	svc.decoy = svc.hasher.decoy()
	var err error
	if svc.sealer, err = newSealer(c.Key); err != nil {
		return nil, fmt.Errorf("staff: %w", err)
	}
	if svc.passkeys, err = newRelyingParty(c); err != nil {
		return nil, fmt.Errorf("staff: %w", err)
	}
	return svc, nil
}

// Hashes returns the number of password hashes computed so far, a measure of sign-in load.
func (svc *Service) Hashes() int64 { return svc.hasher.made.Load() }

// HasPasskeys reports whether passkeys are configured.
func (svc *Service) HasPasskeys() bool { return svc.passkeys != nil }

// Allow returns nil if a session may do the action now. Otherwise the error is report.ErrForbidden,
// ErrStepUp, or the error of what the session still lacks. Every route that is not public calls it.
func (svc *Service) Allow(s Session, a Action) error {
	if err := s.requireFull(); err != nil {
		return err
	}
	switch at := svc.clock(); {
	case !s.Live(at):
		return ErrNoSession
	case !May(s.Account.Roles, a):
		return fmt.Errorf("%s: %w", a, report.ErrForbidden)
	case NeedsStepUp(a) && !s.SteppedUp(at):
		return fmt.Errorf("%s: %w", a, ErrStepUp)
	}
	return nil
}

// requireFull returns nil for a session that is signed in, else the error of what it lacks.
func (s Session) requireFull() error {
	switch s.Step {
	case StepFull:
		return nil
	case StepEnrol:
		return ErrEnrol
	case StepSecondFactor:
		return ErrSecondFactor
	}
	return ErrNoSession
}

// clock returns the time in the precision of the store, so that stored times compare equal.
func (svc *Service) clock() time.Time { return svc.now().UTC().Truncate(time.Microsecond) }

// notFoundAs replaces report.ErrNotFound by its meaning to the caller.
func notFoundAs(err, meaning error) error {
	if errors.Is(err, report.ErrNotFound) {
		return meaning
	}
	return err
}

// checkPassword returns the errors of a new password for the account with the name.
func (svc *Service) checkPassword(name, password string) FieldErrors {
	forbidden := append(wordsOf(name), wordsOf(svc.config.Organisation)...)
	return CheckPassword(password, append(forbidden, svc.config.Words...)...)
}

// shorten returns at most the first n bytes of a text, cut between characters.
func shorten(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}
