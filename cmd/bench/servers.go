package main

import (
	"bufio"
	"context"
	_ "embed" // configurations
	"fmt"
	"io"
	"maps"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// server is one way to serve the report.
type server struct {
	name    string
	path    string // of the page that is measured
	command func(address string) []string
}

// The positions of two servers in the list.
const (
	bareServer = 2
	lerrServer = 4
)

var (
	//go:embed nginx.conf
	nginxConfig string
	//go:embed Caddyfile
	caddyConfig string
)

// newServers exports the site of a database to dir/site and returns the servers that are compared. All
// but the last send the same page; they keep their configurations and logs in dir.
func newServers(ctx context.Context, dir, lerr, db, response string) ([]server, error) {
	site := filepath.Join(dir, "site")
	if out, err := exec.CommandContext(ctx, lerr, "export", site, "--db", db).CombinedOutput(); err != nil {
		return nil, fmt.Errorf("export: %w: %s", err, out)
	}
	siteConfig, err := os.ReadFile("cmd/lerr/deploy/nginx.conf")
	if err != nil {
		return nil, err
	}
	write := func(name, text, address string) string {
		file := filepath.Join(dir, name)
		text = strings.NewReplacer("/srv/report", site, "listen 80;", "listen "+address+";", "SITE", site, "DIR", dir, "ADDRESS", address).Replace(text)
		_ = os.WriteFile(file, []byte(text), 0o644) // without the file the server does not start, which is reported
		return file
	}
	serve := serveCommand(lerr, db)
	return []server{
		{"nginx, `gzip_static`", "/", func(address string) []string {
			write("site.conf", string(siteConfig), address)
			directives := "daemon off;"
			if os.Getuid() == 0 {
				directives += " user root;" // who may read dir
			}
			return []string{"nginx", "-p", dir, "-c", write("nginx.conf", nginxConfig, address), "-g", directives}
		}},
		{"Caddy, `file_server` with precompressed files", "/", func(address string) []string {
			return []string{"env", "XDG_CONFIG_HOME=" + dir, "caddy", "run", "--adapter", "caddyfile", "--config", write("Caddyfile", caddyConfig, address)}
		}},
		{"bare net/http sending the same bytes", "/", func(address string) []string {
			return []string{os.Args[0], "bare", address, response}
		}},
		{"bare net/http with three of the headers", "/", func(address string) []string {
			return []string{os.Args[0], "bare", address, response, "Content-Type", "Content-Encoding", "Content-Length"}
		}},
		{"**lerr**", "/", serve},
		{"**lerr**, a page that is rendered for each request", "/?expand=faqs", serve},
	}, nil
}

// serveCommand returns the command that serves a database by lerr.
func serveCommand(lerr, db string) func(address string) []string {
	return func(address string) []string {
		return []string{lerr, "serve", "--db", db, "--addr", address, "--staff-addr", "127.0.0.1:0"}
	}
}

// serveBare answers every request with a response that was saved in a file, by net/http alone: without
// middleware, log and time limits. It sends all headers, or only those that are named.
func serveBare(address, file string, only []string) error {
	saved, err := os.Open(file)
	if err != nil {
		return err
	}
	response, err := http.ReadResponse(bufio.NewReader(saved), nil)
	if err != nil {
		return err
	}
	body, err := io.ReadAll(response.Body)
	if err != nil {
		return err
	}
	maps.DeleteFunc(response.Header, func(name string, _ []string) bool {
		return name == "Date" || (len(only) > 0 && !slices.Contains(only, name)) // net/http adds a date
	})
	return http.ListenAndServe(address, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		maps.Copy(w.Header(), response.Header)
		_, _ = w.Write(body)
	}))
}
