package staff

import (
	"bytes"
	"crypto/subtle"
	"encoding/base32"
	"fmt"
	"image/png"
	"strings"
	"time"
	"unicode"

	"github.com/pquerna/otp"
	"github.com/pquerna/otp/hotp"
	"github.com/pquerna/otp/totp"
)

// The parameters that every authenticator app knows (RFC 6238). A code of the step before or after
// is taken too, for clocks that differ and people who type.
const (
	totpPeriod = 30
	totpWindow = 1
	totpBytes  = 20 // as long as SHA-1's result: RFC 4226, section 4, R6
)

var base32Plain = base32.StdEncoding.WithPadding(base32.NoPadding)

// TOTPKey is a new authenticator's key as it is shown to its owner.
type TOTPKey struct {
	Secret string // base32, to be typed where no picture can be read
	URL    string // otpauth://
	PNG    []byte // the URL as a QR code
}

// showTOTP is a secret as an app takes it.
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

// stepOf is the step whose code this is; ErrSignIn when it is none of the window's. That the step
// was not used before is for the store to say, since two requests can ask at once.
func stepOf(secret []byte, code string, at time.Time) (int64, error) {
	code = strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, code)
	now, found := at.Unix()/totpPeriod, int64(-1)
	for step := now - totpWindow; step <= now+totpWindow; step++ {
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
