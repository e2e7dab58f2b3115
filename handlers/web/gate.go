package web

import (
	"fmt"
	"time"

	"lerr/internal/report"
)

// Gate bounds how much of some work is done at once, and how much more of it waits for its turn.
type Gate struct {
	// Rests makes a place stay empty after each work for as long as the work took: where there is one core, that
	// leaves half of it to what passes no gate.
	Rests bool

	admitted chan struct{} // working or waiting
	working  chan struct{}
}

// NewGate returns a gate for as many at work and as many waiting.
func NewGate(working, waiting int) *Gate {
	return &Gate{admitted: make(chan struct{}, working+waiting), working: make(chan struct{}, working)}
}

// Enter waits for a turn and returns the function that ends it. It fails with report.ErrBusy, at once, if
// as many wait as may.
func (g *Gate) Enter() (leave func(), err error) {
	select {
	case g.admitted <- struct{}{}:
	default:
		return nil, fmt.Errorf("enter: %w", report.ErrBusy)
	}
	g.working <- struct{}{}
	begun := time.Now()
	return func() {
		<-g.admitted
		if g.Rests {
			time.AfterFunc(time.Since(begun), g.free)
			return
		}
		g.free()
	}, nil
}

// free lets the next one begin.
func (g *Gate) free() { <-g.working }
