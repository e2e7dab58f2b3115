package publish

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"lerr/internal/report"
	"lerr/internal/translog"
)

// Clock tells the wall time, which somebody can set, and the time since the program started, which
// nobody can. Comparing the two shows whether the wall clock was moved.
type Clock struct {
	Wall    func() time.Time
	Elapsed func() time.Duration
}

// SystemClock returns the machine's clock.
func SystemClock() Clock {
	start := time.Now()
	return Clock{Wall: time.Now, Elapsed: func() time.Duration { return time.Since(start) }}
}

const (
	// pollInterval is the longest time between two steps: within it, what another process has published is shown, and
	// it is noticed that the wall clock was set or that the machine slept. A step that finds nothing reads one number.
	pollInterval = 500 * time.Millisecond
	// prerenderLead is the time before a release at which its pages are rendered. While strangers take a core, that
	// takes half of it.
	prerenderLead = time.Minute
	// prerenderBudget bounds rendering when another process has already published: until we swap,
	// readers see old figures. It is enough for the first page.
	prerenderBudget = 10 * time.Millisecond
	// publishBudget bounds how long a publication that somebody asks for waits for its pages.
	publishBudget = 500 * time.Millisecond
	// retryDelay is the least time between two attempts at a release if nothing has changed.
	retryDelay = time.Second
)

// Site shows an archive to readers.
type Site interface {
	// Prerender renders the pages of an archive that readers ask for first, and returns a function
	// that makes the site show the archive and the transparency log of the same moment, which may be nil. It
	// returns as soon as ctx ends, even if a page is still being made. Nothing of the archive can be reached
	// before swap is called.
	Prerender(ctx context.Context, a *report.Archive) (swap func(*translog.Signed))
	// ShowLog makes the site show a transparency log that has grown, or been cosigned, while the archive stayed.
	ShowLog(log *translog.Signed)
	// SetNextRelease tells the site the time of the next release, beyond which no cache may keep its
	// answers; zero if none is scheduled.
	SetNextRelease(at time.Time)
	// SetUnconfirmed tells the site since when it is not known whether what it shows is still what is public, since the
	// store does not answer; zero if it is known.
	SetUnconfirmed(since time.Time)
}

// Scheduler publishes scheduled drafts at their times, and makes the site show what was published,
// here or by another process.
type Scheduler struct {
	service *Service
	site    Site
	log     *slog.Logger

	// One step at a time. No step waits for a page, but for the database.
	stepping    sync.Mutex
	drift       drift
	started     time.Time // wall time
	seen        int       // number of changes up to which the site is up to date; -1 before the first step
	due         []Draft   // scheduled, the next first
	unconfirmed time.Time // since when the store has not confirmed what the site shows; zero while it does
	shown       string    // fingerprint of the archive that the site shows
	turns       time.Time // when the calendar that the site shows changes without any event; zero for never
	logged      int64     // size of the transparency log that the site shows
	prerendered int       // number of changes at which the next release was prerendered
	last        attempt
	unstored    bool // releases are paused, and the pause is not stored yet

	prerenderer prerenderer
	reminded    map[string]bool // IDs of messages that Remind has stored

	// What the console, the metrics and the watchdog read. Nobody waits while holding it.
	mu      sync.Mutex
	paused  string // why releases are paused
	record  record
	stepped time.Duration // elapsed time at the end of the last step
}

// attempt is the last attempt at a release.
type attempt struct {
	changes int           // number of changes before it
	at      time.Duration // elapsed time
	err     error
}

// NewScheduler returns a scheduler. Its first step always makes the site show the present archive.
func NewScheduler(service *Service, clock Clock, site Site, log *slog.Logger) *Scheduler {
	s := &Scheduler{service: service, site: site, log: log, drift: newDrift(clock), seen: -1, prerendered: -1, reminded: map[string]bool{}}
	s.started, s.stepped = s.drift.wall, clock.Elapsed()
	s.prerenderer.site = site
	return s
}

