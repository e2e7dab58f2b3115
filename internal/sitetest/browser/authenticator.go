package browser

import (
	"path/filepath"

	"github.com/chromedp/cdproto/webauthn"
	"github.com/chromedp/chromedp"
)

// AddAuthenticator gives the tab a passkey device inside the computer, whose user is always there
// and always verified. It keeps its passkeys as long as the tab lives.
func (tab *Tab) AddAuthenticator() {
	tab.t.Helper()
	if _, err := chromedp.Call(tab.ctx, webauthn.Enable, webauthn.EnableParams{}); err != nil {
		tab.fail(err, "AddAuthenticator()")
	}
	_, err := chromedp.Call(tab.ctx, webauthn.AddVirtualAuthenticator, webauthn.AddVirtualAuthenticatorParams{
		Options: &webauthn.VirtualAuthenticatorOptions{
			Protocol: webauthn.AuthenticatorProtocolCtap2, Transport: webauthn.AuthenticatorTransportInternal,
			HasResidentKey: true, HasUserVerification: true, IsUserVerified: true, AutomaticPresenceSimulation: true,
		},
	})
	if err != nil {
		tab.fail(err, "AddAuthenticator()")
	}
}

// Upload chooses a file in a file field, as a reader would in the system's dialog.
func (tab *Tab) Upload(selector, path string) {
	tab.t.Helper()
	tab.WaitVisible(selector)
	absolute, err := filepath.Abs(path)
	if err == nil {
		err = chromedp.Do(tab.ctx, chromedp.SetUploadFiles(selector, []string{absolute}))
	}
	if err != nil {
		tab.fail(err, "Upload(%q, %q)", selector, path)
	}
}
