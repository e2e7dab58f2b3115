package main

import (
	"context"
	"io"
	"log/slog"
	"sync"
	"time"
)

// newLog makes the program's log, and what ends it. What is merely told, such as a line for each
// request, goes through a spool; what went wrong goes straight on, so that it is never lost.
func newLog(to io.Writer) (log *slog.Logger, end func()) {
	locked := &lockedWriter{to: to}
	told := newSpool(locked)
	return slog.New(splitHandler{told: slog.NewJSONHandler(told, nil), wrong: slog.NewJSONHandler(locked, nil)}), told.Close
}

// lockedWriter writes one piece at a time.
type lockedWriter struct {
	mu sync.Mutex
	to io.Writer
}

func (w *lockedWriter) Write(b []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.to.Write(b)
}

// spool writes lines behind the back of whoever logs them, so that a slow disk or terminal holds up
// no reader. Above its limit lines are dropped and counted: the log may lose lines, the site may
// not lose readers.
type spool struct {
	to   io.Writer
	kick chan struct{}
	done chan struct{}

	mu      sync.Mutex
	lines   []byte
	spare   []byte
	dropped int
	closed  bool
}

// spoolLimit is how many bytes may wait: about 20,000 lines.
const spoolLimit = 4 << 20

func newSpool(to io.Writer) *spool {
	s := &spool{to: to, kick: make(chan struct{}, 1), done: make(chan struct{})}
	go s.run()
	return s
}

// Write takes a line. It never waits for the disk, and never fails.
func (s *spool) Write(line []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed || len(s.lines)+len(line) > spoolLimit {
		s.dropped++
		return len(line), nil
	}
	s.lines = append(s.lines, line...)
	select {
	case s.kick <- struct{}{}:
	default:
	}
	return len(line), nil
}

// pause is how long lines gather before they are written together.
const pause = 10 * time.Millisecond

func (s *spool) run() {
	defer close(s.done)
	for range s.kick {
		time.Sleep(pause)
		s.flush()
	}
	s.flush()
}

func (s *spool) flush() {
	s.mu.Lock()
	lines, dropped := s.lines, s.dropped
	s.lines, s.dropped = s.spare[:0], 0
	s.mu.Unlock()
	if len(lines) > 0 {
		_, _ = s.to.Write(lines) // there is nowhere to tell of it
	}
	if dropped > 0 {
		slog.New(slog.NewJSONHandler(s.to, nil)).Warn("lines of the log were dropped", "lines", dropped)
	}
	s.mu.Lock()
	s.spare = lines[:0]
	s.mu.Unlock()
}

// Close writes what waits.
func (s *spool) Close() {
	s.mu.Lock()
	if !s.closed {
		s.closed = true
		close(s.kick)
	}
	s.mu.Unlock()
	<-s.done
}

// splitHandler parts what is merely told from what went wrong: warnings and errors.
type splitHandler struct{ told, wrong slog.Handler }

func (h splitHandler) of(level slog.Level) slog.Handler {
	if level >= slog.LevelWarn {
		return h.wrong
	}
	return h.told
}

func (h splitHandler) Enabled(ctx context.Context, level slog.Level) bool {
	return h.of(level).Enabled(ctx, level)
}

func (h splitHandler) Handle(ctx context.Context, r slog.Record) error {
	return h.of(r.Level).Handle(ctx, r)
}

func (h splitHandler) WithAttrs(attrs []slog.Attr) slog.Handler {
	return splitHandler{h.told.WithAttrs(attrs), h.wrong.WithAttrs(attrs)}
}

func (h splitHandler) WithGroup(name string) slog.Handler {
	return splitHandler{h.told.WithGroup(name), h.wrong.WithGroup(name)}
}
