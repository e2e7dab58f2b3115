package publish_test

import (
	"io"
	"log/slog"
	"strings"
	"testing"
	"time"

	"lerr/internal/publish"
	"lerr/internal/report"
)

// watched is an office with a watch, whose two clocks tests move apart.
type watched struct {
	*office
	*publish.Watch
	elapsed time.Duration
	shown   []report.Period
}

func newWatched(t *testing.T) *watched {
	w := &watched{office: newOffice(t)}
	clock := publish.Clock{
		Wall:    func() time.Time { return w.now },
		Elapsed: func() time.Duration { return w.elapsed },
	}
	w.Watch = publish.NewWatch(w.Desk, clock, func(a *report.Archive) { w.shown = append(w.shown, a.Newest()) },
		slog.New(slog.NewTextHandler(io.Discard, nil)))
	return w
}

// pass lets time pass on both clocks.
func (w *watched) pass(d time.Duration) {
	w.now = w.now.Add(d)
	w.elapsed += d
}

func (w *watched) step() {
	w.t.Helper()
	if err := w.Step(w.t.Context()); err != nil {
		w.t.Fatal(err)
	}
}

func (w *watched) scheduled(in time.Duration) {
	w.t.Helper()
	d := w.approved()
	w.must(w.Schedule(w.t.Context(), by("bob", d), w.now.Add(in), "UTC"))
}

func TestWatch_ShowsWhatIsPublishedOnce(t *testing.T) {
	w := newWatched(t)
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

func TestWatch_HoldsReleasesWhenTheClockWasMoved(t *testing.T) {
	for name, moved := range map[string]time.Duration{"forward": 2 * time.Hour, "back": -10 * time.Minute} {
		t.Run(name, func(t *testing.T) {
			w := newWatched(t)
			w.scheduled(time.Hour)
			w.step()
			w.now = w.now.Add(moved)
			w.step()
			if !strings.Contains(w.Held(), "clock moved") {
				t.Fatalf("releases are not held: %q", w.Held())
			}
			w.pass(3 * time.Hour)
			w.step()
			if w.archive().Newest() == next {
				t.Fatal("published while releases are held")
			}
			w.Resume()
			w.step()
			if w.archive().Newest() != next {
				t.Error("not published after somebody said that the clock is right")
			}
		})
	}
}

func TestWatch_KeepsShowingWhenTheDatabaseCannotBeRead(t *testing.T) {
	w := newWatched(t)
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

func TestWatch_SeesWhatAnotherProcessPublished(t *testing.T) {
	w := newWatched(t)
	w.step()
	other := publish.NewDesk(w.db, func() time.Time { return w.now }, nil)
	if err := other.Withdraw(t.Context(), "shell", report.Period{Year: 2019, Half: 1}, "To be checked."); err != nil {
		t.Fatal(err)
	}
	w.step()
	if want := (report.Period{Year: 2018, Half: 2}); w.shown[len(w.shown)-1] != want {
		t.Errorf("shown %v, want %s last", w.shown, want)
	}
}
