package publish_test

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"lerr/internal/publish"
	"lerr/internal/report"
	"lerr/internal/sitetest"
	"lerr/internal/translog"
)

// timed is an office with a scheduler, whose two clocks tests move apart.
type timed struct {
	*office
	*publish.Scheduler
	elapsed time.Duration
	site
}

// site notes what it is told to make ready and to show.
type site struct {
	mu          sync.Mutex // pages are made in goroutines
	made        []report.Period
	shown       []report.Period
	logged      []*translog.Signed // what was shown with them, or alone
	unconfirmed time.Time
	expected    time.Time
	stuck       chan struct{} // while open, no page can be finished
}

func (s *site) Prerender(ctx context.Context, a *report.Archive) func(*translog.Signed) {
	s.mu.Lock()
	s.made = append(s.made, a.NewestPublished())
	stuck := s.stuck
	s.mu.Unlock()
	if stuck != nil {
		select {
		case <-stuck:
		case <-ctx.Done():
		}
	}
	return func(log *translog.Signed) {
		s.shown, s.logged = append(s.shown, a.NewestPublished()), append(s.logged, log)
	}
}

// makes waits until as many archives were made ready as there should be, and returns them.
func (s *site) makes(n int) []report.Period {
	for range 1000 {
		s.mu.Lock()
		made := slices.Clone(s.made)
		s.mu.Unlock()
		if len(made) >= n {
			return made
		}
		time.Sleep(time.Millisecond)
	}
	return nil
}

func (s *site) ShowLog(log *translog.Signed) { s.logged = append(s.logged, log) }

func (s *site) SetNextRelease(at time.Time) { s.expected = at }

func (s *site) SetUnconfirmed(since time.Time) { s.unconfirmed = since }

func newTimed(t *testing.T) *timed { return timedOf(newOffice(t)) }

func timedOf(o *office) *timed {
	w := &timed{office: o}
	clock := publish.Clock{
		Wall:    func() time.Time { return w.now },
		Elapsed: func() time.Duration { return w.elapsed },
	}
	w.Scheduler = publish.NewScheduler(w.Service, clock, &w.site, slog.New(slog.NewTextHandler(io.Discard, nil)))
	return w
}

// pass lets time pass on both clocks.
func (w *timed) pass(d time.Duration) {
	w.now = w.now.Add(d)
	w.elapsed += d
}

func (w *timed) step() {
	w.t.Helper()
	if err := w.Step(w.t.Context()); err != nil {
		w.t.Fatal(err)
	}
}

func (w *timed) scheduled(in time.Duration) {
	w.t.Helper()
	d := w.approved()
	w.must(w.Schedule(w.t.Context(), sitetest.By("bob", d), w.now.Add(in), "UTC"))
}

func TestScheduler_ShowsWhatIsPublishedOnce(t *testing.T) {
	w := newTimed(t)
	w.step()
	w.step()
	if len(w.shown) != 1 {
		t.Fatalf("shown %v, want once", w.shown)
	}
	w.scheduled(time.Minute)
	w.step()
	if len(w.shown) != 1 {
		t.Errorf("shown %v, though nothing changed for readers", w.shown)
	}
	w.pass(59*time.Second + 999*time.Millisecond)
	w.step()
	if newest := w.shown[len(w.shown)-1]; newest == next {
		t.Fatal("shown before its time")
	}
	w.pass(time.Millisecond)
	w.step()
	if newest := w.shown[len(w.shown)-1]; newest != next {
		t.Errorf("not shown at its time: %v", w.shown)
	}
}

func TestScheduler_PausesReleasesWhenTheClockWasMoved(t *testing.T) {
	for name, moved := range map[string]time.Duration{"forward": 2 * time.Hour, "back": -10 * time.Minute} {
		t.Run(name, func(t *testing.T) {
			w := newTimed(t)
			w.scheduled(time.Hour)
			w.step()
			w.now = w.now.Add(moved)
			w.step()
			if !strings.Contains(w.Paused(), "clock moved") {
				t.Fatalf("releases are not paused: %q", w.Paused())
			}
			w.pass(3 * time.Hour)
			w.step()
			if w.archive().NewestPublished() == next {
				t.Fatal("published while releases are paused")
			}
			if err := w.Resume(t.Context(), "ann"); err != nil {
				t.Fatal(err)
			}
			w.step()
			if w.archive().NewestPublished() != next {
				t.Error("not published after somebody said that the clock is right")
			}
		})
	}
}

