package main

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"strconv"
	"testing"
)

// childMark in the environment makes the test's binary run as lerr, with its arguments.
const childMark = "LERR_TEST_CHILD"

func TestMain(m *testing.M) {
	if os.Getenv(childMark) != "" {
		os.Unsetenv(childMark)
		if os.Getenv("LISTEN_FDS") != "" { // a service manager sets this one between fork and exec, which Go cannot
			os.Setenv("LISTEN_PID", strconv.Itoa(os.Getpid()))
		}
		main()
	}
	if name := os.Getenv(attackMark); name != "" {
		attack(name, os.Args[1:])
		return
	}
	os.Exit(m.Run())
}

// child returns lerr as a process of its own.
func child(t *testing.T, binary string, args ...string) *exec.Cmd {
	t.Helper()
	c := exec.CommandContext(t.Context(), binary, args...)
	c.Env = append(os.Environ(), childMark+"=1")
	return c
}

// ranChild runs a child to its end.
func ranChild(t *testing.T, c *exec.Cmd) (code int, output string) {
	t.Helper()
	var out bytes.Buffer
	c.Stdout, c.Stderr = &out, &out
	err := c.Run()
	if failed := (*exec.ExitError)(nil); err != nil && !errors.As(err, &failed) {
		t.Fatal(err)
	}
	return c.ProcessState.ExitCode(), out.String()
}
