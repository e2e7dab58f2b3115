package console_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"lerr/internal/sitetest"
)

// A name that somebody has pointed at the console would be an origin of theirs.
func TestHost_OnlyTheConsolesOwn(t *testing.T) {
	c := sitetest.NewConsole(t)
	anna := c.SetUp("anna")
	for host, want := range map[string]int{
		strings.TrimPrefix(c.URL, "http://"): http.StatusOK,
		"localhost":                          http.StatusOK, // proxies leave out the port
		"LOCALHOST.:99":                      http.StatusOK,
		"evil.example":                       http.StatusMisdirectedRequest,
		"localhost.evil.example":             http.StatusMisdirectedRequest,
		"127.0.0.1":                          http.StatusMisdirectedRequest,
		"[::1]:8081":                         http.StatusMisdirectedRequest,
		"":                                   http.StatusMisdirectedRequest,
	} {
		for _, route := range c.Staff.Routes() {
			if strings.ContainsAny(route.Path, ":*") || (route.Path != "/account" && want == http.StatusOK) {
				continue
			}
			want := want
			if route.Path == "/livez" {
				want = http.StatusOK
			}
			r := httptest.NewRequest(route.Method, route.Path, nil)
			r.Host = host
			r.Header.Set("Sec-Fetch-Site", "same-origin")
			r.AddCookie(&http.Cookie{Name: "__Host-session", Value: anna.Token()})
			w := httptest.NewRecorder()
			c.Staff.ServeHTTP(w, r)
			if w.Code != want {
				t.Errorf("%s %s of host %q: got %d, want %d", route.Method, route.Path, host, w.Code, want)
			}
		}
	}
}
