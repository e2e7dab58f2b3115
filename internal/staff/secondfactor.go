package staff

import (
	"context"
	"errors"
	"fmt"

	"lerr/internal/report"
)

// Sign-in and step-up ask for the second factor by the same methods: a session that waits for it
// becomes full, a full one becomes fresh again. Each success changes the token.

// SecondFactorTOTP accepts a code of the authenticator app. Each code works once.
func (svc *Service) SecondFactorTOTP(ctx context.Context, token, code string, c Client) (Grant, error) {
	return svc.prove(ctx, token, "authenticator app", c, func(s Session, e Elevation) error {
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
		return svc.store.UseTOTP(ctx, s.Account.ID, step, e)
	})
}

// SecondFactorRecovery accepts one of the recovery codes. Each code works once.
func (svc *Service) SecondFactorRecovery(ctx context.Context, token, code string, c Client) (Grant, error) {
	return svc.prove(ctx, token, "recovery code", c, func(s Session, e Elevation) error {
		return svc.store.UseRecoveryCode(ctx, s.Account.ID, digest(foldCode(code)), e)
	})
}

// SecondFactorPasskeyBegin returns the options for navigator.credentials.get, as JSON with the member
// publicKey. It fails with report.ErrNotFound for an account without passkeys.
func (svc *Service) SecondFactorPasskeyBegin(ctx context.Context, token string) ([]byte, error) {
	s, err := svc.awaiting(ctx, token)
	if err != nil {
		return nil, err
	}
	return svc.beginPasskey(ctx, s, CeremonyAssert, SecondFactorLimit)
}

// SecondFactorPasskeyFinish accepts the browser's response, a PublicKeyCredential as JSON.
func (svc *Service) SecondFactorPasskeyFinish(ctx context.Context, token string, response []byte, c Client) (Grant, error) {
	return svc.prove(ctx, token, "passkey", c, func(s Session, e Elevation) error {
		if svc.passkeys == nil {
			return report.ErrNotFound
		}
		challenge, err := svc.take(ctx, s, CeremonyAssert)
		if err != nil {
			return err
		}
		factors, err := svc.store.Factors(ctx, s.Account.ID)
		if err != nil {
			return err
		}
		p, before, err := svc.passkeys.finishAssert(s.Account, factors.Passkeys, challenge.Data, response)
		if err != nil {
			return err
		}
		p.UsedAt = svc.clock()
		return svc.store.UsePasskey(ctx, p, before, e)
	})
}

// awaiting returns a session that may be asked for its second factor.
func (svc *Service) awaiting(ctx context.Context, token string) (Session, error) {
	s, err := svc.AnySession(ctx, token)
	if err == nil && s.Step == StepEnrol {
		err = ErrEnrol
	}
	return s, err
}

// prove runs one attempt at a second factor of a kind, throttled. use checks the factor
// and stores its use with the elevation. A missing factor or challenge, or a code already used, counts
// as a wrong code. The audit log has an event of every attempt that was not throttled.
func (svc *Service) prove(ctx context.Context, token, kind string, c Client, use func(Session, Elevation) error) (Grant, error) {
	s, err := svc.awaiting(ctx, token)
	if err != nil {
		return Grant{}, err
	}
	try, err := svc.throttle.beginIn(ctx, svc.clock(), s)
	if err != nil {
		return Grant{}, err
	}
	action, text := "sign in", fmt.Sprintf("%s, from %s", kind, c.Address)
	if s.Step == StepFull {
		action = "confirm second factor"
	}
	e, grant := svc.elevate(token, s, action, text)
	if err := notFoundAs(use(s, e), ErrSignIn); errors.Is(err, ErrSignIn) {
		if errors.Is(err, ErrCloned) {
			text += "; it counted backwards, so there may be a copy of it"
		}
		return Grant{}, svc.logged(ctx, svc.event(s.Account.Name, "second factor failed", text), err)
	} else if err != nil {
		return Grant{}, fmt.Errorf("second factor: %w", errors.Join(err, try.cancel(ctx)))
	}
	_ = try.succeed(ctx, svc.clock()) // else the attempts stay counted, and the person is signed in all the same
	return grant, nil
}
