package staff

import (
	"encoding/base32"
	"strings"
	"unicode"
)

const (
	recoveryCodes = 10
	// recoveryBytes gives 24 characters and 120 bits, so that a plain hash is enough to store (ASVS
	// 5.0, 6.5.2).
	recoveryBytes = 15
)

// crockford is the alphabet without letters that are read as others: https://www.crockford.com/base32.html
var crockford = base32.NewEncoding("0123456789abcdefghjkmnpqrstvwxyz").WithPadding(base32.NoPadding)

// newRecoveryCodes are ten codes as they are shown, once, and their digests as they are stored.
func newRecoveryCodes() (codes, digests []string) {
	for range recoveryCodes {
		plain := crockford.EncodeToString(randomBytes(recoveryBytes))
		var groups []string
		for i := 0; i < len(plain); i += 4 {
			groups = append(groups, plain[i:i+4])
		}
		codes = append(codes, strings.Join(groups, "-"))
		digests = append(digests, digest(plain))
	}
	return codes, digests
}

// foldCode is a recovery code as it was made, however it was typed: in capitals, with spaces, with
// the letters o, i and l for the digits that they look like.
func foldCode(code string) string {
	return strings.Map(func(r rune) rune {
		switch r = unicode.ToLower(r); r {
		case 'o':
			return '0'
		case 'i', 'l':
			return '1'
		case '-':
			return -1
		}
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, code)
}
