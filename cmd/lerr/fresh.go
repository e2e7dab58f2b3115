package main

import (
	"context"
	"net"
	"net/http"
	"sync"
	"time"
)

// freshConnections are the connections whose first request has not been answered yet. net/http drops such a request if
// it is read after Shutdown began. A client repeats one on a connection that it has used before, but not on a new one.
type freshConnections struct{ all sync.Map } // keys of type net.Conn

// noteConnection is the ConnState of a server.
func (f *freshConnections) noteConnection(c net.Conn, state http.ConnState) {
	switch state {
	case http.StateNew:
		f.all.Store(c, nil)
	case http.StateIdle, http.StateClosed, http.StateHijacked:
		f.all.Delete(c)
	}
}

// freshPoll is the time between two looks at whether a fresh connection is left.
const freshPoll = 2 * time.Millisecond

// wait returns when there are none, or ctx ends. One on which nothing is asked ends by its timeout.
func (f *freshConnections) wait(ctx context.Context) {
	ticker := time.NewTicker(freshPoll)
	defer ticker.Stop()
	for {
		left := false
		f.all.Range(func(any, any) bool { left = true; return false })
		if !left {
			return
		}
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
	}
}
