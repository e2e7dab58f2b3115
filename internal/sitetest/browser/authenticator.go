package browser

import (
	"errors"
	"fmt"
	"path/filepath"

	"github.com/chromedp/cdproto/dom"
	"github.com/chromedp/cdproto/runtime"
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
		err = tab.chooseFile(selector, absolute)
	}
	tab.check(err, "Upload(%q, %q)", selector, path)
}

func (tab *Tab) chooseFile(selector, path string) error {
	field, err := chromedp.Call(tab.ctx, runtime.Evaluate, runtime.EvaluateParams{Expression: fmt.Sprintf("document.querySelector(%q)", selector)})
	if err != nil {
		return err
	}
	return call(tab.ctx, dom.SetFileInputFiles, dom.SetFileInputFilesParams{Files: []string{path}, ObjectID: field.Result.ObjectID})
}
