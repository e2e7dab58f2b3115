// Command bench measures lerr beside other ways to serve the same page and prints tables for its README,
// which says how to read them.
//
// It is a tool for developers: `make bench` installs what it needs and runs it. Start reading at main.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"runtime"
	"time"
)

func main() {
	if len(os.Args) >= 4 && os.Args[1] == "bare" { // a server under measurement is this program, too
		exit(serveBare(os.Args[2], os.Args[3], os.Args[4:]))
	}
	lerr := flag.String("lerr", "bin/lerr", "the program")
	runs := flag.Int("runs", 3, "runs, each with newly started servers; 0 measures no servers")
	rounds := flag.Int("rounds", 5, "rounds in a run; each measures every server once")
	length := flag.Duration("length", 3*time.Second, "length of a measurement")
	wire := flag.Bool("wire", true, "measure the bytes of pages and the time of a release, which takes five minutes")
	scale := flag.Bool("scale", true, "measure large reports, too, which takes minutes")
	exports := flag.Bool("export", true, "measure exports, too, which takes minutes")
	postgres := flag.String("postgres", "", "address of a PostgreSQL database in which schemas may be made, to measure large reports there, too")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	fmt.Printf("%s, %d processors, %s/%s, %s\n\n", time.Now().UTC().Format(time.DateOnly), runtime.NumCPU(), runtime.GOOS, runtime.GOARCH, runtime.Version())
	dir, err := os.MkdirTemp("", "lerr-bench-")
	if err == nil && *runs > 0 {
		err = measureServing(ctx, dir, *lerr, *runs, *rounds, *length)
	}
	if err == nil && *wire {
		err = measureWire(ctx, dir, *lerr, scaleRuns)
	}
	if err == nil && *scale {
		err = measureScale(ctx, dir, *lerr, *postgres)
	}
	if err == nil && *exports {
		err = measureExport(ctx, dir, *lerr)
	}
	exit(errors.Join(err, os.RemoveAll(dir)))
}

func exit(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
	os.Exit(0)
}
