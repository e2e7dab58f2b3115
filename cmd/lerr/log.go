package main

import (
	"bytes"
	"context"
	"io"
	stdlog "log"
	"log/slog"
	"regexp"
	"strings"
	"sync"
	"time"
)

const (
	logInterval = time.Second // the longest that a line stays in memory
	logSize     = 64 << 10    // bytes in memory that cause a write
)

// newLog returns a log with one JSON object a line, and a function that writes the lines that are left.
// Lines are written together: after a second, at 64 KB, and with each warning or error. A writer that
// blocks delays the log, and in the end the requests, but no line is lost.
func newLog(to io.Writer) (log *slog.Logger, flush func()) {
	b := &logBuffer{to: to}
	return slog.New(logHandler{slog.NewJSONHandler(b, nil), b}), b.flush
}

// serverErrors returns a logger for the errors of net/http, each of which becomes a line of the log. It leaves out the
// addresses of clients: the log names no reader.
func serverErrors(log *slog.Logger) *stdlog.Logger {
	return stdlog.New(errorWriter{log}, "", 0)
}

type errorWriter struct{ log *slog.Logger }

// clientAddress matches the place of a client's address in the texts of net/http.
var clientAddress = regexp.MustCompile(`(serving|from) \S+:\d+\b`)

// Write logs one error and never fails.
func (w errorWriter) Write(text []byte) (int, error) {
	w.log.Error("server", "error", clientAddress.ReplaceAllString(strings.TrimSpace(string(text)), "$1 a client"))
	return len(text), nil
}

// logBuffer collects lines. It may be used by several goroutines.
type logBuffer struct {
	to        io.Writer
	mu        sync.Mutex
	lines     bytes.Buffer
	scheduled bool // flush will be called
}

// Write adds a line and never fails.
func (b *logBuffer) Write(line []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.lines.Write(line)
	if b.lines.Len() >= logSize {
		b.writeOut()
	}
	if !b.scheduled {
		b.scheduled = true
		time.AfterFunc(logInterval, b.flush)
	}
	return len(line), nil
}

func (b *logBuffer) flush() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.scheduled = false
	b.writeOut()
}

// writeOut writes the lines. After an error, such as a full disk, they stay for the next attempt unless
// they exceed 1 MB.
func (b *logBuffer) writeOut() {
	if _, err := b.lines.WriteTo(b.to); err != nil && b.lines.Len() > 1<<20 {
		b.lines.Reset()
	}
}

// logHandler writes the buffer out after each warning and error.
type logHandler struct {
	slog.Handler
	buffer *logBuffer
}

// Handle adds a record to the log.
func (h logHandler) Handle(ctx context.Context, r slog.Record) error {
	err := h.Handler.Handle(ctx, r)
	if r.Level >= slog.LevelWarn {
		h.buffer.flush()
	}
	return err
}

// WithAttrs returns a handler that adds attributes to each record.
func (h logHandler) WithAttrs(attrs []slog.Attr) slog.Handler {
	return logHandler{h.Handler.WithAttrs(attrs), h.buffer}
}

// WithGroup returns a handler that puts later attributes in a group.
func (h logHandler) WithGroup(name string) slog.Handler {
	return logHandler{h.Handler.WithGroup(name), h.buffer}
}
