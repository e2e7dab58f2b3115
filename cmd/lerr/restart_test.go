//go:build unix

package main

import (
	"bytes"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"lerr/internal/sitetest"
)

// passed holds two sockets that listen, as a service manager does, and starts `lerr serve` on them.
type passed struct {
	t             *testing.T
	path          string // of the database
	binary        string // of lerr, or this one, which runs as lerr
	public, staff string // URLs
	files         []*os.File
	notify        string // address of the manager's socket
	told          <-chan string
}

func newPassed(t *testing.T, path string) *passed {
	t.Helper()
	p := &passed{t: t, path: path, binary: os.Args[0], notify: filepath.Join(shortDir(t), "notify")}
	p.told = newManager(t, p.notify)
	for _, url := range []*string{&p.public, &p.staff} {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		file, err := l.(*net.TCPListener).File()
		if err != nil {
			t.Fatal(err)
		}
		if err := l.Close(); err != nil { // the file keeps the socket
			t.Fatal(err)
		}
		t.Cleanup(func() { file.Close() })
		*url, p.files = "http://"+l.Addr().String(), append(p.files, file)
	}
	return p
}

// start starts lerr from a shell, which gives it its own process ID as a service manager does. When it says that it is
// ready, start returns a function that stops it and fails unless all was well.
func (p *passed) start() (stop func()) {
	p.t.Helper()
	c := child(p.t, "/bin/sh", "-c", `LISTEN_PID=$$ exec "$0" "$@"`, p.binary, "serve", "--db", p.path, "--addr", "127.0.0.1:1", "--staff-addr", "127.0.0.1:1", "--drain", "10ms") // addresses that nobody may listen at
	c.ExtraFiles = []*os.File{p.files[1], p.files[0]}
	c.Env = append(c.Env, "LISTEN_FDS=2", "LISTEN_FDNAMES=staff:public", "NOTIFY_SOCKET="+p.notify, "WATCHDOG_USEC=60000000")
	var output bytes.Buffer
	c.Stdout, c.Stderr = &output, &output
	if err := c.Start(); err != nil {
		p.t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- c.Wait() }()
	next := func() string {
		p.t.Helper()
		select {
		case state := <-p.told:
			return state
		case err := <-ended:
			p.t.Fatalf("it ended: %v\n%s", err, output.String())
			return ""
		}
	}
	pinged := false
	for state := ""; state != "READY=1"; pinged = pinged || state == "WATCHDOG=1" {
		state = next()
	}
	return func() {
		p.t.Helper()
		for !pinged {
			pinged = next() == "WATCHDOG=1"
		}
		if err := c.Process.Signal(syscall.SIGTERM); err != nil {
			p.t.Fatal(err)
		}
		state := next()
		for state == "WATCHDOG=1" {
			state = next()
		}
		if state != "STOPPING=1" {
			p.t.Errorf("at the signal the manager was told %q, want STOPPING=1", state)
		}
		if err := <-ended; err != nil {
			p.t.Errorf("%v\n%s", err, output.String())
		}
		if addresses := strings.Count(output.String(), `"address":"`+p.public) + strings.Count(output.String(), `"address":"`+p.staff); addresses != 2 {
			p.t.Errorf("it does not say that it listens at %s and %s:\n%s", p.public, p.staff, output.String())
		}
	}
}

// No reader notices a restart on sockets that stay open, whether they keep their connection or make one for each page.
// Only what net/http does for every program is done for them: a read whose kept connection has just ended is repeated.
func TestServe_FailsNobodyOverARestart(t *testing.T) {
	p := newPassed(t, seededWith(t, smallest(t)))
	stop := p.start()
	readers := startReaders(t, p.public+"/", p.public+"/trends.csv", p.staff+"/livez")
	for range sitetest.Count(3, 20) {
		readers.read(100)
		stop()
		stop = p.start()
	}
	readers.stop()
	stop()
}

// readers ask for pages, which must stay what they are.
type readers struct {
	answers atomic.Int64
	stop    func()
}

// read waits for as many further answers.
func (r *readers) read(n int64) {
	for before := r.answers.Load(); r.answers.Load() < before+n; {
		time.Sleep(time.Millisecond)
	}
}

// startReaders starts eight readers of pages, half of whom keep their connections.
func startReaders(t *testing.T, addresses ...string) *readers {
	t.Helper()
	pages := map[string]string{} // with what is there
	for _, address := range addresses {
		_, pages[address] = get(t, address)
	}
	done := make(chan struct{})
	var reading sync.WaitGroup
	r := &readers{}
	r.stop = func() {
		close(done)
		reading.Wait()
		t.Logf("%d answers", r.answers.Load())
	}
	for i := range 8 {
		client := &http.Client{Transport: &http.Transport{DisableKeepAlives: i%2 == 0}}
		t.Cleanup(client.CloseIdleConnections)
		reading.Go(func() {
			for n := 0; ; n++ {
				for address, want := range pages {
					select {
					case <-done:
						return
					case <-time.After(time.Millisecond): // others use this machine
					}
					if err := fetchSame(client, address, want); err != nil {
						t.Errorf("reader %d, after %d rounds: %v", i, n, err)
					}
					r.answers.Add(1)
				}
			}
		})
	}
	return r
}

// fetchSame fails unless an address has the expected page.
func fetchSame(client *http.Client, address, want string) error {
	w, err := client.Get(address)
	if err != nil {
		return err
	}
	defer w.Body.Close()
	body, err := io.ReadAll(w.Body)
	if err == nil && (w.StatusCode != http.StatusOK || string(body) != want) {
		err = fmt.Errorf("%s: got status %d and %d bytes, want the %d of before", address, w.StatusCode, len(body), len(want))
	}
	return err
}
