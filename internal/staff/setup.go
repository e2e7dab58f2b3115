package staff

import (
	"context"
	"errors"
	"fmt"
	"time"

	"lerr/internal/report"
)

// SetUpLink issues the link with which the first account is made, and makes every earlier one
// worthless. It is report.ErrConflict when there is an account already.
func (h *House) SetUpLink(ctx context.Context) (token string, l Link, err error) {
	return h.issue(ctx, Link{Kind: LinkSetUp}, SetUpLimit)
}

// Invite issues a link with which somebody makes an account of the given roles. by names who issued
// it.
func (h *House) Invite(ctx context.Context, by string, roles Roles) (token string, l Link, err error) {
	if err := roles.check().err(); err != nil {
		return "", Link{}, fmt.Errorf("invite: %w", err)
	}
	return h.issue(ctx, Link{Kind: LinkInvite, Roles: roles, IssuedBy: by}, InviteLimit)
}

// Renew issues a link with which the owner of an account, who has lost their password or factors,
// sets all of them anew. Until it is used, nothing changes.
func (h *House) Renew(ctx context.Context, by, accountID string) (token string, l Link, err error) {
	a, err := h.store.Account(ctx, accountID)
	if err != nil {
		return "", Link{}, fmt.Errorf("renew: %w", err)
	}
	if a.Disabled() {
		return "", Link{}, fmt.Errorf("renew %s: account is disabled: %w", a.Name, report.ErrConflict)
	}
	return h.issue(ctx, Link{Kind: LinkRenew, Roles: a.Roles, Account: a, IssuedBy: by}, RenewLimit)
}

func (h *House) issue(ctx context.Context, l Link, limit time.Duration) (string, Link, error) {
	token := newToken()
	l.ID, l.CreatedAt = newID(), h.clock()
	l.ExpiresAt = l.CreatedAt.Add(limit)
	if err := h.store.AddLink(ctx, digest(token), l); err != nil {
		return "", Link{}, fmt.Errorf("issue %s link: %w", l.Kind, err)
	}
	return token, l, nil
}

// Links lists the links that are still good, newest first.
func (h *House) Links(ctx context.Context) ([]Link, error) { return h.store.Links(ctx, h.clock()) }

// Revoke makes a link worthless. It is report.ErrNotFound when it has been used in the meantime.
func (h *House) Revoke(ctx context.Context, linkID string) error {
	if err := h.store.RemoveLink(ctx, linkID); err != nil {
		return fmt.Errorf("revoke link: %w", err)
	}
	return nil
}

// Link is what a token is good for, for the page that it opens. The error is ErrLink whatever the
// reason that it is not.
func (h *House) Link(ctx context.Context, token string) (Link, error) {
	l, err := h.store.Link(ctx, digest(token))
	if err != nil {
		return Link{}, notFoundAs(err, ErrLink)
	}
	if !h.clock().Before(l.ExpiresAt) {
		return Link{}, ErrLink
	}
	return l, nil
}

// Arrival is the form that a link opens.
type Arrival struct {
	Name     string // of no meaning for LinkRenew
	Password string
	Roles    Roles // for LinkSetUp: all three when none is chosen, administrator always among them
	Client   Client
}

// Enter uses up a link: it makes the account, or gives an existing one its new password, and a
// session in which a second factor must now be set up. What is not acceptable comes back as
// Problems, and the link stays good.
func (h *House) Enter(ctx context.Context, token string, form Arrival) (Entry, error) {
	l, err := h.Link(ctx, token)
	if err != nil {
		return Entry{}, err
	}
	a, ps := arriving(l, form)
	if err := append(ps, h.checkPassword(a.Name, form.Password)...).err(); err != nil {
		return Entry{}, err
	}
	hash, err := h.hasher.hash(ctx, form.Password)
	if err != nil {
		return Entry{}, fmt.Errorf("use %s link: %w", l.Kind, err)
	}
	at := h.clock()
	if l.Kind != LinkRenew {
		a.ID, a.CreatedAt, a.Version = newID(), at, 1
	}
	err = h.store.UseLink(ctx, l, a, hash)
	switch {
	case errors.Is(err, ErrNameTaken):
		return Entry{}, Problems{{FieldName, "name-taken", "Another account has this sign-in name; choose another one."}}
	case err != nil:
		return Entry{}, fmt.Errorf("use %s link: %w", l.Kind, notFoundAs(err, ErrLink))
	}
	if a, err = h.store.Account(ctx, a.ID); err != nil {
		return Entry{}, err
	}
	return h.admit(ctx, a, StepEnrol, form.Client)
}

// arriving is the account that a form asks for.
func arriving(l Link, form Arrival) (Account, Problems) {
	if l.Kind == LinkRenew {
		return l.Account, nil
	}
	var ps Problems
	name, err := ParseName(form.Name)
	if err != nil {
		errors.As(err, &ps)
	}
	a := Account{Name: name, Roles: l.Roles}
	if l.Kind == LinkSetUp {
		a.Roles = form.Roles
		if a.Roles == 0 {
			a.Roles = RolesOf(AllRoles()...)
		}
		a.Roles |= RolesOf(Administrator)
	}
	return a, ps
}
