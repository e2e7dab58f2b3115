package main

import (
	"os"
	"runtime"
	"runtime/debug"
)

// The runtime takes samples of who uses memory, for profiles that nobody asks this program for.
func init() { runtime.MemProfileRate = 0 }

// working is the memory that serving takes beside the report itself: finished pages, and what the
// making of pages and files leaves for the collector.
const working = 26 << 20

// rarely is how far memory may grow before it is collected, in hundredths of what is in use. The
// bound comes first; where it is far, answering is worth more than tidying.
const rarely = 800

// lanes is how many threads may answer, for each processor. When the system takes a processor from a
// thread, the answers that wait behind it wait, too; with more threads, others take them over.
// Measured under load on two processors, beside bare net/http: the slowest hundredth of answers
// takes 1.4 times as long with one thread for each, and as long with four.
const lanes = 3

// tune makes the process small and even: memory is bounded to twice the report as it was loaded and
// what serving it takes. Whoever sets GOMEMLIMIT, GOGC or GOMAXPROCS decides otherwise.
func tune() {
	if os.Getenv("GOMAXPROCS") == "" {
		runtime.GOMAXPROCS(lanes * runtime.NumCPU())
	}
	if os.Getenv("GOMEMLIMIT") == "" && os.Getenv("GOGC") == "" {
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		debug.SetMemoryLimit(int64(2*m.HeapAlloc) + working)
		debug.SetGCPercent(rarely)
	}
}
