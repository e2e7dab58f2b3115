package dbtest

import (
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
)

// Relay stands between a program and the tests' PostgreSQL server, as a network that can fail.
type Relay struct {
	server string // path of the server's socket

	mu   sync.Mutex
	cut  bool
	left int // questions up to that whose answer is lost; 0 for none
	open map[net.Conn]bool
}

// NewRelay returns a relay, until the test ends, and the address of an empty schema behind it.
func NewRelay(t testing.TB) (r *Relay, address string) {
	t.Helper()
	address = Schema(t)
	server, err := shared()
	if err != nil {
		t.Fatal(err)
	}
	r = &Relay{server: filepath.Join(server.dir, ".s.PGSQL.5432"), open: map[net.Conn]bool{}}
	dir, err := os.MkdirTemp("", "relay-") // t.TempDir may be longer than the path of a socket can be
	if err != nil {
		t.Fatal(err)
	}
	listener, err := net.Listen("unix", filepath.Join(dir, ".s.PGSQL.5432"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = listener.Close()
		r.Cut()
		_ = os.RemoveAll(dir)
	})
	go func() {
		for {
			client, err := listener.Accept()
			if err != nil {
				return
			}
			go r.carry(client)
		}
	}()
	return r, strings.Replace(address, "host="+server.dir, "host="+dir, 1)
}

// Cut ends all connections, and each new one at once, until Mend is called.
func (r *Relay) Cut() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.cut = true
	for c := range r.open {
		_ = c.Close()
	}
}

// Mend lets connections through again.
func (r *Relay) Mend() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.cut = false
}

// LoseAnswer makes the connection end after the server was asked for the nth time from now, before its answer arrives.
// It returns a function that reports whether that has happened, and no longer lets it.
func (r *Relay) LoseAnswer(n int) (lost func() bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.left = n
	return func() bool {
		r.mu.Lock()
		defer r.mu.Unlock()
		left := r.left
		r.left = 0
		return left == 0
	}
}

func (r *Relay) keep(c net.Conn) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.cut {
		_ = c.Close()
		return false
	}
	r.open[c] = true
	return true
}

func (r *Relay) end(c net.Conn) {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.open, c)
	_ = c.Close()
}

// losesNow reports whether the answer to the next question is to be lost.
func (r *Relay) losesNow() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.left == 0 {
		return false
	}
	r.left--
	return r.left == 0
}

func (r *Relay) carry(client net.Conn) {
	if !r.keep(client) {
		return
	}
	defer r.end(client)
	server, err := net.Dial("unix", r.server)
	if err != nil || !r.keep(server) {
		return
	}
	defer r.end(server)
	var lost atomic.Bool // what the server says next is told to nobody
	go func() {
		defer r.end(client)
		buffer := make([]byte, 64<<10)
		for {
			n, err := server.Read(buffer)
			if err != nil || lost.Load() {
				return
			}
			if _, err := client.Write(buffer[:n]); err != nil {
				return
			}
		}
	}()
	buffer := make([]byte, 64<<10)
	for {
		n, err := client.Read(buffer)
		if err != nil {
			return
		}
		if r.losesNow() {
			lost.Store(true)
		}
		if _, err := server.Write(buffer[:n]); err != nil {
			return
		}
	}
}
