package sitetest

import "testing"

// Sample returns a list as it is or, with -short, about n items that are spread evenly over it. Pages of
// one kind are built alike, so that some of them show what make test wants to know; make soak takes all.
func Sample[T any](list []T, n int) []T {
	if !testing.Short() || len(list) <= n {
		return list
	}
	some := make([]T, n)
	for i := range some {
		some[i] = list[i*len(list)/n]
	}
	return some
}

// Count returns how many times a test repeats what it does: all times or, with -short, few times.
func Count(few, all int) int {
	if testing.Short() {
		return few
	}
	return all
}
