package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"time"

	"github.com/spf13/pflag"

	"lerr/handlers/web"
	"lerr/internal/notify"
	"lerr/internal/publish"
	"lerr/internal/store"
	"lerr/internal/urls"
)

// notifyOptions holds the flags of serve that say whom to tell. Without any, nobody is told.
type notifyOptions struct {
	webhookURL, webhookSecretFile string
	smtpURL, smtpPasswordFile     string
	mailFrom                      string
	mailTo                        []string
}

func (o *notifyOptions) addFlags(flags *pflag.FlagSet) {
	flags.StringVar(&o.webhookURL, "webhook-url", "", "`URL` that is told what happens to drafts and releases, without figures, such as https://hooks.example.org/lerr")
	flags.StringVar(&o.webhookSecretFile, "webhook-secret-file", "", "`FILE` of the secret that signs for --webhook-url, such as whsec_ and 32 bytes in base64; of several, a line each, all sign")
	flags.StringVar(&o.smtpURL, "smtp-url", "", "`URL` of the server that sends mail on the same, such as smtps://user@mail.example.org:465, or smtp:// with STARTTLS")
	flags.StringVar(&o.smtpPasswordFile, "smtp-password-file", "", "`FILE` of the password of the user in --smtp-url")
	flags.StringVar(&o.mailFrom, "mail-from", "", "`ADDRESS` that mail comes from")
	flags.StringSliceVar(&o.mailTo, "mail-to", nil, "`ADDRESS` that mail goes to; can be given several times")
}

// channels returns the ways that the options name. Its error says which flag to mend.
func (o *notifyOptions) channels(prefix string) (all []notify.Channel, err error) {
	var errs []error
	if o.webhookURL != "" || o.webhookSecretFile != "" {
		hook, err := o.webhook()
		all, errs = append(all, hook), append(errs, err)
	}
	if o.smtpURL != "" || o.smtpPasswordFile != "" || o.mailFrom != "" || len(o.mailTo) > 0 {
		password, err := secretFile("--smtp-password-file", o.smtpPasswordFile)
		errs = append(errs, err)
		if err == nil {
			mails, err := notify.NewMail(notify.MailServer{URL: o.smtpURL, Password: password, From: o.mailFrom, Prefix: prefix}, o.mailTo)
			errs = append(errs, err)
			for _, m := range mails {
				all = append(all, m)
			}
		}
	}
	if err := errors.Join(errs...); err != nil {
		return nil, usageError{err}
	}
	return all, nil
}

func (o *notifyOptions) webhook() (*notify.Webhook, error) {
	switch {
	case o.webhookURL == "":
		return nil, errors.New("--webhook-secret-file is given, but no --webhook-url")
	case o.webhookSecretFile == "":
		return nil, errors.New("--webhook-url needs --webhook-secret-file; make one by\n  (umask 077; (printf whsec_; openssl rand -base64 32) > webhook.secret)")
	}
	secrets, err := secretFile("--webhook-secret-file", o.webhookSecretFile)
	if err != nil {
		return nil, err
	}
	return notify.NewWebhook(o.webhookURL, secrets, nil)
}

// secretFile reads the file of a secret, nothing for "". It must be its owner's alone.
func secretFile(flag, path string) ([]byte, error) {
	if path == "" {
		return nil, nil
	}
	info, err := os.Stat(path)
	if err != nil {
		err = fmt.Errorf("%s: %w", flag, err)
	} else {
		err = checkKeyMode(flag, path, info)
	}
	if err != nil {
		return nil, err
	}
	return os.ReadFile(path)
}

// newSender returns what tells staff over the channels. Its links lead to the console at staffURL.
func newSender(db *store.DB, channels []notify.Channel, staffURL string, log *slog.Logger) *notify.Sender {
	return notify.NewSender(notify.Options{
		Outbox: db, Channels: channels, Now: time.Now, Log: log,
		Link: func(draft string) string {
			if draft == "" {
				return staffURL + urls.Drafts
			}
			return staffURL + urls.Draft(draft)
		},
	})
}

// remindInterval is the time between two looks for releases that are near or overdue.
const remindInterval = 5 * time.Second

// remind tells staff of releases that are near or overdue until ctx ends. It logs an error once.
func remind(ctx context.Context, s *publish.Scheduler, log *slog.Logger) {
	last := ""
	repeat(ctx, remindInterval, func() {
		text := ""
		if err := s.Remind(ctx); err != nil && ctx.Err() == nil {
			if text = err.Error(); text != last {
				log.Error("reminders", "error", err)
			}
		}
		last = text
	})
}

// notificationGauges returns the age of what nobody has been told yet, for the metrics.
func notificationGauges(s *notify.Sender) []web.Gauge {
	return []web.Gauge{{
		Name: "lerr_notification_oldest_seconds", Help: "Age of the oldest notification that waits to be delivered; 0 if none does.",
		Value: func() float64 { return s.OldestAge().Seconds() },
	}}
}
