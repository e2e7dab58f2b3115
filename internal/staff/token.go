package staff

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"strings"
)

// newToken returns a new secret of 256 bits for a cookie or a link. Only its digest is stored, so that
// a copy of the database signs nobody in (ASVS 5.0, 7.2.3).
func newToken() string {
	return base64.RawURLEncoding.EncodeToString(randomBytes(32))
}

// randomBytes returns n bytes of a new secret.
func randomBytes(n int) []byte {
	b := make([]byte, n)
	rand.Read(b) // never fails: since Go 1.24 the program ends when there is no randomness
	return b
}

// digest returns the stored form of a random secret. A plain hash is enough for secrets of 112 bits or
// more that nobody chose (ASVS 5.0, 6.5.2).
func digest(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:])
}

// newID returns a new random ID. It is not secret, and does not reveal when it was made.
func newID() string { return strings.ToLower(rand.Text()) }
