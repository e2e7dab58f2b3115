package staff_test

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/base32"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"lerr/internal/report"
	"lerr/internal/sitetest/dbtest"
	"lerr/internal/staff"
	"lerr/internal/store"
)

const (
	rightPassword = "vexing quartz plumbers jog"
	otherPassword = "seven hollow kites untied"
)

var (
	quick       = staff.Argon{KiB: 64, Passes: 1, Threads: 1}
	plainBase32 = base32.StdEncoding.WithPadding(base32.NoPadding)
	office      = staff.Client{Address: "192.0.2.1", Agent: "Browser"}
	all         = staff.RolesOf(staff.AllRoles()...)
	// fullTOTPStep is the time after which an app shows another code.
	fullTOTPStep = 30 * time.Second
)

// fixture is a service on a real database file, with a clock that only the test moves.
type fixture struct {
	*staff.Service
	t    *testing.T
	db   *store.DB
	path string
	at   time.Time
}

// member is somebody with an account and an authenticator app.
type member struct {
	staff.Account
	secret string
	codes  []string
}

// emptyDatabase is a file that has had the migrations, which take longer than most of these tests.
var emptyDatabase = sync.OnceValues(func() ([]byte, error) {
	dir, err := os.MkdirTemp("", "staff")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "lerr.db")
	if err := store.Create(context.Background(), path, nil, nil); err != nil {
		return nil, err
	}
	return os.ReadFile(path)
})

