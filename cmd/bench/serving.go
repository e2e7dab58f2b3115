package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// measureServing measures a page under load, served by each server in turn, and prints a table. It then
// prints the memory of lerr after such a load and a request for every address.
func measureServing(ctx context.Context, dir, lerr string, runs, rounds int, length time.Duration) error {
	db := filepath.Join(dir, "bench.db")
	if out, err := exec.CommandContext(ctx, lerr, "init", "--db", db).CombinedOutput(); err != nil {
		return fmt.Errorf("init: %w: %s", err, out)
	}
	p, err := start(ctx, dir, "/", serveCommand(lerr, db))
	if err != nil {
		return err
	}
	response, err := os.Create(filepath.Join(dir, "response"))
	if err == nil {
		err = errors.Join(fetch(p.url, "gzip", response), response.Close())
	}
	p.stop()
	if err != nil {
		return err
	}
	servers, err := newServers(ctx, dir, lerr, db, response.Name())
	if err != nil {
		return err
	}
	var all []run
	for i := range runs {
		fmt.Fprintf(os.Stderr, "run %d of %d\n", i+1, runs)
		r, err := measureRun(ctx, dir, servers, rounds, length)
		if err != nil {
			return err
		}
		all = append(all, r)
	}
	fmt.Println("| 64 connections | requests/s, of bare | p99, of bare | requests/s | p99, ms |\n| --- | ---: | ---: | ---: | ---: |")
	for i, s := range servers {
		fmt.Printf("| %s | %s | %s | %s | %s |\n", s.name,
			spread("%.2f", all, func(round []load) float64 { return round[i].perSecond / round[bareServer].perSecond }),
			spread("%.2f", all, func(round []load) float64 { return float64(round[i].p99) / float64(round[bareServer].p99) }),
			spread("%.0f", all, func(round []load) float64 { return round[i].perSecond }),
			spread("%.2f", all, func(round []load) float64 { return round[i].p99.Seconds() * 1000 }))
	}
	return measureMemory(ctx, dir, servers[lerrServer], length)
}

// run holds the loads of each round, in the order of the servers.
type run [][]load

// spread returns the median of the runs' figures with their range. The figure of a run is the median of
// its rounds.
func spread(format string, runs []run, figure func(round []load) float64) string {
	var figures []float64
	for _, r := range runs {
		var rounds []float64
		for _, round := range r {
			rounds = append(rounds, figure(round))
		}
		figures = append(figures, median(rounds))
	}
	return fmt.Sprintf(format+" ("+format+"–"+format+")", median(figures), slices.Min(figures), slices.Max(figures))
}

// measureRun starts the servers, measures them in interleaved rounds and stops them.
func measureRun(ctx context.Context, dir string, servers []server, rounds int, length time.Duration) (r run, err error) {
	var processes []*process
	for _, s := range servers {
		p, err := start(ctx, dir, s.path, s.command)
		if err != nil {
			return nil, err
		}
		defer p.stop()
		processes = append(processes, p)
	}
	for round := range rounds {
		loads := make([]load, len(servers))
		for i := range servers {
			n := (i + round) % len(servers) // another one is first each time
			if loads[n], err = measure(ctx, processes[n].url+servers[n].path, length); err != nil {
				return nil, err
			}
		}
		r = append(r, loads)
	}
	return r, nil
}

// measureMemory prints the resident memory of a server after a load and a request for every exported
// address in each coding.
func measureMemory(ctx context.Context, dir string, s server, length time.Duration) error {
	p, err := start(ctx, dir, s.path, s.command)
	if err != nil {
		return err
	}
	defer p.stop()
	if _, err := measure(ctx, p.url+s.path, length); err != nil {
		return err
	}
	site, addresses := os.DirFS(filepath.Join(dir, "site")), 0
	err = fs.WalkDir(site, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || name[0] == '_' || name == "404.html" || slices.Contains([]string{".gz", ".br"}, path.Ext(name)) {
			return err
		}
		addresses++
		for _, coding := range []string{"br", "gzip", "identity"} {
			if err := fetch(p.url+"/"+strings.TrimSuffix(strings.TrimSuffix(name, "index.html"), "/"), coding, io.Discard); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	memory, err := p.resident()
	fmt.Printf("\nlerr is ready %d ms after its start. Its resident memory is %.0f MB after a load and %d addresses in each of three codings.\n\n",
		p.ready.Milliseconds(), memory, addresses)
	return err
}
