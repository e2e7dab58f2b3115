package main

import (
	"fmt"
	"io"
	"os"
	"strings"
	"sync"
	"time"
)

// barWidth is the number of characters of a full progress bar.
const barWidth = 30

// progress shows how many pages are done: as a bar in one line on a terminal, as a line every ten seconds elsewhere.
type progress struct {
	to       io.Writer
	terminal bool
	interval time.Duration

	mu    sync.Mutex
	last  time.Time
	shown bool // whether the cursor is behind a bar
}

func newProgress(to io.Writer) *progress {
	p := &progress{to: to, interval: 10 * time.Second, last: time.Now()}
	if file, ok := to.(*os.File); ok {
		info, err := file.Stat()
		p.terminal = err == nil && info.Mode()&os.ModeCharDevice != 0
	}
	if p.terminal {
		p.interval = 100 * time.Millisecond
	}
	return p
}

// show shows that some of all pages are done.
func (p *progress) show(done, total int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	now := time.Now()
	if now.Sub(p.last) < p.interval {
		return
	}
	p.last = now
	if !p.terminal {
		fmt.Fprintf(p.to, "%d of %d pages\n", done, total)
		return
	}
	full := barWidth * done / total
	fmt.Fprintf(p.to, "\r[%s%s] %d of %d pages", strings.Repeat("=", full), strings.Repeat(" ", barWidth-full), done, total)
	p.shown = true
}

// end removes the bar, so that other lines can follow.
func (p *progress) end() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.shown {
		fmt.Fprint(p.to, "\r\033[K")
		p.shown = false
	}
}
