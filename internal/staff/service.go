package staff

import (
	"errors"
	"fmt"
	"time"
	"unicode/utf8"

	"lerr/internal/report"
)

// Store keeps what the house must remember. Each method is one transaction.
type Store interface {
	AccountStore
	InvitationStore
	FactorStore
	SessionStore
}

// Config is what an organisation decides. The zero value works, without passkeys.
type Config struct {
	// Organisation is the name that authenticator apps and browsers show. Passwords may not hold it.
	Organisation string
	// Words are further words that passwords may not hold, such as product names (ASVS 5.0, 6.1.2).
	Words []string
	// RPID is the console's domain, such as "console.example.org" or "localhost", and Origins are the
	// addresses it is opened at, such as "https://console.example.org". Without them there are no
	// passkeys; an IP address cannot have any.
	RPID    string
	Origins []string
	// Key are 32 bytes that keep TOTP keys unreadable in the database; empty stores them in clear.
	Key []byte
	// Argon is the work of a password's hash; zero is DefaultArgon.
	Argon Argon
}

// House lets staff in and says what they may do. It owns the clock of everything in this package.
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

// New makes a house that keeps its accounts in the store and tells the time by now.
func New(store Store, now func() time.Time, c Config) (*Service, error) {
	if c.Organisation == "" {
		c.Organisation = "lerr"
	}
	svc := &Service{store: store, now: now, config: c, hasher: newHasher(c.Argon), throttle: newThrottle()}
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

// Hashes is how many password hashes were computed so far: a gauge of sign-in load.
func (svc *Service) Hashes() int64 { return svc.hasher.made.Load() }

// HasPasskeys says whether passkeys are configured.
func (svc *Service) HasPasskeys() bool { return svc.passkeys != nil }

// Allow says whether a session may do the action at this moment: nil, or report.ErrForbidden, ErrStepUp, or
// what the session still lacks. It is the one question that every route asks.
func (svc *Service) Allow(s Session, a Action) error {
	if err := s.atFull(); err != nil {
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

// atFull is nil for a session that is signed in, and says what is missing for others.
func (s Session) atFull() error {
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

// clock is the time in the precision that is stored, so that what comes back is what went in.
func (svc *Service) clock() time.Time { return svc.now().UTC().Truncate(time.Microsecond) }

// notFoundAs turns report.ErrNotFound into what it means to the caller.
func notFoundAs(err, meaning error) error {
	if errors.Is(err, report.ErrNotFound) {
		return meaning
	}
	return err
}

// checkPassword is what is wrong with an account's new password.
func (svc *Service) checkPassword(name, password string) FieldErrors {
	forbidden := append(wordsOf(name), wordsOf(svc.config.Organisation)...)
	return CheckPassword(password, append(forbidden, svc.config.Words...)...)
}

// shorten cuts a text to n bytes at most, at the end of a character.
func shorten(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}
