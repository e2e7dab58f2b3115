package dbtest

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
)

// Server is a PostgreSQL server that ends with the process which started it, however that ends.
type Server struct {
	dir  string // data directory, socket and log
	host string // directory of the socket
	port int
}

// shared returns the server that the tests of a process share.
var shared = sync.OnceValues(func() (*Server, error) {
	s, err := NewServer()
	if err == nil {
		err = s.Start()
	}
	return s, err
})

// bin returns the path of a program of the newest PostgreSQL here.
func bin(name string) (string, error) {
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/" + name)
	if len(found) > 0 {
		return slices.MaxFunc(found, func(a, b string) int { return len(a) - len(b) + strings.Compare(a, b) }), nil
	}
	return exec.LookPath(name)
}

// NewServer makes the data directory of a server that does not run yet. Its locale sorts otherwise than bytes do.
func NewServer() (*Server, error) {
	dir, err := os.MkdirTemp("", "lerr-postgres-")
	if err != nil {
		return nil, err
	}
	if err := giveAway(dir); err != nil {
		return nil, err
	}
	s := &Server{dir: dir, host: dir, port: 5432}
	return s, s.run("initdb", "-D", s.data(), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync", "--locale=C.UTF-8", "--locale-provider=icu", "--icu-locale=en")
}

func (s *Server) data() string { return filepath.Join(s.dir, "data") }

// run runs one of PostgreSQL's programs to its end.
func (s *Server) run(name string, args ...string) error {
	path, err := bin(name)
	if err != nil {
		return err
	}
	c := exec.Command(path, args...)
	c.Dir, c.SysProcAttr = s.dir, asPostgres()
	if out, err := c.CombinedOutput(); err != nil {
		return fmt.Errorf("%s: %w\n%s", name, err, out)
	}
	return nil
}

// script runs the server until its input ends, as it does with the process that holds the other end, and then removes
// what it has made.
const script = `"$@" & read -r _; kill -INT $!; wait $!; rm -rf "$0"`

// Start starts the server with settings such as "fsync=on", and waits until it answers.
func (s *Server) Start(settings ...string) error {
	path, err := bin("postgres")
	if err != nil {
		return err
	}
	args := []string{"-c", script, s.dir, path, "-D", s.data(), "-k", s.dir}
	for _, setting := range slices.Concat([]string{
		"listen_addresses=", "fsync=off", "full_page_writes=off", "synchronous_commit=off", "shared_buffers=32MB", "max_connections=300", "autovacuum=off",
	}, settings) {
		args = append(args, "-c", setting)
	}
	c := exec.Command("/bin/sh", args...)
	c.Dir, c.SysProcAttr = s.dir, asPostgres()
	var log bytes.Buffer
	c.Stdout, c.Stderr = &log, &log
	if _, err := c.StdinPipe(); err != nil { // never closed: it ends with this process
		return err
	}
	if err := c.Start(); err != nil {
		return err
	}
	go func() { _ = c.Wait() }()
	for begun := time.Now(); ; time.Sleep(10 * time.Millisecond) {
		ctx, cancel := context.WithTimeout(context.Background(), time.Second)
		conn, err := pgx.Connect(ctx, s.Address())
		if err == nil {
			err = conn.Close(ctx)
		}
		cancel()
		if err == nil {
			return nil
		}
		if time.Since(begun) > 30*time.Second {
			return fmt.Errorf("PostgreSQL does not answer: %w\n%s", err, log.String())
		}
	}
}

// Address returns the address of the server's database.
func (s *Server) Address() string {
	return fmt.Sprintf("postgres://postgres@/postgres?host=%s&port=%d", s.host, s.port)
}
