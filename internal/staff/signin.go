package staff

import (
	"context"
	"errors"
	"fmt"
	"time"

	"lerr/internal/report"
)

// Grant is a session and its token. Only the browser and this value hold the token.
type Grant struct {
	Token   string
	Session Session
}

// SignIn checks a name and a password. The Step of the returned session says whether the second factor
// comes next, or has to be set up; until then the session permits nothing. Whatever is wrong, the
// error is ErrSignIn after the same work, and the audit log has an event; or it is Throttled.
func (svc *Service) SignIn(ctx context.Context, name, password string, c Client) (Grant, error) {
	folded := foldName(name)
	try, err := svc.throttle.begin(ctx, svc.clock(), folded, c.Address)
	if err != nil {
		return Grant{}, err
	}
	a, err := svc.password(ctx, folded, password)
	if errors.Is(err, ErrSignIn) {
		return Grant{}, svc.logged(ctx, svc.failedSignIn(name, a, c), err)
	}
	// Only the second factor clears the failures. Otherwise whoever has the password could guess codes
	// forever, by signing in again between guesses.
	if err = errors.Join(err, try.cancel(ctx)); err != nil {
		return Grant{}, fmt.Errorf("sign in: %w", err)
	}
	if err := svc.store.Purge(ctx, svc.clock(), svc.clock().Add(-IdleLimit), svc.expiredEvent); err != nil {
		return Grant{}, fmt.Errorf("sign in: %w", err)
	}
	factors, err := svc.store.Factors(ctx, a.ID)
	if err != nil {
		return Grant{}, fmt.Errorf("sign in: %w", err)
	}
	step := StepSecondFactor
	if factors.None() {
		step = StepEnrol
	}
	return svc.newSession(ctx, a, step, c)
}

// password returns the enabled account with this name and password. With ErrSignIn it returns the
// account that has the name, if there is one.
func (svc *Service) password(ctx context.Context, name, password string) (Account, error) {
	a, hash, err := svc.store.Password(ctx, name)
	unknown := errors.Is(err, report.ErrNotFound)
	if unknown {
		hash = svc.decoy
	} else if err != nil {
		return Account{}, err
	}
	ok, stale, err := svc.hasher.verify(ctx, hash, password)
	if err != nil {
		return Account{}, err
	}
	if !ok || unknown || a.Disabled() {
		return a, ErrSignIn
	}
	if stale {
		fresh, err := svc.hasher.hash(ctx, password)
		if err != nil {
			return Account{}, err
		}
		if err := svc.store.Rehash(ctx, a.ID, hash, fresh, svc.event(program, "password hash renewed", a.Name)); err != nil && !errors.Is(err, report.ErrNotFound) {
			return Account{}, err
		}
	}
	return a, nil
}

// newSession stores a session at a step. It fails with ErrSignIn if the account has changed since it
// was read.
func (svc *Service) newSession(ctx context.Context, a Account, step Step, c Client) (Grant, error) {
	at, token := svc.clock(), newToken()
	limits := map[Step]time.Duration{StepSecondFactor: SecondFactorLimit, StepEnrol: EnrolLimit, StepFull: AbsoluteLimit}
	s := Session{
		ID: newID(), Account: a, Step: step, Client: c.trimmed(),
		CreatedAt: at, SeenAt: at, ExpiresAt: at.Add(limits[step]),
	}
	if err := svc.store.AddSession(ctx, digest(token), s); err != nil {
		return Grant{}, fmt.Errorf("sign in: %w", notFoundAs(err, ErrSignIn))
	}
	return Grant{token, s}, nil
}

// elevate returns the elevation of a session after a right second factor, for the store, and the
// grant that the browser gets once it is stored. The token always changes, so that one that was known
// before is useless (ASVS 5.0, 7.2.4).
func (svc *Service) elevate(token string, s Session, action, text string) (Elevation, Grant) {
	at, fresh := svc.clock(), newToken()
	if s.Step != StepFull {
		s.Step, s.CreatedAt, s.ExpiresAt = StepFull, at, at.Add(AbsoluteLimit)
	}
	s.SeenAt, s.SteppedUpAt = at, at
	e := Elevation{OldDigest: digest(token), NewDigest: digest(fresh), Session: s, Event: svc.event(s.Account.Name, action, text)}
	return e, Grant{fresh, s}
}

// Session returns the full session of a token. Otherwise it fails with ErrNoSession, ErrSecondFactor
// or ErrEnrol, so that a caller who forgets to check the step lets nobody in.
func (svc *Service) Session(ctx context.Context, token string) (Session, error) {
	s, err := svc.AnySession(ctx, token)
	if err == nil {
		err = s.requireFull()
	}
	if err != nil {
		return Session{}, err
	}
	return s, nil
}

// AnySession returns the session of a token at any step, for the pages on which people sign in. It
// stores the time of use at most once in touchInterval.
func (svc *Service) AnySession(ctx context.Context, token string) (Session, error) {
	s, err := svc.store.Session(ctx, digest(token))
	if err != nil {
		return Session{}, notFoundAs(err, ErrNoSession)
	}
	at := svc.clock()
	if !s.Live(at) {
		return Session{}, ErrNoSession
	}
	if at.Sub(s.SeenAt) >= touchInterval {
		s.SeenAt = at
		if err := svc.store.TouchSession(ctx, s.ID, at); err != nil {
			return Session{}, fmt.Errorf("touch session: %w", err)
		}
	}
	return s, nil
}

// SignOut ends the session of a token at any step. A session that has already ended is no error.
func (svc *Service) SignOut(ctx context.Context, token string) error {
	s, err := svc.store.Session(ctx, digest(token))
	if err == nil {
		err = svc.store.EndSession(ctx, s.Account.ID, s.ID, svc.event(s.Account.Name, "sign out", ""))
	}
	return notFoundAs(err, nil)
}
