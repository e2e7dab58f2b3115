package staff

import (
	"context"
	"crypto/aes"
	"crypto/cipher"
	"errors"
	"fmt"
	"slices"

	"lerr/internal/report"
)

// The first byte of a stored secret is its format.
const (
	inClear = 0
	sealed  = 1
)

// sealer encrypts the secrets that must be readable again: the TOTP keys. With a key it uses
// AES-256-GCM, so that a copy of the database without the key file is no second factor. Without a key
// it stores them in clear: whoever can read the database can then make everybody's codes.
type sealer struct{ aead cipher.AEAD }

// newSealer returns a sealer with a key of 32 bytes, or one that stores in clear if the key is empty.
func newSealer(key []byte) (sealer, error) {
	if len(key) == 0 {
		return sealer{}, nil
	}
	if len(key) != 32 {
		return sealer{}, fmt.Errorf("key has %d bytes, want 32: %w", len(key), report.ErrInvalid)
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return sealer{}, err
	}
	aead, err := cipher.NewGCMWithRandomNonce(block)
	return sealer{aead}, err
}

// seal returns the stored form of a secret. It is bound to its owner, and cannot be opened in the row of
// another account.
func (s sealer) seal(owner string, secret []byte) []byte {
	if s.aead == nil {
		return append([]byte{inClear}, secret...)
	}
	return s.aead.Seal([]byte{sealed}, nil, secret, []byte(owner))
}

// open returns a sealed secret. Secrets stored in clear stay readable when a key is added.
func (s sealer) open(owner string, stored []byte) ([]byte, error) {
	switch {
	case len(stored) == 0:
		return nil, errors.New("stored secret is empty")
	case stored[0] == inClear:
		return stored[1:], nil
	case stored[0] != sealed || s.aead == nil:
		return nil, errors.New("stored secret cannot be read: no key, or written by another program")
	}
	secret, err := s.aead.Open(nil, nil, stored[1:], []byte(owner))
	if err != nil {
		return nil, fmt.Errorf("stored secret does not fit the key: %w", err)
	}
	return secret, nil
}

// Locked returns the enabled accounts whose authenticator apps the key does not open, by name. Left out are those with
// a link to renew the account, which replaces the app.
func (svc *Service) Locked(ctx context.Context) ([]Account, error) {
	apps, err := svc.store.AllTOTP(ctx)
	if err != nil {
		return nil, fmt.Errorf("list authenticator apps: %w", err)
	}
	locked := map[string]bool{}
	for _, app := range apps {
		if _, err := svc.sealer.open(app.AccountID, app.Secret); err != nil {
			locked[app.AccountID] = true
		}
	}
	links, err := svc.Invitations(ctx)
	if err != nil {
		return nil, fmt.Errorf("list links: %w", err)
	}
	for _, link := range links {
		delete(locked, link.Account.ID)
	}
	accounts, err := svc.All(ctx)
	if err != nil {
		return nil, fmt.Errorf("list accounts: %w", err)
	}
	return slices.DeleteFunc(accounts, func(a Account) bool { return a.Disabled() || !locked[a.ID] }), nil
}
