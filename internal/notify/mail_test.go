package notify_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"lerr/internal/notify"
	"lerr/internal/sitetest"
)

func mailOver(t *testing.T, s *sitetest.MailServer, scheme string, to ...string) []*notify.Mail {
	t.Helper()
	mails, err := notify.NewMail(notify.MailServer{
		URL: scheme + "://" + sitetest.MailUser + "@" + s.Address, Password: []byte(sitetest.MailPassword + "\n"),
		From: "Report <lerr@example.org>", Prefix: "A report", Roots: s.Roots,
	}, to)
	if err != nil {
		t.Fatal(err)
	}
	return mails
}

func TestMail_IsReceivedEncrypted(t *testing.T) {
	for scheme, implied := range map[string]bool{"smtp": false, "smtps": true} {
		server := sitetest.NewMailServer(t, implied, nil)
		for range 2 { // the same message again
			if err := mailOver(t, server, scheme, "legal@example.org")[0].Send(t.Context(), message, link, now); err != nil {
				t.Fatalf("%s: %v", scheme, err)
			}
		}
		letters := server.Letters()
		if len(letters) != 2 {
			t.Fatalf("%s: got %d letters", scheme, len(letters))
		}
		for _, l := range letters {
			if !l.Secure || l.User != sitetest.MailUser || l.From != "lerr@example.org" || l.To != "legal@example.org" {
				t.Errorf("%s: got %+v", scheme, l)
			}
			for name, want := range map[string]string{
				"Message-ID": "<msg_1@example.org>", "Subject": "[A report] Scheduled: 2019 (Jul-Dec)", "Auto-Submitted": "auto-generated",
				"Date": "Sat, 28 Nov 2026 11:59:00 +0000",
			} {
				if got := l.Header(name); got != want {
					t.Errorf("%s: %s: got %q, want %q", scheme, name, got, want)
				}
			}
			for _, want := range []string{"bob scheduled 2019 (Jul-Dec) for 09:00", link} {
				if !strings.Contains(strings.ReplaceAll(l.Text, "=\r\n", ""), want) {
					t.Errorf("%s: no %q in %s", scheme, want, l.Text)
				}
			}
		}
	}
}

func TestMail_TrustsNoUnknownCertificate(t *testing.T) {
	server := sitetest.NewMailServer(t, true, nil)
	server.Roots = nil
	err := mailOver(t, server, "smtps", "legal@example.org")[0].Send(t.Context(), message, link, now)
	if err == nil || !strings.Contains(err.Error(), "certificate") || len(server.Letters()) > 0 {
		t.Errorf("got %v", err)
	}
}

// One recipient whom the server refuses keeps nothing from the others.
func TestMail_ReachesTheOthers(t *testing.T) {
	server := sitetest.NewMailServer(t, false, func(s *sitetest.MailServer) {
		s.Refuse = func(to string) string {
			if to == "gone@example.org" {
				return "550 nobody here"
			}
			return ""
		}
	})
	var errs []error
	for _, m := range mailOver(t, server, "smtp", "gone@example.org", "legal@example.org") {
		errs = append(errs, m.Send(t.Context(), message, link, now))
	}
	if errs[0] == nil || !strings.Contains(errs[0].Error(), "nobody here") || errs[1] != nil || len(server.Letters()) != 1 {
		t.Errorf("got %v and %d letters", errs, len(server.Letters()))
	}
}

func TestMail_EndsWithItsTime(t *testing.T) {
	server := sitetest.NewMailServer(t, false, func(s *sitetest.MailServer) { s.Silent = true })
	ctx, cancel := context.WithCancel(t.Context())
	time.AfterFunc(50*time.Millisecond, cancel)
	if err := mailOver(t, server, "smtp", "legal@example.org")[0].Send(ctx, message, link, now); err == nil || !strings.Contains(err.Error(), "took too long") {
		t.Errorf("got %v", err)
	}
}

func TestNewMail_SaysWhatToMend(t *testing.T) {
	good := notify.MailServer{URL: "smtps://lerr@mail.example.org", Password: []byte("x"), From: "lerr@example.org"}
	for _, tt := range []struct {
		set  func(*notify.MailServer)
		to   []string
		want string
	}{
		{func(*notify.MailServer) {}, []string{"legal@example.org"}, ""},
		{func(s *notify.MailServer) { s.URL = "" }, []string{"legal@example.org"}, "--smtp-url"},
		{func(s *notify.MailServer) { s.URL = "https://mail.example.org" }, []string{"legal@example.org"}, "--smtp-url"},
		{func(s *notify.MailServer) { s.URL = "smtps://lerr:hunter2@mail.example.org" }, []string{"legal@example.org"}, "--smtp-password-file"},
		{func(s *notify.MailServer) { s.URL = "smtps://mail.example.org" }, []string{"legal@example.org"}, "no user"},
		{func(s *notify.MailServer) { s.Password = nil }, []string{"legal@example.org"}, "--smtp-password-file"},
		{func(s *notify.MailServer) { s.From = "" }, []string{"legal@example.org"}, "--mail-from"},
		{func(*notify.MailServer) {}, nil, "--mail-to"},
		{func(*notify.MailServer) {}, []string{"legal"}, "--mail-to"},
	} {
		server := good
		tt.set(&server)
		_, err := notify.NewMail(server, tt.to)
		if (err == nil) != (tt.want == "") || err != nil && (!strings.Contains(err.Error(), tt.want) || strings.Contains(err.Error(), "hunter2")) {
			t.Errorf("%+v to %v: got %v, want %q", server.URL, tt.to, err, tt.want)
		}
	}
}
