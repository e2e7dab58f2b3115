package sitetest

import (
	"bufio"
	"crypto/sha256"
	"crypto/subtle"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
)

// HookSecret is the secret of every Hook. It is 24 bytes, the least that a secret may have.
const HookSecret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"

// Call is a request that a Hook took in.
type Call struct {
	ID, Timestamp, Signature string
	Body                     string
	Type                     string // of the JSON
	Text                     string // of its data
}

// Hook is a receiver of webhooks, over HTTP or HTTPS, that checks each signature by code of its own.
type Hook struct {
	URL   string
	Roots *x509.CertPool // what vouches for it; nil over HTTP

	t      testing.TB
	mu     sync.Mutex
	answer func(w http.ResponseWriter, r *http.Request) // nil answers 204
	calls  []Call
}

// NewHook starts a receiver of webhooks, stopped when the test ends.
func NewHook(t testing.TB, secure bool) *Hook {
	t.Helper()
	h := &Hook{t: t}
	server := httptest.NewUnstartedServer(h)
	server.Config.ErrorLog = log.New(io.Discard, "", 0) // of clients that do not trust it
	if secure {
		server.StartTLS()
		h.Roots = x509.NewCertPool()
		h.Roots.AddCert(server.Certificate())
	} else {
		server.Start()
	}
	t.Cleanup(server.Close)
	h.URL = server.URL + "/hook/its-path-is-a-secret"
	return h
}

// Answer makes the receiver answer in another way; nil answers 204 again.
func (h *Hook) Answer(f func(w http.ResponseWriter, r *http.Request)) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.answer = f
}

// Calls returns what the receiver took in, whatever it answered.
func (h *Hook) Calls() []Call {
	h.mu.Lock()
	defer h.mu.Unlock()
	return append([]Call{}, h.calls...)
}

// ServeHTTP takes in a request. One whose signature is wrong is an error of the test.
func (h *Hook) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil || r.Method != http.MethodPost {
		h.t.Errorf("the webhook is a %s, %v", r.Method, err)
	}
	c := Call{ID: r.Header.Get("webhook-id"), Timestamp: r.Header.Get("webhook-timestamp"), Signature: r.Header.Get("webhook-signature"), Body: string(body)}
	if !c.IsSignedBy(HookSecret) {
		h.t.Errorf("the signature %q of %q is wrong", c.Signature, c.Body)
	}
	var content struct {
		Type string
		Data struct{ Text string }
	}
	if err := json.Unmarshal(body, &content); err != nil {
		h.t.Errorf("%q: %v", body, err)
	}
	c.Type, c.Text = content.Type, content.Data.Text
	h.mu.Lock()
	h.calls = append(h.calls, c)
	answer := h.answer
	h.mu.Unlock()
	if answer != nil {
		answer(w, r)
		return
	}
	w.WriteHeader(http.StatusNoContent)
}

// IsSignedBy reports whether one of the signatures is that of a secret, by HMAC as RFC 2104 defines it.
func (c Call) IsSignedBy(secret string) bool {
	key, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(secret, "whsec_"))
	if err != nil {
		return false
	}
	if len(key) > sha256.BlockSize {
		sum := sha256.Sum256(key)
		key = sum[:]
	}
	inner, outer := make([]byte, sha256.BlockSize), make([]byte, sha256.BlockSize)
	copy(inner, key)
	copy(outer, key)
	for i := range inner {
		inner[i] ^= 0x36
		outer[i] ^= 0x5c
	}
	first := sha256.Sum256(append(inner, c.ID+"."+c.Timestamp+"."+c.Body...))
	mac := sha256.Sum256(append(outer, first[:]...))
	for _, s := range strings.Fields(c.Signature) {
		version, text, _ := strings.Cut(s, ",")
		got, err := base64.StdEncoding.DecodeString(text)
		if err == nil && version == "v1" && subtle.ConstantTimeCompare(got, mac[:]) == 1 {
			return true
		}
	}
	return false
}

// Letter is a mail that a MailServer took in.
type Letter struct {
	From, To string // of the envelope
	Text     string // headers and body
	Secure   bool   // it came encrypted
	User     string // who sent it; empty without authentication
}

