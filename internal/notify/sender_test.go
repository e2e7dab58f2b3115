package notify_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"time"

	"lerr/internal/notify"
	"lerr/internal/sitetest"
	"lerr/internal/store"
)

// post is a sender over one webhook, with a clock that only the test moves.
type post struct {
	*notify.Sender
	t    *testing.T
	db   *store.DB
	hook *sitetest.Hook
	now  time.Time
	log  bytes.Buffer
}

func newPost(t *testing.T, outbox func(*store.DB) notify.Outbox) *post {
	t.Helper()
	p := &post{t: t, db: sitetest.Store(t), hook: sitetest.NewHook(t, false), now: now}
	p.Sender = notify.NewSender(notify.Options{
		Outbox: outbox(p.db), Channels: []notify.Channel{webhook(t, p.hook.URL, sitetest.HookSecret, nil)}, Now: func() time.Time { return p.now },
		Log: slog.New(slog.NewTextHandler(&p.log, nil)), Link: func(string) string { return link },
	})
	return p
}

func whole(db *store.DB) notify.Outbox { return db }

// add puts a message into the outbox.
func (p *post) add(id string, change ...func(*notify.Message)) {
	p.t.Helper()
	m := message
	m.ID, m.At = id, p.now
	for _, f := range change {
		f(&m)
	}
	if err := p.db.AddMessages(p.t.Context(), m); err != nil {
		p.t.Fatal(err)
	}
}

func (p *post) step() error { return p.Step(p.t.Context(), p.Channels[0]) }

// ids are those of the calls that the hook took in.
func (p *post) ids() string {
	var all []string
	for _, c := range p.hook.Calls() {
		all = append(all, c.ID)
	}
	return strings.Join(all, " ")
}

func fails(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusBadGateway) }

func TestSender_DeliversInOrderAndOnce(t *testing.T) {
	p := newPost(t, whole)
	for i := range 3 {
		p.add(fmt.Sprint("msg_", i))
	}
	p.add("msg_1") // noticed once more
	for range 3 {
		if err := p.step(); err != nil {
			t.Fatal(err)
		}
		p.now = p.now.Add(time.Hour)
	}
	if got := p.ids(); got != "msg_0 msg_1 msg_2" || p.OldestAge() != 0 {
		t.Errorf("got %s; the oldest is %s old", got, p.OldestAge())
	}
}

// What fails is tried again at growing intervals, with the same ID and a new time, and given up in the end.
func TestSender_TriesAgainAndGivesUp(t *testing.T) {
	p := newPost(t, whole)
	p.hook.Answer(fails)
	p.add("msg_0")
	var tried []time.Duration
	for n := 0; p.now.Sub(now) < notify.GiveUpAfter+2*time.Hour; p.now = p.now.Add(time.Second) {
		if p.now.Sub(now) > 2*time.Hour {
			p.now = p.now.Add(10 * time.Minute)
		}
		if err := p.step(); err != nil {
			t.Fatal(err)
		}
		if calls := p.hook.Calls(); len(calls) > n {
			tried, n = append(tried, p.now.Sub(now)), len(calls)
			if c := calls[n-1]; c.ID != "msg_0" || c.Timestamp != fmt.Sprint(p.now.Unix()) {
				t.Errorf("attempt %d: got %+v", n, c)
			}
			if got := p.OldestAge(); got != p.now.Sub(now) {
				t.Errorf("attempt %d: the oldest is %s old", n, got)
			}
		}
	}
	if got, want := fmt.Sprint(tried[:5]), "[0s 5s 25s 1m45s 7m5s]"; got != want {
		t.Errorf("got attempts after %s, want %s", got, want)
	}
	if last := tried[len(tried)-1]; len(tried) < 50 || len(tried) > 90 || last > notify.GiveUpAfter {
		t.Errorf("got %d attempts, the last after %s", len(tried), last)
	}
	deliveries, err := p.db.Deliveries(t.Context(), 10)
	if err != nil || len(deliveries) != 1 || deliveries[0].State != notify.GivenUp || deliveries[0].Attempts != len(tried) || !strings.Contains(deliveries[0].Error, "502") {
		t.Errorf("got %+v, %v", deliveries, err)
	}
	if log := p.log.String(); strings.Count(log, "is given up") != 1 || strings.Count(log, "tried again") != 1 || strings.Contains(log, "its-path-is-a-secret") {
		t.Errorf("got the log\n%s", log)
	}
	if p.OldestAge() != 0 {
		t.Errorf("what is given up waits for %s", p.OldestAge())
	}
}

