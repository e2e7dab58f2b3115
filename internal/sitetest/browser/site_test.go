//go:build browser

package browser

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"testing"
	"time"
)

func TestMain(m *testing.M) { Main(m) }

// site serves pages, each below its path; a handler may be a string with HTML or a http.HandlerFunc.
func site(t *testing.T, pages map[string]any) string {
	t.Helper()
	mux := http.NewServeMux()
	mux.HandleFunc("/favicon.ico", func(http.ResponseWriter, *http.Request) {})
	for path, p := range pages {
		switch p := p.(type) {
		case string:
			mux.HandleFunc(path, func(w http.ResponseWriter, _ *http.Request) { html(w, p) })
		case func(http.ResponseWriter, *http.Request):
			mux.HandleFunc(path, p)
		default:
			t.Fatalf("a page cannot be a %T", p)
		}
	}
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	return server.URL
}

// html writes a page around its body.
func html(w http.ResponseWriter, body string) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	fmt.Fprintf(w, "<!doctype html><html lang=en><title>Page</title><meta name=viewport content='width=device-width'>%s", body)
}

// script serves a script.
func script(source string) func(http.ResponseWriter, *http.Request) {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/javascript")
		fmt.Fprint(w, source)
	}
}

// failure is a testing.TB that notes how a test failed instead of failing.
type failure struct {
	testing.TB
	text string
}

func (f *failure) Helper() {}

func (f *failure) Fatalf(format string, args ...any) {
	f.text = fmt.Sprintf(format, args...)
	runtime.Goexit()
}

// mustFail runs a step that must fail soon, with a text that has all the parts.
func mustFail(t *testing.T, tab *Tab, step func(), parts ...string) {
	t.Helper()
	f := &failure{TB: t}
	tab.t, tab.waitLimit = f, 200*time.Millisecond
	defer func() { tab.t, tab.waitLimit = t, waitLimit }()
	done := make(chan struct{})
	go func() {
		defer close(done)
		step()
	}()
	<-done
	if f.text == "" {
		t.Errorf("the step did not fail, want a failure with %q", parts)
	}
	for _, part := range parts {
		if !strings.Contains(f.text, part) {
			t.Errorf("the step failed with %q, which lacks %q", f.text, part)
		}
	}
}

// equal compares a result with what is wanted.
func equal[T comparable](t *testing.T, what string, got, want T) {
	t.Helper()
	if got != want {
		t.Errorf("%s is %v, want %v", what, got, want)
	}
}

// oneLike fails the test unless there is exactly one line, which has all the parts.
func oneLike(t *testing.T, lines []string, parts ...string) {
	t.Helper()
	if len(lines) != 1 {
		t.Errorf("there are %d lines, want one with %q:\n%s", len(lines), parts, strings.Join(lines, "\n"))
		return
	}
	for _, part := range parts {
		if !strings.Contains(lines[0], part) {
			t.Errorf("the line %q lacks %q", lines[0], part)
		}
	}
}
