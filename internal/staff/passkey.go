package staff

import (
	"encoding/base64"
	"encoding/json"
	"fmt"

	"lerr/internal/report"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"
)

// relyingParty is the console in WebAuthn's terms. No type or error of go-webauthn leaves it.
type relyingParty struct{ webauthn *webauthn.WebAuthn }

// newRelyingParty returns nil if passkeys are not configured.
func newRelyingParty(c Config) (*relyingParty, error) {
	if c.RPID == "" && len(c.Origins) == 0 {
		return nil, nil
	}
	if c.RPID == "" || len(c.Origins) == 0 {
		return nil, fmt.Errorf("passkeys need both a domain and an origin: %w", report.ErrInvalid)
	}
	w, err := webauthn.New(&webauthn.Config{
		RPID: c.RPID, RPDisplayName: c.Organisation, RPOrigins: c.Origins,
		AttestationPreference: protocol.PreferNoAttestation,
		AuthenticatorSelection: protocol.AuthenticatorSelection{
			ResidentKey:      protocol.ResidentKeyRequirementPreferred,
			UserVerification: protocol.VerificationRequired,
		},
		// We use no extension, so unsolicited output of a password manager is harmless.
		ExtensionsUnsolicitedOutputPolicy: protocol.UnsolicitedOutputPolicyIgnore,
	})
	if err != nil {
		return nil, fmt.Errorf("passkeys for %s: %w: %s", c.RPID, report.ErrInvalid, err)
	}
	return &relyingParty{w}, nil
}

// user is an account in go-webauthn's terms.
type user struct {
	account     Account
	credentials []webauthn.Credential
}

func (u user) WebAuthnID() []byte                         { return []byte(u.account.ID) }
func (u user) WebAuthnName() string                       { return u.account.Name }
func (u user) WebAuthnDisplayName() string                { return u.account.Name }
func (u user) WebAuthnCredentials() []webauthn.Credential { return u.credentials }

func newUser(a Account, passkeys []Passkey) (user, error) {
	u := user{account: a}
	for _, p := range passkeys {
		var c webauthn.Credential
		if err := json.Unmarshal(p.Record, &c); err != nil {
			return user{}, fmt.Errorf("stored passkey %s: %s", p.ID, err)
		}
		// The column is authoritative, since one statement compares and sets it.
		c.Authenticator.SignCount = p.SignCount
		u.credentials = append(u.credentials, c)
	}
	return u, nil
}

// newPasskey returns the stored form of a credential.
func newPasskey(a Account, c *webauthn.Credential) (Passkey, error) {
	record, err := json.Marshal(c)
	return Passkey{
		ID:        base64.RawURLEncoding.EncodeToString(c.ID),
		AccountID: a.ID, Record: record, SignCount: c.Authenticator.SignCount,
	}, err
}

// challenge returns a challenge to register a new passkey, or for one of the account's to sign: options
// for the browser, and data to store.
func (r *relyingParty) challenge(k CeremonyKind, a Account, passkeys []Passkey) (options, data []byte, err error) {
	u, err := newUser(a, passkeys)
	if err != nil {
		return nil, nil, err
	}
	var public any
	var session *webauthn.SessionData
	if k == CeremonyRegister {
		public, session, err = r.webauthn.BeginRegistration(u,
			webauthn.WithExclusions(webauthn.Credentials(u.credentials).CredentialDescriptors()))
	} else {
		public, session, err = r.webauthn.BeginLogin(u)
	}
	if err != nil {
		return nil, nil, fmt.Errorf("begin: %s", err)
	}
	if options, err = json.Marshal(public); err != nil {
		return nil, nil, err
	}
	data, err = json.Marshal(session)
	return options, data, err
}

// finishRegister verifies the browser's response. It fails with report.ErrInvalid if the response does
// not match the challenge.
func (r *relyingParty) finishRegister(a Account, data, response []byte) (Passkey, error) {
	var session webauthn.SessionData
	if err := json.Unmarshal(data, &session); err != nil {
		return Passkey{}, fmt.Errorf("stored challenge: %s", err)
	}
	parsed, err := protocol.ParseCredentialCreationResponseBytes(response)
	if err != nil {
		return Passkey{}, fmt.Errorf("%w: %s", report.ErrInvalid, err)
	}
	c, err := r.webauthn.CreateCredential(user{account: a}, session, parsed)
	if err != nil {
		return Passkey{}, fmt.Errorf("%w: %s", report.ErrInvalid, err)
	}
	return newPasskey(a, c)
}

// finishAssert verifies the browser's response. It fails with ErrSignIn if the signature is wrong, and
// with ErrCloned if the passkey's counter did not rise. before is the counter before this use.
func (r *relyingParty) finishAssert(a Account, passkeys []Passkey, data, response []byte) (p Passkey, before uint32, err error) {
	var session webauthn.SessionData
	if err := json.Unmarshal(data, &session); err != nil {
		return Passkey{}, 0, fmt.Errorf("stored challenge: %s", err)
	}
	u, err := newUser(a, passkeys)
	if err != nil {
		return Passkey{}, 0, err
	}
	parsed, err := protocol.ParseCredentialRequestResponseBytes(response)
	if err != nil {
		return Passkey{}, 0, fmt.Errorf("%w: %s", ErrSignIn, err)
	}
	c, err := r.webauthn.ValidateLogin(u, session, parsed)
	if err != nil {
		return Passkey{}, 0, fmt.Errorf("%w: %s", ErrSignIn, err)
	}
	if c.Authenticator.CloneWarning {
		return Passkey{}, 0, ErrCloned
	}
	if p, err = newPasskey(a, c); err != nil {
		return Passkey{}, 0, err
	}
	for _, old := range passkeys {
		if old.ID == p.ID {
			before = old.SignCount
		}
	}
	return p, before, nil
}