// Publish makes an approved draft public now, with its pages rendered before, as far as that is quick.
// The next step shows it.
func (s *Scheduler) Publish(ctx context.Context, e Edit) (report.Revision, error) {
	return s.service.Publish(ctx, e, func(_ context.Context, next *report.Archive) {
		made := s.prerenderer.prepare(next)
		select {
		case <-made.done:
		case <-time.After(publishBudget):
		}
	})
}

// Run steps until ctx ends: at the time of each release, and often enough to notice what others do. It logs an error
// once, and tries again.
func (s *Scheduler) Run(ctx context.Context) {
	timer := time.NewTimer(0)
	defer timer.Stop()
	last := ""
	for {
		select {
		case <-ctx.Done():
			return
		case <-timer.C:
		}
		text := ""
		if err := s.limitedStep(ctx); err != nil && ctx.Err() == nil {
			text = err.Error()
			if _, logged := errors.AsType[*ReleaseError](err); text != last && !logged {
				s.log.Error("scheduler", "error", err)
			}
		}
		last = text
		timer.Reset(s.untilNextStep())
	}
}

// stepTimeout bounds a step, since a commit waits without end for a standby that is gone. Whether it was done shows in the
// next one.
const stepTimeout = 20 * time.Second

func (s *Scheduler) limitedStep(ctx context.Context) error {
	limited, cancel := context.WithTimeout(ctx, stepTimeout)
	defer cancel()
	return s.Step(limited)
}

// untilNextStep returns the time until the next release or the next announced time, if that is less than pollInterval, or
// else that.
func (s *Scheduler) untilNextStep() time.Duration {
	s.stepping.Lock()
	defer s.stepping.Unlock()
	now := s.drift.clock.Wall()
	next := now.Truncate(pollInterval).Add(pollInterval).Sub(now) // with whatever else wakes in full seconds
	if len(s.due) > 0 {
		if left := s.due[0].ReleaseAt.Sub(now); left > 0 {
			next = min(left, next)
		}
	}
	if left := s.turns.Sub(now); left > 0 && !s.turns.IsZero() {
		next = min(left, next)
	}
	return next
}

// Step publishes what is due, unless releases are paused, and makes the site show a new archive if
// anything has changed. It does so even if a draft could not be published.
func (s *Scheduler) Step(ctx context.Context) error {
	s.stepping.Lock()
	defer s.stepping.Unlock()
	defer s.noteStep()
	changes, err := s.checkState(ctx)
	s.noteAnswer(err)
	if err != nil {
		return err
	}
	published, failed := s.release(ctx, changes)
	if published > 0 {
		if changes, err = s.service.store.Changes(ctx); err != nil {
			return fmt.Errorf("look for changes: %w", err)
		}
	}
	turned := !s.turns.IsZero() && !s.drift.wall.Before(s.turns) // after the release, which may be the announced one
	if changes != s.seen || turned {
		if err := s.refresh(ctx); err != nil {
			return fmt.Errorf("load the new archive; the site shows the old one: %w", err)
		}
		s.seen = changes
	}
	return failed
}

// Changes returns the number of changes up to which the site is up to date, without asking the store.
func (s *Scheduler) Changes() int {
	s.stepping.Lock()
	defer s.stepping.Unlock()
	return s.seen
}

// noteAnswer notes whether the store has answered, and not with an older state. The site shows what it has all the same, and nothing that it cannot
// confirm: pages that were rendered for a release stay where they are.
func (s *Scheduler) noteAnswer(err error) {
	since := s.unconfirmed
	switch {
	case err == nil:
		since = time.Time{}
	case since.IsZero():
		since = s.drift.wall
	}
	if since != s.unconfirmed {
		s.unconfirmed = since
		s.site.SetUnconfirmed(since)
	}
}

func (s *Scheduler) noteStep() {
	now := s.drift.clock.Elapsed()
	s.mu.Lock()
	s.stepped = now
	s.mu.Unlock()
}

