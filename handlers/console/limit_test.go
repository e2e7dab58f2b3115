package console_test

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/labstack/echo/v4"

	"lerr/handlers/console"
)

// one is a listener with one connection.
type one struct{ conns chan net.Conn }

func (l one) Accept() (net.Conn, error) {
	if c, ok := <-l.conns; ok {
		return c, nil
	}
	return nil, net.ErrClosed
}
func (l one) Close() error   { return nil }
func (l one) Addr() net.Addr { return &net.TCPAddr{} }

// TestLimitBody_GivesUploadsAMinute sends bodies late, by the test's clock.
func TestLimitBody_GivesUploadsAMinute(t *testing.T) {
	tests := []struct {
		mediaType string
		after     time.Duration
		want      int
	}{
		{"multipart/form-data; boundary=x", 59 * time.Second, http.StatusNoContent},
		{"multipart/form-data; boundary=x", 61 * time.Second, http.StatusRequestTimeout},
		{"application/x-www-form-urlencoded", 4 * time.Second, http.StatusNoContent},
		{"application/x-www-form-urlencoded", 6 * time.Second, http.StatusRequestTimeout},
	}
	for _, tt := range tests {
		t.Run(fmt.Sprint(tt.mediaType, " after ", tt.after), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				e := echo.New()
				e.Pre(console.LimitBody)
				e.POST("/", func(c echo.Context) error {
					if _, err := io.Copy(io.Discard, c.Request().Body); err != nil {
						return c.NoContent(http.StatusRequestTimeout)
					}
					return c.NoContent(http.StatusNoContent)
				})
				client, end := net.Pipe()
				conns := make(chan net.Conn, 1)
				conns <- end
				server := &http.Server{Handler: e, ReadTimeout: 5 * time.Second, WriteTimeout: 30 * time.Second}
				go server.Serve(one{conns})
				defer close(conns)
				var sent sync.WaitGroup
				sent.Go(func() { // beside: the server may answer before it has read the body
					fmt.Fprintf(client, "POST / HTTP/1.1\r\nHost: x\r\nContent-Type: %s\r\nContent-Length: 4\r\nConnection: close\r\n\r\n", tt.mediaType)
					time.Sleep(tt.after)
					io.WriteString(client, "body")
				})
				w, err := http.ReadResponse(bufio.NewReader(client), nil)
				if err != nil || w.StatusCode != tt.want {
					t.Errorf("got %v, %v, want %d", w, err, tt.want)
				}
				client.Close()
				sent.Wait()
			})
		})
	}
}
