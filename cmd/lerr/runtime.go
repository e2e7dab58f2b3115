package main

import (
	"net"
	"net/http"
	"os"
	"runtime"
	"runtime/debug"
	"sync"

	"lerr/handlers/web"
)

// Nobody reads memory profiles of this program, so the runtime takes no samples for them.
func init() { runtime.MemProfileRate = 0 }

// headroom is the memory in bytes that serving needs beside the report: rendered pages, and garbage
// from rendering pages and files.
const headroom = 34 << 20

// gcPercent is GOGC while serving; the memory limit usually triggers a collection first.
const gcPercent = 800

// shareCores lets twice as many goroutines run at once as there are cores, so that it is the system that divides the
// cores among them. It runs a reader's request, which takes a moment, as soon as it comes; Go's own scheduler lets it
// wait for 10 ms for whatever is building a page. GOMAXPROCS in the environment takes precedence.
func shareCores() {
	if os.Getenv("GOMAXPROCS") == "" {
		runtime.GOMAXPROCS(2 * web.Cores)
	}
}

// perConnection is the memory in bytes of an open connection: its buffers, stacks and request.
const perConnection = 32 << 10

// connectionStep is the number of connections by which the limit rises and falls: setting it stops the program for
// a moment.
const connectionStep = 100

// memoryLimit is the limit of the memory of this process. It grows with the open connections: a thousand
// readers would otherwise take what rendering needs, and the collector would run without end.
type memoryLimit struct {
	base  int64 // without connections; 0 sets no limit
	mu    sync.Mutex
	open  int64 // connections
	steps int64 // that the limit has
	set   func(bytes int64)
}

// limitMemory limits memory to twice the size of the loaded report plus headroom, and what open connections
// take. GOMEMLIMIT or GOGC in the environment takes precedence.
func limitMemory() *memoryLimit {
	l := &memoryLimit{set: func(bytes int64) { debug.SetMemoryLimit(bytes) }}
	if os.Getenv("GOMEMLIMIT") != "" || os.Getenv("GOGC") != "" {
		return l
	}
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	l.base = int64(2*m.HeapAlloc) + headroom
	l.set(l.base)
	debug.SetGCPercent(gcPercent)
	return l
}

// noteConnection is the ConnState of a server.
func (l *memoryLimit) noteConnection(_ net.Conn, state http.ConnState) {
	if l.base == 0 || state == http.StateActive || state == http.StateIdle {
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if state == http.StateNew {
		l.open++
	} else {
		l.open--
	}
	if steps := l.open / connectionStep; steps > l.steps || l.open < (l.steps-1)*connectionStep {
		l.steps = steps
		l.set(l.base + steps*connectionStep*perConnection)
	}
}
