package dbtest

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5"
)

// Server is a PostgreSQL server that ends with the process which started it, however that ends.
type Server struct {
	dir string // of data and socket
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
	s := &Server{dir: dir}
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
// what it has made. A server that is killed is waited for at once, so that another one can take its place.
const script = `exec 3<&0; "$@" 3<&- & p=$!
(read -r _ <&3; while kill -INT $p; do sleep 0.1; done; rm -rf "$0") 2>/dev/null & exec 3<&-; wait $p`

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
func (s *Server) Address() string { return AddressOf(s) }

// AddressOf returns the address of the database that one of several servers has.
func AddressOf(servers ...*Server) string {
	var hosts, ports []string
	for _, s := range servers {
		hosts, ports = append(hosts, s.dir), append(ports, "5432")
	}
	return "postgres://postgres@/postgres?host=" + strings.Join(hosts, ",") + "&port=" + strings.Join(ports, ",")
}

// Exec runs statements on this server.
func (s *Server) Exec(statements ...string) error {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	conn, err := pgx.Connect(ctx, s.Address())
	if err != nil {
		return err
	}
	defer conn.Close(ctx)
	for _, statement := range statements {
		if _, err := conn.Exec(ctx, statement); err != nil {
			return fmt.Errorf("%s: %w", statement, err)
		}
	}
	return nil
}

// NewStandby makes a server that follows another one. It does not run yet.
func NewStandby(of *Server) (*Server, error) {
	dir, err := os.MkdirTemp("", "lerr-postgres-")
	if err != nil {
		return nil, err
	}
	if err := giveAway(dir); err != nil {
		return nil, err
	}
	s := &Server{dir: dir}
	return s, s.Follow(of)
}

// Follow makes a server that does not run a standby of another one. What it held is thrown away.
func (s *Server) Follow(primary *Server) error {
	if err := os.RemoveAll(s.data()); err != nil {
		return err
	}
	return s.run("pg_basebackup", "-D", s.data(), "-d", "host="+primary.dir+" port=5432 user=postgres application_name=standby", "-R", "-X", "stream", "-c", "fast", "--no-sync")
}

// AwaitStandby makes commits of a primary wait for a standby, which must be there within a while.
func (s *Server) AwaitStandby() error {
	for begun := time.Now(); ; time.Sleep(20 * time.Millisecond) {
		err := s.Exec(`DO $$ BEGIN IF NOT EXISTS (SELECT 1 FROM pg_stat_replication WHERE state = 'streaming') THEN RAISE 'no standby'; END IF; END $$`)
		if err == nil {
			break
		}
		if time.Since(begun) > 30*time.Second {
			return err
		}
	}
	return s.Exec(`ALTER SYSTEM SET synchronous_standby_names = '*'`, `SELECT pg_reload_conf()`)
}

// Kill ends the server as a power failure would, but for what the system has in memory.
func (s *Server) Kill() error {
	content, err := os.ReadFile(filepath.Join(s.data(), "postmaster.pid"))
	if err != nil {
		return err
	}
	pid, err := strconv.Atoi(strings.TrimSpace(strings.SplitN(string(content), "\n", 2)[0]))
	if err != nil {
		return err
	}
	return syscall.Kill(pid, syscall.SIGKILL) // its children notice, and end
}

// Promote makes a standby the primary.
func (s *Server) Promote() error { return s.Exec(`SELECT pg_promote()`) }
