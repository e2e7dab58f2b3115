package main

import (
	"errors"
	"os"
	"os/exec"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"
)

// onOneCore calls start with the thread on one of the cores that the process may use, which the process that start
// starts does not leave.
func onOneCore(choose func([]int) int, start func() error) error {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	var all, one unix.CPUSet
	if err := unix.SchedGetaffinity(0, &all); err != nil {
		return err
	}
	var cores []int
	for n := range len(all) * 64 {
		if all.IsSet(n) {
			cores = append(cores, n)
		}
	}
	one.Set(choose(cores))
	if err := unix.SchedSetaffinity(0, &one); err != nil {
		return err
	}
	return errors.Join(start(), unix.SchedSetaffinity(0, &all))
}

func first(cores []int) int { return cores[0] }
func last(cores []int) int  { return cores[len(cores)-1] }

// startAttack starts an attacker on one core, and returns a function that ends it and returns the number of answers.
func startAttack(t *testing.T, name, public, staff string, connections int) (stop func() int) {
	t.Helper()
	c := exec.CommandContext(t.Context(), os.Args[0], public, staff, strconv.Itoa(connections))
	c.Env = append(os.Environ(), attackMark+"="+name, "GOMAXPROCS=1") // one thread of its own, beside those of the system
	var out strings.Builder
	c.Stdout, c.Stderr = &out, os.Stderr
	if err := onOneCore(last, c.Start); err != nil {
		t.Fatal(err)
	}
	return func() int {
		if err := errors.Join(c.Process.Signal(syscall.SIGTERM), c.Wait()); err != nil {
			t.Fatalf("the attacker: %v", err)
		}
		answers, err := strconv.Atoi(strings.TrimSpace(out.String()))
		if err != nil {
			t.Fatal(err)
		}
		return answers
	}
}
