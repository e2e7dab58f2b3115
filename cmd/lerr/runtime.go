package main

import (
	"os"
	"runtime"
	"runtime/debug"
)

// Nobody reads memory profiles of this program, so the runtime takes no samples for them.
func init() { runtime.MemProfileRate = 0 }

// headroom is the memory in bytes that serving needs beside the report: rendered pages, and garbage
// from rendering pages and files.
const headroom = 26 << 20

// gcPercent is GOGC while serving; the memory limit usually triggers a collection first.
const gcPercent = 800

// limitMemory limits memory to twice the size of the loaded report plus headroom. GOMEMLIMIT or GOGC in
// the environment takes precedence.
func limitMemory() {
	if os.Getenv("GOMEMLIMIT") != "" || os.Getenv("GOGC") != "" {
		return
	}
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	debug.SetMemoryLimit(int64(2*m.HeapAlloc) + headroom)
	debug.SetGCPercent(gcPercent)
}
