package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"lerr/internal/sitetest"
	"lerr/internal/sitetest/dbtest"
	"lerr/internal/store"
)

// program is a running `lerr serve` in the process of the test.
type program struct {
	public, staff string // URLs from the log
	cancel        context.CancelFunc
	ended         chan int
	lines         chan []string
}

// start runs `lerr serve` on a database, which `lerr init` makes if there is none, and free ports. It waits
// until both sites listen.
func start(t *testing.T, path string, flags ...string) *program {
	t.Helper()
	if !made(t, path) {
		if code, _, errs := execute(t, "init", "--db", path); code != exitOK {
			t.Fatalf("init: exit code %d: %s", code, errs)
		}
	}
	ctx, cancel := context.WithCancel(context.Background())
	p := &program{cancel: cancel, ended: make(chan int, 1), lines: make(chan []string, 1)}
	t.Cleanup(cancel)
	read, write := io.Pipe()
	go func() {
		args := []string{"serve", "--db", path, "--addr", "127.0.0.1:0", "--staff-addr", "127.0.0.1:0", "--drain", "0"}
		code := run(ctx, append(args, flags...), io.Discard, write)
		p.ended <- code
		write.Close()
	}()
	type line struct{ Msg, Site, Address string }
	listening := make(chan line, 2)
	go func() {
		var lines []string
		for s := bufio.NewScanner(read); s.Scan(); {
			lines = append(lines, s.Text())
			var l line
			if json.Unmarshal(s.Bytes(), &l) == nil && l.Msg == "listening" {
				listening <- l
			}
		}
		close(listening)
		p.lines <- lines
	}()
	for range 2 {
		switch l, ok := <-listening; {
		case !ok:
			t.Fatalf("exit code %d before it listened: %q", <-p.ended, <-p.lines)
		case l.Site == "public site":
			p.public = l.Address
		case l.Site == "staff console":
			p.staff = strings.Replace(l.Address, "127.0.0.1", "localhost", 1) // the host that it answers for
		}
	}
	return p
}

// stop ends the program's context, as a signal does, and waits for the exit.
func (p *program) stop() (code int, stderr []string) {
	p.cancel()
	return <-p.ended, <-p.lines
}

// get requests a page without following redirects.
func get(t *testing.T, address string) (status int, body string) {
	t.Helper()
	client := &http.Client{
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		Transport:     &http.Transport{DisableKeepAlives: true},
	}
	a, err := client.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	defer a.Body.Close()
	b, err := io.ReadAll(a.Body)
	if err != nil {
		t.Fatal(err)
	}
	return a.StatusCode, string(b)
}

// said reports whether a line of the log has the message.
func said(lines []string, message string) bool {
	return slices.ContainsFunc(lines, func(l string) bool { return strings.Contains(l, `"msg":"`+message+`"`) })
}

// alter executes SQL on a database as any other program would.
func alter(t *testing.T, path, statement string) {
	t.Helper()
	db := dbtest.Open(t, path)
	defer db.Close()
	if _, err := db.Exec(statement); err != nil {
		t.Fatal(err)
	}
}

