package console_test

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/labstack/echo/v4"

	"lerr/handlers/console"
	"lerr/internal/sitetest"
	"lerr/internal/staff"
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

// TestLimits_GiveUploadsAMinute sends bodies late, by the test's clock.
func TestLimits_GiveUploadsAMinute(t *testing.T) {
	tests := []struct {
		upload bool
		after  time.Duration
		want   int
	}{
		{true, 59 * time.Second, http.StatusNoContent},
		{true, 61 * time.Second, http.StatusRequestTimeout},
		{false, 4 * time.Second, http.StatusNoContent},
		{false, 6 * time.Second, http.StatusBadRequest},
	}
	for _, tt := range tests {
		t.Run(fmt.Sprint("upload ", tt.upload, " after ", tt.after), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				e := echo.New()
				e.POST("/", console.Limited(tt.upload, func(c echo.Context) error {
					if _, err := io.Copy(io.Discard, c.Request().Body); err != nil {
						return c.NoContent(http.StatusRequestTimeout)
					}
					return c.NoContent(http.StatusNoContent)
				}))
				client, end := net.Pipe()
				conns := make(chan net.Conn, 1)
				conns <- end
				server := &http.Server{Handler: e, ReadTimeout: 5 * time.Second, WriteTimeout: 30 * time.Second}
				go server.Serve(one{conns})
				defer close(conns)
				var sent sync.WaitGroup
				sent.Go(func() { // beside: the server may answer before it has read the body
					fmt.Fprintf(client, "POST / HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 4\r\nConnection: close\r\n\r\n")
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

// endless is the body of a form that does not end. It counts what is read of it.
type endless struct{ read int }

func (b *endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = 'a'
	}
	b.read += len(p)
	return len(p), nil
}

// Whoever is not signed in can make the console read 16 KB, whatever the address and the kind of form, and none of a
// body that says that it is larger. Those who are signed in can send larger texts, and files, only where there is a form
// for them.
func TestLimits_AreByRoute(t *testing.T) {
	c := sitetest.NewConsole(t)
	admin := c.SetUp("anna")
	const small, texts = 16 << 10, 1 << 20
	limits := map[string]int{
		"/drafts/:id/warnings": texts, "/drafts/:id/figures": texts, "/drafts/:id/texts": texts, "/drafts/:id/places": texts,
		"/drafts/:id/return": texts, "/drafts/:id/approve": texts, "/drafts/:id/take-back": texts, "/published/:period/withdraw": texts, "/published/:period/notice": texts, "/calendar/propose": texts,
		"/upload": 10<<20 + small, "/drafts/:id/file": 10<<20 + small,
	}
	send := func(path, kind string, length int64, token string) (status, read int) {
		body := &endless{}
		r := httptest.NewRequest(http.MethodPost, path, body)
		r.ContentLength = length
		r.Header.Set("Content-Type", kind)
		r.Header.Set("Sec-Fetch-Site", "same-origin")
		r.AddCookie(&http.Cookie{Name: "__Host-session", Value: token})
		r.Host = strings.TrimPrefix(c.URL, "http://")
		w := patient{httptest.NewRecorder()}
		c.Staff.ServeHTTP(w, r)
		return w.Code, body.read
	}
	const slack = 16 << 10 // the buffers that read the body
	for _, route := range c.Staff.Routes() {
		if route.Method != http.MethodPost || strings.HasPrefix(route.Path, "/sign-out") {
			continue
		}
		path := strings.NewReplacer(":id", "1", ":question", "q", ":period", "2019-H1", ":token", "t").Replace(route.Path)
		limit := cmp.Or(limits[route.Path], small)
		for _, kind := range []string{"application/x-www-form-urlencoded", "multipart/form-data; boundary=x"} {
			if _, read := send(path, kind, -1, ""); read > small+slack {
				t.Errorf("%s, %s, not signed in: %d bytes were read, want at most %d", path, kind, read, small)
			}
			if _, read := send(path, kind, 10<<20, ""); read > 0 {
				t.Errorf("%s, %s of 10 MB, not signed in: %d bytes were read, want none", path, kind, read)
			}
			if _, read := send(path, kind, -1, admin.Token()); read > limit+slack {
				t.Errorf("%s, %s: %d bytes were read, want at most %d", path, kind, read, limit)
			}
			if status, read := send(path, kind, int64(limit)+1, admin.Token()); status != http.StatusRequestEntityTooLarge || read > 0 {
				t.Errorf("%s, %s of %d bytes: got %d after %d bytes, want 413 after none", path, kind, limit+1, status, read)
			}
		}
	}
}

// patient is a recorder that has deadlines, as a connection has.
type patient struct{ *httptest.ResponseRecorder }

func (patient) SetReadDeadline(time.Time) error  { return nil }
func (patient) SetWriteDeadline(time.Time) error { return nil }

func TestLimits_AFormThatIsTooLargeHasAPage(t *testing.T) {
	c := sitetest.NewConsole(t)
	a := c.Nobody().Post("/sign-in", "name", strings.Repeat("a", 20<<10))
	if a.Status != http.StatusRequestEntityTooLarge || !strings.Contains(a.Body, "any other form 16 KB") {
		t.Errorf("got %d %s, want 413 and a page that names the limit", a.Status, sitetest.Text(a.Doc(t).Find("main")))
	}
}

// held is a body that tells when it is read first, and then waits until it is let go.
type held struct{ began, until chan struct{} }

func (b held) Read([]byte) (int, error) {
	b.began <- struct{}{}
	<-b.until
	return 0, io.EOF
}

func TestLimits_TwoUploadsAtOnce(t *testing.T) {
	c := sitetest.NewConsole(t)
	editor := c.As(staff.Editor)
	until := make(chan struct{})
	post := func(path string, body io.Reader) *httptest.ResponseRecorder {
		r := httptest.NewRequest(http.MethodPost, path, body)
		r.Header.Set("Content-Type", "multipart/form-data; boundary=x")
		r.Header.Set("Sec-Fetch-Site", "same-origin")
		r.AddCookie(&http.Cookie{Name: "__Host-session", Value: editor.Token()})
		r.Host = strings.TrimPrefix(c.URL, "http://")
		w := patient{httptest.NewRecorder()}
		c.Staff.ServeHTTP(w, r)
		return w.ResponseRecorder
	}
	var uploads sync.WaitGroup
	first := held{make(chan struct{}), until}
	for range 2 {
		uploads.Go(func() { post("/upload", first) })
		<-first.began
	}
	for _, path := range []string{"/upload", "/drafts/1/file"} {
		unread := &endless{}
		w := post(path, unread)
		if w.Code != http.StatusServiceUnavailable || w.Header().Get("Retry-After") == "" || unread.read > 0 {
			t.Errorf("a third upload to %s: got %d, Retry-After %q, %d bytes read, want 503 with one and none", path, w.Code, w.Header().Get("Retry-After"), unread.read)
		}
	}
	if a := editor.Get("/upload"); a.Status != http.StatusOK {
		t.Errorf("the form meanwhile: got %d, want 200", a.Status)
	}
	close(until)
	uploads.Wait()
	if a := editor.Upload("/upload", "a.xlsx", nil, "period", "2019-H2"); a.Status != http.StatusUnprocessableEntity {
		t.Errorf("an upload afterwards: got %d, want 422", a.Status)
	}
}
