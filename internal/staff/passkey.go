package staff

import (
	"encoding/base64"
	"encoding/json"
	"fmt"

	"lerr/internal/report"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"
)

// relyingParty is the console as authenticators know it. No type or error of go-webauthn leaves it.
type relyingParty struct{ webauthn *webauthn.WebAuthn }

// newRelyingParty is nil when passkeys are not configured.
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
		// We ask for no extension and use none, so what a password manager adds unasked does no harm.
		ExtensionsUnsolicitedOutputPolicy: protocol.UnsolicitedOutputPolicyIgnore,
	})
	if err != nil {
		return nil, fmt.Errorf("passkeys for %s: %w: %s", c.RPID, report.ErrInvalid, err)
	}
	return &relyingParty{w}, nil
}

// user is an account as go-webauthn sees it.
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
		// The column is what is compared and set in one statement, so it is the one that counts.
		c.Authenticator.SignCount = p.SignCount
		u.credentials = append(u.credentials, c)
	}
	return u, nil
}

// newPasskey is a credential as it is stored.
func newPasskey(a Account, c *webauthn.Credential) (Passkey, error) {
	record, err := json.Marshal(c)
	return Passkey{
		ID:        base64.RawURLEncoding.EncodeToString(c.ID),
		AccountID: a.ID, Record: record, SignCount: c.Authenticator.SignCount,
	}, err
}

// beginRegister makes a challenge for a new passkey: what the browser gets, and what is kept.
func (r *relyingParty) beginRegister(a Account, have []Passkey) (options, data []byte, err error) {
	u, err := newUser(a, have)
	if err != nil {
		return nil, nil, err
	}
	creation, session, err := r.webauthn.BeginRegistration(u,
		webauthn.WithExclusions(webauthn.Credentials(u.credentials).CredentialDescriptors()))
	if err != nil {
		return nil, nil, fmt.Errorf("begin: %s", err)
	}
	return marshalBoth(creation, session)
}

// finishRegister verifies the browser's answer; report.ErrInvalid when it does not fit the challenge.
func (r *relyingParty) finishRegister(a Account, data, answer []byte) (Passkey, error) {
	var session webauthn.SessionData
	if err := json.Unmarshal(data, &session); err != nil {
		return Passkey{}, fmt.Errorf("stored challenge: %s", err)
	}
	parsed, err := protocol.ParseCredentialCreationResponseBytes(answer)
	if err != nil {
		return Passkey{}, fmt.Errorf("%w: %s", report.ErrInvalid, err)
	}
	c, err := r.webauthn.CreateCredential(user{account: a}, session, parsed)
	if err != nil {
		return Passkey{}, fmt.Errorf("%w: %s", report.ErrInvalid, err)
	}
	return newPasskey(a, c)
}

// beginAssert makes a challenge that one of the passkeys has to sign.
func (r *relyingParty) beginAssert(a Account, passkeys []Passkey) (options, data []byte, err error) {
	u, err := newUser(a, passkeys)
	if err != nil {
		return nil, nil, err
	}
	assertion, session, err := r.webauthn.BeginLogin(u)
	if err != nil {
		return nil, nil, fmt.Errorf("begin: %s", err)
	}
	return marshalBoth(assertion, session)
}

// finishAssert verifies the signature; ErrSignIn when it does not fit, ErrCloned when the passkey's
// counter did not rise. before is the counter that the answer was checked against.
func (r *relyingParty) finishAssert(a Account, passkeys []Passkey, data, answer []byte) (p Passkey, before uint32, err error) {
	var session webauthn.SessionData
	if err := json.Unmarshal(data, &session); err != nil {
		return Passkey{}, 0, fmt.Errorf("stored challenge: %s", err)
	}
	u, err := newUser(a, passkeys)
	if err != nil {
		return Passkey{}, 0, err
	}
	parsed, err := protocol.ParseCredentialRequestResponseBytes(answer)
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

func marshalBoth(options, session any) (a, b []byte, err error) {
	if a, err = json.Marshal(options); err != nil {
		return nil, nil, err
	}
	b, err = json.Marshal(session)
	return a, b, err
}