// SinceStep returns the time since the last step ended, with or without an error, or since the scheduler was made. If it
// grows far beyond what a step takes, the scheduler is stuck.
func (s *Scheduler) SinceStep() time.Duration {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.drift.clock.Elapsed() - s.stepped
}

// checkState reads the clock and, if anything was stored, what is scheduled and whether releases are held. It
// returns the number of changes.
func (s *Scheduler) checkState(ctx context.Context) (int, error) {
	if moved := s.drift.read(); moved != "" && s.Paused() == "" {
		s.pause(moved)
	}
	if s.unstored {
		if err := s.storeHold(ctx); err != nil {
			s.log.Error("the hold could not be stored; releases are paused all the same", "error", err)
		}
	}
	changes, err := s.service.store.Changes(ctx)
	if err != nil {
		return 0, fmt.Errorf("look for changes: %w", err)
	}
	if changes < s.seen {
		return 0, fmt.Errorf("the database has %d events, and this process has seen %d: an older copy has taken its place; put back the newest, or restart after lerr restore", changes, s.seen)
	}
	if changes == s.seen {
		return changes, nil
	}
	reason, last, err := s.service.store.Hold(ctx)
	if err != nil {
		return 0, fmt.Errorf("look for a hold: %w", err)
	}
	if !s.unstored {
		s.setPaused(reason)
	}
	if back := s.drift.backSince(last); s.seen < 0 && back != "" && s.Paused() == "" {
		s.pause(back)
	}
	if s.due, err = s.service.store.Scheduled(ctx); err != nil {
		return 0, fmt.Errorf("list scheduled drafts: %w", err)
	}
	return changes, nil
}

// refresh makes the site show what is public now, and tells it when that will change.
func (s *Scheduler) refresh(ctx context.Context) error {
	archive, log, err := s.service.Public(ctx)
	if err != nil {
		return err
	}
	if s.due, err = s.service.store.Scheduled(ctx); err != nil {
		return err
	}
	// Most events do not concern readers; for those the site keeps its pages.
	if f := archive.Fingerprint(); f != s.shown {
		s.prerenderer.swap(ctx, archive, f, log)
		s.shown = f
	} else if log != nil && log.Log.Size() != s.logged {
		s.site.ShowLog(log)
	}
	if log != nil {
		s.logged = log.Log.Size()
	}
	s.turns = archive.CalendarTurns()
	s.noteMissed(archive)
	s.setNextRelease()
	return nil
}

func (s *Scheduler) setNextRelease() {
	var at time.Time
	if len(s.due) > 0 && s.Paused() == "" {
		at = s.due[0].ReleaseAt
	}
	s.site.SetNextRelease(at)
}

// release publishes what is due and returns how many drafts that were. Before the next release it
// starts to render the pages, once for each state of the store.
func (s *Scheduler) release(ctx context.Context, changes int) (int, error) {
	if len(s.due) == 0 {
		s.noteReleases(nil, nil)
		return 0, nil
	}
	next := s.due[0]
	left := next.ReleaseAt.Sub(s.drift.wall)
	if left > 0 {
		s.noteReleases(nil, nil)
	}
	switch paused := s.Paused(); {
	case left <= 0 && paused != "":
		s.noteReleases(nil, &ReleaseError{next, errors.New(paused)})
	case paused != "":
	case left <= 0:
		if s.last.err != nil && s.last.changes == changes && s.drift.elapsed-s.last.at < retryDelay {
			return 0, s.last.err
		}
		released, err := s.service.Due(ctx)
		s.last = attempt{changes, s.drift.elapsed, err}
		s.noteReleases(released, err)
		return len(released), err
	case left <= prerenderLead && s.prerendered != changes:
		s.prerendered = changes
		_, archive, err := s.service.next(ctx, next, next.ReleaseAt)
		if err != nil {
			return 0, fmt.Errorf("prepare the release of %s: %w", next.Edition.Period, err)
		}
		s.prerenderer.prepare(archive)
	}
	return 0, nil
}
