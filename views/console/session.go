package console

import (
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
