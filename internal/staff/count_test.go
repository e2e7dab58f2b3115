package staff

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"testing/synctest"
	"time"
)

// These tests are inside the package for what cannot be seen from outside without waiting.

func TestHasher_MakesTwoAtOnceForWhoIsThere(t *testing.T) {
	h := newHasher(Argon{KiB: 64, Passes: 1, Threads: 1})
	if got := cap(h.slots); got != 2 {
		t.Errorf("got %d hashes at once, want 2", got)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for range 50 { // a free slot must not win against a caller who has gone
		if _, err := h.hash(ctx, "password"); !errors.Is(err, context.Canceled) {
			t.Fatalf("got %v, want context.Canceled", err)
		}
	}
	if got := h.made.Load(); got != 0 {
		t.Errorf("got %d hashes, want none", got)
	}
}

func TestHasher_StopsWaitingForASlot(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHasher(Argon{KiB: 64, Passes: 1, Threads: 1})
		for range hashesAtOnce {
			h.slots <- struct{}{}
		}
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan error, 1)
		go func() {
			_, err := h.hash(ctx, "password")
			done <- err
		}()
		synctest.Wait() // until it waits
		if len(done) > 0 {
			t.Fatal("a third hash was made at once")
		}
		cancel()
		synctest.Wait()
		if len(done) == 0 {
			<-h.slots // let it end
			t.Fatal("it waits on for a caller who has gone")
		}
		if err := <-done; !errors.Is(err, context.Canceled) {
			t.Errorf("got %v, want context.Canceled", err)
		}
	})
}

func TestThrottle_SuccessShortensNobodyElsesWait(t *testing.T) {
	counts := &memory{counts: map[string]AttemptCount{}}
	y, at := &throttle{counts}, time.Unix(1600000000, 0)
	own, err := y.begin(t.Context(), at, "own account", "client") // this one is right in the end
	if err != nil {
		t.Fatal(err)
	}
	for i := range 6 {
		at = at.Add(time.Minute)
		if _, err := y.begin(t.Context(), at, fmt.Sprint("name ", i), "client"); err != nil {
			t.Fatal(err)
		}
	}
	if err := own.succeed(t.Context(), at); err != nil {
		t.Fatal(err)
	}
	_, err = y.begin(t.Context(), at, "name", "client")
	if got, ok := err.(Throttled); !ok || got.Until.Sub(at) != 2*time.Second {
		t.Errorf("got %v, want to wait two seconds for the six that failed", err)
	}
}

func TestThrottle_FloodLeavesWhatIsGuessed(t *testing.T) {
	counts := &memory{counts: map[string]AttemptCount{}}
	y, at := &throttle{counts}, time.Unix(1600000000, 0)
	for i := range 5 {
		if _, err := y.begin(t.Context(), at, "anna", fmt.Sprint(i)); err != nil {
			t.Fatal(err)
		}
	}
	for i := range 3 * MaxAttempts {
		if _, err := y.begin(t.Context(), at, fmt.Sprint("flood ", i), fmt.Sprint("client ", i)); err != nil {
			t.Fatal(err)
		}
	}
	if len(counts.counts) > MaxAttempts {
		t.Errorf("got %d counts, want %d at most", len(counts.counts), MaxAttempts)
	}
	if _, err := y.begin(t.Context(), at, "anna", "another"); err == nil {
		t.Error("the flood has washed away the failures of anna")
	}
}
