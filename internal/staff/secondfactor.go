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
func (svc *Service) SecondFactorTOTP(ctx context.Context, token, code string) (Grant, error) {
	return svc.prove(ctx, token, func(s Session) error {
		t, err := svc.store.TOTP(ctx, s.Account.ID)
		if err != nil {
			return err
		}
		secret, err := svc.sealer.open(s.Account.ID, t.Secret)
		if err != nil {
			return fmt.Errorf("account %s: %w", s.Account.Name, err)
		}
		step, err := stepOf(secret, code, svc.clock())
		if err != nil {
			return err
		}
		return svc.store.UseTOTP(ctx, s.Account.ID, step)
	})
}

// SecondFactorRecovery takes one of the recovery codes, which is used up.
func (svc *Service) SecondFactorRecovery(ctx context.Context, token, code string) (Grant, error) {
	return svc.prove(ctx, token, func(s Session) error {
		return svc.store.UseRecoveryCode(ctx, s.Account.ID, digest(foldCode(code)))
	})
}

// SecondFactorPasskeyBegin is the options for navigator.credentials.get, as JSON with the member
// publicKey. It is report.ErrNotFound for an account without passkeys.
func (svc *Service) SecondFactorPasskeyBegin(ctx context.Context, token string) ([]byte, error) {
	s, err := svc.awaiting(ctx, token)
	if err != nil {
		return nil, err
	}
	factors, err := svc.store.Factors(ctx, s.Account.ID)
	if err != nil {
		return nil, err
	}
	if svc.passkeys == nil || len(factors.Passkeys) == 0 {
		return nil, fmt.Errorf("passkey: %w", report.ErrNotFound)
	}
	options, data, err := svc.passkeys.beginAssert(s.Account, factors.Passkeys)
	if err != nil {
		return nil, fmt.Errorf("passkey: %w", err)
	}
	return options, svc.begin(ctx, s, CeremonyAssert, data, SecondFactorLimit)
}

// SecondFactorPasskeyFinish takes the browser's answer, the JSON of the PublicKeyCredential.
func (svc *Service) SecondFactorPasskeyFinish(ctx context.Context, token string, answer []byte) (Grant, error) {
	return svc.prove(ctx, token, func(s Session) error {
		if svc.passkeys == nil {
			return report.ErrNotFound
		}
		c, err := svc.take(ctx, s, CeremonyAssert)
		if err != nil {
			return err
		}
		factors, err := svc.store.Factors(ctx, s.Account.ID)
		if err != nil {
			return err
		}
		p, before, err := svc.passkeys.finishAssert(s.Account, factors.Passkeys, c.Data, answer)
		if err != nil {
			return err
		}
		p.UsedAt = svc.clock()
		return svc.store.UsePasskey(ctx, p, before)
	})
}

// awaiting is a session that may be asked for its second factor.
func (svc *Service) awaiting(ctx context.Context, token string) (Session, error) {
	s, err := svc.AnySession(ctx, token)
	if err == nil && s.Step == StepEnrol {
		err = ErrEnrol
	}
	return s, err
}

// prove runs one try at a second factor under the account's throttle. Whatever is not there is
// wrong: a code that was used, an app or a challenge that does not exist.
func (svc *Service) prove(ctx context.Context, token string, check func(Session) error) (Grant, error) {
	s, err := svc.awaiting(ctx, token)
	if err != nil {
		return Grant{}, err
	}
	try, err := svc.throttle.begin(svc.clock(), s.Account.Name, s.Client.Address)
	if err != nil {
		return Grant{}, err
	}
	if err := notFoundAs(check(s), ErrSignIn); errors.Is(err, ErrSignIn) {
		return Grant{}, err
	} else if err != nil {
		try.cancel()
		return Grant{}, fmt.Errorf("second factor: %w", err)
	}
	try.succeed(svc.clock())
	return svc.elevate(ctx, token, s)
}
