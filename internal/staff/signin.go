package staff

import (
	"context"
	"errors"
	"fmt"
	"time"

	"lerr/internal/report"
)

// Grant is what a person is let in with: the session as it is now, and the token for the cookie,
// which is known only here and in the browser.
type Grant struct {
	Token   string
	Session Session
}

// SignIn checks a name and a password. The session that comes back can do nothing yet: its Step says
// whether the second factor is asked for next, or has to be set up. The error is ErrSignIn whatever
// was wrong, after the same work, or Throttled.
func (svc *Service) SignIn(ctx context.Context, name, password string, c Client) (Grant, error) {
	name = foldName(name)
	try, err := svc.throttle.begin(svc.clock(), name, c.Address)
	if err != nil {
		return Grant{}, err
	}
	a, err := svc.password(ctx, name, password)
	if errors.Is(err, ErrSignIn) {
		return Grant{}, err
	}
	// Only the second factor clears the failures; else whoever has the password could guess codes
	// without end, signing in anew between them.
	try.cancel()
	if err != nil {
		return Grant{}, fmt.Errorf("sign in: %w", err)
	}
	if err := svc.store.Purge(ctx, svc.clock(), svc.clock().Add(-IdleLimit)); err != nil {
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

// password finds the enabled account that has this name and password.
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
		return Account{}, ErrSignIn
	}
	if stale {
		fresh, err := svc.hasher.hash(ctx, password)
		if err != nil {
			return Account{}, err
		}
		if err := svc.store.Rehash(ctx, a.ID, hash, fresh); err != nil && !errors.Is(err, report.ErrNotFound) {
			return Account{}, err
		}
	}
	return a, nil
}

// newSession makes a session at a step. The account must still be as it was when it was looked at.
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

// elevate makes a session full, or fresh again, once a second factor was right. It always changes the
// token, so that one that was known before is worth nothing (ASVS 5.0, 7.2.4).
func (svc *Service) elevate(ctx context.Context, token string, s Session) (Grant, error) {
	at, fresh := svc.clock(), newToken()
	if s.Step != StepFull {
		s.Step, s.CreatedAt, s.ExpiresAt = StepFull, at, at.Add(AbsoluteLimit)
	}
	s.SeenAt, s.SteppedUpAt = at, at
	if err := svc.store.ReplaceSession(ctx, digest(token), digest(fresh), s); err != nil {
		return Grant{}, fmt.Errorf("raise session: %w", notFoundAs(err, ErrNoSession))
	}
	return Grant{fresh, s}, nil
}

// Session is the full session of a token. The error is ErrNoSession, ErrSecondFactor or ErrEnrol
// when there is none, so that who forgets to look at the step lets nobody in.
func (svc *Service) Session(ctx context.Context, token string) (Session, error) {
	s, err := svc.AnySession(ctx, token)
	if err != nil {
		return Session{}, err
	}
	if err := s.atFull(); err != nil {
		return Session{}, err
	}
	return s, nil
}

// AnySession is the session of a token at whatever step, for the pages on which one signs in. Its
// use is written down at most once a minute.
func (svc *Service) AnySession(ctx context.Context, token string) (Session, error) {
	s, err := svc.store.Session(ctx, digest(token))
	if err != nil {
		return Session{}, notFoundAs(err, ErrNoSession)
	}
	at := svc.clock()
	if !s.Live(at) {
		return Session{}, ErrNoSession
	}
	if at.Sub(s.SeenAt) >= touchEvery {
		s.SeenAt = at
		if err := svc.store.TouchSession(ctx, s.ID, at); err != nil {
			return Session{}, fmt.Errorf("touch session: %w", err)
		}
	}
	return s, nil
}

// SignOut ends the session of a token, at whatever step. One that has ended already is no error.
func (svc *Service) SignOut(ctx context.Context, token string) error {
	s, err := svc.store.Session(ctx, digest(token))
	if err == nil {
		err = svc.store.EndSession(ctx, s.Account.ID, s.ID)
	}
	return notFoundAs(err, nil)
}
