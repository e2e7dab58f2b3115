package main

import (
	"bytes"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"testing"
)

// stuck is a disk that takes nothing until it is let go.
type stuck struct {
	free chan struct{}
	mu   sync.Mutex
	got  bytes.Buffer
}

func (s *stuck) Write(b []byte) (int, error) {
	<-s.free
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.got.Write(b)
}

func TestLog_HoldsUpNobody(t *testing.T) {
	disk := &stuck{free: make(chan struct{})}
	log, end := newLog(disk)
	const lines = 60_000 // far more than may wait
	for i := range lines {
		log.Info("request", "path", fmt.Sprintf("/%d", i), "more", strings.Repeat("x", 100))
	}
	close(disk.free)
	end()
	got := disk.got.String()
	if !strings.Contains(got, `"path":"/0"`) || strings.Contains(got, `"path":"/59999"`) {
		t.Error("want the first lines, and none above the limit")
	}
	if !strings.Contains(got, "lines of the log were dropped") {
		t.Error("nothing says that lines were dropped")
	}
	for line := range strings.Lines(got) {
		if !strings.HasPrefix(line, "{") || !strings.HasSuffix(line, "}\n") {
			t.Fatalf("a line is torn: %q", line)
		}
	}
}

func TestLog_WritesAllThatItTookBeforeItEnds(t *testing.T) {
	var b bytes.Buffer
	log, end := newLog(&b)
	with := log.With("site", "public").WithGroup("of")
	for i := range 1000 {
		with.Info("request", slog.Int("number", i))
	}
	end()
	if got := strings.Count(b.String(), `"site":"public"`); got != 1000 {
		t.Errorf("got %d lines, want 1,000", got)
	}
	log.Info("after the end")
	end()
	if strings.Contains(b.String(), "after the end") {
		t.Error("a line was written after the end")
	}
}

func TestLog_TellsWhatWentWrongAtOnce(t *testing.T) {
	var b bytes.Buffer
	log, end := newLog(&b)
	log.Error("request failed")
	if got := b.String(); !strings.Contains(got, "request failed") {
		t.Errorf("got %q before the end, want the error", got)
	}
	end()
}
