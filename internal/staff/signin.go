package staff

import (
	"context"
	"errors"
	"fmt"
	"time"

	"lerr/internal/report"
)

// Entry is what a person is let in with: the session as it is now, and the token for the cookie,
// which is known only here and in the browser.
type Entry struct {
	Token   string
	Session Session
}

// SignIn checks a name and a password. The session that comes back can do nothing yet: its Step says
// whether the second factor is asked for next, or has to be set up. The error is ErrSignIn whatever
// was wrong, after the same work, or Throttled.
func (h *House) SignIn(ctx context.Context, name, password string, c Client) (Entry, error) {
	name = foldName(name)
	y, err := h.throttle.begin(h.clock(), name, c.Address)
	if err != nil {
		return Entry{}, err
	}
	a, err := h.password(ctx, name, password)
	if errors.Is(err, ErrSignIn) {
		return Entry{}, err
	}
	// Only the second factor clears the failures; else whoever has the password could guess codes
	// without end, signing in anew between them.
	y.refund()
	if err != nil {
		return Entry{}, fmt.Errorf("sign in: %w", err)
	}
	if err := h.store.Purge(ctx, h.clock(), h.clock().Add(-IdleLimit)); err != nil {
		return Entry{}, fmt.Errorf("sign in: %w", err)
	}
	factors, err := h.store.Factors(ctx, a.ID)
	if err != nil {
		return Entry{}, fmt.Errorf("sign in: %w", err)
	}
	step := StepSecondFactor
	if factors.None() {
		step = StepEnrol
	}
	return h.admit(ctx, a, step, c)
}

// password finds the enabled account that has this name and password.
func (h *House) password(ctx context.Context, name, password string) (Account, error) {
	a, hash, err := h.store.Password(ctx, name)
	unknown := errors.Is(err, report.ErrNotFound)
	if unknown {
		hash = h.decoy
	} else if err != nil {
		return Account{}, err
	}
	ok, stale, err := h.hasher.verify(ctx, hash, password)
	if err != nil {
		return Account{}, err
	}
	if !ok || unknown || a.Disabled() {
		return Account{}, ErrSignIn
	}
	if stale {
		fresh, err := h.hasher.hash(ctx, password)
		if err != nil {
			return Account{}, err
		}
		if err := h.store.Rehash(ctx, a.ID, hash, fresh); err != nil && !errors.Is(err, report.ErrNotFound) {
			return Account{}, err
		}
	}
	return a, nil
}

// admit makes a session at a step. The account must still be as it was when it was looked at.
func (h *House) admit(ctx context.Context, a Account, step Step, c Client) (Entry, error) {
	at, token := h.clock(), newToken()
	limits := map[Step]time.Duration{StepSecondFactor: SecondFactorLimit, StepEnrol: EnrolLimit, StepFull: AbsoluteLimit}
	s := Session{
		ID: newID(), Account: a, Step: step, Client: c.trimmed(),
		CreatedAt: at, SeenAt: at, ExpiresAt: at.Add(limits[step]),
	}
	if err := h.store.AddSession(ctx, digest(token), s); err != nil {
		return Entry{}, fmt.Errorf("sign in: %w", notFoundAs(err, ErrSignIn))
	}
	return Entry{token, s}, nil
}

// raise makes a session full, or fresh again, once a second factor was right. It always changes the
// token, so that one that was known before is worth nothing (ASVS 5.0, 7.2.4).
func (h *House) raise(ctx context.Context, token string, s Session) (Entry, error) {
	at, fresh := h.clock(), newToken()
	if s.Step != StepFull {
		s.Step, s.CreatedAt, s.ExpiresAt = StepFull, at, at.Add(AbsoluteLimit)
	}
	s.SeenAt, s.SteppedUpAt = at, at
	if err := h.store.ReplaceSession(ctx, digest(token), digest(fresh), s); err != nil {
		return Entry{}, fmt.Errorf("raise session: %w", notFoundAs(err, ErrNoSession))
	}
	return Entry{fresh, s}, nil
}

// Session is the full session of a token. The error is ErrNoSession, ErrSecondFactor or ErrEnrol
// when there is none, so that who forgets to look at the step lets nobody in.
func (h *House) Session(ctx context.Context, token string) (Session, error) {
	s, err := h.AnySession(ctx, token)
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
func (h *House) AnySession(ctx context.Context, token string) (Session, error) {
	s, err := h.store.Session(ctx, digest(token))
	if err != nil {
		return Session{}, notFoundAs(err, ErrNoSession)
	}
	at := h.clock()
	if !s.Live(at) {
		return Session{}, ErrNoSession
	}
	if at.Sub(s.SeenAt) >= touchEvery {
		s.SeenAt = at
		if err := h.store.TouchSession(ctx, s.ID, at); err != nil {
			return Session{}, fmt.Errorf("touch session: %w", err)
		}
	}
	return s, nil
}

// SignOut ends the session of a token, at whatever step. One that has ended already is no error.
func (h *House) SignOut(ctx context.Context, token string) error {
	s, err := h.store.Session(ctx, digest(token))
	if err == nil {
		err = h.store.EndSession(ctx, s.Account.ID, s.ID)
	}
	return notFoundAs(err, nil)
}
