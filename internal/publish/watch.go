package publish

import (
	"context"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"lerr/internal/report"
)

// Clock tells the time twice: by the wall, which somebody can set, and by how long the program has
// run, which nobody can. Only together do they show that the wall clock was moved.
type Clock struct {
	Wall    func() time.Time
	Elapsed func() time.Duration
}

// SystemClock is the machine's clock.
func SystemClock() Clock {
	start := time.Now()
	return Clock{Wall: time.Now, Elapsed: func() time.Duration { return time.Since(start) }}
}

// every is how often a watch looks: often enough that a release is public within a second of its
// time, and rarely enough to cost nothing. A single timer would not do: it does not see that the
// wall clock was set, or that the machine slept.
const every = 200 * time.Millisecond

// jump is how far the wall clock may move against the program's own before releases are held.
const jump = time.Minute

// Watch publishes what is due, and shows what was published, here or by another process.
type Watch struct {
	desk  *Desk
	clock Clock
	show  func(*report.Archive)
	log   *slog.Logger

	mu      sync.Mutex
	wall    time.Time
	elapsed time.Duration
	seen    int
	shown   string
	held    string
}

// NewWatch makes a watch that calls show with each new archive. It is blind until it has shown
// one, so the first step always does.
func NewWatch(desk *Desk, clock Clock, show func(*report.Archive), log *slog.Logger) *Watch {
	return &Watch{
		desk: desk, clock: clock, show: show, log: log,
		wall: clock.Wall().Round(0), elapsed: clock.Elapsed(), seen: -1,
	}
}

// Run steps until ctx ends. A step that fails is logged and tried again.
func (w *Watch) Run(ctx context.Context) {
	ticker := time.NewTicker(every)
	defer ticker.Stop()
	last := ""
	for {
		text := ""
		if err := w.Step(ctx); err != nil && ctx.Err() == nil {
			text = err.Error()
			if text != last { // once, not five times a second
				w.log.Error("watch", "error", err)
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

// Step publishes what is due, unless releases are held, and shows a new archive when anything has
// changed. A failure to publish one draft does not keep others, or what is public, from being shown.
func (w *Watch) Step(ctx context.Context) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.look()
	var due error
	if w.held == "" {
		_, due = w.desk.Due(ctx)
	}
	changes, err := w.desk.Changes(ctx)
	if err != nil {
		return fmt.Errorf("look for changes: %w", err)
	}
	if changes != w.seen {
		archive, err := w.desk.Archive(ctx)
		if err != nil {
			return fmt.Errorf("what is shown stays as it was: %w", err)
		}
		w.seen = changes
		// Most of what happens concerns readers not at all, and costs them no finished page.
		if now := archive.Fingerprint(); now != w.shown {
			w.show(archive)
			w.shown = now
		}
	}
	return due
}

// look compares the two clocks since the last step, and holds releases when the wall clock moved.
func (w *Watch) look() {
	wall, elapsed := w.clock.Wall().Round(0), w.clock.Elapsed()
	moved := wall.Sub(w.wall) - (elapsed - w.elapsed)
	w.wall, w.elapsed = wall, elapsed
	if moved.Abs() <= jump {
		return
	}
	w.held = fmt.Sprintf("The clock moved by %s at %s. Releases are held until somebody confirms that it is right.",
		moved.Round(time.Second), wall.UTC().Format(time.RFC3339))
	w.log.Error("releases are held", "reason", w.held)
}

// Held says why releases are held; "" when they are not.
func (w *Watch) Held() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.held
}

// Resume lets releases go on, after somebody has made sure that the clock is right.
func (w *Watch) Resume() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.held = ""
}
