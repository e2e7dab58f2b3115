package sitetest

import (
	"bytes"
	"context"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"lerr/handlers"
	"lerr/handlers/console"
	"lerr/internal/audit"
	"lerr/internal/notify"
	"lerr/internal/publish"
	"lerr/internal/report"
	"lerr/internal/staff"
	"lerr/internal/store"
	"lerr/internal/urls"
)

// Console is a running staff console on a real database file, seeded with the shipped report, whose
// clock only the test moves. Nobody has an account yet:
//
//	c := sitetest.NewConsole(t)
//	anna := console.SetUp("anna")          // the first account, with all roles, signed in
//	eva := console.As(staff.Editor)        // a further one, invited, signed in
//	a := eva.Post("/upload", "period", "2019-H2")
//	console.Pass(time.Hour)                // both are signed out by now
//	anna.SignIn()
//
// The public site beside it shows what is published when Scheduler steps.
type Console struct {
	t         testing.TB
	URL       string // http://localhost:…, so that passkeys work
	DB        *store.DB
	Publisher *publish.Service
	Accounts  *staff.Service
	Scheduler *publish.Scheduler
	Staff     *console.Site
	Sender    *notify.Sender // without channels, until a test names some
	Public    *Site
	Log       *Log // what console and public site have logged
	clock     *clock
	members   int
}

// quick is so little work for a password that tests do not wait for it.
var quick = staff.Argon{KiB: 64, Passes: 1, Threads: 1}

// Rehearsed makes NewConsole make everything of a draft at its submission, as the program does. It takes
// some seconds each time.
func Rehearsed(t testing.TB) func(*publish.ServiceOptions) {
	return func(o *publish.ServiceOptions) {
		o.Rehearsal = func(ctx context.Context, next *report.Archive, period report.Period) (map[string]string, error) {
			o := options(t)
			o.Archive = next
			site, err := handlers.New(o)
			if err != nil {
				return nil, err
			}
			return site.Rehearse(ctx, next, period)
		}
	}
}

// NewConsole starts a staff console, and the public site beside it, stopped when the test ends. The
// clock shows Now. set may change the options of the service that publishes.
func NewConsole(t testing.TB, set ...func(*publish.ServiceOptions)) *Console {
	t.Helper()
	return NewConsoleOn(t, Seeded(t), set...)
}

// NewConsoleOn is NewConsole on a database with the shipped report.
func NewConsoleOn(t testing.TB, db *store.DB, set ...func(*publish.ServiceOptions)) *Console {
	t.Helper()
	shipped := Shipped(t)
	c := &Console{t: t, DB: db, Log: &Log{}, clock: &clock{at: Now}}
	publisher := publish.ServiceOptions{Store: c.DB, Now: c.Now, Questions: shipped.Site.FAQ}
	for _, f := range set {
		f(&publisher)
	}
	c.Publisher = publish.NewService(publisher)
	archive, log, err := c.Publisher.Public(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	lines := slog.New(slog.NewJSONHandler(c.Log, nil))
	o := options(t)
	o.Archive, o.Signed, o.Log, o.NoPrerender = archive, log, lines, true
	c.Public = listen(t, archive, public(t, o))
	c.Scheduler = publish.NewScheduler(c.Publisher, publish.Clock{Wall: c.Now, Elapsed: c.clock.sinceStart}, c.Public.Public, lines)

	server := httptest.NewUnstartedServer(nil)
	_, port, err := net.SplitHostPort(server.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	c.URL = "http://localhost:" + port
	c.Accounts, err = staff.New(c.DB, c.Now, staff.Config{
		Organisation: shipped.Site.Organization, RPID: "localhost", Origins: []string{c.URL}, Argon: quick,
	})
	if err != nil {
		t.Fatal(err)
	}
	c.Sender = notify.NewSender(notify.Options{
		Outbox: c.DB, Now: c.Now, Log: lines, Link: func(draft string) string { return c.URL + urls.Draft(draft) },
	})
	c.Staff, err = console.New(console.Options{
		Publisher: c.Publisher, Accounts: c.Accounts, Scheduler: c.Scheduler, Now: c.Now, StaffURL: c.URL, Frame: o.Frame, Log: lines, Notifications: c.Sender,
		Preview: func(a *report.Archive) (http.Handler, error) {
			o := options(t)
			o.Archive = a
			return handlers.New(o)
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	server.Config.Handler = c.Staff
	server.Start()
	t.Cleanup(server.Close)
	c.Step()
	return c
}

// Now is the time on the console's clock.
func (c *Console) Now() time.Time { return c.clock.now() }

// Pass lets time pass, for everything on the console.
func (c *Console) Pass(d time.Duration) { c.clock.pass(d) }

// Step publishes what is due and shows what is new, as the running program does unasked.
func (c *Console) Step() {
	c.t.Helper()
	if err := c.Scheduler.Step(context.Background()); err != nil {
		c.t.Fatal(err)
	}
}

// Deliver reminds staff, and makes one attempt at all that waits, as the running program does unasked.
func (c *Console) Deliver() {
	c.t.Helper()
	_ = c.Scheduler.Step(context.Background()) // reminders are of what the last step has seen; one that fails says so by itself
	if err := c.Scheduler.Remind(context.Background()); err != nil {
		c.t.Fatal(err)
	}
	for _, channel := range c.Sender.Channels {
		if err := c.Sender.Step(context.Background(), channel); err != nil {
			c.t.Fatal(err)
		}
	}
}

// Events is the audit log, oldest first.
func (c *Console) Events() []audit.Event {
	c.t.Helper()
	events, err := c.Publisher.Events(context.Background())
	if err != nil {
		c.t.Fatal(err)
	}
	return events
}

// clock is moved by the test alone. It has both times of a publish.Clock.
type clock struct {
	mu sync.Mutex
	at time.Time
}

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *clock) sinceStart() time.Duration { return c.now().Sub(Now) }

func (c *clock) pass(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}

// Log holds the lines that a site has logged; it can be read while the site still writes.
type Log struct {
	mu   sync.Mutex
	text bytes.Buffer
}

// Write adds to the log.
func (l *Log) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(b)
}

// String is the log so far.
func (l *Log) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}
