package translog

import (
	"crypto/ed25519"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/mod/sumdb/note"

	"lerr/internal/report"
)

// Key signs the checkpoints of the log with an origin. Its secret is in no error and in no format but Marshal's.
type Key struct {
	origin   string
	verifier string
	private  ed25519.PrivateKey
}

// signatureType is the identifier of Ed25519 signatures of signed notes.
const signatureType = 1

// NewKey returns a new random key. The origin names the log for all time, usually as its address without the scheme:
// "example.com/log". It fails with ErrInvalid for an origin that a signed note cannot hold.
func NewKey(origin string) (*Key, error) {
	if err := checkOrigin(origin); err != nil {
		return nil, err
	}
	_, private, err := ed25519.GenerateKey(nil)
	if err != nil {
		return nil, fmt.Errorf("new log key: %w", err)
	}
	return keyOf(origin, private)
}

// checkOrigin fails with ErrInvalid for a text that cannot be the name of a note's key.
func checkOrigin(origin string) error {
	bad := func(r rune) bool { return r == '+' || unicode.IsSpace(r) || unicode.IsControl(r) }
	if origin == "" || !utf8.ValidString(origin) || strings.ContainsFunc(origin, bad) {
		return fmt.Errorf("log origin %q: want a name without spaces and plus signs, such as example.com/log: %w", origin, report.ErrInvalid)
	}
	return nil
}

func keyOf(origin string, private ed25519.PrivateKey) (*Key, error) {
	verifier, err := note.NewEd25519VerifierKey(origin, private.Public().(ed25519.PublicKey))
	if err != nil {
		return nil, fmt.Errorf("log key of %s: %w", origin, err)
	}
	return &Key{origin: origin, verifier: verifier, private: private}, nil
}

// ParseKey parses the form that Marshal returns; white space around it is ignored. It fails with ErrInvalid, without
// quoting the text.
func ParseKey(text []byte) (*Key, error) {
	malformed := fmt.Errorf("log key: want one line, PRIVATE+KEY+origin+hash+secret: %w", report.ErrInvalid)
	line := strings.TrimSpace(string(text))
	if _, err := note.NewSigner(line); err != nil {
		return nil, malformed
	}
	parts := strings.SplitN(line, "+", 5)
	secret, err := base64.StdEncoding.DecodeString(parts[4])
	if err != nil || checkOrigin(parts[2]) != nil {
		return nil, malformed
	}
	return keyOf(parts[2], ed25519.NewKeyFromSeed(secret[1:]))
}

// Marshal returns the key with its secret, as one line: PRIVATE+KEY+origin+hash+secret.
func (k *Key) Marshal() []byte {
	hash := strings.Split(k.verifier, "+")[1]
	secret := append([]byte{signatureType}, k.private.Seed()...)
	return fmt.Appendf(nil, "PRIVATE+KEY+%s+%s+%s\n", k.origin, hash, base64.StdEncoding.EncodeToString(secret))
}

// Origin returns the name of the log.
func (k *Key) Origin() string { return k.origin }

// Verifier returns the public key in the form that clients of logs are configured with: origin+hash+key.
func (k *Key) Verifier() string { return k.verifier }

// String returns Verifier, so that a key that is printed does not show its secret.
func (k *Key) String() string { return k.verifier }

// GoString returns String.
func (k *Key) GoString() string { return k.verifier }

// MAC returns the HMAC-SHA256 of data in lower-case hexadecimal. Its key is derived from the log's by HKDF-SHA256, for
// one purpose: the codes of two purposes have nothing in common.
func (k *Key) MAC(purpose string, data []byte) string {
	derived, err := hkdf.Key(sha256.New, k.private.Seed(), nil, purpose, sha256.Size)
	if err != nil {
		panic(err) // of a length that HKDF cannot derive, which is a constant
	}
	mac := hmac.New(sha256.New, derived)
	mac.Write(data)
	return hex.EncodeToString(mac.Sum(nil))
}

// sign returns the signature line of the key for a note's text.
func (k *Key) sign(text string) string {
	hash, _ := hex.DecodeString(strings.Split(k.verifier, "+")[1])
	signature := append(hash, ed25519.Sign(k.private, []byte(text))...)
	return fmt.Sprintf("— %s %s\n", k.origin, base64.StdEncoding.EncodeToString(signature))
}
