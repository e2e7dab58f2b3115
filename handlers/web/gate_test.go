package web_test

import (
	"errors"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"lerr/handlers/web"
	"lerr/internal/report"
)

func TestGate_LetsSomeWorkSomeWaitAndRefusesTheRest(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		gate := web.NewGate(2, 3)
		var mu sync.Mutex
		working, refused, finished := 0, 0, make(chan struct{})
		for range 9 {
			go func() {
				leave, err := gate.Enter()
				mu.Lock()
				if errors.Is(err, report.ErrBusy) {
					refused++
				} else {
					working++
				}
				mu.Unlock()
				if err == nil {
					finished <- struct{}{}
					leave()
				}
			}()
		}
		for done := range 5 {
			synctest.Wait()
			if want := min(done+2, 5); working != want || refused != 4 {
				t.Errorf("after %d: got %d who began and %d refused, want %d and 4", done, working, refused, want)
			}
			<-finished
		}
		synctest.Wait()
		if leave, err := gate.Enter(); err != nil {
			t.Errorf("after all have left: %v", err)
		} else {
			leave()
		}
	})
}

// With one core, whatever waits, half of the time is left to others.
func TestGate_RestsForAsLongAsItWorked(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		gate := web.NewGate(1, 8)
		gate.Rests = true
		begun := time.Now()
		var starts []time.Duration
		var all sync.WaitGroup
		for range 3 {
			all.Go(func() {
				leave, err := gate.Enter()
				if err != nil {
					t.Error(err)
					return
				}
				starts = append(starts, time.Since(begun)) // one at a time
				time.Sleep(20 * time.Millisecond)
				leave()
			})
		}
		all.Wait()
		want := []time.Duration{0, 40 * time.Millisecond, 80 * time.Millisecond}
		if !slices.Equal(starts, want) {
			t.Errorf("got starts at %v, want %v", starts, want)
		}
		time.Sleep(time.Second)
	})
}
