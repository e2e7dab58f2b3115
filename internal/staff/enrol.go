package staff

import (
	"context"
	"errors"
	"fmt"
	"time"

	"lerr/internal/report"
)

// enrolLimit is how long setting up a factor may take: an app must be found and installed.
const enrolLimit = 15 * time.Minute

// enrolling is a session in which factors may be changed: the first one, or a full session that has
// entered its second factor a short time ago (ASVS 5.0, 7.5.1).
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

// EnrolTOTP is the key of a new authenticator app. It is the same one until it is confirmed or too
// old, so that a page which is shown again, because the code was mistyped, shows no other.
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

// ConfirmTOTP stores the shown key as the account's authenticator app, once a code proves that the
// app has it. A wrong code is FieldErrors; report.ErrNotFound says that EnrolTOTP must come first, again. The
// session is full from now on, under a new token.
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
	err = svc.store.SetTOTP(ctx, s.ID, TOTP{
		AccountID: s.Account.ID, Secret: svc.sealer.seal(s.Account.ID, secret), LastStep: step, CreatedAt: svc.clock(),
	})
	if err != nil {
		return Grant{}, fmt.Errorf("confirm app: %w", notFoundAs(err, ErrNoSession))
	}
	s.Account.Version++
	return svc.elevate(ctx, token, s)
}

// EnrolPasskeyBegin is the options for navigator.credentials.create, as JSON with the member
// publicKey. It is report.ErrNotFound where passkeys are not configured.
func (svc *Service) EnrolPasskeyBegin(ctx context.Context, token string) ([]byte, error) {
	s, err := svc.enrolling(ctx, token)
	if err != nil {
		return nil, err
	}
	if svc.passkeys == nil {
		return nil, fmt.Errorf("set up passkey: %w", report.ErrNotFound)
	}
	factors, err := svc.store.Factors(ctx, s.Account.ID)
	if err != nil {
		return nil, fmt.Errorf("set up passkey: %w", err)
	}
	options, data, err := svc.passkeys.beginRegister(s.Account, factors.Passkeys)
	if err != nil {
		return nil, fmt.Errorf("set up passkey: %w", err)
	}
	return options, svc.begin(ctx, s, CeremonyRegister, data, enrolLimit)
}

// EnrolPasskeyFinish stores the passkey of the browser's answer, the JSON of the PublicKeyCredential,
// under a name that its owner gives it. An answer that does not verify is report.ErrInvalid. The session is
// full from now on, under a new token.
func (svc *Service) EnrolPasskeyFinish(ctx context.Context, token, label string, answer []byte) (Grant, error) {
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
	p, err := svc.passkeys.finishRegister(s.Account, c.Data, answer)
	if err != nil {
		return Grant{}, fmt.Errorf("set up passkey: %w", err)
	}
	p.Label, p.CreatedAt = labelOf(label), svc.clock()
	if err := svc.store.AddPasskey(ctx, s.ID, p); err != nil {
		return Grant{}, fmt.Errorf("set up passkey: %w", notFoundAs(err, ErrNoSession))
	}
	s.Account.Version++
	return svc.elevate(ctx, token, s)
}

// labelOf is the name of a passkey, which can be left out.
func labelOf(s string) string {
	if s = shorten(s, 60); s == "" {
		return "Passkey"
	}
	return s
}

// NewRecoveryCodes replaces the account's recovery codes by ten new ones. They are shown this once.
func (svc *Service) NewRecoveryCodes(ctx context.Context, token string) ([]string, error) {
	s, err := svc.enrolling(ctx, token)
	if err != nil {
		return nil, err
	}
	if err := s.atFull(); err != nil {
		return nil, err
	}
	codes, digests := newRecoveryCodes()
	if err := svc.store.SetRecoveryCodes(ctx, s.Account.ID, digests); err != nil {
		return nil, fmt.Errorf("new recovery codes: %w", err)
	}
	return codes, nil
}

// RemoveTOTP removes the account's authenticator app, such as that of a lost phone (ASVS 5.0,
// 6.5.6). The last second factor stays: ErrLastFactor.
func (svc *Service) RemoveTOTP(ctx context.Context, token string) error {
	return svc.remove(ctx, token, svc.store.RemoveTOTP)
}

// RemovePasskey removes one of the account's passkeys, likewise.
func (svc *Service) RemovePasskey(ctx context.Context, token, id string) error {
	return svc.remove(ctx, token, func(ctx context.Context, accountID string) error {
		return svc.store.RemovePasskey(ctx, accountID, id)
	})
}

func (svc *Service) remove(ctx context.Context, token string, f func(context.Context, string) error) error {
	s, err := svc.enrolling(ctx, token)
	if err != nil {
		return err
	}
	if err := f(ctx, s.Account.ID); err != nil {
		return fmt.Errorf("remove factor: %w", err)
	}
	return nil
}
