package staff

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"strings"
)

// newToken is a new secret of 256 bits for a cookie or a link. Only its digest is stored, so that a
// copy of the database signs nobody in (ASVS 5.0, 7.2.3).
func newToken() string {
	var b [32]byte
	rand.Read(b[:]) // never fails: since Go 1.24 the program ends when there is no randomness
	return base64.RawURLEncoding.EncodeToString(b[:])
}

// digest is what is stored of a secret. A plain hash is enough for secrets that nobody chose and
// that have 112 bits or more (ASVS 5.0, 6.5.2).
func digest(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:])
}

// newID is a new random name for a row. It is no secret, and tells nothing about when it was made.
func newID() string { return strings.ToLower(rand.Text()) }
