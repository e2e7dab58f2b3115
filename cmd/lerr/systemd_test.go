//go:build unix

package main

import (
	"context"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	"lerr/internal/sitetest"
)

// newManager listens as a service manager does, and returns its address and what it is told.
func newManager(t *testing.T, address string) (told <-chan string) {
	t.Helper()
	c, err := net.ListenUnixgram("unixgram", &net.UnixAddr{Name: address, Net: "unixgram"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	states := make(chan string, 1000)
	go func() {
		defer close(states)
		for b := make([]byte, 4096); ; {
			n, err := c.Read(b)
			if err != nil {
				return
			}
			states <- string(b[:n])
		}
	}()
	return states
}

// shortDir returns a directory whose path leaves room for a socket's name.
func shortDir(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "lerr")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	return dir
}

func TestServiceManager_IsToldAtItsAddress(t *testing.T) {
	addresses := []string{filepath.Join(shortDir(t), "notify")}
	if runtime.GOOS == "linux" {
		addresses = append(addresses, "@lerr-test-"+strconv.Itoa(os.Getpid())) // abstract
	}
	for _, address := range addresses {
		told := newManager(t, address)
		t.Setenv("NOTIFY_SOCKET", address)
		m, err := newServiceManager(slog.New(slog.DiscardHandler))
		if err != nil {
			t.Fatal(err)
		}
		if m.tell("READY=1"); os.Getenv("NOTIFY_SOCKET") != "" {
			t.Error("the variable is still set")
		}
		if got := <-told; got != "READY=1" {
			t.Errorf("%s: got %q, want READY=1", address, got)
		}
	}
	var log strings.Builder
	(&serviceManager{address: filepath.Join(shortDir(t), "nobody"), log: slog.New(slog.NewTextHandler(&log, nil))}).tell("READY=1")
	if !strings.Contains(log.String(), "could not be told") || !strings.Contains(log.String(), "READY=1") {
		t.Errorf("nobody listens: got the log %q", log.String())
	}
}

func TestNewServiceManager_ReadsTheWatchdog(t *testing.T) {
	own := strconv.Itoa(os.Getpid())
	for _, tt := range []struct {
		interval, pid string
		want          time.Duration
		fails         bool
	}{
		{"", "", 0, false},
		{"60000000", "", time.Minute, false},
		{"60000000", own, time.Minute, false},
		{"60000000", "1", 0, false}, // another process
		{"a minute", own, 0, true},
		{"0", own, 0, true},
	} {
		t.Setenv("WATCHDOG_USEC", tt.interval)
		t.Setenv("WATCHDOG_PID", tt.pid)
		m, err := newServiceManager(slog.New(slog.DiscardHandler))
		if (err != nil) != tt.fails || err == nil && m.watchdog != tt.want {
			t.Errorf("%q, %q: got %+v, %v, want %v", tt.interval, tt.pid, m, err, tt.want)
		}
		if os.Getenv("WATCHDOG_USEC") != "" || os.Getenv("WATCHDOG_PID") != "" {
			t.Error("the variables are still set")
		}
	}
}

// The watchdog hears nothing while the scheduler is stuck, and the log says why.
func TestServiceManager_IsSilentWhileTheSchedulerIsStuck(t *testing.T) {
	for name, tt := range map[string]struct {
		since time.Duration
		alive bool
	}{
		"a step has ended":                        {0, true},
		"a step takes as long as it may":          {time.Minute, true},
		"a step takes longer than it ever should": {time.Minute + 1, false},
	} {
		address := filepath.Join(shortDir(t), "notify")
		told := newManager(t, address)
		var log sitetest.Log
		m := &serviceManager{address: address, watchdog: time.Minute, log: slog.New(slog.NewTextHandler(&log, nil))}
		ctx, cancel := context.WithCancel(t.Context())
		m.keepAlive(ctx, func() time.Duration { cancel(); return tt.since })
		m.tell("STOPPING=1")
		got := <-told
		if alive := got == "WATCHDOG=1"; alive != tt.alive {
			t.Errorf("%s: got %q first", name, got)
		}
	}
}