func newFixture(t *testing.T, change ...func(*staff.Config)) *fixture {
	t.Helper()
	f := &fixture{t: t, path: filepath.Join(t.TempDir(), "lerr.db"), at: time.Date(2020, 1, 31, 12, 0, 0, 0, time.UTC)}
	if dbtest.OnPostgres() {
		dbtest.Prepare(t, f.path)
		must(0, store.Create(t.Context(), f.path, nil, nil))(t)
	} else if err := os.WriteFile(f.path, must(emptyDatabase())(t), 0o600); err != nil {
		t.Fatal(err)
	}
	db, err := store.Open(t.Context(), f.path, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	f.db = db
	f.Service = f.another(change...)
	return f
}

// another returns a second service on the same database, as after a restart.
func (f *fixture) another(change ...func(*staff.Config)) *staff.Service {
	f.t.Helper()
	c := staff.Config{
		Organisation: "Contoso Widgets", Words: []string{"Fabrikam"}, Argon: quick,
		RPID: "console.example.org", Origins: []string{"https://console.example.org"},
	}
	if dbtest.OnPostgres() {
		c.Attempts = f.db
	}
	for _, f := range change {
		f(&c)
	}
	svc, err := staff.New(f.db, func() time.Time { return f.at }, c)
	if err != nil {
		f.t.Fatal(err)
	}
	return svc
}

func (f *fixture) pass(d time.Duration) { f.at = f.at.Add(d) }

// must ends the test when an error came with the value.
func must[T any](v T, err error) func(*testing.T) T {
	return func(t *testing.T) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

// wantError wants one of the package's errors.
func wantError(t *testing.T, what string, err, want error) {
	t.Helper()
	if !errors.Is(err, want) {
		t.Errorf("%s: got error %v, want %v", what, err, want)
	}
}

// admin makes the first account, whose owner has all roles and an app.
func (f *fixture) admin() (member, staff.Grant) {
	f.t.Helper()
	token, _, err := f.SetUpLink(f.t.Context())
	if err != nil {
		f.t.Fatal(err)
	}
	return f.arrive(token, "anna")
}

// invited makes an account by invitation.
func (f *fixture) invited(name string, roles ...staff.Role) (member, staff.Grant) {
	f.t.Helper()
	token, _, err := f.Invite(f.t.Context(), "anna", staff.RolesOf(roles...))
	if err != nil {
		f.t.Fatal(err)
	}
	return f.arrive(token, name)
}

// arrive uses a link, and sets up an app and recovery codes.
func (f *fixture) arrive(token, name string) (member, staff.Grant) {
	f.t.Helper()
	e := must(f.Redeem(f.t.Context(), token, staff.SignUpForm{Name: name, Password: rightPassword, Client: office}))(f.t)
	return f.enrol(e)
}

// enrol sets up an app and recovery codes in a session that has neither.
func (f *fixture) enrol(e staff.Grant) (member, staff.Grant) {
	f.t.Helper()
	key := must(f.EnrolTOTP(f.t.Context(), e.Token))(f.t)
	e = must(f.ConfirmTOTP(f.t.Context(), e.Token, f.code(key.Secret)))(f.t)
	codes := must(f.NewRecoveryCodes(f.t.Context(), e.Token))(f.t)
	return member{e.Session.Account, key.Secret, codes}, e
}

// signedIn signs a member in with both factors, half a minute later.
func (f *fixture) signedIn(m member) staff.Grant {
	f.t.Helper()
	f.pass(fullTOTPStep)
	e := must(f.SignIn(f.t.Context(), m.Name, rightPassword, office))(f.t)
	return must(f.SecondFactorTOTP(f.t.Context(), e.Token, f.code(m.secret), office))(f.t)
}

// code returns the code that an app with the secret shows now.
func (f *fixture) code(secret string) string { return totp(f.t, secret, f.at) }

// totp is RFC 6238 written down once more, so that ours is not tested against itself.
func totp(t *testing.T, secret string, at time.Time) string {
	t.Helper()
	key, err := plainBase32.DecodeString(secret)
	if err != nil {
		t.Fatal(err)
	}
	mac := hmac.New(sha1.New, key)
	if err := binary.Write(mac, binary.BigEndian, at.Unix()/30); err != nil {
		t.Fatal(err)
	}
	sum := mac.Sum(nil)
	n := binary.BigEndian.Uint32(sum[sum[19]&15:]) & 0x7fffffff
	return fmt.Sprintf("%06d", n%1000000)
}

func TestTOTP_OfTheTestsIsTheStandards(t *testing.T) {
	// RFC 6238, appendix B, without the first two digits.
	secret := base32.StdEncoding.EncodeToString([]byte("12345678901234567890"))
	for at, want := range map[int64]string{59: "287082", 1111111109: "081804", 20000000000: "353130"} {
		if got := totp(t, secret, time.Unix(at, 0)); got != want {
			t.Errorf("at %d: got %s, want %s", at, got, want)
		}
	}
}

func TestNew_RefusesWhatCannotWork(t *testing.T) {
	for _, tt := range []struct {
		name   string
		config staff.Config
	}{
		{"a key of the wrong length", staff.Config{Key: make([]byte, 16)}},
		{"a domain without an origin", staff.Config{RPID: "example.org"}},
		{"an origin without a domain", staff.Config{Origins: []string{"https://example.org"}}},
		{"an IP address as domain", staff.Config{RPID: "127.0.0.1", Origins: []string{"http://127.0.0.1:8081"}}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := staff.New(nil, time.Now, tt.config)
			wantError(t, "New", err, report.ErrInvalid)
		})
	}
}

func TestNew_WorksWithNothing(t *testing.T) {
	svc, err := staff.New(nil, time.Now, staff.Config{})
	if err != nil || svc.HasPasskeys() {
		t.Errorf("got passkeys %v, %v, want none and no error", svc.HasPasskeys(), err)
	}
}

// TestService_StoresNoSecretInClear looks for everything that would let somebody in, in the files that
// a backup or a thief would have.
func TestService_StoresNoSecretInClear(t *testing.T) {
	f := newFixture(t, func(c *staff.Config) { c.Key = bytes.Repeat([]byte{7}, 32) })
	setUp, _ := f.setUpToken()
	anna, e := f.arrive(setUp, "anna")
	invitation, _, err := f.Invite(t.Context(), "anna", all)
	if err != nil {
		t.Fatal(err)
	}
	pending := must(f.SignIn(t.Context(), "anna", rightPassword, office))(t)
	unconfirmed := must(f.EnrolTOTP(t.Context(), e.Token))(t)
	secrets := map[string]string{
		"password": rightPassword, "set-up link": setUp, "invitation": invitation,
		"session": e.Token, "pending session": pending.Token, "recovery code": anna.codes[3],
		"recovery code without dashes": strings.ReplaceAll(anna.codes[3], "-", ""),
	}
	for name, secret := range map[string]string{"app": anna.secret, "unconfirmed app": unconfirmed.Secret} {
		secrets[name] = secret
		secrets[name+" as bytes"] = string(must(plainBase32.DecodeString(secret))(t))
	}
	contents := map[string][]byte{"the database": dbtest.Dump(t, f.path)}
	if !dbtest.OnPostgres() {
		files, err := filepath.Glob(f.path + "*")
		if err != nil || len(files) < 2 {
			t.Fatalf("got files %v, %v, want the database and its log", files, err)
		}
		for _, file := range files {
			contents[filepath.Base(file)] = must(os.ReadFile(file))(t)
		}
	}
	found := false
	for where, content := range contents {
		found = found || bytes.Contains(content, []byte(anna.ID))
		for name, secret := range secrets {
			if bytes.Contains(content, []byte(secret)) {
				t.Errorf("%s stands in %s", name, where)
			}
		}
	}
	if !found {
		t.Error("not even the account is there: this test looks at the wrong files")
	}
}

// digest returns the stored form of a token.
func digest(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}
