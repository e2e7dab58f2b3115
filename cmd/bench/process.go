package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// process is a server under measurement.
type process struct {
	*exec.Cmd
	url string
}

// freeAddress is an address that nobody listens at.
func freeAddress() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	return l.Addr().String(), l.Close()
}

// start starts a server, and waits until a page of it is answered. How long that took is told.
func start(ctx context.Context, address, path, log, name string, args ...string) (*process, time.Duration, error) {
	out, err := os.Create(log)
	if err != nil {
		return nil, 0, err
	}
	defer out.Close()
	command := exec.CommandContext(ctx, name, args...)
	command.Cancel = func() error { return command.Process.Signal(syscall.SIGTERM) }
	command.Stdout, command.Stderr = out, out
	p := &process{Cmd: command, url: "http://" + address}
	began := time.Now()
	if err := command.Start(); err != nil {
		return nil, 0, err
	}
	for time.Since(began) < 2*time.Minute {
		if w, err := http.Get(p.url + path); err == nil {
			w.Body.Close()
			if w.StatusCode == http.StatusOK {
				return p, time.Since(began), nil
			}
		}
		time.Sleep(500 * time.Microsecond)
	}
	return nil, 0, errors.Join(fmt.Errorf("%s does not answer; see %s", name, log), p.stop())
}

func (p *process) stop() error {
	_ = p.Process.Signal(syscall.SIGTERM)
	err := p.Wait()
	var exited *exec.ExitError
	if errors.As(err, &exited) {
		return nil
	}
	return err
}

// resident is how much memory the process has, in bytes.
func (p *process) resident() (int64, error) {
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", p.Process.Pid))
	if err != nil {
		return 0, err
	}
	for line := range strings.Lines(string(b)) {
		if rest, ok := strings.CutPrefix(line, "VmRSS:"); ok {
			kib, err := strconv.ParseInt(strings.Fields(rest)[0], 10, 64)
			return kib << 10, err
		}
	}
	return 0, errors.New("the system does not tell the resident memory")
}
