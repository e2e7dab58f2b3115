package publish

import (
	"context"
	"fmt"
	"time"

	"lerr/internal/audit"
)

// maxClockJump is the largest sum of movements of the wall clock against the other one that does not pause
// releases.
const maxClockJump = time.Minute

// drift compares the two times of a clock since it was made, or since somebody confirmed that the clock
// is right. Small movements add up.
type drift struct {
	clock   Clock
	wall    time.Time     // when last read
	elapsed time.Duration // when last read
	start   time.Time     // wall time at which the elapsed time was 0, if the clock was never moved
}

func newDrift(c Clock) drift {
	d := drift{clock: c}
	d.reset()
	return d
}

// reset takes the clock for right as it is now.
func (d *drift) reset() {
	d.wall, d.elapsed = d.clock.Wall().Round(0), d.clock.Elapsed()
	d.start = d.wall.Add(-d.elapsed)
}

// read reads the clock. It returns by how much the wall clock was moved, in a sentence, if that is too
// much.
func (d *drift) read() string {
	d.wall, d.elapsed = d.clock.Wall().Round(0), d.clock.Elapsed()
	moved := d.wall.Add(-d.elapsed).Sub(d.start)
	if moved.Abs() <= maxClockJump {
		return ""
	}
	return fmt.Sprintf("The clock moved by %s up to %s.", moved.Round(time.Second), d.wall.UTC().Format(time.RFC3339))
}

// backSince returns that the clock shows a time before that of the last event, in a sentence, if it
// does.
func (d *drift) backSince(last time.Time) string {
	if last.Sub(d.wall) <= maxClockJump {
		return ""
	}
	return fmt.Sprintf("The clock shows %s, but the last event in the audit log is of %s.", d.wall.UTC().Format(time.RFC3339), last.UTC().Format(time.RFC3339))
}

// pause holds all releases, for a reason, until somebody confirms that the clock is right.
func (s *Scheduler) pause(reason string) {
	reason += " Releases are paused until somebody confirms that the clock is right."
	s.log.Error("releases are paused", "reason", reason)
	s.unstored = true
	s.setPaused(reason)
}

func (s *Scheduler) setPaused(reason string) {
	s.mu.Lock()
	changed := s.paused != reason
	s.paused = reason
	s.mu.Unlock()
	if changed {
		s.setNextRelease()
	}
}

// storeHold stores a hold as an event, so that it survives a restart.
func (s *Scheduler) storeHold(ctx context.Context) error {
	event := audit.Event{At: s.service.now().UTC(), Actor: "lerr serve", Action: ActionPause, Text: s.Paused()}
	err := s.service.store.Publish(ctx, Publication{Events: []audit.Event{event}})
	s.unstored = err != nil
	return err
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
	s.stepping.Lock()
	defer s.stepping.Unlock()
	event := audit.Event{At: s.service.now().UTC(), Actor: actor, Action: ActionResume, Text: s.Paused()}
	if err := s.service.store.Publish(ctx, Publication{Events: []audit.Event{event}}); err != nil {
		return fmt.Errorf("resume releases: %w", err)
	}
	s.unstored = false
	s.drift.reset()
	s.setPaused("")
	return nil
}
