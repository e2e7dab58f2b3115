package web_test

import (
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/labstack/echo/v4"

	"lerr/handlers/web"
	"lerr/internal/sitetest"
	"lerr/views"
)

func TestServer_BelievesOnlyNamedProxiesAboutTheClient(t *testing.T) {
	profile := sitetest.Shipped(t).Site
	_, proxies, err := net.ParseCIDR("10.0.0.0/8")
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name      string
		proxies   []*net.IPNet
		remote    string
		forwarded []string
		want      string
	}{
		{"no proxy is named", nil, "10.0.0.1:99", []string{"203.0.113.9"}, "10.0.0.1"},
		{"no proxy is named, from this machine", nil, "127.0.0.1:99", []string{"203.0.113.9"}, "127.0.0.1"},
		{"from the proxy", []*net.IPNet{proxies}, "10.0.0.1:99", []string{"203.0.113.9"}, "203.0.113.9"},
		{"from the proxy without the header", []*net.IPNet{proxies}, "10.0.0.1:99", nil, "10.0.0.1"},
		{"past the proxy", []*net.IPNet{proxies}, "198.51.100.7:99", []string{"203.0.113.9"}, "198.51.100.7"},
		{"invented by the client", []*net.IPNet{proxies}, "10.0.0.1:99", []string{"192.0.2.1, 203.0.113.9"}, "203.0.113.9"},
		{"invented in a header of its own", []*net.IPNet{proxies}, "10.0.0.1:99", []string{"192.0.2.1", "203.0.113.9"}, "203.0.113.9"},
		{"through two proxies", []*net.IPNet{proxies}, "10.0.0.1:99", []string{"203.0.113.9, 10.9.9.9"}, "203.0.113.9"},
		{"through one that is not named", []*net.IPNet{proxies}, "10.0.0.1:99", []string{"203.0.113.9, 192.168.0.1"}, "192.168.0.1"},
		{"no address", []*net.IPNet{proxies}, "10.0.0.1:99", []string{"somebody"}, "10.0.0.1"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			server, err := web.NewServer(web.Options{
				Frame: views.Frame{Site: &profile}, Log: slog.New(slog.DiscardHandler), TrustedProxies: tt.proxies,
				Routes: func(e *echo.Echo) {
					e.GET("/", func(c echo.Context) error { return c.String(http.StatusOK, c.RealIP()) })
				},
			})
			if err != nil {
				t.Fatal(err)
			}
			r := httptest.NewRequest(http.MethodGet, "/", nil)
			r.RemoteAddr, r.Header["X-Forwarded-For"] = tt.remote, tt.forwarded
			r.Header.Set("X-Real-Ip", "192.0.2.99")
			w := httptest.NewRecorder()
			server.ServeHTTP(w, r)
			if got := w.Body.String(); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}
