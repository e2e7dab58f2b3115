package staff

import (
	"bytes"
	"crypto/subtle"
	"encoding/base32"
	"fmt"
	"image/png"
	"time"

	"github.com/pquerna/otp"
	"github.com/pquerna/otp/hotp"
	"github.com/pquerna/otp/totp"
)

// The parameters that every authenticator app supports (RFC 6238). Codes of the steps before and after
// are accepted too, for clocks that differ and people who type slowly.
const (
	totpPeriod = 30
	totpWindow = 1
	totpBytes  = 20 // the length of SHA-1: RFC 4226, section 4, R6
)

var base32Plain = base32.StdEncoding.WithPadding(base32.NoPadding)

// TOTPKey is the key of a new authenticator app, for its owner.
type TOTPKey struct {
	Secret string // base32, for typing
	URL    string // otpauth://
	PNG    []byte // the URL as a QR code
}

// showTOTP returns a secret in the forms that apps accept.
func showTOTP(issuer, name string, secret []byte) (TOTPKey, error) {
	key, err := totp.Generate(totp.GenerateOpts{Issuer: issuer, AccountName: name, Period: totpPeriod, Secret: secret})
	if err != nil {
		return TOTPKey{}, fmt.Errorf("otpauth address: %w", err)
	}
	code, err := key.Image(256, 256)
	if err != nil {
		return TOTPKey{}, fmt.Errorf("QR code: %w", err)
	}
	var b bytes.Buffer
	if err := png.Encode(&b, code); err != nil {
		return TOTPKey{}, fmt.Errorf("QR code: %w", err)
	}
	return TOTPKey{Secret: key.Secret(), URL: key.URL(), PNG: b.Bytes()}, nil
}

// stepOf returns the time step of a code, or ErrSignIn if it is none of the window's. The store checks
// that the step has not been used, since two requests can use it at once.
func stepOf(secret []byte, code string, at time.Time) (int64, error) {
	code = withoutSpaces(code)
	current, found := at.Unix()/totpPeriod, int64(-1)
	for step := current - totpWindow; step <= current+totpWindow; step++ {
		want, err := hotp.GenerateCodeCustom(base32Plain.EncodeToString(secret), uint64(step),
			hotp.ValidateOpts{Digits: otp.DigitsSix, Algorithm: otp.AlgorithmSHA1})
		if err != nil {
			return 0, fmt.Errorf("code: %w", err)
		}
		if subtle.ConstantTimeCompare([]byte(want), []byte(code)) == 1 {
			found = step
		}
	}
	if found < 0 {
		return 0, ErrSignIn
	}
	return found, nil
}
