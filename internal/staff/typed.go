package staff

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"time"

	"lerr/internal/report"
)

// How much of what people type is kept, and for how long.
const (
	TypedLimit = 30 * 24 * time.Hour // after which input that nobody saved is deleted
	TypedPages = 50                  // of an account; the oldest make room
	// EndedLimit is the time for which an expired session is known, so that a form which it sends is kept.
	EndedLimit = 24 * time.Hour
)

// TypedInput holds the text that a person has typed into the form of a page and not saved.
type TypedInput struct {
	AccountID string
	Page      string // the form's address
	Fields    url.Values
	At        time.Time
}

// TypedStore stores typed input. Its error is report.ErrNotFound.
type TypedStore interface {
	// SaveTyped stores the input, in place of the same page's, and deletes all but the account's newest TypedPages.
	SaveTyped(ctx context.Context, input TypedInput) error
	Typed(ctx context.Context, accountID, page string) (TypedInput, error)
	// DeleteTyped deletes the input of a page, if there is any.
	DeleteTyped(ctx context.Context, accountID, page string) error
	// EndedSession returns the ID of the account whose expired session had the token.
	EndedSession(ctx context.Context, tokenDigest string) (accountID string, err error)
}

// KeepTyped keeps what an account's person has typed into the form of a page.
func (svc *Service) KeepTyped(ctx context.Context, accountID, page string, fields url.Values) error {
	err := svc.store.SaveTyped(ctx, TypedInput{accountID, page, fields, svc.clock().UTC()})
	if err != nil {
		return fmt.Errorf("keep typed input: %w", err)
	}
	return nil
}

// Typed returns what an account's person has typed into the form of a page, without fields if that is nothing.
func (svc *Service) Typed(ctx context.Context, accountID, page string) (TypedInput, error) {
	input, err := svc.store.Typed(ctx, accountID, page)
	switch {
	case errors.Is(err, report.ErrNotFound):
		return TypedInput{}, nil
	case err != nil:
		return TypedInput{}, fmt.Errorf("typed input: %w", err)
	}
	return input, nil
}

// ForgetTyped deletes what an account's person has typed into the form of a page.
func (svc *Service) ForgetTyped(ctx context.Context, accountID, page string) error {
	if err := svc.store.DeleteTyped(ctx, accountID, page); err != nil {
		return fmt.Errorf("forget typed input: %w", err)
	}
	return nil
}

// ExpiredSession returns the ID of the account whose session had the token until it expired, or report.ErrNotFound:
// a session that somebody ended is none. It lets nobody do anything, except keep for its account what a form sends.
func (svc *Service) ExpiredSession(ctx context.Context, token string) (accountID string, err error) {
	if token == "" {
		return "", report.ErrNotFound
	}
	hashed := digest(token)
	s, err := svc.store.Session(ctx, hashed)
	if errors.Is(err, report.ErrNotFound) {
		return svc.store.EndedSession(ctx, hashed)
	}
	if err == nil && (s.Step != StepFull || s.Live(svc.clock()) || s.Account.Disabled()) {
		err = report.ErrNotFound
	}
	return s.Account.ID, err
}
