package main

import (
	"os"
	"runtime"
	"runtime/debug"
)

// working is the memory that serving takes beside the report itself: finished pages, and what the
// making of pages and files leaves for the collector.
const working = 26 << 20

// boundMemory makes the collector keep the process small: twice the report as it was loaded, and
// what serving it takes. Whoever sets GOMEMLIMIT decides otherwise.
func boundMemory() {
	if os.Getenv("GOMEMLIMIT") != "" {
		return
	}
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	debug.SetMemoryLimit(int64(2*m.HeapAlloc) + working)
}
