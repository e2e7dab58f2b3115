package pagecache

import (
	"context"
	"net"
	"net/http"
	"sync"
)

// Listener makes connections on which an answer leaves in one piece. net/http writes a page in two:
// the first 4 KB, headers and all, and then the rest; each is a system call, and wakes the other
// side. Together they cost little more than one.
type Listener struct{ net.Listener }

// Accept waits for the next connection.
func (l Listener) Accept() (net.Conn, error) {
	c, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	return &conn{Conn: c}, nil
}

// conn holds back the first write of an answer until the next one comes, or the answer ends.
type conn struct {
	net.Conn
	holding bool
	held    *[]byte
}

var heads = sync.Pool{New: func() any { b := make([]byte, 0, 4<<10); return &b }}

// Write writes, or holds back the first write after hold.
func (c *conn) Write(b []byte) (int, error) {
	if c.held != nil {
		pieces := net.Buffers{*c.held, b}
		n, err := pieces.WriteTo(c.Conn)
		n = max(n-int64(len(*c.held)), 0)
		c.drop()
		return int(n), err
	}
	if !c.holding || len(b) > 4<<10 {
		return c.Conn.Write(b)
	}
	c.held = heads.Get().(*[]byte)
	*c.held = append((*c.held)[:0], b...)
	return len(b), nil
}

func (c *conn) drop() {
	heads.Put(c.held)
	c.held = nil
}

// release sends what is held back, and holds back no more.
func (c *conn) release() error {
	c.holding = false
	if c.held == nil {
		return nil
	}
	_, err := c.Conn.Write(*c.held)
	c.drop()
	return err
}

type connKey struct{}

// ConnContext lets SendWhole find the connection of a request. It is for http.Server.ConnContext.
func ConnContext(ctx context.Context, c net.Conn) context.Context {
	if held, ok := c.(*conn); ok {
		return context.WithValue(ctx, connKey{}, held)
	}
	return ctx
}

// SendWhole sends the page as Send does, in one piece where the connection is a Listener's. The
// answer's headers must all be set before.
func (p *Page) SendWhole(w http.ResponseWriter, r *http.Request) error {
	c, ok := r.Context().Value(connKey{}).(*conn)
	if !ok || r.ProtoMajor != 1 {
		return p.Send(w, r)
	}
	c.holding = true
	err := p.Send(w, r)
	if err == nil {
		err = http.NewResponseController(w).Flush()
	}
	if e := c.release(); err == nil {
		err = e
	}
	return err
}
