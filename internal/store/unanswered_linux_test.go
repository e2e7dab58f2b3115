package store

import (
	"net"
	"testing"

	"golang.org/x/sys/unix"
)

// Connections to a server give up a host that is gone, well before anybody would have to wait for a release.
func TestPostgres_GivesUpAHostThatIsGone(t *testing.T) {
	e, err := newPostgres("postgres://lerr@127.0.0.1/lerr", "any")
	if err != nil {
		t.Fatal(err)
	}
	defer e.close()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	c, err := e.config.DialFunc(t.Context(), "tcp", l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	raw, err := c.(*net.TCPConn).SyscallConn()
	if err != nil {
		t.Fatal(err)
	}
	var limit int
	var got error
	if err := raw.Control(func(fd uintptr) { limit, got = unix.GetsockoptInt(int(fd), unix.IPPROTO_TCP, unix.TCP_USER_TIMEOUT) }); err != nil || got != nil {
		t.Fatal(err, got)
	}
	if limit < 1000 || limit > 4000 {
		t.Errorf("what is sent may be unanswered for %d ms, want some seconds", limit)
	}
}
