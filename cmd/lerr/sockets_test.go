package main

import (
	"net"
	"os"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
)

func TestNameSockets_KnowsThemByNameOrOrder(t *testing.T) {
	for _, tt := range []struct {
		count, given string
		want         string // names, or a part of the error
	}{
		{"0", "", ""},
		{"1", "", "public"},
		{"2", "", "public,staff"},
		{"2", "staff:public", "staff,public"},
		{"1", "staff", "staff"},
		{"2", "lerr.socket:lerr.socket", "public,staff"}, // systemd's own
		{"2", "unknown:unknown", "public,staff"},
		{"3", "", "LISTEN_FDS is 3, and lerr serve has 2 addresses; name one public"},
		{"1000000000", "", "LISTEN_FDS is 1000000000"},
		{"-1", "", `LISTEN_FDS is "-1"`},
		{"two", "", `LISTEN_FDS is "two"`},
		{"2", "public", `LISTEN_FDNAMES is "public", and LISTEN_FDS is 2`},
		{"1", "public:staff", `LISTEN_FDNAMES is "public:staff", and LISTEN_FDS is 1`},
		{"2", "public:web", `the name "web", which is no address of lerr serve; name one public`},
		{"2", "public:lerr.socket", `the name "lerr.socket"`},
		{"2", "public:public", `the name "public" twice`},
	} {
		names, err := nameSockets(tt.count, tt.given)
		if got := strings.Join(names, ","); err == nil && got != tt.want || err != nil && (tt.want == "" || !strings.Contains(err.Error(), tt.want)) {
			t.Errorf("%s, %q: got %s, %v, want %s", tt.count, tt.given, got, err, tt.want)
		}
	}
}

// The variables are for the process that they name, and for none that it starts.
func TestInheritSockets_TakesNoneOfAnotherProcess(t *testing.T) {
	for _, pid := range []string{"", "1", strconv.Itoa(os.Getppid())} {
		t.Setenv("LISTEN_PID", pid)
		t.Setenv("LISTEN_FDS", "2")
		t.Setenv("LISTEN_FDNAMES", "public:staff")
		if sockets, err := inheritSockets(); len(sockets) > 0 || err != nil {
			t.Errorf("%q: got %v, %v, want none", pid, sockets, err)
		}
		if slices.ContainsFunc(os.Environ(), func(v string) bool { return strings.HasPrefix(v, "LISTEN_") }) {
			t.Error("the variables are still set")
		}
	}
}

// What is passed and cannot be served on is refused in words, with the exit code that no restart mends.
func TestServe_RefusesSocketsItCannotServeOn(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows passes no descriptors")
	}
	dir, err := os.MkdirTemp("", "lerr") // the path of a socket is short
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(dir)
	local, err := net.Listen("unix", dir+"/socket")
	if err != nil {
		t.Fatal(err)
	}
	defer local.Close()
	packets, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer packets.Close()
	for name, tt := range map[string]struct {
		socket interface{ File() (*os.File, error) }
		want   []string
	}{
		"a local one":    {local.(*net.UnixListener), []string{"the passed socket staff, file descriptor 3: it is at " + dir, "needs a TCP socket"}},
		"one of packets": {packets.(*net.UDPConn), []string{"the passed socket staff, file descriptor 3: ", "needs a TCP socket"}},
	} {
		file, err := tt.socket.File()
		if err != nil {
			t.Fatal(err)
		}
		c := child(t, os.Args[0], "serve", "--db", dir+"/none.db")
		c.ExtraFiles = []*os.File{file}
		c.Env = append(c.Env, "LISTEN_FDS=1", "LISTEN_FDNAMES=staff")
		code, output := ranChild(t, c)
		for _, want := range tt.want {
			if code != exitUsage || !strings.Contains(output, want) {
				t.Errorf("%s: got exit code %d, %q, want 2 and %q", name, code, output, want)
			}
		}
		file.Close()
	}
}