func TestScheduler_KeepsShowingWhenTheDatabaseCannotBeRead(t *testing.T) {
	w := newTimed(t)
	w.step()
	if err := w.db.Close(); err != nil {
		t.Fatal(err)
	}
	if err := w.Step(t.Context()); err == nil {
		t.Error("a step without a database is no error")
	}
	if len(w.shown) != 1 {
		t.Errorf("shown %v", w.shown)
	}
}

// hanging lets time pass while it is asked.
type hanging struct {
	publish.Store
	pass func()
}

func (h hanging) Changes(ctx context.Context) (int, error) {
	h.pass()
	return h.Store.Changes(ctx)
}

// A step that ends with an error is a step; one that does not end is none.
func TestScheduler_TellsHowLongItIsSinceAStep(t *testing.T) {
	w := newTimed(t)
	var during time.Duration
	service := publish.NewService(publish.ServiceOptions{Store: hanging{w.db, func() {
		w.pass(time.Minute)
		during = w.SinceStep()
	}}, Now: func() time.Time { return w.now }})
	clock := publish.Clock{Wall: func() time.Time { return w.now }, Elapsed: func() time.Duration { return w.elapsed }}
	w.pass(time.Hour) // before it is made
	w.Scheduler = publish.NewScheduler(service, clock, &w.site, slog.New(slog.DiscardHandler))
	for _, name := range []string{"the first step", "a further one", "without a database"} {
		before := w.SinceStep()
		w.pass(time.Second)
		if err := w.Step(t.Context()); (err != nil) != (name == "without a database") {
			t.Errorf("%s: %v", name, err)
		}
		if after := w.SinceStep(); before != 0 || during != time.Minute+time.Second || after != 0 {
			t.Errorf("%s: got %v before, %v in it and %v after, want 0, 1m1s and 0", name, before, during, after)
		}
		if name == "a further one" {
			if err := w.db.Close(); err != nil {
				t.Fatal(err)
			}
		}
	}
}

func TestScheduler_SeesWhatAnotherProcessPublished(t *testing.T) {
	w := newTimed(t)
	w.step()
	other := publish.NewService(publish.ServiceOptions{Store: w.db, Now: func() time.Time { return w.now }})
	if err := other.Withdraw(t.Context(), "shell", report.Period{Year: 2019, Half: 1}, "To be checked."); err != nil {
		t.Fatal(err)
	}
	w.step()
	if want := (report.Period{Year: 2018, Half: 2}); w.shown[len(w.shown)-1] != want {
		t.Errorf("shown %v, want %s last", w.shown, want)
	}
}

func TestScheduler_MakesPagesAheadOfARelease(t *testing.T) {
	w := newTimed(t)
	w.step()
	w.scheduled(2 * time.Minute)
	w.step()
	before := len(w.makes(1))
	w.pass(55 * time.Second)
	w.step()
	if made := w.makes(before); len(made) != before {
		t.Fatalf("65 s before its time: prepared %v", made)
	}
	w.pass(10 * time.Second)
	w.step()
	w.step()
	if made := w.makes(before + 1); len(made) != before+1 || made[before] != next {
		t.Fatalf("55 s before its time: prepared %v, want %s once", made, next)
	}
	if len(w.shown) != 1 || w.archive().NewestPublished() == next {
		t.Fatal("shown or published before its time")
	}
	w.pass(55 * time.Second)
	w.step()
	if made := w.makes(before + 1); w.shown[len(w.shown)-1] != next || len(made) != before+1 {
		t.Errorf("at its time: shown %v, prepared %v, want what was prepared", w.shown, made)
	}
	if r, err := w.archive().Revision(next); err != nil || !r.PublishedAt.Equal(w.now) {
		t.Errorf("published at %v, %v, want the time it was scheduled for", r.PublishedAt, err)
	}
}

func TestScheduler_DoesNotShowWhatWasPreparedAndThenTakenBack(t *testing.T) {
	w := newTimed(t)
	w.step()
	d := w.approved()
	d = w.must(w.Schedule(t.Context(), sitetest.By("bob", d), w.now.Add(10*time.Second), "UTC"))
	w.step()
	w.must(w.Reopen(t.Context(), sitetest.By("bob", d), "A doubt."))
	w.step()
	w.pass(time.Minute)
	w.step()
	if len(w.shown) != 1 {
		t.Errorf("shown %v, though the release was taken back", w.shown)
	}
}

