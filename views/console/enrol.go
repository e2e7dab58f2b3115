package console

import (
	"encoding/base64"
	"strings"

	"lerr/internal/urls"
)

// SignUpPage is the form that a link opens: the first account, an invitation, or an account whose
// owner has lost what it needs.
type SignUpPage struct {
	ConsolePage
	URL   string // of the link
	Text  string // what the link is for
	Name  string // as it was typed; the account's where it has one
	Known bool   // there is an account, and its name stays
	Roles []RoleChoice
	Until string
}

// EnrolPage sets up a second factor.
type EnrolPage struct {
	ConsolePage
	Next     string
	First    bool // there is none yet
	HasApp   bool // a new app takes the place of the one that is there
	Passkeys bool // they work on this console
	Label    string
	Key      AppKey
}

// AppKey is an authenticator app's key as it is shown.
type AppKey struct {
	QR     string // data: address of the picture
	Secret string // in groups of four
	URL    string // otpauth:
}

// NewAppKey writes a key for a page.
func NewAppKey(png []byte, secret, url string) AppKey {
	var groups []string
	for len(secret) > 4 {
		groups, secret = append(groups, secret[:4]), secret[4:]
	}
	return AppKey{
		QR:     "data:image/png;base64," + base64.StdEncoding.EncodeToString(png),
		Secret: strings.Join(append(groups, secret), " "), URL: url,
	}
}

func (m EnrolPage) passkey() PasskeyForm {
	return PasskeyForm{URL: urls.EnrolPasskey(), Kind: "create", Button: "Set up a passkey", Next: m.Next}
}

// RecoveryCodesPage shows new recovery codes, this once.
type RecoveryCodesPage struct {
	ConsolePage
	Codes []string
	Next  string
}
