package staff_test

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
	flagPresent  = 0x01
	flagVerified = 0x04
	flagAttested = 0x40
)

var b64 = base64.RawURLEncoding

// authenticator is a security key in software: one ES256 key, attestation "none". Its fields can be
// bent to answer wrongly.
type authenticator struct {
	t      *testing.T
	key    *ecdsa.PrivateKey
	id     []byte
	count  uint32
	step   uint32 // by which count rises with each use
	flags  byte
	rpID   string
	origin string
}

func newAuthenticator(t *testing.T) *authenticator {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	id := make([]byte, 32)
	rand.Read(id)
	return &authenticator{t, key, id, 0, 1, flagPresent | flagVerified, "console.example.org", "https://console.example.org"}
}

// options is what a browser is given, as far as the tests look at it.
type options struct {
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

func parseOptions(t *testing.T, text []byte) (o options) {
	t.Helper()
	if err := json.Unmarshal(text, &o); err != nil {
		t.Fatal(err)
	}
	return o
}

// register answers navigator.credentials.create.
func (a *authenticator) register(text []byte) []byte {
	a.t.Helper()
	public, err := a.key.PublicKey.Bytes() // 4, x, y
	if err != nil {
		a.t.Fatal(err)
	}
	cose := []byte{0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01} // {1: EC2, 3: ES256, -1: P-256, …
	cose = append(append(cose, 0x21, 0x58, 32), public[1:33]...)
	cose = append(append(cose, 0x22, 0x58, 32), public[33:]...)
	data := a.data(flagAttested)
	data = append(data, make([]byte, 16)...) // no model
	data = binary.BigEndian.AppendUint16(data, uint16(len(a.id)))
	data = append(append(data, a.id...), cose...)

	object := []byte{0xa3, 0x63, 'f', 'm', 't', 0x64, 'n', 'o', 'n', 'e'}
	object = append(object, 0x67, 'a', 't', 't', 'S', 't', 'm', 't', 0xa0)
	object = append(object, 0x68, 'a', 'u', 't', 'h', 'D', 'a', 't', 'a', 0x58, byte(len(data)))
	object = append(object, data...)
	return a.answer(map[string]any{
		"clientDataJSON":    b64.EncodeToString(a.clientData("webauthn.create", text)),
		"attestationObject": b64.EncodeToString(object),
		"transports":        []string{"internal"},
	})
}

// assert answers navigator.credentials.get.
func (a *authenticator) assert(text []byte) []byte {
	a.t.Helper()
	a.count += a.step
	data, client := a.data(0), a.clientData("webauthn.get", text)
	hash := sha256.Sum256(client)
	digest := sha256.Sum256(append(append([]byte{}, data...), hash[:]...))
	signature, err := ecdsa.SignASN1(rand.Reader, a.key, digest[:])
	if err != nil {
		a.t.Fatal(err)
	}
	return a.answer(map[string]any{
		"clientDataJSON":    b64.EncodeToString(client),
		"authenticatorData": b64.EncodeToString(data),
		"signature":         b64.EncodeToString(signature),
	})
}

// data is authenticator data: https://www.w3.org/TR/webauthn-3/#authenticator-data
func (a *authenticator) data(flags byte) []byte {
	rp := sha256.Sum256([]byte(a.rpID))
	return binary.BigEndian.AppendUint32(append(rp[:], a.flags|flags), a.count)
}

func (a *authenticator) clientData(kind string, text []byte) []byte {
	a.t.Helper()
	return a.json(map[string]any{
		"type": kind, "challenge": parseOptions(a.t, text).PublicKey.Challenge, "origin": a.origin, "crossOrigin": false,
	})
}

func (a *authenticator) answer(response map[string]any) []byte {
	a.t.Helper()
	return a.json(map[string]any{
		"id": b64.EncodeToString(a.id), "rawId": b64.EncodeToString(a.id), "type": "public-key",
		"authenticatorAttachment": "platform", "clientExtensionResults": map[string]any{}, "response": response,
	})
}

func (a *authenticator) json(v any) []byte {
	a.t.Helper()
	text, err := json.Marshal(v)
	if err != nil {
		a.t.Fatal(err)
	}
	return text
}
