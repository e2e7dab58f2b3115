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
func (svc *Service) SetUpLink(ctx context.Context) (token string, l Invitation, err error) {
	return svc.issue(ctx, Invitation{Kind: SetUpInvitation}, SetUpLimit)
}

// Invite issues a link with which somebody makes an account of the given roles. by names who issued
// it.
func (svc *Service) Invite(ctx context.Context, by string, roles Roles) (token string, l Invitation, err error) {
	if err := roles.check().err(); err != nil {
		return "", Invitation{}, fmt.Errorf("invite: %w", err)
	}
	return svc.issue(ctx, Invitation{Kind: AccountInvitation, Roles: roles, IssuedBy: by}, InviteLimit)
}

// Renew issues a link with which the owner of an account, who has lost their password or factors,
// sets all of them anew. Until it is used, nothing changes.
func (svc *Service) Renew(ctx context.Context, by, accountID string) (token string, l Invitation, err error) {
	a, err := svc.store.Account(ctx, accountID)
	if err != nil {
		return "", Invitation{}, fmt.Errorf("renew: %w", err)
	}
	if a.Disabled() {
		return "", Invitation{}, fmt.Errorf("renew %s: account is disabled: %w", a.Name, report.ErrConflict)
	}
	return svc.issue(ctx, Invitation{Kind: RenewInvitation, Roles: a.Roles, Account: a, IssuedBy: by}, RenewLimit)
}

func (svc *Service) issue(ctx context.Context, l Invitation, limit time.Duration) (string, Invitation, error) {
	token := newToken()
	l.ID, l.CreatedAt = newID(), svc.clock()
	l.ExpiresAt = l.CreatedAt.Add(limit)
	if err := svc.store.AddInvitation(ctx, digest(token), l); err != nil {
		return "", Invitation{}, fmt.Errorf("issue %s link: %w", l.Kind, err)
	}
	return token, l, nil
}

// Links lists the links that are still good, newest first.
func (svc *Service) Invitations(ctx context.Context) ([]Invitation, error) {
	return svc.store.Invitations(ctx, svc.clock())
}

// Revoke makes a link worthless. It is report.ErrNotFound when it has been used in the meantime.
func (svc *Service) Revoke(ctx context.Context, linkID string) error {
	if err := svc.store.RemoveInvitation(ctx, linkID); err != nil {
		return fmt.Errorf("revoke link: %w", err)
	}
	return nil
}

// Link is what a token is good for, for the page that it opens. The error is ErrInvitation whatever the
// reason that it is not.
func (svc *Service) Invitation(ctx context.Context, token string) (Invitation, error) {
	l, err := svc.store.Invitation(ctx, digest(token))
	if err != nil {
		return Invitation{}, notFoundAs(err, ErrInvitation)
	}
	if !svc.clock().Before(l.ExpiresAt) {
		return Invitation{}, ErrInvitation
	}
	return l, nil
}

// SignUpForm is the form that a link opens.
type SignUpForm struct {
	Name     string // of no meaning for RenewInvitation
	Password string
	Roles    Roles // for SetUpInvitation: all three when none is chosen, administrator always among them
	Client   Client
}

// Redeem uses up a link: it makes the account, or gives an existing one its new password, and a
// session in which a second factor must now be set up. What is not acceptable comes back as
// FieldErrors, and the link stays good.
func (svc *Service) Redeem(ctx context.Context, token string, form SignUpForm) (Grant, error) {
	l, err := svc.Invitation(ctx, token)
	if err != nil {
		return Grant{}, err
	}
	a, ps := arriving(l, form)
	if err := append(ps, svc.checkPassword(a.Name, form.Password)...).err(); err != nil {
		return Grant{}, err
	}
	hash, err := svc.hasher.hash(ctx, form.Password)
	if err != nil {
		return Grant{}, fmt.Errorf("use %s link: %w", l.Kind, err)
	}
	at := svc.clock()
	if l.Kind != RenewInvitation {
		a.ID, a.CreatedAt, a.Version = newID(), at, 1
	}
	err = svc.store.UseInvitation(ctx, l, a, hash)
	switch {
	case errors.Is(err, ErrNameTaken):
		return Grant{}, FieldErrors{{FieldName, "name-taken", "Another account has this sign-in name; choose another one."}}
	case err != nil:
		return Grant{}, fmt.Errorf("use %s link: %w", l.Kind, notFoundAs(err, ErrInvitation))
	}
	if a, err = svc.store.Account(ctx, a.ID); err != nil {
		return Grant{}, err
	}
	return svc.newSession(ctx, a, StepEnrol, form.Client)
}

// arriving is the account that a form asks for.
func arriving(l Invitation, form SignUpForm) (Account, FieldErrors) {
	if l.Kind == RenewInvitation {
		return l.Account, nil
	}
	var ps FieldErrors
	name, err := ParseName(form.Name)
	if err != nil {
		errors.As(err, &ps)
	}
	a := Account{Name: name, Roles: l.Roles}
	if l.Kind == SetUpInvitation {
		a.Roles = form.Roles
		if a.Roles == 0 {
			a.Roles = RolesOf(AllRoles()...)
		}
		a.Roles |= RolesOf(Administrator)
	}
	return a, ps
}
