//go:build browser

package browser

import (
	"net/http"
	"strings"
	"testing"
)

func TestComplaints(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		body  string
		parts []string // Of the one complaint; no complaint is due if there are none.
	}{
		"none":      {`<p>fine<script>console.log("hello"); console.info("hello")</script>`, nil},
		"error":     {`<script>console.error("no", 7, {})</script>`, []string{"console error: ", "no", "7", "Object"}},
		"warning":   {`<script>console.warn("careful")</script>`, []string{"console warning: ", "careful"}},
		"assertion": {`<script>console.assert(false, "untrue")</script>`, []string{"console assert: ", "untrue"}},
		"exception": {"<script>\nthrow new Error('broken')</script>", []string{"exception: ", "Error: broken", ":2)"}},
		"promise":   {`<script>Promise.reject(new Error("unkept"))</script>`, []string{"exception: ", "in promise", "unkept"}},
		"missing":   {`<img src="/missing">`, []string{"network error: ", "404", "/missing"}},
		"refused":   {`<img src="http://127.0.0.1:9/x">`, []string{"request failed: http://127.0.0.1:9/x: net::ERR_"}},
		"outside":   {`<img src="http://192.0.2.1/x">`, []string{"request failed: http://192.0.2.1/x: net::ERR_PROXY"}},
		"alert":     {`<script>alert("hey")</script><p>on`, []string{"dialog: alert: hey"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tab := Open(t, Options{})
			tab.Go(site(t, map[string]any{"/": http.NotFound, "/page": c.body}) + "/page")
			if c.parts == nil {
				if got := tab.Complaints(); len(got) != 0 {
					t.Errorf("the complaints are %q, want none", got)
				}
				return
			}
			oneLike(t, tab.Complaints(), c.parts...)
		})
	}
}

func TestComplaintsAboutTheContentSecurityPolicy(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ body, script, part string }{
		"script":    {`<script>1</script>`, "", "inline script"},
		"attribute": {`<p onclick="1">`, "", "inline event handler"},
		"style":     {`<p style="color: red">`, "", "inline style"},
		"image":     {`<img src="http://localhost:9/x">`, "", "http://localhost:9/x"},
		"eval":      {"", `try { eval("1") } catch {}`, "TrustedScript"},
		"sink":      {"<p>", `try { document.body.innerHTML = "<b>x" } catch {}`, "TrustedHTML"},
		"frame":     {`<iframe title=x src="http://localhost:9/x"></iframe>`, "", "http://localhost:9/"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tab := Open(t, Options{})
			tab.Go(strictSite(t, c.body, c.script))
			oneLike(t, tab.Complaints(), "security error: ", c.part)
		})
	}
}

// strictSite serves a page and a script under a strict content security policy.
func strictSite(t *testing.T, body, source string) string {
	return site(t, map[string]any{
		"/script.js": script(source),
		"/": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Security-Policy", "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "+
				"connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'")
			html(w, body+`<script src="/script.js"></script>`)
		},
	})
}

func TestRequests(t *testing.T) {
	t.Parallel()
	tab := Open(t, Options{})
	url := site(t, map[string]any{
		"/": `<link rel=stylesheet href="/style"><img src="data:image/gif;base64,R0lGODlhAQABAAAAACw="><iframe title=x src="/frame"></iframe>
			<script>fetch("/fetched"); fetch("data:,x"); new WebSocket("ws://" + location.host + "/socket")</script>`,
		"/style": "", "/frame": "frame", "/fetched": "", "/socket": "", "/moved": http.RedirectHandler("/", http.StatusFound).ServeHTTP,
	})
	tab.Go(url + "/moved")
	seen := make(map[string]bool)
	for _, request := range tab.Requests() {
		seen[strings.TrimPrefix(request, url)] = true
	}
	for _, want := range []string{"/moved", "/", "/style", "/frame", "/fetched", strings.Replace(url, "http", "ws", 1) + "/socket"} {
		if !seen[want] {
			t.Errorf("%s was not seen, only %v", want, seen)
		}
		delete(seen, want)
	}
	delete(seen, "/favicon.ico")
	if len(seen) != 0 {
		t.Errorf("also seen: %v", seen)
	}
}
