package web_test

import (
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"syscall"
	"testing"

	"github.com/labstack/echo/v4"

	"lerr/handlers/web"
	"lerr/internal/pagecache"
	"lerr/internal/report"
	"lerr/internal/sitetest"
	"lerr/views"
)

func TestErrors_EachHasAPage(t *testing.T) {
	profile := sitetest.Shipped(t).Site
	statuses := web.ErrorStatuses()
	if len(statuses) < 8 {
		t.Errorf("got %d statuses with a text, want at least 8", len(statuses))
	}
	for _, status := range statuses {
		page, err := web.ErrorPage(views.Frame{Site: &profile}, status)
		if err != nil || page.Head().Status != status {
			t.Errorf("page for %d: got %v, want one with that status", status, err)
		}
	}
}

// gone is the connection of a client that went away.
type gone struct{ *httptest.ResponseRecorder }

func (gone) Write([]byte) (int, error) { return 0, brokenOff }

var brokenOff = &net.OpError{
	Op: "write", Net: "tcp", Source: &net.TCPAddr{IP: net.IPv4(192, 0, 2, 1), Port: 80},
	Addr: &net.TCPAddr{IP: net.IPv4(203, 0, 113, 9), Port: 1234}, Err: syscall.EPIPE,
}

// The log names no reader, also where the system's text of an error does. Somebody who leaves is no error of ours.
func TestErrors_AreLoggedWithoutReaders(t *testing.T) {
	profile := sitetest.Shipped(t).Site
	page, err := pagecache.NewPage(pagecache.Head{Status: http.StatusOK, Type: web.TypeHTML}, []byte("page"))
	if err != nil {
		t.Fatal(err)
	}
	var log strings.Builder
	server, err := web.NewServer(web.Options{
		Frame: views.Frame{Site: &profile}, Log: slog.New(slog.NewTextHandler(&log, nil)),
		Find: func(r *http.Request) (*pagecache.Page, bool) { return page, r.URL.Path == "/finished" },
		Routes: func(e *echo.Echo) {
			e.GET("/sent", func(c echo.Context) error { return c.String(http.StatusOK, "text") })
			e.GET("/busy", func(echo.Context) error { return echo.NewHTTPError(http.StatusServiceUnavailable) })
			e.GET("/read", func(echo.Context) error { return fmt.Errorf("read form: %w", brokenOff) })
			e.GET("/panic", func(echo.Context) error { panic("a secret of the program") })
			e.GET("/ours", func(c echo.Context) error {
				return errors.Join(c.String(http.StatusOK, "text"), errors.New("of ours"))
			})
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]string{
		"/finished": "level=INFO msg=\"response broke off\" path=/finished error=\"write: broken pipe\"",
		"/sent":     "level=INFO msg=\"response broke off\" path=/sent error=\"write: broken pipe\"",
		"/busy":     "level=INFO msg=\"response broke off\" path=/busy error=\"write: broken pipe\"",
		"/read":     "level=ERROR msg=\"request failed\" path=/read",
	} {
		log.Reset()
		server.ServeHTTP(gone{httptest.NewRecorder()}, httptest.NewRequest(http.MethodGet, path, nil))
		if got := log.String(); !strings.Contains(got, want) || strings.Contains(got, "203.0.113.9") || strings.Contains(got, "192.0.2.1:80") {
			t.Errorf("%s: got %s, want %s and no address", path, got, want)
		}
	}
	log.Reset()
	w := httptest.NewRecorder()
	server.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/panic", nil))
	if got := log.String(); w.Code != http.StatusInternalServerError || strings.Contains(w.Body.String(), "secret") || !strings.Contains(got, "a secret of the program") {
		t.Errorf("/panic: got %d and %s, want 500, the text in the log and not on the page", w.Code, got)
	}
	log.Reset()
	server.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest(http.MethodGet, "/ours", nil))
	if got := log.String(); !strings.Contains(got, "level=ERROR msg=\"response broke off\" path=/ours") {
		t.Errorf("/ours: got %s, want an error", got)
	}
}

// A site has pages of its own for errors; one that it does not send is that of both sites.
func TestErrors_AreASitesOwn(t *testing.T) {
	profile := sitetest.Shipped(t).Site
	var got []int
	own := true
	server, err := web.NewServer(web.Options{
		Frame: views.Frame{Site: &profile}, Log: slog.New(slog.DiscardHandler),
		Failed: func(w http.ResponseWriter, _ *http.Request, f web.Failure) bool {
			if got = append(got, f.Status); own {
				http.Error(w, "own page", f.Status)
			}
			return own
		},
		Routes: func(e *echo.Echo) {
			fail := func(err error) echo.HandlerFunc { return func(echo.Context) error { return err } }
			e.POST("/invalid", fail(report.ErrInvalid))
			e.GET("/invalid", fail(report.ErrInvalid))
			e.POST("/conflict", fail(report.ErrConflict))
			e.POST("/ours", fail(errors.New("the disk is full")))
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		method, path string
		want         int
	}{
		{"POST", "/invalid", 422}, {"GET", "/invalid", 400}, {"POST", "/conflict", 409}, {"POST", "/ours", 500}, {"GET", "/none", 404}, {"PUT", "/ours", 405},
	} {
		for _, own = range []bool{true, false} {
			w := httptest.NewRecorder()
			server.ServeHTTP(w, httptest.NewRequest(tt.method, tt.path, nil))
			if w.Code != tt.want || got[len(got)-1] != tt.want || strings.Contains(w.Body.String(), "own page") != own || w.Body.Len() == 0 {
				t.Errorf("%s %s: got %d, asked for %d, want %d; own page: %v", tt.method, tt.path, w.Code, got[len(got)-1], tt.want, own)
			}
		}
	}
}
