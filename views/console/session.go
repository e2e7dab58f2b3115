package console

import (
	"bytes"
	"encoding/base64"
	"slices"

	"lerr/internal/staff"
	"lerr/internal/urls"
	"lerr/views"
)

// SignInPage is the form for a name and a password.
type SignInPage struct {
	ConsolePage
	Name  string // as typed
	Next  string // address of the next page
	Empty bool   // nobody has an account yet
}

// SecondFactorPage asks for the second factor, at sign-in or for a step-up.
type SecondFactorPage struct {
	ConsolePage
	Next    string
	Again   bool // step-up of a person who is signed in
	App     bool // an authenticator app is set up
	Passkey bool // a passkey is set up, and passkeys work here
	Codes   int  // unused recovery codes
}

// PasskeyForm is a form whose script asks the browser for a passkey.
type PasskeyForm struct {
	URL    string // the script requests its /begin and /finish
	Kind   string // "get" or "create", of navigator.credentials
	Button string
	Next   string
}

func (m SecondFactorPage) passkey() PasskeyForm {
	return PasskeyForm{URL: urls.AssertPasskey, Kind: "get", Button: "Use a passkey", Next: m.Next}
}

// ConsoleMessage is a page with one message.
type ConsoleMessage struct {
	ConsolePage
	Text string
	Link views.Link // to the next page; none without a URL
}

// SignUpPage is the form that a link opens: for the first account, a new account, or an account whose
// owner has lost their password or factors.
type SignUpPage struct {
	ConsolePage
	URL   string // of the link
	Text  string // purpose of the link
	Name  string // as typed, or the existing account's
	Known bool   // the account exists and keeps its name
	Roles []RoleChoice
	Until string
}

// EnrolPage sets up a second factor.
type EnrolPage struct {
	ConsolePage
	Next     string
	First    bool // the account has none yet
	HasApp   bool // a new app replaces the existing one
	Passkeys bool // passkeys work on this console
	Key      staff.TOTPKey
}

// picture returns the data: address of a key's QR code.
func picture(k staff.TOTPKey) string {
	return "data:image/png;base64," + base64.StdEncoding.EncodeToString(k.PNG)
}

// inFours returns a key's secret in groups of four, for typing.
func inFours(k staff.TOTPKey) string {
	return string(bytes.Join(slices.Collect(slices.Chunk([]byte(k.Secret), 4)), []byte(" ")))
}

func (m EnrolPage) passkey() PasskeyForm {
	return PasskeyForm{URL: urls.EnrolPasskey, Kind: "create", Button: "Set up a passkey", Next: m.Next}
}

// RecoveryCodesPage shows new recovery codes.
type RecoveryCodesPage struct {
	ConsolePage
	Codes []string
	Next  string
}
