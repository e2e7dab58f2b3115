package staff

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"errors"
	"fmt"

	"lerr/internal/report"
)

// The first byte of a stored secret says how the rest is to be read.
const (
	inClear = 0
	sealed  = 1
)

// sealer keeps secrets that must be readable again, which are the TOTP keys alone. With a key they
// are under AES-256-GCM, so that a copy of the database without the key file is no second factor.
// Without one they are in clear: whoever can read the file can then make everyone's codes.
type sealer struct{ aead cipher.AEAD }

// newSealer makes a sealer under a key of 32 bytes; an empty key stores in clear.
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

// seal is the secret as it is stored. It is bound to its owner: in another account's row it cannot
// be opened.
func (s sealer) seal(owner string, secret []byte) []byte {
	if s.aead == nil {
		return append([]byte{inClear}, secret...)
	}
	return s.aead.Seal([]byte{sealed}, nil, secret, []byte(owner))
}

// open reads what seal has written. What was stored in clear stays readable once there is a key.
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

// randomBytes are n bytes of a new secret.
func randomBytes(n int) []byte {
	b := make([]byte, n)
	rand.Read(b) // never fails, as above
	return b
}
