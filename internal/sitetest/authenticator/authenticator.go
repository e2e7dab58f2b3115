// Package authenticator is a security key in software, for tests of passkeys without a browser.
//
// Only tests may import it. Start reading at New.
package authenticator

import (
	"testing"

	"github.com/descope/virtualwebauthn"
)

// Authenticator is a security key with one ES256 key pair. Tests change its fields for wrong responses.
type Authenticator struct {
	t          testing.TB
	Site       virtualwebauthn.RelyingParty // that the key believes to answer
	Key        virtualwebauthn.Authenticator
	Credential virtualwebauthn.Credential
	Step       uint32 // by which Credential.Counter rises with each use
}

// New returns a security key for a domain and an origin that verifies its user.
func New(t testing.TB, rpID, origin string) *Authenticator {
	t.Helper()
	a := &Authenticator{t: t, Site: virtualwebauthn.RelyingParty{ID: rpID, Origin: origin}, Key: virtualwebauthn.NewAuthenticator(), Step: 1}
	// The library leaves out a coordinate's leading zeros, which no real key does: take another key then.
	for a.Credential.Key == nil || len(a.Credential.Key.AttestationData()) < es256Length {
		a.Credential = virtualwebauthn.NewCredential(virtualwebauthn.KeyTypeEC2)
	}
	return a
}

// es256Length is the length of a COSE key on P-256 in bytes (RFC 9053, section 7.1.1).
const es256Length = 77

// Register returns the response to navigator.credentials.create with the given options.
func (a *Authenticator) Register(options []byte) []byte {
	a.t.Helper()
	o, err := virtualwebauthn.ParseAttestationOptions(string(options))
	if err != nil {
		a.t.Fatal(err)
	}
	return []byte(virtualwebauthn.CreateAttestationResponse(a.Site, a.Key, a.Credential, *o))
}

// Assert returns the response to navigator.credentials.get with the given options.
func (a *Authenticator) Assert(options []byte) []byte {
	a.t.Helper()
	o, err := virtualwebauthn.ParseAssertionOptions(string(options))
	if err != nil {
		a.t.Fatal(err)
	}
	a.Credential.Counter += a.Step
	return []byte(virtualwebauthn.CreateAssertionResponse(a.Site, a.Key, a.Credential, *o))
}
