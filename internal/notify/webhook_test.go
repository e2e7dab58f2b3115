package notify_test

import (
	"context"
	"crypto/x509"
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"lerr/internal/notify"
	"lerr/internal/sitetest"
)

var (
	now     = time.Date(2026, time.November, 28, 12, 0, 0, 0, time.UTC)
	message = notify.Message{
		ID: "msg_1", Kind: notify.Scheduled, At: now.Add(-time.Minute), Period: "2019-H2", Label: "2019 (Jul-Dec)", Draft: "d1", By: "bob",
		Release: time.Date(2026, time.December, 1, 8, 0, 0, 0, time.UTC), Zone: "Europe/Berlin",
	}
)

const link = "https://console.example.org/drafts/d1"

func webhook(t *testing.T, address, secrets string, roots *x509.CertPool) *notify.Webhook {
	t.Helper()
	w, err := notify.NewWebhook(address, []byte(secrets), roots)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// The example that libraries of Standard Webhooks test with.
func TestCall_KnowsThePublishedExample(t *testing.T) {
	c := sitetest.Call{
		ID: "msg_p5jXN8AQM9LWM0D4loKWxJek", Timestamp: "1614265330", Body: `{"test": 2432232314}`, Signature: "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
	}
	if !c.IsSignedBy(sitetest.HookSecret) {
		t.Error("the published example is not taken for signed")
	}
	c.Body += " "
	if c.IsSignedBy(sitetest.HookSecret) {
		t.Error("another body is taken for signed")
	}
}

func TestWebhook_IsReceivedWithItsSignature(t *testing.T) {
	hook := sitetest.NewHook(t, true)
	if err := webhook(t, hook.URL, sitetest.HookSecret+"\n", hook.Roots).Send(t.Context(), message, link, now); err != nil {
		t.Fatal(err)
	}
	calls := hook.Calls()
	if len(calls) != 1 {
		t.Fatalf("got %d calls", len(calls))
	}
	if got := calls[0]; got.ID != "msg_1" || got.Timestamp != "1795867200" || got.Type != "draft.scheduled" {
		t.Errorf("got %+v", got)
	}
	var body struct {
		Timestamp time.Time
		Data      map[string]any
	}
	if err := json.Unmarshal([]byte(calls[0].Body), &body); err != nil || !body.Timestamp.Equal(message.At) {
		t.Errorf("got the time %s, %v", body.Timestamp, err)
	}
	for name, want := range map[string]string{
		"period": "2019-H2", "draft": "d1", "by": "bob", "url": link, "release_at": "2026-12-01T08:00:00Z",
		"text": "bob scheduled 2019 (Jul-Dec) for 09:00 on 1 December 2026 (Europe/Berlin), 08:00 on 1 December 2026 UTC.",
	} {
		if body.Data[name] != want {
			t.Errorf("%s: got %v, want %s", name, body.Data[name], want)
		}
	}
}

// A receiver can change from one secret to the next.
func TestWebhook_SignsWithEachSecret(t *testing.T) {
	hook := sitetest.NewHook(t, false)
	other := "whsec_" + strings.Repeat("QUJD", 8)
	if err := webhook(t, hook.URL, other+"\n"+sitetest.HookSecret, nil).Send(t.Context(), message, link, now); err != nil {
		t.Fatal(err)
	}
	if c := hook.Calls()[0]; !c.IsSignedBy(other) || !c.IsSignedBy(sitetest.HookSecret) || len(strings.Fields(c.Signature)) != 2 {
		t.Errorf("got %q", c.Signature)
	}
}

func TestWebhook_TrustsNoUnknownCertificate(t *testing.T) {
	hook := sitetest.NewHook(t, true)
	err := webhook(t, hook.URL, sitetest.HookSecret, nil).Send(t.Context(), message, link, now)
	if err == nil || !strings.Contains(err.Error(), "certificate") || len(hook.Calls()) > 0 {
		t.Errorf("got %v and %d calls", err, len(hook.Calls()))
	}
	if err != nil && strings.Contains(err.Error(), "its-path-is-a-secret") {
		t.Errorf("the error has the address: %v", err)
	}
}

func TestWebhook_TakesOnlySuccessForDelivered(t *testing.T) {
	elsewhere, hook := sitetest.NewHook(t, false), sitetest.NewHook(t, false)
	w := webhook(t, hook.URL, sitetest.HookSecret, nil)
	for _, tt := range []struct {
		status int
		want   string
	}{
		{200, ""}, {202, ""}, {204, ""}, {302, "redirect"}, {307, "redirect"}, {404, "404"}, {410, "410"}, {429, "429"}, {500, "500"},
	} {
		hook.Answer(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Location", elsewhere.URL)
			w.WriteHeader(tt.status)
		})
		err := w.Send(t.Context(), message, link, now)
		if (err == nil) != (tt.want == "") || err != nil && !strings.Contains(err.Error(), tt.want) || errors.Is(err, notify.ErrGone) != (tt.status == 410) {
			t.Errorf("%d: got %v", tt.status, err)
		}
	}
	if n := len(elsewhere.Calls()); n > 0 {
		t.Errorf("%d redirects were followed", n)
	}
}

// A receiver that never answers, or answers without end, holds nobody longer than the attempt may take.
func TestWebhook_EndsWithItsTime(t *testing.T) {
	hook := sitetest.NewHook(t, false)
	for name, answer := range map[string]func(http.ResponseWriter, *http.Request){
		"never": func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() },
		"endless": func(w http.ResponseWriter, r *http.Request) {
			for r.Context().Err() == nil {
				if _, err := w.Write(make([]byte, 1<<10)); err != nil {
					return
				}
			}
		},
	} {
		hook.Answer(answer)
		ctx, cancel := context.WithCancel(t.Context())
		end := time.AfterFunc(map[string]time.Duration{"never": 50 * time.Millisecond, "endless": 10 * time.Second}[name], cancel)
		err := webhook(t, hook.URL, sitetest.HookSecret, nil).Send(ctx, message, link, now)
		if (err == nil) != (name == "endless") || name == "endless" && ctx.Err() != nil {
			t.Errorf("%s: got %v, and it was ended: %v", name, err, ctx.Err())
		}
		end.Stop()
		cancel()
	}
}

func TestNewWebhook_SaysWhatToMend(t *testing.T) {
	for _, tt := range []struct{ address, secret, want string }{
		{"", sitetest.HookSecret, "--webhook-url"},
		{"ftp://hooks.example.org/", sitetest.HookSecret, "--webhook-url"},
		{"https://ann:secret@hooks.example.org/", sitetest.HookSecret, "a user or a password"},
		{"http://hooks.example.org/", sitetest.HookSecret, "not encrypted"},
		{"http://10.0.0.1/", sitetest.HookSecret, "not encrypted"},
		{"https://10.0.0.1/", sitetest.HookSecret, ""}, // an internal receiver is as good as any
		{"http://127.0.0.1:9000/x", sitetest.HookSecret, ""},
		{"https://hooks.example.org/", "", "empty"},
		{"https://hooks.example.org/", "whsec_c2hvcnQ=", "24 to 512 bytes"},
		{"https://hooks.example.org/", "whsec_!", "24 to 512 bytes"},
	} {
		_, err := notify.NewWebhook(tt.address, []byte(tt.secret), nil)
		if (err == nil) != (tt.want == "") || err != nil && (!strings.Contains(err.Error(), tt.want) || strings.Contains(err.Error(), "c2hvcnQ")) {
			t.Errorf("%s, %q: got %v", tt.address, tt.secret, err)
		}
	}
}
