package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"lerr/internal/sitetest"
	"lerr/internal/staff"
)

// enrol adds accounts with authenticator apps whose secrets are sealed with a key, and returns the tokens of their
// sessions.
func enrol(t *testing.T, path string, key []byte, names ...string) (tokens []string) {
	t.Helper()
	db := opened(t, path)
	defer db.Close()
	accounts, err := staff.New(db, time.Now, staff.Config{Key: key, Argon: staff.Argon{KiB: 64, Passes: 1, Threads: 1}})
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		token, _, err := accounts.Invite(t.Context(), "kit", staff.RolesOf(staff.AllRoles()...))
		if err != nil {
			t.Fatal(err)
		}
		grant, err := accounts.Redeem(t.Context(), token, staff.SignUpForm{Name: name, Password: sitetest.Password})
		if err != nil {
			t.Fatal(err)
		}
		app, err := accounts.EnrolTOTP(t.Context(), grant.Token)
		if err != nil {
			t.Fatal(err)
		}
		code, err := totp.GenerateCode(app.Secret, time.Now())
		if err != nil {
			t.Fatal(err)
		}
		if grant, err = accounts.ConfirmTOTP(t.Context(), grant.Token, code); err != nil {
			t.Fatal(err)
		}
		tokens = append(tokens, grant.Token)
	}
	return tokens
}

// Who signs in by an app could not, and would find out on the day of a release.
func TestServe_RefusesAnotherKeyThanTheAppsWereSealedWith(t *testing.T) {
	path := seededWith(t, smallest(t))
	key, other := bytes.Repeat([]byte("k"), keyLength), filepath.Join(t.TempDir(), "other.key")
	enrol(t, path, key, "anna", "eva", "jon")
	enrol(t, path, nil, "ida") // from before there was a key
	if err := os.WriteFile(other, bytes.Repeat([]byte("o"), keyLength), 0o600); err != nil {
		t.Fatal(err)
	}
	if code, _, errs := execute(t, "user", "disable", "jon", "--db", path); code != exitOK {
		t.Fatal(errs)
	}
	refused := func(what string, names []string, flags ...string) {
		t.Helper()
		code, errs := served(t, path, flags...)
		if code != exitUsage || !strings.Contains(errs, "--key-file") {
			t.Errorf("%s: got %d, %s, want 2 and the flag", what, code, errs)
		}
		for _, name := range []string{"anna", "eva", "jon", "ida"} {
			want := strings.Contains(strings.Join(names, " "), name)
			if got := strings.Contains(errs, "lerr user renew "+name+" --db "+path); got != want {
				t.Errorf("%s: the command for %s: got %v, want %v: %s", what, name, got, want, errs)
			}
		}
	}
	refused("without a key", []string{"anna", "eva"})
	refused("with another key", []string{"anna", "eva"}, "--key-file", other)
	if code, out, errs := execute(t, "user", "renew", "anna", "--db", path, "--staff-url", "https://console.example.org"); code != exitOK ||
		!strings.HasPrefix(out, "https://console.example.org/invitation/") || !strings.Contains(out, "anna") {
		t.Errorf("user renew: got %d, %s%s", code, out, errs)
	}
	refused("with one link", []string{"eva"})
	if code, _, errs := execute(t, "user", "renew", "eva", "--db", path); code != exitOK {
		t.Fatal(errs)
	}
	for _, flags := range [][]string{{"--key-file", other}, nil} {
		if code, lines := start(t, path, flags...).stop(); code != exitOK {
			t.Errorf("with both links and %v: %d, %q", flags, code, lines)
		}
	}
	if code, _, _ := execute(t, "user", "renew", "jon", "--db", path); code != exitFailed {
		t.Errorf("user renew of a disabled account: got %d, want 1", code)
	}
	put(t, keyBeside(path), string(key))
	if code, lines := start(t, path).stop(); code != exitOK {
		t.Errorf("with the key beside the database: %d, %q", code, lines)
	}
}
