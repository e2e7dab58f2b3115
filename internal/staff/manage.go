package staff

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// All lists all accounts, by name.
func (svc *Service) All(ctx context.Context) ([]Account, error) { return svc.store.Accounts(ctx) }

// Account is one account.
func (svc *Service) Account(ctx context.Context, id string) (Account, error) {
	return svc.store.Account(ctx, id)
}

// AccountNamed is the account with a sign-in name, for the command line.
func (svc *Service) AccountNamed(ctx context.Context, name string) (Account, error) {
	a, _, err := svc.store.Password(ctx, foldName(name))
	return a, err
}

// HasAccounts says whether there is any account, and so no need for a set-up link.
func (svc *Service) HasAccounts(ctx context.Context) (bool, error) { return svc.store.HasAccounts(ctx) }

// Factors is what second factors an account has.
func (svc *Service) Factors(ctx context.Context, accountID string) (Factors, error) {
	return svc.store.Factors(ctx, accountID)
}

// SetRoles gives an account other roles and ends its sessions at once. version is the one that the
// administrator has seen; a newer one is report.ErrConflict.
func (svc *Service) SetRoles(ctx context.Context, accountID string, version int, roles Roles) (AccountChange, error) {
	if err := roles.check().err(); err != nil {
		return AccountChange{}, fmt.Errorf("set roles: %w", err)
	}
	return svc.change(ctx, accountID, version, func(a *Account) { a.Roles = roles })
}

// Disable keeps an account from signing in, and ends its sessions at once (ASVS 5.0, 7.4.2).
func (svc *Service) Disable(ctx context.Context, accountID string, version int) (AccountChange, error) {
	at := svc.clock()
	return svc.change(ctx, accountID, version, func(a *Account) { a.DisabledAt = at })
}

// Enable lets an account sign in again, with the password and the factors that it had.
func (svc *Service) Enable(ctx context.Context, accountID string, version int) (AccountChange, error) {
	return svc.change(ctx, accountID, version, func(a *Account) { a.DisabledAt = time.Time{} })
}

func (svc *Service) change(ctx context.Context, accountID string, version int, f func(*Account)) (AccountChange, error) {
	before, err := svc.store.Account(ctx, accountID)
	if err != nil {
		return AccountChange{}, fmt.Errorf("change account: %w", err)
	}
	c := AccountChange{Before: before, After: before}
	f(&c.After)
	c.After.Version = version
	if c.Ended, err = svc.store.SaveAccount(ctx, c.After); err != nil {
		return AccountChange{}, fmt.Errorf("change account %s: %w", before.Name, err)
	}
	c.After.Version++
	return c, nil
}

// ChangePassword replaces one's own password, which must be given (ASVS 5.0, 6.2.3). All sessions
// end; the one that comes back is new, and keeps the step-up and the end of the one before.
func (svc *Service) ChangePassword(ctx context.Context, token, current, password string) (Grant, error) {
	s, err := svc.Session(ctx, token)
	if err != nil {
		return Grant{}, err
	}
	if err := svc.checkPassword(s.Account.Name, password).err(); err != nil {
		return Grant{}, err
	}
	try, err := svc.throttle.begin(svc.clock(), s.Account.Name, s.Client.Address)
	if err != nil {
		return Grant{}, err
	}
	a, err := svc.password(ctx, s.Account.Name, current)
	if errors.Is(err, ErrSignIn) {
		return Grant{}, FieldErrors{{FieldCurrent, "password-wrong", "The current password is not right; enter it again."}}
	}
	try.cancel()
	if err != nil {
		return Grant{}, fmt.Errorf("change password: %w", err)
	}
	hash, err := svc.hasher.hash(ctx, password)
	if err != nil {
		return Grant{}, fmt.Errorf("change password: %w", err)
	}
	if _, err := svc.store.SetPassword(ctx, a, hash); err != nil {
		return Grant{}, fmt.Errorf("change password: %w", err)
	}
	a.Version++
	s.Account, s.ID, s.SeenAt = a, newID(), svc.clock()
	fresh := newToken()
	if err := svc.store.AddSession(ctx, digest(fresh), s); err != nil {
		return Grant{}, fmt.Errorf("change password: %w", notFoundAs(err, ErrNoSession))
	}
	return Grant{fresh, s}, nil
}

// Sessions lists an account's live sessions, the one used last first.
func (svc *Service) Sessions(ctx context.Context, accountID string) ([]Session, error) {
	all, err := svc.store.Sessions(ctx, accountID)
	if err != nil {
		return nil, fmt.Errorf("list sessions: %w", err)
	}
	var live []Session
	for _, s := range all {
		if s.Live(svc.clock()) {
			live = append(live, s)
		}
	}
	return live, nil
}

// EndSession ends one session of an account.
func (svc *Service) EndSession(ctx context.Context, accountID, sessionID string) error {
	if err := svc.store.EndSession(ctx, accountID, sessionID); err != nil {
		return fmt.Errorf("end session: %w", err)
	}
	return nil
}

// EndSessions ends all sessions of an account but one, the person's own; "" spares none.
func (svc *Service) EndSessions(ctx context.Context, accountID, except string) (ended int, err error) {
	return svc.store.EndSessions(ctx, accountID, except)
}
