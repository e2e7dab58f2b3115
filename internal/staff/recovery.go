package staff

import (
	"encoding/base32"
	"strings"
	"unicode"
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
		var groups []string
		for i := 0; i < len(plain); i += 4 {
			groups = append(groups, plain[i:i+4])
		}
		codes = append(codes, strings.Join(groups, "-"))
		digests = append(digests, digest(plain))
	}
	return codes, digests
}

// foldCode normalises a typed recovery code: capitals, spaces, dashes, and the letters o, i and l for the
// digits that they resemble.
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
