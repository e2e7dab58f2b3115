package staff

import (
	"context"
	"errors"
	"fmt"

	"lerr/internal/report"
)

// The second factor is asked for by the same methods at sign-in and at step-up: a session that waits
// for it becomes full, a full one is fresh again. Each changes the token.

// SecondFactorTOTP takes a code of the authenticator app. Each code is accepted once.
func (h *House) SecondFactorTOTP(ctx context.Context, token, code string) (Entry, error) {
	return h.prove(ctx, token, func(s Session) error {
		t, err := h.store.TOTP(ctx, s.Account.ID)
		if err != nil {
			return err
		}
		secret, err := h.sealer.open(s.Account.ID, t.Secret)
		if err != nil {
			return fmt.Errorf("account %s: %w", s.Account.Name, err)
		}
		step, err := stepOf(secret, code, h.clock())
		if err != nil {
			return err
		}
		return h.store.UseTOTP(ctx, s.Account.ID, step)
	})
}

// SecondFactorRecovery takes one of the recovery codes, which is used up.
func (h *House) SecondFactorRecovery(ctx context.Context, token, code string) (Entry, error) {
	return h.prove(ctx, token, func(s Session) error {
		return h.store.UseRecoveryCode(ctx, s.Account.ID, digest(foldCode(code)))
	})
}

// SecondFactorPasskeyBegin is the options for navigator.credentials.get, as JSON with the member
// publicKey. It is report.ErrNotFound for an account without passkeys.
func (h *House) SecondFactorPasskeyBegin(ctx context.Context, token string) ([]byte, error) {
	s, err := h.awaiting(ctx, token)
	if err != nil {
		return nil, err
	}
	factors, err := h.store.Factors(ctx, s.Account.ID)
	if err != nil {
		return nil, err
	}
	if h.passkeys == nil || len(factors.Passkeys) == 0 {
		return nil, fmt.Errorf("passkey: %w", report.ErrNotFound)
	}
	options, data, err := h.passkeys.beginAssert(s.Account, factors.Passkeys)
	if err != nil {
		return nil, fmt.Errorf("passkey: %w", err)
	}
	return options, h.begin(ctx, s, CeremonyAssert, data, SecondFactorLimit)
}

// SecondFactorPasskeyFinish takes the browser's answer, the JSON of the PublicKeyCredential.
func (h *House) SecondFactorPasskeyFinish(ctx context.Context, token string, answer []byte) (Entry, error) {
	return h.prove(ctx, token, func(s Session) error {
		if h.passkeys == nil {
			return report.ErrNotFound
		}
		c, err := h.take(ctx, s, CeremonyAssert)
		if err != nil {
			return err
		}
		factors, err := h.store.Factors(ctx, s.Account.ID)
		if err != nil {
			return err
		}
		p, before, err := h.passkeys.finishAssert(s.Account, factors.Passkeys, c.Data, answer)
		if err != nil {
			return err
		}
		p.UsedAt = h.clock()
		return h.store.UsePasskey(ctx, p, before)
	})
}

// awaiting is a session that may be asked for its second factor.
func (h *House) awaiting(ctx context.Context, token string) (Session, error) {
	s, err := h.AnySession(ctx, token)
	if err == nil && s.Step == StepEnrol {
		err = ErrEnrol
	}
	return s, err
}

// prove runs one try at a second factor under the account's throttle. Whatever is not there is
// wrong: a code that was used, an app or a challenge that does not exist.
func (h *House) prove(ctx context.Context, token string, check func(Session) error) (Entry, error) {
	s, err := h.awaiting(ctx, token)
	if err != nil {
		return Entry{}, err
	}
	y, err := h.throttle.begin(h.clock(), s.Account.Name, s.Client.Address)
	if err != nil {
		return Entry{}, err
	}
	if err := notFoundAs(check(s), ErrSignIn); errors.Is(err, ErrSignIn) {
		return Entry{}, err
	} else if err != nil {
		y.refund()
		return Entry{}, fmt.Errorf("second factor: %w", err)
	}
	y.clear(h.clock())
	return h.raise(ctx, token, s)
}