func TestPublish_HasItsPagesMadeBeforeItIsPublic(t *testing.T) {
	w := newTimed(t)
	w.step()
	before := len(w.makes(1))
	if _, err := w.Publish(t.Context(), sitetest.By("bob", w.approved())); err != nil {
		t.Fatal(err)
	}
	if made := w.makes(before + 1); len(made) != before+1 || made[before] != next || len(w.shown) != 1 {
		t.Fatalf("prepared %v, shown %v, want %s prepared and not shown", made, w.shown, next)
	}
	w.step()
	if made := w.makes(before + 1); len(made) != before+1 || w.shown[len(w.shown)-1] != next {
		t.Errorf("prepared %v, shown %v, want what was prepared", made, w.shown)
	}
}

func TestScheduler_TellsTheSiteTheTimeOfTheNextRelease(t *testing.T) {
	w := newTimed(t)
	w.step()
	at := w.now.Add(time.Hour)
	d := w.must(w.Schedule(t.Context(), sitetest.By("bob", w.approved()), at, "UTC"))
	expect := func(when string, want time.Time) {
		t.Helper()
		w.step()
		if !w.expected.Equal(want) {
			t.Errorf("%s: expects a release at %v, want %v", when, w.expected, want)
		}
	}
	expect("scheduled", at)
	d = w.must(w.Reopen(t.Context(), sitetest.By("bob", d), "A doubt."))
	expect("taken back", time.Time{})
	d = w.must(w.Submit(t.Context(), sitetest.By("ann", d)))
	d = w.must(w.Approve(t.Context(), sitetest.By("bob", d), d.ContentDigest(), "Compared with the case list."))
	w.must(w.Schedule(t.Context(), sitetest.By("bob", d), at, "UTC"))
	expect("scheduled again", at)
	w.now = w.now.Add(10 * time.Minute) // the wall clock alone
	expect("the clock was moved", time.Time{})
	if err := w.Resume(t.Context(), "ann"); err != nil {
		t.Fatal(err)
	}
	expect("somebody says that it is right", at)
	w.pass(50 * time.Minute)
	expect("published", time.Time{})
}

// counting counts what is asked of a store, and fails to publish where it is told to.
type counting struct {
	publish.Store
	loads, publications int
	broken              error
}

func (c *counting) Revisions(ctx context.Context, known func(report.Revision) bool) ([]report.Revision, error) {
	c.loads++
	return c.Store.Revisions(ctx, known)
}

func (c *counting) Publish(ctx context.Context, p publish.Publication) error {
	c.publications++
	if c.broken != nil {
		return c.broken
	}
	return c.Store.Publish(ctx, p)
}

// counted returns a scheduler of a service whose store is counted.
func counted(t *testing.T) (*timed, *counting) {
	w := newTimed(t)
	store := &counting{Store: w.db}
	service := publish.NewService(publish.ServiceOptions{Store: store, Now: func() time.Time { return w.now }})
	clock := publish.Clock{Wall: func() time.Time { return w.now }, Elapsed: func() time.Duration { return w.elapsed }}
	w.Scheduler = publish.NewScheduler(service, clock, &w.site, slog.New(slog.DiscardHandler))
	return w, store
}

func TestScheduler_LooksAtWhatIsDueSoonOnce(t *testing.T) {
	w, store := counted(t)
	w.scheduled(10 * time.Second)
	w.step()
	before := store.loads
	for range 50 {
		w.pass(20 * time.Millisecond)
		w.step()
	}
	if store.loads != before {
		t.Errorf("what is published was loaded %d times more, though nothing changed", store.loads-before)
	}
}

func TestScheduler_DoesNotHurryWhatFails(t *testing.T) {
	w, store := counted(t)
	w.scheduled(time.Second)
	w.step()
	store.broken = errors.New("disk is full")
	w.pass(time.Second)
	fails := func() {
		t.Helper()
		if err := w.Step(t.Context()); err == nil || !strings.Contains(err.Error(), "disk is full") {
			t.Errorf("got %v, want what failed", err)
		}
	}
	fails()
	for range 10 {
		w.pass(20 * time.Millisecond)
		fails()
	}
	if store.publications != 1 {
		t.Errorf("tried %d times within a fifth of a second, want once", store.publications)
	}
	store.broken = nil
	w.pass(time.Second)
	w.step()
	if w.shown[len(w.shown)-1] != next {
		t.Errorf("not shown when it could be published again: %v", w.shown)
	}
}

// countedStore counts the looks for changes.
type countedStore struct {
	publish.Store
	looks atomic.Int64
}

