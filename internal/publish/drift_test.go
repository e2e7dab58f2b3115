package publish_test

import (
	"bytes"
	"errors"
	"log/slog"
	"strings"
	"testing"
	"time"

	"lerr/internal/publish"
	"lerr/internal/report"
	"lerr/internal/sitetest"
)

// restarted is the program after a restart, on the same database. Its log is returned.
func (w *timed) restarted() *bytes.Buffer {
	log := &bytes.Buffer{}
	w.elapsed = 0
	clock := publish.Clock{Wall: func() time.Time { return w.now }, Elapsed: func() time.Duration { return w.elapsed }}
	w.Scheduler = publish.NewScheduler(w.Service, clock, &w.site, slog.New(slog.NewTextHandler(log, nil)))
	return log
}

func TestScheduler_AddsUpWhatTheClockDrifts(t *testing.T) {
	w := newTimed(t)
	w.scheduled(time.Hour)
	w.step()
	for range 61 {
		w.now = w.now.Add(59 * time.Second) // the wall clock alone
		w.step()
	}
	if w.archive().NewestPublished() == next {
		t.Fatal("released 59 minutes early")
	}
	if !strings.Contains(w.Paused(), "clock moved by 1m58s") {
		t.Errorf("releases are not paused after the second movement: %q", w.Paused())
	}
}

func TestScheduler_HoldsReleasesAcrossARestart(t *testing.T) {
	w := newTimed(t)
	w.scheduled(time.Hour)
	w.step()
	w.now = w.now.Add(2 * time.Hour)
	w.step()
	reason := w.Paused()
	w.step() // stores it
	w.restarted()
	w.step()
	if w.Paused() != reason || w.archive().NewestPublished() == next {
		t.Fatalf("after a restart releases are paused for %q, want %q; newest %s", w.Paused(), reason, w.archive().NewestPublished())
	}
	if err := w.Resume(t.Context(), "ann"); err != nil {
		t.Fatal(err)
	}
	w.restarted()
	w.step()
	if w.Paused() != "" || w.archive().NewestPublished() != next {
		t.Errorf("somebody confirmed the clock, but it is paused for %q; newest %s", w.Paused(), w.archive().NewestPublished())
	}
	var actions []string
	events, err := w.Events(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range events[len(events)-3:] {
		actions = append(actions, e.Actor+" "+e.Action)
	}
	if got := strings.Join(actions, ", "); got != "lerr serve pause releases, ann resume releases, lerr publish" {
		t.Errorf("got the events %s", got)
	}
}

func TestScheduler_ComparesTheClockWithTheLastEvent(t *testing.T) {
	w := newTimed(t)
	w.scheduled(time.Hour)
	w.now = w.now.Add(-2 * time.Minute)
	w.restarted()
	w.step()
	if !strings.Contains(w.Paused(), "but the last event in the audit log is of") {
		t.Errorf("a clock that went back while the program was down is not told: %q", w.Paused())
	}
}

// A hold that cannot be stored pauses releases all the same, and is stored when it can be.
func TestScheduler_HoldsReleasesThatItCannotStore(t *testing.T) {
	w, store := counted(t)
	w.step()
	store.broken = errors.New("disk is full")
	w.now = w.now.Add(time.Hour)
	w.step()
	w.step()
	if w.Paused() == "" {
		t.Fatal("releases are not paused")
	}
	store.broken = nil
	w.step()
	if reason, _, err := w.db.Hold(t.Context()); err != nil || reason != w.Paused() {
		t.Errorf("stored is %q, %v, want %q", reason, err, w.Paused())
	}
}

func TestScheduler_TellsOfReleasesThatFailAndAreLate(t *testing.T) {
	w := newTimed(t)
	store := &counting{Store: w.db, broken: report.ErrBusy}
	w.Service = publish.NewService(publish.ServiceOptions{Store: store, Now: func() time.Time { return w.now }})
	store.broken = nil
	w.scheduled(time.Minute)
	log := w.restarted()
	w.step()
	store.broken = report.ErrBusy
	w.pass(time.Minute)
	for range 3 {
		if err := w.Step(t.Context()); !errors.Is(err, report.ErrBusy) {
			t.Fatalf("got %v, want busy", err)
		}
		w.pass(2 * time.Second) // more than the least time between two attempts
	}
	if texts := w.Troubles(); len(texts) != 1 || !strings.Contains(texts[0], "2019 (Jul-Dec) was due at") || !strings.Contains(texts[0], "busy") || w.Failing() != 1 {
		t.Errorf("the console says %q; %d are failing", texts, w.Failing())
	}
	if n := strings.Count(log.String(), "a release failed"); n != 1 || !strings.Contains(log.String(), "level=ERROR") || !strings.Contains(log.String(), "busy") {
		t.Errorf("the log tells it %d times, want once with its reason: %s", n, log)
	}
	store.broken = nil
	w.pass(30 * time.Second)
	w.step()
	if texts := w.Troubles(); len(texts) != 1 || !strings.Contains(texts[0], "became public late by 36s: publish 2019-H2: busy") || w.Failing() != 0 || w.Late() != 36*time.Second {
		t.Errorf("the console says %q; %d are failing, %s late", texts, w.Failing(), w.Late())
	}
	if !strings.Contains(log.String(), "a release was late") {
		t.Errorf("the log does not tell it: %s", log)
	}
	w.pass(25 * time.Hour)
	if texts := w.Troubles(); len(texts) != 0 {
		t.Errorf("a day later the console says %q", texts)
	}
}

func TestScheduler_SaysThatItWasNotRunning(t *testing.T) {
	w := newTimed(t)
	w.scheduled(time.Minute)
	w.pass(time.Hour)
	log := w.restarted()
	w.step()
	if w.archive().NewestPublished() != next || !strings.Contains(log.String(), "the program was not running at its time") {
		t.Errorf("newest is %s, and the log says %s", w.archive().NewestPublished(), log)
	}
}

// A page that cannot be finished delays neither a scheduled release, nor one that somebody asks for, nor
// the console, which asks whether releases are paused.
func TestScheduler_WaitsForNoPage(t *testing.T) {
	w := newTimed(t)
	w.step()
	w.stuck = make(chan struct{})
	defer close(w.stuck)
	w.scheduled(10 * time.Second)
	start := time.Now()
	w.step()
	w.makes(2)
	w.Paused()
	w.Troubles()
	w.pass(10 * time.Second)
	w.step()
	if w.shown[len(w.shown)-1] != next {
		t.Errorf("shown %v at the time of the release", w.shown)
	}
	d := w.noted("AR", "A note.")
	if _, err := w.Scheduler.Publish(t.Context(), sitetest.By("bob", d)); err != nil {
		t.Fatal(err)
	}
	w.step()
	if r, err := w.archive().Revision(corrected); err != nil || r.Number != 2 {
		t.Errorf("got revision %d, %v", r.Number, err)
	}
	if took := time.Since(start); took > 20*time.Second {
		t.Errorf("it took %s", took)
	}
}
