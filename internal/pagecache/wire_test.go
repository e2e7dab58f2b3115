package pagecache

import (
	"bytes"
	"net"
	"testing"
)

// counting counts what is written to it, and how often.
type counting struct {
	net.Conn
	writes int
	got    bytes.Buffer
}

func (c *counting) Write(b []byte) (int, error) {
	c.writes++
	return c.got.Write(b)
}

func TestConn_HoldsBackTheFirstWriteOnly(t *testing.T) {
	under := &counting{}
	c := &conn{Conn: under}
	write := func(text string) {
		t.Helper()
		if n, err := c.Write([]byte(text)); n != len(text) || err != nil {
			t.Errorf("write %q: got %d, %v", text, n, err)
		}
	}
	check := func(when, want string) {
		t.Helper()
		if got := under.got.String(); got != want {
			t.Errorf("%s: sent %q, want %q", when, got, want)
		}
	}
	write("a")
	check("not holding", "a")
	c.holding = true
	write("b")
	check("held back", "a")
	write("c")
	check("with the next", "abc")
	write("d")
	check("held back again", "abc")
	if err := c.release(); err != nil {
		t.Error(err)
	}
	check("released", "abcd")
	write("e")
	check("not holding any more", "abcde")
	c.holding = true
	write(string(make([]byte, 5<<10)))
	if under.got.Len() != 5+5<<10 {
		t.Errorf("a large write is held back")
	}
	if err := c.release(); err != nil {
		t.Error(err)
	}
}

// What is held back is a copy: whoever wrote it may use its memory for something else.
func TestConn_HoldsBackACopy(t *testing.T) {
	under := &counting{}
	c := &conn{Conn: under, holding: true}
	b := []byte("first")
	_, _ = c.Write(b)
	copy(b, "XXXXX")
	_, _ = c.Write([]byte(" second"))
	if got := under.got.String(); got != "first second" {
		t.Errorf("sent %q", got)
	}
}

type broken struct{ net.Conn }

func (broken) Write([]byte) (int, error) { return 0, net.ErrClosed }

func TestConn_TellsThatItIsBroken(t *testing.T) {
	c := &conn{Conn: broken{}, holding: true}
	_, _ = c.Write([]byte("first"))
	if n, err := c.Write([]byte("second")); n != 0 || err == nil {
		t.Errorf("got %d, %v, want an error", n, err)
	}
	c.holding = true
	_, _ = c.Write([]byte("first"))
	if err := c.release(); err == nil {
		t.Error("releasing to a broken connection is no error")
	}
}