// Header returns the value of a header, on one line.
func (l Letter) Header(name string) string {
	head, _, _ := strings.Cut(l.Text, "\r\n\r\n")
	for _, line := range strings.Split(strings.ReplaceAll(head, "\r\n ", " "), "\r\n") {
		if value, ok := strings.CutPrefix(line, name+": "); ok {
			return value
		}
	}
	return ""
}

// MailServer is an SMTP server with STARTTLS.
type MailServer struct {
	Address string // host:port
	Roots   *x509.CertPool
	// Refuse answers a recipient with an error; nil takes everybody.
	Refuse func(to string) string
	// Silent makes it accept connections and say nothing.
	Silent bool

	t       testing.TB
	config  *tls.Config
	implied bool
	mu      sync.Mutex
	letters []Letter
}

// MailUser and MailPassword are of the only account of every MailServer.
const MailUser, MailPassword = "lerr", "correct horse"

// NewMailServer starts a mail server, stopped when the test ends. set may change it before. implied makes it encrypt from the first byte.
func NewMailServer(t testing.TB, implied bool, set func(*MailServer)) *MailServer {
	t.Helper()
	hook := httptest.NewUnstartedServer(nil) // has a certificate of 127.0.0.1
	hook.StartTLS()
	t.Cleanup(hook.Close)
	s := &MailServer{t: t, implied: implied, Roots: x509.NewCertPool(), config: &tls.Config{Certificates: hook.TLS.Certificates}}
	s.Roots.AddCert(hook.Certificate())
	if set != nil {
		set(s)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s.Address = listener.Addr().String()
	t.Cleanup(func() { listener.Close() })
	go func() {
		for {
			c, err := listener.Accept()
			if err != nil {
				return
			}
			go s.talk(c)
		}
	}()
	return s
}

// Letters returns the mail that was taken in.
func (s *MailServer) Letters() []Letter {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]Letter{}, s.letters...)
}

// talk is one connection.
func (s *MailServer) talk(c net.Conn) {
	defer func() { c.Close() }()
	if s.Silent {
		_, _ = io.Copy(io.Discard, c)
		return
	}
	secure := s.implied
	if secure {
		c = tls.Server(c, s.config)
	}
	var letter Letter
	in := bufio.NewReader(c)
	say := func(format string, args ...any) { fmt.Fprintf(c, format+"\r\n", args...) }
	say("220 mail.test ESMTP")
	for {
		line, err := in.ReadString('\n')
		if err != nil {
			return
		}
		line = strings.TrimRight(line, "\r\n")
		verb, rest, _ := strings.Cut(line, " ")
		switch strings.ToUpper(verb) {
		case "EHLO":
			say("250-mail.test")
			if secure {
				say("250 AUTH PLAIN")
			} else {
				say("250 STARTTLS")
			}
		case "STARTTLS":
			say("220 go on")
			c = tls.Server(c, s.config)
			in, secure = bufio.NewReader(c), true
		case "AUTH":
			_, token, _ := strings.Cut(rest, " ")
			plain, _ := base64.StdEncoding.DecodeString(token)
			if string(plain) != "\x00"+MailUser+"\x00"+MailPassword {
				say("535 no")
				continue
			}
			letter.User = MailUser
			say("235 welcome")
		case "MAIL":
			letter.From = between(rest)
			say("250 ok")
		case "RCPT":
			letter.To = between(rest)
			if s.Refuse != nil && s.Refuse(letter.To) != "" {
				say("%s", s.Refuse(letter.To))
				continue
			}
			say("250 ok")
		case "DATA":
			say("354 go on")
			letter.Text = ""
			for {
				line, err := in.ReadString('\n')
				if err != nil {
					return
				}
				if line == ".\r\n" {
					break
				}
				letter.Text += strings.TrimPrefix(line, ".")
			}
			letter.Secure = secure
			s.mu.Lock()
			s.letters = append(s.letters, letter)
			s.mu.Unlock()
			say("250 taken")
		case "QUIT":
			say("221 bye")
			return
		default:
			say("250 ok")
		}
	}
}

// between returns the address in angle brackets.
func between(s string) string {
	_, s, _ = strings.Cut(s, "<")
	s, _, _ = strings.Cut(s, ">")
	return s
}
