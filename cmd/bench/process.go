package main

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// process is a running server.
type process struct {
	*exec.Cmd
	url   string
	ready time.Duration // from the start to the first response
}

// start starts a server at a free address, which it passes to command, and waits until the server answers
// a request for path. The output goes to a file in dir.
func start(ctx context.Context, dir, path string, command func(address string) []string) (*process, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	address := listener.Addr().String()
	if err := listener.Close(); err != nil {
		return nil, err
	}
	args := command(address)
	log, err := os.Create(filepath.Join(dir, filepath.Base(args[0])+".log"))
	if err != nil {
		return nil, err
	}
	defer log.Close()
	p := &process{Cmd: exec.CommandContext(ctx, args[0], args[1:]...), url: "http://" + address}
	p.Cancel = func() error { return p.Process.Signal(syscall.SIGTERM) }
	p.Stdout, p.Stderr = log, log
	began := time.Now()
	if err := p.Start(); err != nil {
		return nil, err
	}
	for time.Since(began) < 30*time.Second && ctx.Err() == nil {
		if err := fetch(p.url+path, "gzip", io.Discard); err == nil {
			p.ready = time.Since(began)
			return p, nil
		}
		time.Sleep(500 * time.Microsecond)
	}
	p.stop()
	output, _ := os.ReadFile(log.Name())
	return nil, fmt.Errorf("%s does not answer: %s", args[0], output)
}

func (p *process) stop() {
	_ = p.Process.Signal(syscall.SIGTERM)
	_ = p.Wait() // servers differ in how they exit after a signal
}

// resident returns the resident memory of the process in megabytes.
func (p *process) resident() (float64, error) {
	out, err := exec.Command("ps", "-o", "rss=", "-p", strconv.Itoa(p.Process.Pid)).Output()
	if err != nil {
		return 0, fmt.Errorf("ps: %w", err)
	}
	kib, err := strconv.ParseFloat(strings.TrimSpace(string(out)), 64)
	return kib * 1024 / 1e6, err
}

// fetch requests a URL in a content coding and copies the response with its headers to a writer.
func fetch(url, coding string, to io.Writer) error {
	r, err := http.NewRequest(http.MethodGet, url, nil)
	if err != nil {
		return err
	}
	r.Header.Set("Accept-Encoding", coding)
	w, err := http.DefaultClient.Do(r)
	if err != nil {
		return err
	}
	defer w.Body.Close()
	if w.StatusCode != http.StatusOK {
		return fmt.Errorf("%s: status %d", url, w.StatusCode)
	}
	return w.Write(to)
}
