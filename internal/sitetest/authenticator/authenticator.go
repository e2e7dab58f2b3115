// Package authenticator is a security key in software, for tests of passkeys without a browser.
//
// Only tests may import it. Start reading at New.
package authenticator

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"testing"
)

// The flags of authenticator data: https://www.w3.org/TR/webauthn-3/#authdata-flags
const (
	Present  = 0x01 // a person touched the key
	Verified = 0x04 // and the key verified them
	attested = 0x40
)

var b64 = base64.RawURLEncoding

// Authenticator is a security key in software: one ES256 key, attestation "none". Tests change its fields
// for wrong responses.
type Authenticator struct {
	t      testing.TB
	Key    *ecdsa.PrivateKey
	ID     []byte
	Count  uint32
	Step   uint32 // by which Count rises with each use
	Flags  byte
	RPID   string
	Origin string
}

// New returns a security key for a domain and an origin that verifies its user.
func New(t testing.TB, rpID, origin string) *Authenticator {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	id := make([]byte, 32)
	rand.Read(id)
	return &Authenticator{t, key, id, 0, 1, Present | Verified, rpID, origin}
}

// Options are the options of navigator.credentials that tests use.
type Options struct {
	PublicKey struct {
		Challenge              string
		RPID                   string `json:"rpId"`
		RP                     struct{ ID, Name string }
		User                   struct{ ID, Name string }
		UserVerification       string
		AuthenticatorSelection struct{ UserVerification string }
		AllowCredentials       []struct{ ID string }
		ExcludeCredentials     []struct{ ID string }
	}
}

// ParseOptions parses the options for a browser.
func ParseOptions(t testing.TB, text []byte) (o Options) {
	t.Helper()
	if err := json.Unmarshal(text, &o); err != nil {
		t.Fatal(err)
	}
	return o
}

// Register returns the response to navigator.credentials.create.
func (a *Authenticator) Register(text []byte) []byte {
	a.t.Helper()
	public, err := a.Key.PublicKey.Bytes() // 4, x, y
	if err != nil {
		a.t.Fatal(err)
	}
	cose := []byte{0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01} // {1: EC2, 3: ES256, -1: P-256, …
	cose = append(append(cose, 0x21, 0x58, 32), public[1:33]...)
	cose = append(append(cose, 0x22, 0x58, 32), public[33:]...)
	data := a.data(attested)
	data = append(data, make([]byte, 16)...) // no model
	data = binary.BigEndian.AppendUint16(data, uint16(len(a.ID)))
	data = append(append(data, a.ID...), cose...)

	object := []byte{0xa3, 0x63, 'f', 'm', 't', 0x64, 'n', 'o', 'n', 'e'}
	object = append(object, 0x67, 'a', 't', 't', 'S', 't', 'm', 't', 0xa0)
	object = append(object, 0x68, 'a', 'u', 't', 'h', 'D', 'a', 't', 'a', 0x58, byte(len(data)))
	object = append(object, data...)
	return a.credential(map[string]any{
		"clientDataJSON":    b64.EncodeToString(a.clientData("webauthn.create", text)),
		"attestationObject": b64.EncodeToString(object),
		"transports":        []string{"internal"},
	})
}

// Assert returns the response to navigator.credentials.get.
func (a *Authenticator) Assert(text []byte) []byte {
	a.t.Helper()
	a.Count += a.Step
	data, client := a.data(0), a.clientData("webauthn.get", text)
	hash := sha256.Sum256(client)
	digest := sha256.Sum256(append(append([]byte{}, data...), hash[:]...))
	signature, err := ecdsa.SignASN1(rand.Reader, a.Key, digest[:])
	if err != nil {
		a.t.Fatal(err)
	}
	return a.credential(map[string]any{
		"clientDataJSON":    b64.EncodeToString(client),
		"authenticatorData": b64.EncodeToString(data),
		"signature":         b64.EncodeToString(signature),
	})
}

// data returns authenticator data: https://www.w3.org/TR/webauthn-3/#authenticator-data
func (a *Authenticator) data(flags byte) []byte {
	rp := sha256.Sum256([]byte(a.RPID))
	return binary.BigEndian.AppendUint32(append(rp[:], a.Flags|flags), a.Count)
}

func (a *Authenticator) clientData(kind string, text []byte) []byte {
	a.t.Helper()
	return a.json(map[string]any{
		"type": kind, "challenge": ParseOptions(a.t, text).PublicKey.Challenge, "origin": a.Origin, "crossOrigin": false,
	})
}

func (a *Authenticator) credential(response map[string]any) []byte {
	a.t.Helper()
	return a.json(map[string]any{
		"id": b64.EncodeToString(a.ID), "rawId": b64.EncodeToString(a.ID), "type": "public-key",
		"authenticatorAttachment": "platform", "clientExtensionResults": map[string]any{}, "response": response,
	})
}

func (a *Authenticator) json(v any) []byte {
	a.t.Helper()
	text, err := json.Marshal(v)
	if err != nil {
		a.t.Fatal(err)
	}
	return text
}
