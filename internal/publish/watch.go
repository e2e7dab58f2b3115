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

// every is how often a watch looks: often enough that what another process publishes is seen at
// once, and rarely enough to cost nothing: a look is one read of one number. A single timer for a
// release would not do: it does not see that the wall clock was set, or that the machine slept.
const every = 20 * time.Millisecond

// ahead is how long before a release its pages are made, so that they are there at its time.
const ahead = 15 * time.Second

// patience is how long pages are made of what is public already but not shown yet: what another
// process has published. It is enough for the first page; readers are not kept from the new figures
// for the others' sake.
const patience = 10 * time.Millisecond

// jump is how far the wall clock may move against the program's own before releases are held.
const jump = time.Minute

// Site is what shows an archive to readers.
type Site interface {
	// Prerender makes of an archive what readers ask for first, and returns what shows it. It stops
	// early when ctx ends. Until it is shown nobody can reach any of it.
	Prerender(ctx context.Context, a *report.Archive) (swap func())
	// SetNextRelease says when the next release is due, so that nothing is kept beyond it; zero is none.
	SetNextRelease(at time.Time)
}

// Watch publishes what is due, and shows what was published, here or by another process.
type Watch struct {
	desk  *Desk
	clock Clock
	site  Site
	log   *slog.Logger
	kick  chan struct{}

	mu        sync.Mutex
	wall      time.Time
	elapsed   time.Duration
	seen      int
	due       []Draft // scheduled, the next first
	shown     string
	held      string
	rehearsed int     // the number of changes at which the next release was rehearsed
	last      attempt // the last release that was tried

	preparing sync.Mutex
	prepared  prepared
}

// prepared is an archive that is not public, finished to be shown. It is kept here and not in the
// site, which so holds nothing that is not public.
type prepared struct {
	fingerprint string
	show        func()
}

// NewWatch makes a watch of a desk that shows each new archive on the site. It is blind until it
// has shown one, so the first step always does.
func NewWatch(desk *Desk, clock Clock, site Site, log *slog.Logger) *Watch {
	w := &Watch{
		desk: desk, clock: clock, site: site, log: log, kick: make(chan struct{}, 1),
		wall: clock.Wall().Round(0), elapsed: clock.Elapsed(), seen: -1, rehearsed: -1,
	}
	desk.watched(w.prepare, w.wake)
	return w
}

// wake lets Run look now.
func (w *Watch) wake() {
	select {
	case w.kick <- struct{}{}:
	default:
	}
}

// prepare finishes an archive that is about to be public, unless that is done.
func (w *Watch) prepare(ctx context.Context, archive *report.Archive) {
	w.preparing.Lock()
	defer w.preparing.Unlock()
	if f := archive.Fingerprint(); f != w.prepared.fingerprint {
		w.prepared = prepared{f, w.site.Prerender(ctx, archive)}
	}
}

// show shows an archive, as it was prepared if it was.
func (w *Watch) show(ctx context.Context, archive *report.Archive, fingerprint string) {
	w.preparing.Lock()
	defer w.preparing.Unlock()
	if w.prepared.fingerprint != fingerprint {
		quickly, cancel := context.WithTimeout(ctx, patience)
		defer cancel()
		w.prepared.show = w.site.Prerender(quickly, archive)
	}
	w.prepared.show()
	w.prepared = prepared{}
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
			if text != last { // once, not fifty times a second
				w.log.Error("watch", "error", err)
			}
		}
		last = text
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		case <-w.kick:
		}
	}
}

// Step publishes what is due, unless releases are held, and shows a new archive when anything has
// changed. A failure to publish one draft does not keep others, or what is public, from being shown.
func (w *Watch) Step(ctx context.Context) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.look()
	changes, err := w.desk.Changes(ctx)
	if err != nil {
		return fmt.Errorf("look for changes: %w", err)
	}
	if changes != w.seen {
		if w.due, err = w.desk.Scheduled(ctx); err != nil {
			return fmt.Errorf("look for what is due: %w", err)
		}
	}
	due := w.release(ctx, changes)
	if due.published > 0 {
		if changes, err = w.desk.Changes(ctx); err != nil {
			return fmt.Errorf("look for changes: %w", err)
		}
	}
	if changes != w.seen {
		if err := w.refresh(ctx); err != nil {
			return fmt.Errorf("what is shown stays as it was: %w", err)
		}
		w.seen = changes
	}
	return due.err
}

// refresh shows what is public now, and tells the site when that will change.
func (w *Watch) refresh(ctx context.Context) error {
	archive, err := w.desk.Archive(ctx)
	if err != nil {
		return err
	}
	if w.due, err = w.desk.Scheduled(ctx); err != nil {
		return err
	}
	// Most of what happens concerns readers not at all, and costs them no finished page.
	if now := archive.Fingerprint(); now != w.shown {
		w.show(ctx, archive, now)
		w.shown = now
	}
	w.expect()
	return nil
}

func (w *Watch) expect() {
	if len(w.due) == 0 || w.held != "" {
		w.site.SetNextRelease(time.Time{})
		return
	}
	w.site.SetNextRelease(w.due[0].ReleaseAt)
}

// released is what came of what was due.
type released struct {
	published int
	err       error
}

// release publishes what is due, and finishes what will be soon.
func (w *Watch) release(ctx context.Context, changes int) released {
	if w.held != "" || len(w.due) == 0 {
		return released{}
	}
	next := w.due[0]
	switch left := next.ReleaseAt.Sub(w.wall); {
	case left <= 0:
		if !w.last.mayTry(changes, w.elapsed) {
			return released{err: w.last.err}
		}
		n, err := w.desk.Due(ctx)
		w.last = attempt{changes, w.elapsed, err}
		return released{n, err}
	case left <= ahead && w.rehearsed != changes:
		// Once for each state of things: what is prepared stays right until something changes.
		w.rehearsed = changes
		archive, err := w.desk.rehearse(ctx, next)
		if err != nil {
			return released{err: err}
		}
		w.prepare(ctx, archive)
	}
	return released{}
}

// attempt is a release that was tried.
type attempt struct {
	changes int           // how many there had been
	at      time.Duration // when, by the program's own clock
	err     error         // nil when it succeeded, or there was none
}

// again is how long after a failed release the next one is tried where nothing has changed: each
// examines the whole draft.
const again = time.Second

// mayTry says whether a release is worth another try.
func (a attempt) mayTry(changes int, now time.Duration) bool {
	return a.err == nil || a.changes != changes || now-a.at >= again
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
	w.expect()
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
	w.expect()
}
