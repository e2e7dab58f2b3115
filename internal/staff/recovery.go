package staff

import (
	"bytes"
	"encoding/base32"
	"slices"
	"strings"
)

const (
	recoveryCodes = 10
	// recoveryBytes gives 24 characters and 120 bits, enough to store a plain hash (ASVS 5.0, 6.5.2).
	recoveryBytes = 15
)

// crockford is an alphabet without letters that resemble others: https://www.crockford.com/base32.html
var crockford = base32.NewEncoding("0123456789abcdefghjkmnpqrstvwxyz").WithPadding(base32.NoPadding)

// newRecoveryCodes returns ten codes to show once, and their digests to store.
func newRecoveryCodes() (codes, digests []string) {
	for range recoveryCodes {
		plain := crockford.EncodeToString(randomBytes(recoveryBytes))
		groups := slices.Collect(slices.Chunk([]byte(plain), 4))
		codes = append(codes, string(bytes.Join(groups, []byte("-"))))
		digests = append(digests, digest(plain))
	}
	return codes, digests
}

var mistyped = strings.NewReplacer("o", "0", "i", "1", "l", "1", "-", "")

// foldCode normalises a typed recovery code: capitals, spaces, dashes, and the letters o, i and l for the
// digits that they resemble.
func foldCode(code string) string { return mistyped.Replace(strings.ToLower(withoutSpaces(code))) }

// withoutSpaces returns a typed code without the spaces between its groups.
func withoutSpaces(code string) string { return strings.Join(strings.Fields(code), "") }
