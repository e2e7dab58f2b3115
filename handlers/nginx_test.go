//go:build browser && !race

package handlers_test

import (
	"fmt"
	"maps"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"lerr/handlers"
	"lerr/internal/sitetest"
	"lerr/static"
)

// startNginx serves a directory by nginx with the configuration of cmd/lerr/deploy, and returns its address.
func startNginx(t *testing.T, dir string) string {
	t.Helper()
	site, err := os.ReadFile("../cmd/lerr/deploy/nginx.conf")
	if err != nil {
		t.Fatal(err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := listener.Addr().String()
	if err := listener.Close(); err != nil {
		t.Fatal(err)
	}
	text := strings.NewReplacer("/srv/report", dir, "listen 80;", "listen "+address+";").Replace(string(site))
	user := ""
	if os.Getuid() == 0 {
		user = "user root;\n"
	}
	prefix := t.TempDir()
	full := fmt.Sprintf("%spid nginx.pid;\nerror_log error.log;\nevents {}\nhttp {\naccess_log off;\n"+
		"client_body_temp_path b; proxy_temp_path p; fastcgi_temp_path f; uwsgi_temp_path u; scgi_temp_path s;\n%s}\n", user, text)
	file := filepath.Join(prefix, "nginx.conf")
	if err := os.WriteFile(file, []byte(full), 0o644); err != nil {
		t.Fatal(err)
	}
	command := exec.Command(nginxPath(), "-p", prefix, "-c", file, "-g", "daemon off;")
	command.Stderr = os.Stderr
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = command.Process.Signal(os.Interrupt)
		_ = command.Wait()
	})
	for range 100 {
		if c, err := net.Dial("tcp", address); err == nil {
			c.Close()
			return "http://" + address
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Fatal("nginx does not answer")
	return ""
}

// ofTheServer are headers that each server has of its own; neither says anything of the page.
var ofTheServer = []string{"Server", "Date", "Connection", "Etag", "Last-Modified", "Accept-Ranges", "Transfer-Encoding"}

func TestNginx_ServesTheExportAsTheProgramDoes(t *testing.T) {
	// Each page is built once: for the export, and found finished when it is requested.
	site := sitetest.New(t, func(o *handlers.Options) { o.CacheBytes = 1 << 30 })
	dir := filepath.Join(t.TempDir(), "site")
	addresses := site.Public.Addresses()
	if testing.Short() {
		addresses = slices.DeleteFunc(addresses, func(address string) bool { return !ofEachKind(address) })
		// Of each kind of file at least one: nginx has a list of them.
		files := map[string]string{}
		for _, address := range addresses {
			files[path.Ext(address)] = address
		}
		addresses = append(sitetest.Sample(addresses, 150), slices.Collect(maps.Values(files))...)
		addresses = append(addresses, "/2018-H2", "/2018-H2/au", "/download/2018-H2.csv", static.URL("embed.css"))
	}
	exported(t, site, dir, func(address string) bool {
		return slices.Contains(addresses, address) || address == handlers.NotFoundPath
	})
	nginx := *site
	nginx.URL = startNginx(t, dir)
	same := func(path string, headers ...string) {
		t.Helper()
		ours, theirs := site.Get(path, headers...), nginx.Get(path, headers...)
		if ours.Status != theirs.Status || ours.Body != theirs.Body {
			t.Errorf("%s %v: nginx answers %d with %d bytes, want %d with %d", path, headers, theirs.Status, len(theirs.Body), ours.Status, len(ours.Body))
		}
		for _, name := range ofTheServer {
			ours.Header.Del(name)
			theirs.Header.Del(name)
		}
		// Files have no dictionary.
		ours.Header.Del("Link")
		if vary := ours.Header.Get("Vary"); vary != "" {
			ours.Header.Set("Vary", strings.TrimSuffix(vary, ", Available-Dictionary"))
		}
		if diff := cmp.Diff(ours.Header, theirs.Header); diff != "" {
			t.Errorf("%s %v: headers (-ours +nginx's)\n%s", path, headers, diff)
		}
	}
	for _, address := range addresses {
		same(address, "Accept-Encoding", "gzip")
		same(address, "Accept-Encoding", "identity")
		checkFile(t, site, dir, address)
		if t.Failed() {
			t.Fatalf("at %s", address)
		}
	}
	same("/nothing")
	same("/2019-H2")
	for from, to := range map[string]string{
		"/?period=2018-H2&place=au":           "/2018-H2/au#figures",
		"/?period=2018-H2&place=global":       "/2018-H2#figures",
		"/?period=2018-H2":                    "/2018-H2#figures",
		"/download?period=2018-H2&format=csv": "/download/2018-H2.csv",
	} {
		for server, s := range map[string]sitetest.Site{"the program": *site, "nginx": nginx} {
			a := s.Get(from)
			if got := strings.TrimPrefix(a.Header.Get("Location"), s.URL); a.Status != http.StatusSeeOther || got != to {
				t.Errorf("%s: %s: got %d to %q, want 303 to %s", server, from, a.Status, got, to)
			}
		}
	}
	if a := nginx.Get("/_nginx.conf"); a.Status != http.StatusNotFound {
		t.Errorf("/_nginx.conf: got %d, want 404", a.Status)
	}
}

// nginxPath finds nginx, which Debian keeps out of the path of all but root.
func nginxPath() string {
	if path, err := exec.LookPath("nginx"); err == nil {
		return path
	}
	return "/usr/sbin/nginx"
}
