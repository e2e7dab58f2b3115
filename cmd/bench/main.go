// Command bench measures lerr beside what people would use instead, in one run on one machine, and
// prints what it found as tables for the README. Machines are noisy, so rounds are interleaved and
// what counts are the ratios.
//
// It is a tool for developers: `make bench` gets nginx and wrk and runs it. Start reading at main.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"runtime"
	"time"
)

func main() {
	if len(os.Args) > 1 && os.Args[1] == "stand-in" {
		if err := standIn(os.Args[2:]); err != nil {
			fmt.Fprintln(os.Stderr, "bench:", err)
			os.Exit(1)
		}
		return
	}
	lerr := flag.String("lerr", "bin/lerr", "the program")
	rounds := flag.Int("rounds", 7, "rounds in which everything is measured once")
	length := flag.Duration("length", 3*time.Second, "how long each measurement takes")
	scale := flag.Bool("scale", true, "measure large reports, too, which takes minutes")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	fmt.Printf("%s, %d processors, %s/%s, %s\n\n", time.Now().UTC().Format("2006-01-02"), runtime.NumCPU(), runtime.GOOS, runtime.GOARCH, runtime.Version())
	if err := run(ctx, *lerr, *rounds, *length, *scale); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, lerr string, rounds int, length time.Duration, scale bool) error {
	dir, err := os.MkdirTemp("", "lerr-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	if err := measureServing(ctx, dir, lerr, rounds, length); err != nil {
		return err
	}
	if !scale {
		return nil
	}
	return measureScale(ctx, dir, lerr)
}