// made reports whether there is a database at path.
func made(t *testing.T, path string) bool {
	t.Helper()
	there, err := store.Exists(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	return there
}

// empty creates a database of lerr without any report.
func empty(t *testing.T, path string) {
	t.Helper()
	if err := store.Create(t.Context(), path, newSeal(t, path), nil); err != nil {
		t.Fatal(err)
	}
}

func TestServe_ServesTheSameAfterARestart(t *testing.T) {
	path := dbtest.Path(t)
	var pages []string
	for _, name := range []string{"on a new database", "on the same database again"} {
		p := start(t, path)
		status, page := get(t, p.public+"/")
		if status != http.StatusOK || !strings.Contains(page, "24,175") {
			t.Errorf("%s: got status %d, want 200 and a page with 24,175", name, status)
		}
		if status, body := get(t, p.staff+"/livez"); status != http.StatusOK || body != "live\n" {
			t.Errorf("%s: staff console: got %d, %q, want live", name, status, body)
		}
		if status, body := get(t, p.public+"/readyz"); status != http.StatusOK || body != "ready\n" {
			t.Errorf("%s: got %d, %q, want ready", name, status, body)
		}
		code, lines := p.stop()
		if code != exitOK {
			t.Errorf("%s: exit code: got %d, want 0: %q", name, code, lines)
		}
		pages = append(pages, page)
	}
	if pages[0] != pages[1] {
		t.Error("the second start serves another page than the first")
	}
}

// A release that is scheduled happens once, at its time, whatever starts and stops before it, and also if nothing ran at
// its time.
func TestServe_ReleasesAfterARestart(t *testing.T) {
	path := seededWith(t, sized(t))
	at := scheduleNext(t, path, 6*time.Second)
	shown := func(p *program) bool {
		status, _ := get(t, p.public+"/2019-H2")
		return status == http.StatusOK
	}
	if first := start(t, path); time.Now().Before(at) {
		if shown(first) && time.Now().Before(at) {
			t.Error("it is shown before its time")
		}
		first.stop()
	} else {
		first.stop() // the machine is slow; then the second start is late, which is as good
	}
	second := start(t, path)
	for range 600 {
		if shown(second) {
			break
		}
		time.Sleep(50 * time.Millisecond)
	}
	if !shown(second) {
		t.Error("it is not shown")
	}
	second.stop()
	third := start(t, path)
	defer third.stop()
	if !shown(third) {
		t.Error("it is not shown after another start")
	}
	if status, _ := get(t, third.public+"/2019-H2/r2.json"); status != http.StatusNotFound {
		t.Errorf("a second revision: got %d", status)
	}
}

func TestServe_StopsListeningWhenItsContextEnds(t *testing.T) {
	p := start(t, seededWith(t, smallest(t)))
	if code, lines := p.stop(); code != exitOK || !said(lines, "stopping") {
		t.Errorf("exit code: got %d, %q, want 0 and a line in the log", code, lines)
	}
	for _, address := range []string{p.public, p.staff} {
		if c, err := net.Dial("tcp", strings.TrimPrefix(address, "http://")); err == nil {
			c.Close()
			t.Errorf("%s still listens", address)
		}
	}
}

// The whole time from the signal to the end of listening, readiness fails and everything is answered.
func TestServe_IsNotReadyBeforeItStopsListening(t *testing.T) {
	shipped := sitetest.Shipped(t)
	ctx, cancel := context.WithCancel(t.Context())
	var lines sitetest.Log
	log := slog.New(slog.NewJSONHandler(&lines, nil))
	site, err := newSite(ctx, shipped, "", sitetest.Archive(t), nil, log)
	if err != nil {
		t.Fatal(err)
	}
	draining, drained, ended := make(chan struct{}), make(chan struct{}), make(chan error)
	go func() {
		ended <- listenAndServe(ctx, []endpoint{{"public site", "127.0.0.1:0", nil, site}}, &memoryLimit{}, lifecycle{func() {}, func() { close(draining); <-drained }}, log)
	}()
	cancel()
	<-draining
	address := regexp.MustCompile(`127\.0\.0\.1:\d+`).FindString(lines.String())
	for path, want := range map[string]int{"/readyz": http.StatusServiceUnavailable, "/livez": http.StatusOK, "/2019-H1": http.StatusOK} {
		if got, _ := get(t, "http://"+address+path); got != want {
			t.Errorf("%s while it drains: got %d, want %d", path, got, want)
		}
	}
	close(drained)
	if err := <-ended; err != nil {
		t.Error(err)
	}
	if c, err := net.Dial("tcp", address); err == nil {
		c.Close()
		t.Error("it still listens afterwards")
	}
}

// A client whose connection was accepted before the end is answered, though it asks after it.
func TestListenAndServe_AnswersWhomItHasAccepted(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	var lines sitetest.Log
	log := slog.New(slog.NewJSONHandler(&lines, nil))
	ended := make(chan error)
	hello := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, "hello") })
	accepted := make(chan struct{})
	go func() {
		ended <- listenAndServe(ctx, []endpoint{{"public site", "127.0.0.1:0", nil, hello}}, &memoryLimit{}, lifecycle{func() {}, func() { <-accepted }}, log)
	}()
	var address string
	for address == "" {
		address = regexp.MustCompile(`127\.0\.0\.1:\d+`).FindString(lines.String())
	}
	first, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	defer first.Close()
	get(t, "http://"+address) // which is accepted after the first
	cancel()
	if status, body := get(t, "http://"+address); status != http.StatusOK || body != "hello" {
		t.Errorf("while it stops: got %d, %q", status, body)
	}
	close(accepted)
	for {
		c, err := net.Dial("tcp", address)
		if err != nil {
			break // it listens no more
		}
		c.Close()
	}
	fmt.Fprintf(first, "GET / HTTP/1.1\r\nHost: %s\r\n\r\n", address)
	answer, _ := io.ReadAll(first)
	if text := string(answer); !strings.HasPrefix(text, "HTTP/1.1 200 OK") || !strings.Contains(text, "Connection: close") || !strings.HasSuffix(text, "hello") {
		t.Errorf("got %q, want an answer and the end of the connection", text)
	}
	if err := <-ended; err != nil {
		t.Error(err)
	}
}

