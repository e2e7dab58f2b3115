package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"time"
)

// contestant is one way to answer one request.
type contestant struct {
	name    string
	address string
	headers []string
	loads   []load
}

// measureServing measures pages under load, side by side.
func measureServing(ctx context.Context, dir, lerr string, rounds int, length time.Duration) (err error) {
	db, site := filepath.Join(dir, "bench.db"), filepath.Join(dir, "site")
	main, ready, err := startLerr(ctx, lerr, db, dir)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, main.stop()) }()
	if out, err := exec.CommandContext(ctx, lerr, "export", site, "--db", db).CombinedOutput(); err != nil {
		return fmt.Errorf("export: %w: %s", err, out)
	}
	others := map[string]func(address string) (string, []string, error){
		"nginx": func(address string) (string, []string, error) { return nginx(dir, site, address) },
		"bare": func(address string) (string, []string, error) {
			return os.Args[0], []string{"stand-in", "bare", address, filepath.Join(site, "index.html.gz")}, nil
		},
		"render": func(address string) (string, []string, error) {
			return os.Args[0], []string{"stand-in", "render", address, dir}, nil
		},
	}
	urls := map[string]string{}
	for name, command := range others {
		address, err := freeAddress()
		if err != nil {
			return err
		}
		program, args, err := command(address)
		if err != nil {
			return err
		}
		p, _, err := start(ctx, address, "/", filepath.Join(dir, name+".log"), program, args...)
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, p.stop()) }()
		urls[name] = p.url
	}
	etag, err := etagOf(main.url + "/")
	if err != nil {
		return err
	}
	const gzip, br = "Accept-Encoding: gzip", "Accept-Encoding: br"
	all := []*contestant{
		{name: "nginx, `gzip_static` on the exported file", address: urls["nginx"] + "/", headers: []string{gzip}},
		{name: "bare net/http sending the same bytes", address: urls["bare"] + "/", headers: []string{gzip}},
		{name: "**lerr**, with headers, log and metrics", address: main.url + "/", headers: []string{gzip}},
		{name: "**lerr**, by Brotli", address: main.url + "/", headers: []string{br}},
		{name: "**lerr**, 304", address: main.url + "/", headers: []string{gzip, "If-None-Match: " + etag}},
		{name: "**lerr**, XLSX (27 KB)", address: main.url + "/download/2019-H1.xlsx"},
		{name: "Echo and templ, rendered and compressed for each request", address: urls["render"] + "/", headers: []string{gzip}},
	}
	for round := range rounds {
		fmt.Fprintf(os.Stderr, "round %d of %d\n", round+1, rounds)
		for i := range all {
			c := all[(i+round)%len(all)] // none is always first
			l, err := measure(ctx, c.address, length, c.headers...)
			if err != nil {
				return err
			}
			c.loads = append(c.loads, l)
		}
	}
	fmt.Println("| 64 connections | of nginx | of bare net/http | p99, of bare net/http | requests a second |\n| --- | ---: | ---: | ---: | ---: |")
	for _, c := range all {
		fmt.Printf("| %s | %.2f | %.2f | %.2f | %.0f |\n", c.name, ratio(c, all[0], rate), ratio(c, all[1], rate), ratio(c, all[1], late), median(column(c, rate)))
	}
	return tellMemory(main, ready)
}

func rate(l load) float64 { return l.perSecond }
func late(l load) float64 { return float64(l.p99) }

func column(c *contestant, of func(load) float64) []float64 {
	var numbers []float64
	for _, l := range c.loads {
		numbers = append(numbers, of(l))
	}
	return numbers
}

// ratio is the median of the ratios that the rounds came to, each of two measurements made within
// half a minute.
func ratio(c, to *contestant, of func(load) float64) float64 {
	var ratios []float64
	for i := range c.loads {
		ratios = append(ratios, of(c.loads[i])/of(to.loads[i]))
	}
	return median(ratios)
}

// startLerr starts the program twice, since the first start seeds, and tells how long the second took.
func startLerr(ctx context.Context, lerr, db, dir string) (*process, time.Duration, error) {
	for first := true; ; first = false {
		address, err := freeAddress()
		if err != nil {
			return nil, 0, err
		}
		p, took, err := start(ctx, address, "/readyz", filepath.Join(dir, "lerr.log"), lerr, "serve", "--db", db, "--addr", address, "--staff-addr", "127.0.0.1:0")
		if err != nil || !first {
			return p, took, err
		}
		if err := p.stop(); err != nil {
			return nil, 0, err
		}
	}
}

var configuration = regexp.MustCompile("(?s)```nginx\n(.*?)```")

// nginx is the command that serves the exported site as the README says.
func nginx(dir, site, address string) (string, []string, error) {
	readme, err := os.ReadFile("README.md")
	if err != nil {
		return "", nil, err
	}
	m := configuration.FindStringSubmatch(string(readme))
	if m == nil {
		return "", nil, errors.New("the README holds no nginx configuration")
	}
	user := ""
	if os.Getuid() == 0 {
		user = "user root;\n"
	}
	text := user + "worker_processes auto;\npid nginx.pid;\nerror_log error.log;\nevents {}\nhttp {\naccess_log access.log combined buffer=64k flush=1s;\nsendfile on;\ntcp_nopush on;\nopen_file_cache max=20000;\nkeepalive_requests 1000000;\n" +
		strings.NewReplacer("/srv/report", site, "listen 80;", "listen "+address+";").Replace(m[1]) + "}\n"
	file := filepath.Join(dir, "nginx.conf")
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		return "", nil, err
	}
	return "nginx", []string{"-p", dir, "-c", file, "-g", "daemon off;"}, nil
}

func etagOf(address string) (string, error) {
	r, err := http.NewRequest(http.MethodGet, address, nil)
	if err != nil {
		return "", err
	}
	r.Header.Set("Accept-Encoding", "gzip")
	w, err := http.DefaultClient.Do(r)
	if err != nil {
		return "", err
	}
	return w.Header.Get("ETag"), w.Body.Close()
}

var link = regexp.MustCompile(`(?:href|src)="(/[^"#]*)`)

// tellMemory fetches every page that links lead to in every encoding, and tells what the program
// then holds.
func tellMemory(p *process, ready time.Duration) error {
	queue, seen := []string{"/"}, map[string]bool{"/": true}
	for len(queue) > 0 {
		path := queue[0]
		queue = queue[1:]
		for _, coding := range []string{"br", "gzip", "identity"} {
			r, err := http.NewRequest(http.MethodGet, p.url+path, nil)
			if err != nil {
				return err
			}
			r.Header.Set("Accept-Encoding", coding)
			w, err := http.DefaultClient.Do(r)
			if err != nil {
				return err
			}
			body, err := io.ReadAll(w.Body)
			w.Body.Close()
			if err != nil {
				return err
			}
			for _, m := range link.FindAllSubmatch(body, -1) {
				to := strings.ReplaceAll(string(m[1]), "&amp;", "&")
				if !seen[to] && coding == "identity" {
					seen[to] = true
					queue = append(queue, to)
				}
			}
		}
	}
	held, err := p.resident()
	if err != nil {
		return err
	}
	fmt.Printf("\nReady %d ms after its start. Resident after %d addresses were fetched in every encoding: %.0f MB.\n\n", ready.Milliseconds(), len(seen), float64(held)/1e6)
	return nil
}
