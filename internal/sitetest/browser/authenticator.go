package browser

import (
	"errors"
	"path/filepath"

	"github.com/chromedp/cdproto/webauthn"
	"github.com/chromedp/chromedp"
)

// AddAuthenticator gives the tab a passkey device inside the computer, whose user is always present
// and always verified. It keeps its passkeys as long as the tab lives.
func (tab *Tab) AddAuthenticator() {
	tab.t.Helper()
	err := call(tab.ctx, webauthn.Enable, webauthn.EnableParams{})
	tab.check(errors.Join(err, call(tab.ctx, webauthn.AddVirtualAuthenticator, webauthn.AddVirtualAuthenticatorParams{
		Options: &webauthn.VirtualAuthenticatorOptions{
			Protocol: webauthn.AuthenticatorProtocolCtap2, Transport: webauthn.AuthenticatorTransportInternal,
			HasResidentKey: true, HasUserVerification: true, IsUserVerified: true, AutomaticPresenceSimulation: true,
		},
	})), "AddAuthenticator()")
}

// Upload chooses a file in a file field, as a reader would in the system's dialog.
func (tab *Tab) Upload(selector, path string) {
	tab.t.Helper()
	tab.clicks++
	tab.WaitVisible(selector)
	absolute, err := filepath.Abs(path)
	if err == nil {
		err = chromedp.Do(tab.ctx, chromedp.SetUploadFiles(selector, []string{absolute}))
	}
	tab.check(err, "Upload(%q, %q)", selector, path)
}
