package notify

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	netmail "net/mail"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/wneessen/go-mail"
)

// MailServer is a server that takes in mail, and what is sent over it.
type MailServer struct {
	URL      string // smtps://user@host:465, or smtp://user@host:587 with STARTTLS
	Password []byte // without a user, none
	From     string
	Prefix   string         // before each subject, in brackets
	Roots    *x509.CertPool // authorities that vouch for the server; nil for the system's
}

// Mail sends each message to one recipient, so that a refused one does not keep it from the others.
type Mail struct {
	host, to, from string
	id             string // what follows the message's ID in the mail's
	prefix         string
	options        []mail.Option
}

// NewMail returns the channels to recipients over a server.
func NewMail(s MailServer, recipients []string) (all []*Mail, err error) {
	u, err := url.Parse(s.URL)
	if err != nil || u.Hostname() == "" || u.Scheme != "smtps" && u.Scheme != "smtp" || u.Path != "" || u.RawQuery != "" || u.Fragment != "" {
		return nil, errors.New("--smtp-url is no address of a mail server; give one such as smtps://user@mail.example.org:465 or, for STARTTLS, smtp://user@mail.example.org:587")
	}
	if _, has := u.User.Password(); has {
		return nil, errors.New("--smtp-url has a password in it, which others can see; put it into a file for --smtp-password-file")
	}
	options := []mail.Option{
		mail.WithTimeout(sendTimeout), mail.WithTLSConfig(&tls.Config{ServerName: u.Hostname(), RootCAs: s.Roots, MinVersion: tls.VersionTLS12}),
	}
	port := 587
	switch {
	case u.Scheme == "smtps":
		port = 465
		options = append(options, mail.WithSSL())
	case isLoopback(u.Hostname()):
		options = append(options, mail.WithTLSPolicy(mail.TLSOpportunistic))
	default:
		options = append(options, mail.WithTLSPolicy(mail.TLSMandatory))
	}
	if p := u.Port(); p != "" {
		if port, err = strconv.Atoi(p); err != nil {
			return nil, fmt.Errorf("--smtp-url has the port %q", p)
		}
	}
	options = append(options, mail.WithPort(port))
	password := strings.TrimRight(string(s.Password), "\r\n")
	switch user := u.User.Username(); {
	case user != "" && password == "":
		return nil, fmt.Errorf("--smtp-url has the user %s; put the password into a file for --smtp-password-file", user)
	case user == "" && password != "":
		return nil, errors.New("--smtp-password-file has a password, but --smtp-url no user; give it as in smtps://user@mail.example.org:465")
	case user != "":
		options = append(options, mail.WithSMTPAuth(mail.SMTPAuthAutoDiscover), mail.WithUsername(user), mail.WithPassword(password))
	}
	sender, err := netmail.ParseAddress(s.From)
	if err != nil {
		return nil, fmt.Errorf("--mail-from is %q; give the address that mail comes from, such as lerr@example.org", s.From)
	}
	_, domain, _ := strings.Cut(sender.Address, "@")
	if len(recipients) == 0 {
		return nil, errors.New("--mail-to is missing; give whom to tell, such as --mail-to legal@example.org")
	}
	for _, r := range recipients {
		address, err := netmail.ParseAddress(r)
		if err != nil {
			return nil, fmt.Errorf("--mail-to is %q; give an address such as legal@example.org", r)
		}
		if _, err := mail.NewClient(u.Hostname(), options...); err != nil {
			return nil, fmt.Errorf("--smtp-url: %w", err)
		}
		all = append(all, &Mail{host: u.Hostname(), to: address.Address, from: s.From, id: "@" + domain, prefix: s.Prefix, options: options})
	}
	return all, nil
}

// Name returns the recipient's address.
func (m *Mail) Name() string { return "mail " + m.to }

// Description names the recipient and the server.
func (m *Mail) Description() string { return "Mail to " + m.to + " by " + m.host }

// Send hands the message to the server. When ctx ends, so does it, even in the middle: the library looks at ctx only
// while it connects.
func (m *Mail) Send(ctx context.Context, message Message, link string, _ time.Time) error {
	sent := make(chan error, 1)
	go func() { sent <- m.send(ctx, message, link) }()
	select {
	case err := <-sent:
		return err
	case <-ctx.Done():
		return errors.New("the mail server took too long")
	}
}

func (m *Mail) send(ctx context.Context, message Message, link string) error {
	client, err := mail.NewClient(m.host, m.options...)
	if err != nil {
		return err
	}
	letter := mail.NewMsg(mail.WithNoDefaultUserAgent())
	if err := errors.Join(letter.From(m.from), letter.To(m.to)); err != nil {
		return err
	}
	letter.SetMessageIDWithValue(message.ID + m.id)
	letter.SetDateWithValue(message.At)
	letter.SetGenHeader("Auto-Submitted", "auto-generated") // no absence notes, please
	letter.Subject("[" + m.prefix + "] " + message.Subject())
	letter.SetBodyString(mail.TypeTextPlain, message.Text()+"\n\n"+link+"\n")
	if err := client.DialAndSendWithContext(ctx, letter); err != nil && !letter.IsDelivered() {
		return err
	}
	return nil
}
