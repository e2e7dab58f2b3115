package main

import (
	"context"
	"fmt"
	"os/exec"
	"regexp"
	"slices"
	"strconv"
	"time"
)

// load is what a measurement under load came to.
type load struct {
	perSecond float64
	p99       time.Duration
}

var (
	perSecond = regexp.MustCompile(`Requests/sec:\s+([\d.]+)`)
	p99       = regexp.MustCompile(`99%\s+([\d.]+)(us|ms|s)`)
	refused   = regexp.MustCompile(`Non-2xx or 3xx responses: \d+|Socket errors: .*`)
)

// measure asks for an address from 64 connections for a while.
func measure(ctx context.Context, address string, length time.Duration, headers ...string) (load, error) {
	args := []string{"-t2", "-c64", "-d" + strconv.Itoa(max(int(length.Seconds()), 1)) + "s", "--latency"}
	for _, h := range headers {
		args = append(args, "-H", h)
	}
	out, err := exec.CommandContext(ctx, "wrk", append(args, address)...).CombinedOutput()
	if err != nil {
		return load{}, fmt.Errorf("wrk %s: %w: %s", address, err, out)
	}
	if trouble := refused.Find(out); trouble != nil {
		return load{}, fmt.Errorf("wrk %s: %s", address, trouble)
	}
	rate, late := perSecond.FindSubmatch(out), p99.FindSubmatch(out)
	if rate == nil || late == nil {
		return load{}, fmt.Errorf("wrk %s: cannot read %s", address, out)
	}
	var l load
	if l.perSecond, err = strconv.ParseFloat(string(rate[1]), 64); err != nil {
		return l, err
	}
	n, err := strconv.ParseFloat(string(late[1]), 64)
	unit := map[string]time.Duration{"us": time.Microsecond, "ms": time.Millisecond, "s": time.Second}[string(late[2])]
	l.p99 = time.Duration(n * float64(unit))
	return l, err
}

// median is the middle one of some numbers.
func median(numbers []float64) float64 {
	sorted := slices.Sorted(slices.Values(numbers))
	n := len(sorted)
	if n == 0 {
		return 0
	}
	return (sorted[(n-1)/2] + sorted[n/2]) / 2
}