// What the kernel holds of an answer for a client that does not read it is memory, too.
func TestNewServer_BoundsWhatTheKernelHoldsForAClient(t *testing.T) {
	sizes := make(chan int, 1)
	server := httptest.NewUnstartedServer(nil)
	server.Config = newServer(http.NotFoundHandler(), slog.New(slog.DiscardHandler))
	server.Config.ConnState = func(c net.Conn, state http.ConnState) {
		raw, err := c.(*net.TCPConn).SyscallConn()
		if err != nil || state != http.StateActive {
			return
		}
		_ = raw.Control(func(fd uintptr) {
			size, _ := syscall.GetsockoptInt(int(fd), syscall.SOL_SOCKET, syscall.SO_SNDBUF)
			sizes <- size
		})
	}
	server.Start()
	defer server.Close()
	get(t, server.URL)
	if got := <-sizes; got <= 0 || got > 2*sendBuffer {
		t.Errorf("got a send buffer of %d bytes, want at most %d", got, 2*sendBuffer)
	}
}

func TestServe_OutlivesTheShellThatStartedIt(t *testing.T) {
	path := seededWith(t, smallest(t))
	command := child(t, os.Args[0], "serve", "--db", path, "--addr", "127.0.0.1:0", "--staff-addr", "127.0.0.1:0", "--drain", "0")
	stderr, err := command.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(stderr)
	for lines.Scan() && !said([]string{lines.Text()}, "listening") {
	}
	for _, s := range []os.Signal{syscall.SIGHUP, syscall.SIGTERM} {
		if err := command.Process.Signal(s); err != nil {
			t.Fatal(err)
		}
	}
	var rest []string
	for lines.Scan() {
		rest = append(rest, lines.Text())
	}
	if err := command.Wait(); err != nil || !said(rest, "stopping") {
		t.Errorf("got %v, %q, want it to stop at SIGTERM only", err, rest)
	}
}

func TestServe_KeepsTheTwoSitesApart(t *testing.T) {
	p := start(t, seeded(t))
	defer p.stop()
	for _, path := range []string{"/", "/2019-H1", "/download/2019-H1.csv"} {
		if status, body := get(t, p.staff+path); status == http.StatusOK || strings.Contains(body, "24,175") {
			t.Errorf("%s of the staff console: got status %d, want no page without a session", path, status)
		}
	}
	for _, path := range []string{"/upload", "/drafts/1", "/audit", "/sign-in"} {
		if status, _ := get(t, p.public+path); status != http.StatusNotFound {
			t.Errorf("%s of the public site: got status %d, want 404", path, status)
		}
	}
}

// served runs `lerr serve` with what it must refuse, and fails if it listens.
func served(t *testing.T, path string, flags ...string) (code int, stderr string) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	errs := &untilListening{cancel: cancel}
	args := []string{"serve", "--db", path, "--addr", "127.0.0.1:0", "--staff-addr", "127.0.0.1:0", "--drain", "0"}
	code = run(ctx, append(args, flags...), io.Discard, errs)
	if ctx.Err() != nil {
		t.Errorf("it listens: %q", errs.String())
	}
	return code, errs.String()
}

// untilListening collects a log, and stops the server that says in it that it listens.
type untilListening struct {
	strings.Builder
	cancel context.CancelFunc
}

func (l *untilListening) Write(b []byte) (int, error) {
	if strings.Contains(string(b), `"listening"`) {
		l.cancel()
	}
	return l.Builder.Write(b)
}

func TestServe_ThrottlesClientsBehindATrustedProxyApart(t *testing.T) {
	dbtest.SameOnBoth(t, "addresses of clients")
	for _, tt := range []struct {
		flags []string
		want  bool // whether seven clients, each with one failure, are throttled as one
	}{
		{nil, true},
		{[]string{"--trusted-proxy", "192.0.2.1", "--trusted-proxy", "127.0.0.0/8"}, false},
	} {
		t.Run(strings.Join(tt.flags, " "), func(t *testing.T) {
			p := start(t, seededWith(t, smallest(t)), tt.flags...)
			defer p.stop()
			signIn := func(client, name string) int {
				r, err := http.NewRequest(http.MethodPost, p.staff+"/sign-in", strings.NewReader("password=wrong&name="+name))
				if err != nil {
					t.Fatal(err)
				}
				r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
				r.Header.Set("Sec-Fetch-Site", "same-origin")
				r.Header.Set("X-Forwarded-For", client)
				w, err := http.DefaultClient.Do(r)
				if err != nil {
					t.Fatal(err)
				}
				w.Body.Close()
				return w.StatusCode
			}
			throttled := false
			for i := 0; i < 7 && !throttled; i++ {
				throttled = signIn(fmt.Sprint("203.0.113.", i), fmt.Sprint("name", i)) == http.StatusTooManyRequests
			}
			if throttled != tt.want {
				t.Errorf("throttled: got %v, want %v", throttled, tt.want)
			}
		})
	}
}

