package console

import (
	"lerr/internal/urls"
	"lerr/views"
)

// SignInPage is the form for a name and a password.
type SignInPage struct {
	ConsolePage
	Name  string // as it was typed
	Next  string // the page to go on to
	Empty bool   // nobody has an account yet
}

// SecondFactorPage asks for the second factor, at sign-in or anew.
type SecondFactorPage struct {
	ConsolePage
	Next    string
	Again   bool // the person is signed in, and confirms that it is still them
	App     bool // an authenticator app is set up
	Passkey bool // a passkey is, and passkeys work here
	Codes   int  // recovery codes that are left
}

// PasskeyForm is the part of a page that needs a script: the browser has to be asked for a passkey.
type PasskeyForm struct {
	URL    string // where /begin and /finish are
	Kind   string // "get" one that is there, or "create" one
	Button string
	Next   string
}

func (m SecondFactorPage) passkey() PasskeyForm {
	return PasskeyForm{URL: urls.AssertPasskey(), Kind: "get", Button: "Use a passkey", Next: m.Next}
}

// ConsoleMessage is a page that says one thing.
type ConsoleMessage struct {
	ConsolePage
	Text string
	Link views.Link // where to go on; none when it has no URL
}
