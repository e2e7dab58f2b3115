package main

import (
	"bytes"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"lerr/internal/sitetest"
)

// blockedWriter blocks until free is closed.
type blockedWriter struct {
	free chan struct{}
	got  bytes.Buffer
}

func (w *blockedWriter) Write(b []byte) (int, error) {
	<-w.free
	return w.got.Write(b)
}

func TestLog_LosesNothingToABlockedWriter(t *testing.T) {
	w := &blockedWriter{free: make(chan struct{})}
	log, flush := newLog(w)
	const lines = 60_000 // far more than the buffer holds
	logged := make(chan struct{})
	go func() {
		for i := range lines {
			log.Info("request", "path", fmt.Sprintf("/%d", i), "more", strings.Repeat("x", 100))
		}
		close(logged)
	}()
	close(w.free)
	<-logged
	flush()
	n := 0
	for line := range strings.Lines(w.got.String()) {
		if !strings.HasPrefix(line, "{") || !strings.HasSuffix(line, "}\n") || !strings.Contains(line, fmt.Sprintf(`"path":"/%d"`, n)) {
			t.Fatalf("line %d is torn or not in order: %q", n, line)
		}
		n++
	}
	if n != lines {
		t.Errorf("got %d lines, want %d", n, lines)
	}
}

// failingWriter fails until it is repaired.
type failingWriter struct {
	repaired bool
	got      bytes.Buffer
}

func (w *failingWriter) Write(b []byte) (int, error) {
	if !w.repaired {
		return 0, errors.New("the disk is full")
	}
	return w.got.Write(b)
}

func TestLog_KeepsLinesThatCouldNotBeWritten(t *testing.T) {
	w := &failingWriter{}
	log, flush := newLog(w)
	log.Error("while the disk is full")
	w.repaired = true
	log.Error("after that")
	flush()
	if got := w.got.String(); strings.Count(got, "\n") != 2 || !strings.Contains(got, "while the disk is full") {
		t.Errorf("got %q, want both lines", got)
	}
}

// writes sends what is written to its receiver.
type writes chan string

func (w writes) Write(b []byte) (int, error) {
	w <- string(b)
	return len(b), nil
}

func TestLog_WritesEverySecond(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := make(writes, 1)
		log, flush := newLog(w)
		defer flush()
		start := time.Now()
		log.Info("request")
		got := <-w
		if after := time.Since(start); after != time.Second || !strings.Contains(got, "request") { // by the test's clock
			t.Errorf("got %q after %v, want the line after a second", got, after)
		}
	})
}

func TestLog_WritesAllLinesBeforeTheProgramEnds(t *testing.T) {
	var b bytes.Buffer
	log, flush := newLog(&b)
	with := log.With("site", "public").WithGroup("of")
	for i := range 1000 {
		with.Info("request", slog.Int("number", i))
	}
	flush()
	if got := strings.Count(b.String(), `"site":"public"`); got != 1000 {
		t.Errorf("got %d lines, want 1,000", got)
	}
	log.Info("later")
	flush()
	if !strings.Contains(b.String(), "later") {
		t.Error("a line that was logged after the first flush is lost")
	}
}

func TestLog_WritesErrorsAtOnce(t *testing.T) {
	var b bytes.Buffer
	log, flush := newLog(&b)
	log.Error("request failed")
	if got := b.String(); !strings.Contains(got, "request failed") {
		t.Errorf("got %q before it is flushed, want the error", got)
	}
	flush()
}

// What net/http says is a line of the log, and names no reader.
func TestServerErrors_AreLinesWithoutClients(t *testing.T) {
	for text, want := range map[string]string{
		"http: panic serving 192.0.2.1:4242: boom\ngoroutine 1 [running]:\n":                        `"http: panic serving a client: boom\ngoroutine 1 [running]:"`,
		"http: panic serving [2001:db8::1]:4242: boom":                                              `"http: panic serving a client: boom"`,
		"http: TLS handshake error from 192.0.2.1:4242: EOF\n":                                      `"http: TLS handshake error from a client: EOF"`,
		"http: Accept error: accept tcp [::]:8080: accept4: too many open files; retrying in 5ms\n": `"http: Accept error: accept tcp [::]:8080: accept4: too many open files; retrying in 5ms"`,
	} {
		var b bytes.Buffer
		log, flush := newLog(&b)
		serverErrors(log).Print(text)
		flush()
		if got := b.String(); strings.Count(got, "\n") != 1 || !strings.Contains(got, `"level":"ERROR"`) || !strings.Contains(got, `"error":`+want) {
			t.Errorf("%q: got %s, want one line with %s", text, got, want)
		}
	}
}

func TestNewServer_LogsItsOwnErrors(t *testing.T) {
	var lines sitetest.Log
	server := httptest.NewUnstartedServer(nil)
	server.Config = newServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic("boom") }), slog.New(slog.NewJSONHandler(&lines, nil)))
	server.Start()
	if _, err := server.Client().Get(server.URL); err == nil {
		t.Error("got an answer, want the connection to end")
	}
	server.Close()
	if got := lines.String(); !strings.Contains(got, "panic serving a client: boom") || strings.Contains(got, "127.0.0.1") {
		t.Errorf("got %q, want a line about the panic that does not name the client", got)
	}
}
