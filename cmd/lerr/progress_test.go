package main

import (
	"strings"
	"testing"
)

func TestProgress_IsABarOnATerminalAndQuietElsewhere(t *testing.T) {
	var bar, lines strings.Builder
	terminal := &progress{to: &bar, terminal: true}
	terminal.show(1, 4)
	terminal.show(4, 4)
	terminal.end()
	if got, want := bar.String(), "\r[=======                       ] 1 of 4 pages\r["+strings.Repeat("=", 30)+"] 4 of 4 pages\r\033[K"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	quiet := newProgress(&lines)
	quiet.show(1, 4) // within the first ten seconds
	quiet.interval = 0
	quiet.show(2, 4)
	quiet.end()
	if got := lines.String(); got != "2 of 4 pages\n" {
		t.Errorf("got %q, want one line", got)
	}
}
