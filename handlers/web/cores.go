package web

import "runtime"

// Cores is the number of cores that the program may use, as it was at its start.
var Cores = runtime.GOMAXPROCS(0)
