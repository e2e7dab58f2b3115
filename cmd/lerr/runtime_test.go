package main

import (
	"net/http"
	"slices"
	"testing"
)

// Connections raise the limit by what they take, in steps, and one that comes and goes at the edge of a step does not set
// it each time.
func TestMemoryLimit_GrowsWithConnections(t *testing.T) {
	var got []int64
	l := &memoryLimit{base: 1000, set: func(bytes int64) { got = append(got, bytes) }}
	note := func(state http.ConnState, n int) {
		for range n {
			l.noteConnection(nil, state)
		}
	}
	const step = connectionStep * perConnection
	note(http.StateNew, connectionStep-1)
	note(http.StateActive, 500)
	if len(got) != 0 {
		t.Errorf("few connections: got %v, want nothing set", got)
	}
	note(http.StateNew, 1)
	for range 10 {
		note(http.StateClosed, 1)
		note(http.StateNew, 1)
	}
	note(http.StateNew, connectionStep)
	note(http.StateHijacked, connectionStep)
	note(http.StateClosed, connectionStep)
	if want := []int64{1000 + step, 1000 + 2*step, 1000}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if l.open != 0 {
		t.Errorf("%d connections are open, want none", l.open)
	}
	none := &memoryLimit{set: func(int64) { t.Error("a limit is set where the environment sets one") }}
	for range 2 * connectionStep {
		none.noteConnection(nil, http.StateNew)
	}
}
