package web_test

import (
	"errors"
	"sync"
	"testing"
	"testing/synctest"

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