func TestServe_RefusesAProxyThatIsNoAddress(t *testing.T) {
	for _, value := range []string{"proxy.example", "10.0.0.0/33", "10.0.0.1:80"} {
		var errs strings.Builder
		code := run(t.Context(), []string{"serve", "--db", dbtest.Path(t), "--trusted-proxy", value}, io.Discard, &errs)
		if code != exitUsage || !strings.Contains(errs.String(), value) {
			t.Errorf("%s: got exit code %d, %q, want 2 and a line that names it", value, code, errs.String())
		}
	}
}

func TestServe_RefusesADatabaseThatIsNotOurs(t *testing.T) {
	for _, tt := range []struct {
		name string
		make func(t testing.TB, path string)
		want string
	}{
		{"of another program", dbtest.MakeForeign, "not a lerr database"},
		{"of a newer lerr", dbtest.MakeNewer, "written by a newer lerr"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			path := dbtest.Path(t)
			empty(t, path)
			tt.make(t, path)
			code, stderr := served(t, path)
			if code != exitForeign || !strings.Contains(stderr, tt.want) || !strings.Contains(stderr, path) {
				t.Errorf("got exit code %d, %q, want 3 and a line with the file's name and %q", code, stderr, tt.want)
			}
		})
	}
}

func TestServe_ServesNothingOfADamagedDatabase(t *testing.T) {
	path := seeded(t)
	alter(t, path, `UPDATE counts SET rejected = rejected + 1 WHERE period = '2016-H1' AND country_code = 'FR'`)
	code, stderr := served(t, path)
	if code != exitDamaged || !strings.Contains(stderr, "2016-H1 revision 1") {
		t.Errorf("got exit code %d, %q, want 4 and the name of the revision", code, stderr)
	}
}

func TestServe_NamesTheSiteWhoseAddressIsTaken(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	for _, tt := range []struct{ name, flag, other, want string }{
		{"the public one", "--addr", "--staff-addr", "lerr serve: public site: "},
		{"the staff console", "--staff-addr", "--addr", "lerr serve: staff console: "},
	} {
		t.Run(tt.name, func(t *testing.T) {
			path := seededWith(t, smallest(t))
			var errs strings.Builder
			args := []string{"serve", "--db", path, tt.flag, taken.Addr().String(), tt.other, "127.0.0.1:0"}
			if code := run(t.Context(), args, io.Discard, &errs); code != exitFailed {
				t.Errorf("exit code: got %d, want 1", code)
			}
			if !strings.Contains(errs.String(), tt.want) || !strings.Contains(errs.String(), taken.Addr().String()) {
				t.Errorf("got %q, want %q and the address", errs.String(), tt.want)
			}
			if code, _, errs := execute(t, "verify", "--db", path); code != exitOK { // the file is closed
				t.Errorf("verify: %d, %s", code, errs)
			}
		})
	}
}

func TestServe_ReadsItsFlagsFromTheEnvironment(t *testing.T) {
	path := dbtest.Path(t)
	empty(t, path)
	dbtest.MakeForeign(t, path)
	t.Setenv("LERR_DB", path)
	var errs strings.Builder
	if code := run(t.Context(), []string{"serve"}, io.Discard, &errs); code != exitForeign || !strings.Contains(errs.String(), path) {
		t.Errorf("got exit code %d, %q, want 3 and the path of LERR_DB", code, errs.String())
	}
}

// The key that init made beside the database is the one that serve seals with, unless a flag names another.
func TestExistingKey_IsBesideTheDatabase(t *testing.T) {
	path := dbtest.Path(t)
	var log strings.Builder
	logger := slog.New(slog.NewTextHandler(&log, nil))
	if key := existingKey(path, logger); key != "" || !strings.Contains(log.String(), "stored in clear") {
		t.Errorf("without a key: got %q and %q, want a warning", key, log.String())
	}
	log.Reset()
	if err := os.WriteFile(keyBeside(path), make([]byte, keyLength), 0o600); err != nil {
		t.Fatal(err)
	}
	if key := existingKey(path, logger); key != path+".key" || log.Len() != 0 {
		t.Errorf("got %q and %q, want the key and no warning", key, log.String())
	}
}
