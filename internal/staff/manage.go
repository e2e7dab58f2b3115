package staff

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"lerr/internal/audit"
)

// All returns all accounts by name.
func (svc *Service) All(ctx context.Context) ([]Account, error) { return svc.store.Accounts(ctx) }

// Account returns one account.
func (svc *Service) Account(ctx context.Context, id string) (Account, error) {
	return svc.store.Account(ctx, id)
}

// AccountNamed returns the account with a sign-in name.
func (svc *Service) AccountNamed(ctx context.Context, name string) (Account, error) {
	a, _, err := svc.store.Password(ctx, foldName(name))
	return a, err
}

// HasAccounts reports whether there is any account, and so no need for a set-up link.
func (svc *Service) HasAccounts(ctx context.Context) (bool, error) { return svc.store.HasAccounts(ctx) }

// Factors returns the second factors of an account.
func (svc *Service) Factors(ctx context.Context, accountID string) (Factors, error) {
	return svc.store.Factors(ctx, accountID)
}

// SetRoles replaces the roles of an account and ends its sessions. by is the actor, and version the
// one that they have seen; if the account has changed since, the error is report.ErrConflict.
func (svc *Service) SetRoles(ctx context.Context, by, accountID string, version int, roles Roles) (AccountChange, error) {
	if err := roles.check().err(); err != nil {
		return AccountChange{}, fmt.Errorf("set roles: %w", err)
	}
	return svc.change(ctx, by, "set roles", accountID, version, func(a *Account) string {
		text := fmt.Sprintf("from %s to %s", a.Roles.Sentence(), roles.Sentence())
		a.Roles = roles
		return text
	})
}

// Disable prevents an account from signing in and ends its sessions (ASVS 5.0, 7.4.2).
func (svc *Service) Disable(ctx context.Context, by, accountID string, version int) (AccountChange, error) {
	return svc.change(ctx, by, "disable account", accountID, version, func(a *Account) string {
		a.DisabledAt = svc.clock()
		return ""
	})
}

// Enable lets an account sign in again, with the password and the factors that it had.
func (svc *Service) Enable(ctx context.Context, by, accountID string, version int) (AccountChange, error) {
	return svc.change(ctx, by, "enable account", accountID, version, func(a *Account) string {
		a.DisabledAt = time.Time{}
		return ""
	})
}

// change applies f to an account and saves it. f returns the text of the event.
func (svc *Service) change(ctx context.Context, by, action, accountID string, version int, f func(*Account) string) (AccountChange, error) {
	before, err := svc.store.Account(ctx, accountID)
	if err != nil {
		return AccountChange{}, fmt.Errorf("change account: %w", err)
	}
	c := AccountChange{Before: before, After: before}
	text := f(&c.After)
	c.After.Version = version
	if c.Ended, err = svc.store.SaveAccount(ctx, c.After, svc.changeEvent(by, action, before, text)); err != nil {
		return AccountChange{}, fmt.Errorf("change account %s: %w", before.Name, err)
	}
	c.After.Version++
	return c, nil
}

// ChangePassword replaces the password of the session's account, which must be given (ASVS 5.0,
// 6.2.3). It ends all sessions and returns a new one with the step-up and expiry of the old one.
func (svc *Service) ChangePassword(ctx context.Context, token, current, password string) (Grant, error) {
	s, err := svc.Session(ctx, token)
	if err != nil {
		return Grant{}, err
	}
	if err := svc.checkPassword(s.Account.Name, password).err(); err != nil {
		return Grant{}, err
	}
	try, err := svc.throttle.beginIn(ctx, svc.clock(), s)
	if err != nil {
		return Grant{}, err
	}
	a, err := svc.password(ctx, s.Account.Name, current)
	if errors.Is(err, ErrSignIn) {
		return Grant{}, FieldErrors{{FieldCurrent, "password-wrong", "The current password is not right; enter it again."}}
	}
	if err = errors.Join(err, try.cancel(ctx)); err != nil {
		return Grant{}, fmt.Errorf("change password: %w", err)
	}
	hash, err := svc.hasher.hash(ctx, password)
	if err != nil {
		return Grant{}, fmt.Errorf("change password: %w", err)
	}
	if _, err := svc.store.SetPassword(ctx, a, hash, svc.event(a.Name, "change password", "")); err != nil {
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

// Sessions returns the live sessions of an account, the last used first.
func (svc *Service) Sessions(ctx context.Context, accountID string) ([]Session, error) {
	list, err := svc.store.Sessions(ctx, accountID)
	if err != nil {
		return nil, fmt.Errorf("list sessions: %w", err)
	}
	at := svc.clock()
	return slices.DeleteFunc(list, func(s Session) bool { return !s.Live(at) }), nil
}

// EndSession ends one session of the session's own account.
func (svc *Service) EndSession(ctx context.Context, own Session, id string) error {
	e := svc.event(own.Account.Name, "end session", "one of their own")
	if err := svc.store.EndSession(ctx, own.Account.ID, id, e); err != nil {
		return fmt.Errorf("end session: %w", err)
	}
	return nil
}

// EndOtherSessions ends all sessions of the session's account except this one.
func (svc *Service) EndOtherSessions(ctx context.Context, own Session) (ended int, err error) {
	return svc.store.EndSessions(ctx, own.Account.ID, own.ID, func(ended int) audit.Event {
		return svc.event(own.Account.Name, "end sessions", plural(ended, "other", "others")+" of their own")
	})
}

// EndSessions ends all sessions of an account.
func (svc *Service) EndSessions(ctx context.Context, by, accountID string) (ended int, err error) {
	a, err := svc.store.Account(ctx, accountID)
	if err != nil {
		return 0, fmt.Errorf("end sessions: %w", err)
	}
	return svc.store.EndSessions(ctx, a.ID, "", func(ended int) audit.Event {
		return svc.event(by, "end sessions", a.Name+": "+plural(ended, "session", "sessions"))
	})
}