func TestSender_GivesUpWhatIsOfNoUse(t *testing.T) {
	p := newPost(t, whole)
	p.hook.Answer(fails)
	p.add("msg_soon", func(m *notify.Message) { m.Until = p.now.Add(time.Minute) })
	for _, later := range []time.Duration{0, time.Minute} {
		p.now = p.now.Add(later)
		if err := p.step(); err != nil {
			t.Fatal(err)
		}
	}
	p.hook.Answer(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusGone) })
	p.add("msg_gone")
	for range 3 {
		if err := p.step(); err != nil {
			t.Fatal(err)
		}
		p.now = p.now.Add(time.Hour)
	}
	if got := p.ids(); got != "msg_soon msg_gone" {
		t.Errorf("got the calls %s", got)
	}
}

// A receiver that is away for long costs a bounded number of rows, and gets the newest when it is back.
func TestSender_KeepsABoundedNumber(t *testing.T) {
	p := newPost(t, whole)
	var messages []notify.Message
	for i := range 1200 {
		m := message
		m.ID, m.At = fmt.Sprint("msg_", i), p.now
		messages = append(messages, m)
	}
	if err := p.db.AddMessages(t.Context(), messages...); err != nil {
		t.Fatal(err)
	}
	for range 70 {
		if err := p.step(); err != nil {
			t.Fatal(err)
		}
	}
	if calls := p.hook.Calls(); len(calls) != 1000 || calls[0].ID != "msg_200" || calls[999].ID != "msg_1199" {
		t.Errorf("got %d calls", len(calls))
	}
	if deliveries, err := p.db.Deliveries(t.Context(), 5000); err != nil || len(deliveries) != 1000 {
		t.Errorf("got %d deliveries, %v", len(deliveries), err)
	}
}

// Who is named for the first time is not told of what is long over.
func TestSender_LeavesOutWhatIsOld(t *testing.T) {
	p := newPost(t, whole)
	p.add("msg_old")
	p.now = p.now.Add(notify.GiveUpAfter + time.Second)
	p.add("msg_new")
	if err := p.step(); err != nil || p.ids() != "msg_new" || strings.Contains(p.log.String(), "given up") {
		t.Errorf("got %s, %v, %s", p.ids(), err, p.log.String())
	}
}

// dying is an outbox of a program that dies, or whose disk is full, between an attempt and the record of it.
type dying struct {
	*store.DB
	dead *bool
}

func (d dying) EndDelivery(ctx context.Context, x notify.Delivery) error {
	if *d.dead {
		return errors.New("the disk is full")
	}
	return d.DB.EndDelivery(ctx, x)
}

func TestSender_RepeatsWhatItCannotRecord(t *testing.T) {
	dead := true
	p := newPost(t, func(db *store.DB) notify.Outbox { return dying{db, &dead} })
	p.add("msg_0")
	if err := p.step(); err == nil {
		t.Fatal("the disk is full, and nobody hears of it")
	}
	dead = false
	for range 3 {
		p.now = p.now.Add(time.Minute)
		if err := p.step(); err != nil {
			t.Fatal(err)
		}
	}
	if got := p.ids(); got != "msg_0 msg_0" {
		t.Errorf("got %s, want the message twice with one ID", got)
	}
}

// Two programs on one database, as during an upgrade, do not both send.
func TestSender_SharesTheOutbox(t *testing.T) {
	p := newPost(t, whole)
	p.add("msg_0")
	due, err := p.db.DueDeliveries(t.Context(), "webhook", p.now, p.now.Add(-time.Hour), 10)
	if err != nil || len(due) != 1 {
		t.Fatalf("got %d, %v", len(due), err)
	}
	due[0].Attempts++
	for i, want := range []bool{true, false} {
		if got, err := p.db.BeginDelivery(t.Context(), due[0]); err != nil || got != want {
			t.Errorf("program %d: got %v, %v, want %v", i+1, got, err, want)
		}
	}
}
