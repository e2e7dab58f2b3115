package staff

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// Accounts lists all accounts, by name.
func (h *House) Accounts(ctx context.Context) ([]Account, error) { return h.store.Accounts(ctx) }

// Account is one account.
func (h *House) Account(ctx context.Context, id string) (Account, error) {
	return h.store.Account(ctx, id)
}

// AccountNamed is the account with a sign-in name, for the command line.
func (h *House) AccountNamed(ctx context.Context, name string) (Account, error) {
	a, _, err := h.store.Password(ctx, foldName(name))
	return a, err
}

// HasAccounts says whether there is any account, and so no need for a set-up link.
func (h *House) HasAccounts(ctx context.Context) (bool, error) { return h.store.HasAccounts(ctx) }

// Factors is what second factors an account has.
func (h *House) Factors(ctx context.Context, accountID string) (Factors, error) {
	return h.store.Factors(ctx, accountID)
}

// SetRoles gives an account other roles and ends its sessions at once. version is the one that the
// administrator has seen; a newer one is report.ErrConflict.
func (h *House) SetRoles(ctx context.Context, accountID string, version int, roles Roles) (Change, error) {
	if err := roles.check().err(); err != nil {
		return Change{}, fmt.Errorf("set roles: %w", err)
	}
	return h.change(ctx, accountID, version, func(a *Account) { a.Roles = roles })
}

// Disable keeps an account from signing in, and ends its sessions at once (ASVS 5.0, 7.4.2).
func (h *House) Disable(ctx context.Context, accountID string, version int) (Change, error) {
	at := h.clock()
	return h.change(ctx, accountID, version, func(a *Account) { a.DisabledAt = at })
}

// Enable lets an account sign in again, with the password and the factors that it had.
func (h *House) Enable(ctx context.Context, accountID string, version int) (Change, error) {
	return h.change(ctx, accountID, version, func(a *Account) { a.DisabledAt = time.Time{} })
}

func (h *House) change(ctx context.Context, accountID string, version int, f func(*Account)) (Change, error) {
	before, err := h.store.Account(ctx, accountID)
	if err != nil {
		return Change{}, fmt.Errorf("change account: %w", err)
	}
	c := Change{Before: before, After: before}
	f(&c.After)
	c.After.Version = version
	if c.Ended, err = h.store.SaveAccount(ctx, c.After); err != nil {
		return Change{}, fmt.Errorf("change account %s: %w", before.Name, err)
	}
	c.After.Version++
	return c, nil
}

// ChangePassword replaces one's own password, which must be given (ASVS 5.0, 6.2.3). All sessions
// end; the one that comes back is new, and keeps the step-up and the end of the one before.
func (h *House) ChangePassword(ctx context.Context, token, current, password string) (Entry, error) {
	s, err := h.Session(ctx, token)
	if err != nil {
		return Entry{}, err
	}
	if err := h.checkPassword(s.Account.Name, password).err(); err != nil {
		return Entry{}, err
	}
	y, err := h.throttle.begin(h.clock(), s.Account.Name, s.Client.Address)
	if err != nil {
		return Entry{}, err
	}
	a, err := h.password(ctx, s.Account.Name, current)
	if errors.Is(err, ErrSignIn) {
		return Entry{}, Problems{{FieldCurrent, "password-wrong", "The current password is not right; enter it again."}}
	}
	y.refund()
	if err != nil {
		return Entry{}, fmt.Errorf("change password: %w", err)
	}
	hash, err := h.hasher.hash(ctx, password)
	if err != nil {
		return Entry{}, fmt.Errorf("change password: %w", err)
	}
	if _, err := h.store.SetPassword(ctx, a, hash); err != nil {
		return Entry{}, fmt.Errorf("change password: %w", err)
	}
	a.Version++
	s.Account, s.ID, s.SeenAt = a, newID(), h.clock()
	fresh := newToken()
	if err := h.store.AddSession(ctx, digest(fresh), s); err != nil {
		return Entry{}, fmt.Errorf("change password: %w", notFoundAs(err, ErrNoSession))
	}
	return Entry{fresh, s}, nil
}

// Sessions lists an account's live sessions, the one used last first.
func (h *House) Sessions(ctx context.Context, accountID string) ([]Session, error) {
	all, err := h.store.Sessions(ctx, accountID)
	if err != nil {
		return nil, fmt.Errorf("list sessions: %w", err)
	}
	var live []Session
	for _, s := range all {
		if s.Live(h.clock()) {
			live = append(live, s)
		}
	}
	return live, nil
}

// EndSession ends one session of an account.
func (h *House) EndSession(ctx context.Context, accountID, sessionID string) error {
	if err := h.store.EndSession(ctx, accountID, sessionID); err != nil {
		return fmt.Errorf("end session: %w", err)
	}
	return nil
}

// EndSessions ends all sessions of an account but one, the person's own; "" spares none.
func (h *House) EndSessions(ctx context.Context, accountID, except string) (ended int, err error) {
	return h.store.EndSessions(ctx, accountID, except)
}
