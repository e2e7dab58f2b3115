package staff

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"lerr/internal/report"
)

// SetUpLink invites whoever runs the program to make the first account, and revokes earlier set-up
// links. It fails with report.ErrConflict when there is an account.
func (svc *Service) SetUpLink(ctx context.Context) (token string, inv Invitation, err error) {
	return svc.issue(ctx, Invitation{Kind: SetUpInvitation}, SetUpLimit, program, "make set-up link", "")
}

// Invite invites somebody to make an account with the given roles. by is the actor.
func (svc *Service) Invite(ctx context.Context, by string, roles Roles) (token string, inv Invitation, err error) {
	return svc.InviteNamed(ctx, by, "", roles)
}

// maxNote is the number of characters that the note on an invitation can have.
const maxNote = 80

// InviteNamed is Invite with a note on who is invited, for the list of invitations and the audit log. That person
// still chooses their own sign-in name.
func (svc *Service) InviteNamed(ctx context.Context, by, note string, roles Roles) (token string, inv Invitation, err error) {
	note = strings.Join(strings.Fields(note), " ")
	errs := roles.check()
	if utf8.RuneCountInString(note) > maxNote || strings.ContainsFunc(note, func(r rune) bool { return !unicode.IsPrint(r) }) {
		errs = append(errs, FieldError{FieldNote, "note", fmt.Sprintf("Say in at most %d characters for whom it is.", maxNote)})
	}
	if err := errs.err(); err != nil {
		return "", Invitation{}, fmt.Errorf("invite: %w", err)
	}
	inv = Invitation{Kind: AccountInvitation, Roles: roles, Note: note, IssuedBy: by}
	return svc.issue(ctx, inv, InviteLimit, by, "invite", strings.TrimSpace(note+" "+roles.Sentence()))
}

// Renew invites the owner of an account, who has lost their password or factors, to replace all of
// them. Until the invitation is used, nothing changes.
func (svc *Service) Renew(ctx context.Context, by, accountID string) (token string, inv Invitation, err error) {
	a, err := svc.store.Account(ctx, accountID)
	if err != nil {
		return "", Invitation{}, fmt.Errorf("renew: %w", err)
	}
	if a.Disabled() {
		return "", Invitation{}, fmt.Errorf("renew %s: account is disabled: %w", a.Name, report.ErrConflict)
	}
	inv = Invitation{Kind: RenewInvitation, Roles: a.Roles, Account: a, IssuedBy: by}
	return svc.issue(ctx, inv, RenewLimit, by, "make link to renew account", a.Name)
}

func (svc *Service) issue(ctx context.Context, inv Invitation, limit time.Duration, by, action, text string) (string, Invitation, error) {
	token := newToken()
	inv.ID, inv.CreatedAt = newID(), svc.clock()
	inv.ExpiresAt = inv.CreatedAt.Add(limit)
	if err := svc.store.AddInvitation(ctx, digest(token), inv, svc.event(by, action, text)); err != nil {
		return "", Invitation{}, fmt.Errorf("issue %s link: %w", inv.Kind, err)
	}
	return token, inv, nil
}

// Invitations returns the valid invitations, newest first.
func (svc *Service) Invitations(ctx context.Context) ([]Invitation, error) {
	return svc.store.Invitations(ctx, svc.clock())
}

// Revoke removes an invitation. It fails with report.ErrNotFound when it has been used meanwhile.
func (svc *Service) Revoke(ctx context.Context, by, id string) error {
	if err := svc.store.RemoveInvitation(ctx, id, svc.event(by, "revoke link", "")); err != nil {
		return fmt.Errorf("revoke link: %w", err)
	}
	return nil
}

// Invitation returns the valid invitation of a token, or ErrInvitation whatever is wrong with it.
func (svc *Service) Invitation(ctx context.Context, token string) (Invitation, error) {
	inv, err := svc.store.Invitation(ctx, digest(token))
	if err != nil {
		return Invitation{}, notFoundAs(err, ErrInvitation)
	}
	if !svc.clock().Before(inv.ExpiresAt) {
		return Invitation{}, ErrInvitation
	}
	return inv, nil
}

// SignUpForm is the form that an invitation's link opens.
type SignUpForm struct {
	Name     string // ignored for RenewInvitation
	Password string
	Roles    Roles // for SetUpInvitation: all when none is chosen; administrator is always added
	Client   Client
}

// Redeem uses up an invitation. It makes the account, or gives an existing one its new password, and
// returns a session in which a second factor must be set up. If the error is FieldErrors, the
// invitation stays valid.
func (svc *Service) Redeem(ctx context.Context, token string, form SignUpForm) (Grant, error) {
	inv, err := svc.Invitation(ctx, token)
	if err != nil {
		return Grant{}, err
	}
	a, errs := invited(inv, form)
	if err := append(errs, svc.checkPassword(a.Name, form.Password)...).err(); err != nil {
		return Grant{}, err
	}
	hash, err := svc.hasher.hash(ctx, form.Password)
	if err != nil {
		return Grant{}, fmt.Errorf("use %s link: %w", inv.Kind, err)
	}
	if inv.Kind != RenewInvitation {
		a.ID, a.CreatedAt, a.Version = newID(), svc.clock(), 1
	}
	action, text := redeemed(inv, a)
	err = svc.store.UseInvitation(ctx, inv, a, hash, svc.event(a.Name, action, text))
	switch {
	case errors.Is(err, ErrNameTaken):
		return Grant{}, FieldErrors{{FieldName, "name-taken", "Another account has this sign-in name; choose another one."}}
	case err != nil:
		return Grant{}, fmt.Errorf("use %s link: %w", inv.Kind, notFoundAs(err, ErrInvitation))
	}
	if a, err = svc.store.Account(ctx, a.ID); err != nil {
		return Grant{}, err
	}
	return svc.newSession(ctx, a, StepEnrol, form.Client)
}

// redeemed returns the action and text of the event for a used invitation.
func redeemed(inv Invitation, a Account) (action, text string) {
	switch inv.Kind {
	case SetUpInvitation:
		return "make account", a.Roles.Sentence() + ", by the set-up link"
	case RenewInvitation:
		return "renew account", "by a link of " + inv.IssuedBy
	}
	return "make account", a.Roles.Sentence() + ", invited by " + inv.IssuedBy
}

// invited returns the account that a form asks for.
func invited(inv Invitation, form SignUpForm) (Account, FieldErrors) {
	if inv.Kind == RenewInvitation {
		return inv.Account, nil
	}
	var errs FieldErrors
	name, err := ParseName(form.Name)
	errors.As(err, &errs)
	a := Account{Name: name, Roles: inv.Roles}
	if inv.Kind == SetUpInvitation {
		a.Roles = cmp.Or(form.Roles, RolesOf(AllRoles()...)) | RolesOf(Administrator)
	}
	return a, errs
}