func (s *countedStore) Changes(ctx context.Context) (int, error) {
	s.looks.Add(1)
	return s.Store.Changes(ctx)
}

// While it waits, a scheduler looks for changes a few times a second; at the time of a release it does not wait for the
// next look.
func TestScheduler_LooksSeldomAndReleasesAtOnce(t *testing.T) {
	o := newOffice(t)
	d := o.approved()
	o.now = time.Now()
	o.must(o.Schedule(t.Context(), sitetest.By("bob", d), o.now.Add(1300*time.Millisecond), "UTC"))
	counted := &countedStore{Store: o.db}
	clock := publish.SystemClock()
	service := publish.NewService(publish.ServiceOptions{Store: counted, Now: clock.Wall})
	s := publish.NewScheduler(service, clock, &site{}, slog.New(slog.DiscardHandler))
	ctx, cancel := context.WithCancel(t.Context())
	var running sync.WaitGroup
	running.Go(func() { s.Run(ctx) })
	time.Sleep(time.Second)
	if got := counted.looks.Load(); got > 8 {
		t.Errorf("%d looks in a second", got)
	}
	for range 1000 {
		if stored := o.must(o.Draft(t.Context(), d.ID)); stored.State == publish.DraftPublished {
			break
		}
		time.Sleep(10 * time.Millisecond)
	}
	cancel()
	running.Wait()
	if _, err := o.archive().Revision(d.Edition.Period); err != nil {
		t.Error(err)
	}
}

// ill is a store that can lose its database, what was committed last, or the answer to it.
type ill struct {
	publish.Store
	away    bool // it cannot be reached
	earlier int  // events that an older copy lacks
	mute    bool // a publication is stored, and nobody is told
}

func (s *ill) Changes(ctx context.Context) (int, error) {
	if s.away {
		return 0, report.ErrUnreachable
	}
	n, err := s.Store.Changes(ctx)
	return n - s.earlier, err
}

func (s *ill) Publish(ctx context.Context, p publish.Publication) error {
	err := s.Store.Publish(ctx, p)
	if s.mute && err == nil {
		s.mute = false
		return report.ErrUnreachable
	}
	return err
}

// illness returns an office with a draft that is due in a minute, and its store.
func illness(t *testing.T) (*timed, *ill) {
	o := newOffice(t)
	store := &ill{Store: o.db}
	o.Service = publish.NewService(publish.ServiceOptions{Store: store, Now: o.clock, Questions: sitetest.Shipped(t).Site.FAQ})
	w := timedOf(o)
	w.scheduled(time.Minute)
	w.step()
	return w, store
}

// Without its database the site shows what it has and says since when; a release waits until the database confirms it.
func TestScheduler_ReleasesNothingThatItCannotConfirm(t *testing.T) {
	for name, fail := range map[string]func(*ill){
		"the database cannot be reached":    func(s *ill) { s.away = true },
		"an older copy has taken its place": func(s *ill) { s.earlier = 1 },
	} {
		t.Run(name, func(t *testing.T) {
			w, store := illness(t)
			fail(store)
			w.pass(time.Minute)
			since := w.now
			for range 3 {
				if err := w.Step(t.Context()); err == nil {
					t.Fatal("the step is no error")
				}
				w.pass(time.Second)
			}
			if len(w.shown) != 1 || w.shown[0] == next || !w.unconfirmed.Equal(since) {
				t.Errorf("shown %v, unconfirmed since %v, want what it had, and since %v", w.shown, w.unconfirmed, since)
			}
			*store = ill{Store: store.Store}
			w.step()
			if w.shown[len(w.shown)-1] != next || !w.unconfirmed.IsZero() {
				t.Errorf("afterwards: shown %v, unconfirmed since %v", w.shown, w.unconfirmed)
			}
		})
	}
}

// A release whose commit nobody was told of is found, shown and not done again.
func TestScheduler_FindsAReleaseThatNobodyWasToldOf(t *testing.T) {
	w, store := illness(t)
	store.mute = true
	w.pass(time.Minute)
	w.step()
	if store.mute {
		t.Fatal("nothing was released")
	}
	w.pass(time.Second)
	w.step()
	if w.shown[len(w.shown)-1] != next || w.Failing() != 0 {
		t.Errorf("shown %v, %d failing", w.shown, w.Failing())
	}
	archive, err := w.Archive(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if r, err := archive.Revision(next); err != nil || r.Number != 1 {
		t.Errorf("the newest revision is %d, %v, want 1", r.Number, err)
	}
}
