package publish

import (
	"context"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"lerr/internal/audit"
	"lerr/internal/report"
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
	// pollInterval is short enough that readers hardly notice the delay after another process has
	// published; each poll reads one number. One timer per release would not notice that the wall
	// clock was set, or that the machine slept.
	pollInterval = 20 * time.Millisecond
	// prerenderLead is the time before a release at which its pages are rendered.
	prerenderLead = 15 * time.Second
	// prerenderBudget bounds rendering when another process has already published: until we swap,
	// readers see old figures. It is enough for the first page.
	prerenderBudget = 10 * time.Millisecond
	// maxClockJump is the largest jump of the wall clock that does not pause releases.
	maxClockJump = time.Minute
	// retryDelay is the least time between two attempts at a release if nothing has changed: each
	// attempt examines the whole draft.
	retryDelay = time.Second
)

// Site shows an archive to readers.
type Site interface {
	// Prerender renders the pages of an archive that readers ask for first, and returns a function
	// that makes the site show the archive. It stops early when ctx ends. Nothing of the archive can
	// be reached before swap is called.
	Prerender(ctx context.Context, a *report.Archive) (swap func())
	// SetNextRelease tells the site the time of the next release, beyond which no cache may keep its
	// answers; zero if none is scheduled.
	SetNextRelease(at time.Time)
}

// Scheduler publishes scheduled drafts at their times, and makes the site show what was published,
// here or by another process.
type Scheduler struct {
	service *Service
	clock   Clock
	site    Site
	log     *slog.Logger

	mu          sync.Mutex
	wall        time.Time     // at the last step
	elapsed     time.Duration // at the last step
	seen        int           // number of changes up to which the site is up to date
	due         []Draft       // scheduled, the next first
	shown       string        // fingerprint of the archive that the site shows
	paused      string        // why releases are paused
	prerendered int           // number of changes at which the next release was prerendered
	last        attempt

	preparing sync.Mutex
	prepared  prepared
}

// prepared is an archive that is not public yet, with its pages. The scheduler holds it and the site
// does not, so that the site holds nothing that is not public.
type prepared struct {
	fingerprint string
	swap        func()
}

// attempt is the last attempt at a release.
type attempt struct {
	changes int           // number of changes before it
	at      time.Duration // elapsed time
	err     error
}

// NewScheduler returns a scheduler. Its first step always makes the site show the present archive.
func NewScheduler(service *Service, clock Clock, site Site, log *slog.Logger) *Scheduler {
	return &Scheduler{
		service: service, clock: clock, site: site, log: log,
		wall: clock.Wall().Round(0), elapsed: clock.Elapsed(), seen: -1, prerendered: -1,
	}
}

// Publish makes an approved draft public now, with its pages rendered before. The next step shows it.
func (s *Scheduler) Publish(ctx context.Context, e Edit) (report.Revision, error) {
	return s.service.Publish(ctx, e, s.prerender)
}

// prerender renders the pages of an archive that is about to become public, unless it already has.
func (s *Scheduler) prerender(ctx context.Context, archive *report.Archive) {
	s.preparing.Lock()
	defer s.preparing.Unlock()
	if f := archive.Fingerprint(); f != s.prepared.fingerprint {
		s.prepared = prepared{f, s.site.Prerender(ctx, archive)}
	}
}

// swap makes the site show an archive, with the pages that were prerendered for it, if any.
func (s *Scheduler) swap(ctx context.Context, archive *report.Archive, fingerprint string) {
	s.preparing.Lock()
	defer s.preparing.Unlock()
	if s.prepared.fingerprint != fingerprint {
		limited, cancel := context.WithTimeout(ctx, prerenderBudget)
		defer cancel()
		s.prepared.swap = s.site.Prerender(limited, archive)
	}
	s.prepared.swap()
	s.prepared = prepared{}
}

// Run steps until ctx ends. It logs an error once, and tries again.
func (s *Scheduler) Run(ctx context.Context) {
	ticker := time.NewTicker(pollInterval)
	defer ticker.Stop()
	last := ""
	for {
		text := ""
		if err := s.Step(ctx); err != nil && ctx.Err() == nil {
			text = err.Error()
			if text != last {
				s.log.Error("scheduler", "error", err)
			}
		}
		last = text
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
	}
}

