package notify

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// Webhook posts each message as JSON to one address, signed as Standard Webhooks 1.0 says, with the symmetric scheme v1.
type Webhook struct {
	address *url.URL
	secrets [][]byte
	client  *http.Client
}

// The lengths in bytes that a secret may have.
const minSecret, maxSecret = 24, 512

// maxAnswer bounds the bytes that are read of an answer, so that its connection can be used again.
const maxAnswer = 64 << 10

// NewWebhook returns the webhook of an address. secrets has one or more secrets, each on a line, such as
// "whsec_" and base64: each signs, so that a receiver can change from one to the next. roots are the authorities that
// vouch for the receiver; nil for the system's.
func NewWebhook(address string, secrets []byte, roots *x509.CertPool) (*Webhook, error) {
	u, err := url.Parse(address)
	switch {
	case err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" || u.Fragment != "":
		return nil, errors.New("--webhook-url is no address of the web; give one such as https://hooks.example.org/lerr")
	case u.User != nil:
		return nil, errors.New("--webhook-url has a user or a password in it; leave them out, since each request is signed")
	case u.Scheme == "http" && !isLoopback(u.Hostname()):
		return nil, errors.New("--webhook-url is not encrypted; give one with https, or with http on this machine, such as http://localhost:9000/lerr")
	}
	w := &Webhook{address: u}
	for i, line := range strings.Fields(string(secrets)) {
		key, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(line, "whsec_"))
		if err != nil || len(key) < minSecret || len(key) > maxSecret {
			return nil, fmt.Errorf("--webhook-secret-file: secret %d is not %d to %d bytes in base64; make one by\n  (printf whsec_; openssl rand -base64 32) > FILE", i+1, minSecret, maxSecret)
		}
		w.secrets = append(w.secrets, key)
	}
	if len(w.secrets) == 0 {
		return nil, errors.New("--webhook-secret-file: it is empty; make one by\n  (printf whsec_; openssl rand -base64 32) > FILE")
	}
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.TLSClientConfig = &tls.Config{RootCAs: roots, MinVersion: tls.VersionTLS12}
	w.client = &http.Client{
		Transport: transport,
		// A redirect may lead anywhere, and the message would go there signed.
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	return w, nil
}

// isLoopback reports whether a host is this machine.
func isLoopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// Name returns the name of the only webhook.
func (w *Webhook) Name() string { return "webhook" }

// Description names the host alone: the path of an address may be a secret.
func (w *Webhook) Description() string {
	return "Webhook to " + w.address.Scheme + "://" + w.address.Host
}

// payload is the body of a webhook. Its shape is the same for all kinds.
type payload struct {
	Type      Kind      `json:"type"`
	Timestamp time.Time `json:"timestamp"`
	Data      data      `json:"data"`
}

type data struct {
	Text       string     `json:"text"`
	Period     string     `json:"period,omitempty"`
	Correction bool       `json:"correction,omitempty"`
	Draft      string     `json:"draft,omitempty"`
	By         string     `json:"by,omitempty"`
	ReleaseAt  *time.Time `json:"release_at,omitempty"`
	URL        string     `json:"url"`
}

// Send posts the message. Any answer but one of 2xx is an error, and ErrGone for 410.
func (w *Webhook) Send(ctx context.Context, m Message, link string, now time.Time) error {
	body := payload{m.Kind, m.At.UTC(), data{
		Text: m.Text(), Period: m.Period, Correction: m.Correction, Draft: m.Draft, By: m.By, URL: link,
	}}
	if at := m.Release.UTC(); !at.IsZero() {
		body.Data.ReleaseAt = &at
	}
	content, err := json.Marshal(body)
	if err != nil {
		return err
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, w.address.String(), bytes.NewReader(content))
	if err != nil {
		return withoutURL(err)
	}
	stamp := strconv.FormatInt(now.Unix(), 10)
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("User-Agent", "lerr")
	request.Header.Set("webhook-id", m.ID)
	request.Header.Set("webhook-timestamp", stamp)
	request.Header.Set("webhook-signature", w.sign(m.ID, stamp, content))
	response, err := w.client.Do(request)
	if err != nil {
		return withoutURL(err)
	}
	defer response.Body.Close()
	_, _ = io.CopyN(io.Discard, response.Body, maxAnswer) // the status says it all
	switch {
	case response.StatusCode/100 == 2:
		return nil
	case response.StatusCode/100 == 3:
		return fmt.Errorf("the receiver answers with a redirect (%d), which is not followed; give the address that it leads to", response.StatusCode)
	case response.StatusCode == http.StatusGone:
		return ErrGone
	}
	return fmt.Errorf("the receiver answers %d %s", response.StatusCode, http.StatusText(response.StatusCode))
}

// sign returns the signatures of a message by all secrets.
func (w *Webhook) sign(id, stamp string, content []byte) string {
	var signatures []string
	for _, secret := range w.secrets {
		mac := hmac.New(sha256.New, secret)
		fmt.Fprintf(mac, "%s.%s.%s", id, stamp, content)
		signatures = append(signatures, "v1,"+base64.StdEncoding.EncodeToString(mac.Sum(nil)))
	}
	return strings.Join(signatures, " ")
}

// withoutURL returns the error of a request without its address.
func withoutURL(err error) error {
	if e, ok := errors.AsType[*url.Error](err); ok {
		return e.Err
	}
	return err
}
