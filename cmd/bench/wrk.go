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

// load is the result of one measurement.
type load struct {
	perSecond float64 // requests
	p99       time.Duration
}

var (
	figures  = regexp.MustCompile(`(?s)99%\s+([\d.]+[mu]?s).*Requests/sec:\s+([\d.]+)`)
	failures = regexp.MustCompile(`Non-2xx or 3xx responses|Socket errors`)
)

// measure loads a URL from 64 connections. It fails if any response is an error.
func measure(ctx context.Context, url string, length time.Duration) (load, error) {
	out, err := exec.CommandContext(ctx, "wrk", "-t2", "-c64", fmt.Sprintf("-d%.0fs", length.Seconds()), "--latency", "--timeout", "30s",
		"-H", "Accept-Encoding: gzip", url).CombinedOutput()
	m := figures.FindSubmatch(out)
	if err != nil || m == nil || failures.Match(out) {
		return load{}, fmt.Errorf("wrk %s: %v: %s", url, err, out)
	}
	late, err := time.ParseDuration(string(m[1]))
	if err != nil {
		return load{}, err
	}
	rate, err := strconv.ParseFloat(string(m[2]), 64)
	return load{rate, late}, err
}

// median returns the median of at least one number.
func median(numbers []float64) float64 {
	sorted := slices.Sorted(slices.Values(numbers))
	n := len(sorted)
	return (sorted[(n-1)/2] + sorted[n/2]) / 2
}