// Step publishes what is due, unless releases are paused, and makes the site show a new archive if
// anything has changed. It does so even if a draft could not be published.
func (s *Scheduler) Step(ctx context.Context) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.checkClock()
	changes, err := s.service.store.Changes(ctx)
	if err != nil {
		return fmt.Errorf("look for changes: %w", err)
	}
	if changes != s.seen {
		if s.due, err = s.service.store.Scheduled(ctx); err != nil {
			return fmt.Errorf("list scheduled drafts: %w", err)
		}
	}
	published, failed := s.release(ctx, changes)
	if published > 0 {
		if changes, err = s.service.store.Changes(ctx); err != nil {
			return fmt.Errorf("look for changes: %w", err)
		}
	}
	if changes != s.seen {
		if err := s.refresh(ctx); err != nil {
			return fmt.Errorf("load the new archive; the site shows the old one: %w", err)
		}
		s.seen = changes
	}
	return failed
}

// refresh makes the site show what is public now, and tells it when that will change.
func (s *Scheduler) refresh(ctx context.Context) error {
	archive, err := s.service.Archive(ctx)
	if err != nil {
		return err
	}
	if s.due, err = s.service.store.Scheduled(ctx); err != nil {
		return err
	}
	// Most events do not concern readers; for those the site keeps its pages.
	if f := archive.Fingerprint(); f != s.shown {
		s.swap(ctx, archive, f)
		s.shown = f
	}
	s.setNextRelease()
	return nil
}

func (s *Scheduler) setNextRelease() {
	var at time.Time
	if len(s.due) > 0 && s.paused == "" {
		at = s.due[0].ReleaseAt
	}
	s.site.SetNextRelease(at)
}

// release publishes what is due and returns how many drafts that were. Before the next release it
// renders the pages, once for each state of the store.
func (s *Scheduler) release(ctx context.Context, changes int) (int, error) {
	if s.paused != "" || len(s.due) == 0 {
		return 0, nil
	}
	next := s.due[0]
	switch left := next.ReleaseAt.Sub(s.wall); {
	case left <= 0:
		if s.last.err != nil && s.last.changes == changes && s.elapsed-s.last.at < retryDelay {
			return 0, s.last.err
		}
		n, err := s.service.Due(ctx, s.prerender)
		s.last = attempt{changes, s.elapsed, err}
		return n, err
	case left <= prerenderLead && s.prerendered != changes:
		s.prerendered = changes
		_, archive, err := s.service.next(ctx, next, next.ReleaseAt)
		if err != nil {
			return 0, fmt.Errorf("prepare the release of %s: %w", next.Edition.Period, err)
		}
		s.prerender(ctx, archive)
	}
	return 0, nil
}

// checkClock compares the two clocks since the last step, and pauses releases if the wall clock was
// moved.
func (s *Scheduler) checkClock() {
	wall, elapsed := s.clock.Wall().Round(0), s.clock.Elapsed()
	moved := wall.Sub(s.wall) - (elapsed - s.elapsed)
	s.wall, s.elapsed = wall, elapsed
	if moved.Abs() <= maxClockJump {
		return
	}
	s.paused = fmt.Sprintf("The clock moved by %s at %s. Releases are paused until somebody confirms that it is right.",
		moved.Round(time.Second), wall.UTC().Format(time.RFC3339))
	s.log.Error("releases are paused", "reason", s.paused)
	s.setNextRelease()
}

// Paused returns the reason for which releases are paused; "" if they are not.
func (s *Scheduler) Paused() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.paused
}

// Resume lets releases continue, once the actor has confirmed that the clock is right. It records who
// did so, and why they were paused.
func (s *Scheduler) Resume(ctx context.Context, actor string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	event := audit.Event{At: s.service.now().UTC(), Actor: actor, Action: "resume releases", Text: s.paused}
	if err := s.service.store.Publish(ctx, Publication{Events: []audit.Event{event}}); err != nil {
		return fmt.Errorf("resume releases: %w", err)
	}
	s.paused = ""
	s.setNextRelease()
	return nil
}
