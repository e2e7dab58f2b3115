package main

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"lerr/internal/report"
	"lerr/internal/sitetest"
)

// secretIn writes a secret into a file of its owner's alone.
func secretIn(t *testing.T, secret string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "secret")
	put(t, path, secret)
	if err := os.Chmod(path, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestServe_SaysWhatIsWrongWithNotifications(t *testing.T) {
	path := seededWith(t, smallest(t))
	secret, open := secretIn(t, sitetest.HookSecret), secretIn(t, sitetest.HookSecret)
	if err := os.Chmod(open, 0o644); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		flags []string
		want  string
	}{
		{[]string{"--webhook-url", "https://hooks.example.org/x"}, "--webhook-secret-file"},
		{[]string{"--webhook-secret-file", secret}, "--webhook-url"},
		{[]string{"--webhook-url", "https://hooks.example.org/x", "--webhook-secret-file", open}, "chmod 600"},
		{[]string{"--webhook-url", "https://hooks.example.org/x", "--webhook-secret-file", secret + ".gone"}, "secret.gone"},
		{[]string{"--webhook-url", "http://hooks.example.org/x", "--webhook-secret-file", secret}, "not encrypted"},
		{[]string{"--mail-to", "legal@example.org"}, "--smtp-url"},
		{[]string{"--smtp-url", "smtps://mail.example.org", "--mail-from", "lerr@example.org"}, "--mail-to"},
	} {
		if code, errs := served(t, path, tt.flags...); code != exitUsage || !strings.Contains(errs, tt.want) {
			t.Errorf("%v: got %d, %s, want 2 and %s", tt.flags, code, errs, tt.want)
		}
	}
}

// A program that is killed in the middle of an attempt repeats the message when it starts again, with the same ID. What
// another process has published is told by the one that serves.
func TestServe_TellsAgainAfterItWasKilled(t *testing.T) {
	path := seeded(t)
	hook := sitetest.NewHook(t, false)
	entered := make(chan struct{}, 100)
	hook.Answer(func(_ http.ResponseWriter, r *http.Request) {
		entered <- struct{}{}
		<-r.Context().Done()
	})
	db := opened(t, path)
	if code, _, errs := execute(t, "withdraw", "2018-H2", "--db", path, "--note", "To be checked."); code != exitOK {
		t.Fatal(errs)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	args := []string{"serve", "--db", path, "--addr", "127.0.0.1:0", "--staff-addr", "127.0.0.1:0", "--drain", "0",
		"--webhook-url", hook.URL, "--webhook-secret-file", secretIn(t, sitetest.HookSecret)}
	serving := child(t, os.Args[0], args...)
	if err := serving.Start(); err != nil {
		t.Fatal(err)
	}
	<-entered
	if err := serving.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = serving.Wait() // it was killed
	hook.Answer(func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusNoContent)
		entered <- struct{}{}
	})
	p := start(t, path, args[9:]...)
	select {
	case <-entered:
	case <-time.After(time.Minute):
		t.Fatal("the message is not sent again")
	}
	if code, lines := p.stop(); code != exitOK {
		t.Errorf("got %d, %q", code, lines)
	}
	calls := hook.Calls()
	if len(calls) != 2 || calls[0].ID != calls[1].ID || calls[1].Type != "period.withdrawn" || !strings.Contains(calls[1].Text, report.Period{Year: 2018, Half: 2}.Label()) {
		t.Errorf("got %+v", calls)
	}
}
