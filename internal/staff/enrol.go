package staff

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"time"

	"lerr/internal/audit"
	"lerr/internal/report"
)

// enrolLimit bounds the set-up of a factor. It leaves time to find and install an app.
const enrolLimit = 15 * time.Minute

// enrolling returns a session in which factors may be changed: one that sets up the first factor, or
// a full session that has stepped up (ASVS 5.0, 7.5.1).
func (svc *Service) enrolling(ctx context.Context, token string) (Session, error) {
	s, err := svc.AnySession(ctx, token)
	switch {
	case err != nil:
		return Session{}, err
	case s.Step == StepSecondFactor:
		return Session{}, ErrSecondFactor
	case s.Step == StepFull && !s.SteppedUp(svc.clock()):
		return Session{}, ErrStepUp
	}
	return s, nil
}

// EnrolTOTP returns the key of a new authenticator app. It stays the same until it is confirmed or
// expires, so that a page shown again after a mistyped code shows the same key.
func (svc *Service) EnrolTOTP(ctx context.Context, token string) (TOTPKey, error) {
	s, err := svc.enrolling(ctx, token)
	if err != nil {
		return TOTPKey{}, err
	}
	secret, err := svc.pendingTOTP(ctx, s)
	if errors.Is(err, report.ErrNotFound) {
		secret = randomBytes(totpBytes)
		err = svc.begin(ctx, s, CeremonyTOTP, svc.sealer.seal(s.Account.ID, secret), enrolLimit)
	}
	if err != nil {
		return TOTPKey{}, fmt.Errorf("set up app: %w", err)
	}
	return showTOTP(svc.config.Organisation, s.Account.Name, secret)
}

func (svc *Service) pendingTOTP(ctx context.Context, s Session) ([]byte, error) {
	c, err := svc.pending(ctx, s, CeremonyTOTP)
	if err != nil {
		return nil, err
	}
	return svc.sealer.open(s.Account.ID, c.Data)
}

// setUpFactor is the audit log's action for a new factor.
const setUpFactor = "set up second factor"

// ConfirmTOTP stores the shown key as the account's authenticator app, once a code proves that the
// app has it. A wrong code is FieldErrors; report.ErrNotFound says that EnrolTOTP must be called
// again. The session becomes full, under a new token.
func (svc *Service) ConfirmTOTP(ctx context.Context, token, code string) (Grant, error) {
	s, err := svc.enrolling(ctx, token)
	if err != nil {
		return Grant{}, err
	}
	secret, err := svc.pendingTOTP(ctx, s)
	if err != nil {
		return Grant{}, fmt.Errorf("confirm app: %w", err)
	}
	step, err := stepOf(secret, code, svc.clock())
	if errors.Is(err, ErrSignIn) {
		return Grant{}, FieldErrors{{FieldCode, "code-wrong", "The code does not fit; enter the six digits that the app shows now."}}
	} else if err != nil {
		return Grant{}, fmt.Errorf("confirm app: %w", err)
	}
	if err := svc.store.EndCeremony(ctx, s.ID, CeremonyTOTP); err != nil {
		return Grant{}, fmt.Errorf("confirm app: %w", err)
	}
	e, grant := svc.elevate(token, s, setUpFactor, "authenticator app")
	err = svc.store.SetTOTP(ctx, TOTP{
		AccountID: s.Account.ID, Secret: svc.sealer.seal(s.Account.ID, secret), LastStep: step, CreatedAt: svc.clock(),
	}, e)
	return enrolled(grant, err, "confirm app")
}

// enrolled returns the grant of a session in which a factor was stored, which raised the account's
// version.
func enrolled(g Grant, err error, what string) (Grant, error) {
	if err != nil {
		return Grant{}, fmt.Errorf("%s: %w", what, notFoundAs(err, ErrNoSession))
	}
	g.Session.Account.Version++
	return g, nil
}

// EnrolPasskeyBegin returns the options for navigator.credentials.create, as JSON with the member
// publicKey. It fails with report.ErrNotFound where passkeys are not configured.
func (svc *Service) EnrolPasskeyBegin(ctx context.Context, token string) ([]byte, error) {
	s, err := svc.enrolling(ctx, token)
	if err != nil {
		return nil, err
	}
	return svc.beginPasskey(ctx, s, CeremonyRegister, enrolLimit)
}

// EnrolPasskeyFinish stores the passkey of the browser's response, a PublicKeyCredential as JSON,
// with a label chosen by its owner. A response that does not verify is report.ErrInvalid. The session
// becomes full, under a new token.
func (svc *Service) EnrolPasskeyFinish(ctx context.Context, token, label string, response []byte) (Grant, error) {
	s, err := svc.enrolling(ctx, token)
	if err != nil {
		return Grant{}, err
	}
	if svc.passkeys == nil {
		return Grant{}, fmt.Errorf("set up passkey: %w", report.ErrNotFound)
	}
	c, err := svc.take(ctx, s, CeremonyRegister)
	if err != nil {
		return Grant{}, fmt.Errorf("set up passkey: %w", err)
	}
	p, err := svc.passkeys.finishRegister(s.Account, c.Data, response)
	if err != nil {
		return Grant{}, fmt.Errorf("set up passkey: %w", err)
	}
	p.Label, p.CreatedAt = cmp.Or(shorten(label, maxLabel), "Passkey"), svc.clock()
	e, grant := svc.elevate(token, s, setUpFactor, "passkey")
	return enrolled(grant, svc.store.AddPasskey(ctx, p, e), "set up passkey")
}

// maxLabel is the number of bytes stored of a passkey's label.
const maxLabel = 60

// NewRecoveryCodes replaces the account's recovery codes by ten new ones and returns them. Nothing
// can show them again.
func (svc *Service) NewRecoveryCodes(ctx context.Context, token string) ([]string, error) {
	s, err := svc.enrolling(ctx, token)
	if err == nil {
		err = s.requireFull()
	}
	if err != nil {
		return nil, err
	}
	codes, digests := newRecoveryCodes()
	if err := svc.store.SetRecoveryCodes(ctx, s.Account.ID, digests, svc.event(s.Account.Name, "make recovery codes", "")); err != nil {
		return nil, fmt.Errorf("new recovery codes: %w", err)
	}
	return codes, nil
}

// RemoveTOTP removes the account's authenticator app, such as that of a lost phone (ASVS 5.0,
// 6.5.6). It fails with ErrLastFactor when no second factor would be left.
func (svc *Service) RemoveTOTP(ctx context.Context, token string) error {
	return svc.remove(ctx, token, "authenticator app", svc.store.RemoveTOTP)
}

// RemovePasskey removes one of the account's passkeys, under the same condition.
func (svc *Service) RemovePasskey(ctx context.Context, token, id string) error {
	return svc.remove(ctx, token, "passkey", func(ctx context.Context, accountID string, e audit.Event) error {
		return svc.store.RemovePasskey(ctx, accountID, id, e)
	})
}

func (svc *Service) remove(ctx context.Context, token, kind string, f func(context.Context, string, audit.Event) error) error {
	s, err := svc.enrolling(ctx, token)
	if err != nil {
		return err
	}
	if err := f(ctx, s.Account.ID, svc.event(s.Account.Name, "remove second factor", kind)); err != nil {
		return fmt.Errorf("remove factor: %w", err)
	}
	return nil
}
