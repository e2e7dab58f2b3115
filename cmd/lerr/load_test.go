// The race detector makes everything slower and larger.

//go:build linux && !race

package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"lerr/internal/sitetest/dbtest"
)

// What holds under each load, on two cores of which an attacker takes one, while the machine does nothing else.
const (
	maxReleaseDelay = time.Second
	maxConsoleWait  = 2 * time.Second
	maxReaderP99    = 50 * time.Millisecond
	maxResident     = 256 << 20
	readerInterval  = time.Second / 50
)

// loads are the attacks on a server, each with its number of connections.
var loads = map[string]int{"expand": 64, "bom": 64, "queries": 64, "slow": 1500, "forms": 100}

// Whatever strangers do, a release is shown at its time, staff can work, and readers are answered, also if the server
// has one core alone. A small run has all attacks at once, with few connections, and wants only that nobody fails: what
// depends on the machine's speed is for make soak.
func TestServe_StandsLoad(t *testing.T) {
	if testing.Short() {
		dbtest.SameOnBoth(t, "few strangers, who ask for what is in memory")
		few := map[string]int{}
		for name, n := range loads {
			few[name] = n / 20
		}
		underLoad(t, true, few, 3*time.Second, 10*readerInterval) // which a busy machine can answer, too
		return
	}
	for name, n := range loads {
		for _, alone := range []bool{false, true} { // each longer than pages are built ahead of a release
			t.Run(fmt.Sprintf("%s, one core %t", name, alone), func(t *testing.T) {
				r := underLoad(t, alone, map[string]int{name: n}, 70*time.Second, readerInterval)
				slow := !alone && r.p99 > maxReaderP99 // a reader shares the one core with whoever attacks it
				if r.delay > maxReleaseDelay || r.console > maxConsoleWait || slow || r.resident > maxResident {
					t.Errorf("want the release at most %v late, console pages within %v, a p99 of at most %v and %d MB resident", maxReleaseDelay, maxConsoleWait, maxReaderP99, maxResident>>20)
				}
			})
		}
	}
}

// result holds the delays that readers and staff saw of a server under load, and its memory.
type result struct {
	p99, console, delay time.Duration // of readers; the longest; of the release
	resident, own       int64         // largest size in memory; without files
}

// underLoad attacks a server until a little after a release, and fails unless everybody is answered.
// A reader comes at each interval. With alone, the server has one core.
func underLoad(t *testing.T, alone bool, load map[string]int, release, interval time.Duration) (r result) {
	t.Helper()
	s := startLoaded(t, alone)
	for _, page := range slices.Concat(pages, pages) { // as of a server that has been running
		if _, err := s.ask(http.DefaultClient, s.public+page, ""); err != nil {
			t.Fatal(err)
		}
	}
	at := s.schedule(release)
	after := 3 * time.Second
	if testing.Short() {
		after = time.Second
	}
	ctx, cancel := context.WithDeadline(t.Context(), at.Add(after))
	defer cancel()
	stops := map[string]func() int{}
	for name, n := range load {
		stops[name] = startAttack(t, name, s.public, s.staff, n)
	}
	var all sync.WaitGroup
	var readers, console []time.Duration
	all.Go(func() { readers = s.read(ctx, interval) })
	all.Go(func() { console = s.work(ctx) })
	all.Go(func() { r.delay = s.watch(at) })
	all.Go(func() {
		for ; ctx.Err() == nil; pause(ctx, 100*time.Millisecond) {
			r.own = max(r.own, s.status("RssAnon"))
		}
	})
	others := busyElsewhere(s.pid)
	all.Wait()
	for name, stop := range stops {
		answers := stop()
		if t.Logf("%s: %d answers", name, answers); answers == 0 {
			t.Errorf("%s got no answer at all", name)
		}
	}
	r.p99, r.console, r.resident = readers[len(readers)*99/100], console[len(console)-1], s.resident()
	t.Logf("%d readers: median %v, p99 %v, longest %v; console: median %v, longest %v; release %v late; %d MB resident, %d MB of its own at most; others took %.0f %% of a core",
		len(readers), readers[len(readers)/2], r.p99, readers[len(readers)-1], console[len(console)/2], r.console, r.delay, r.resident>>20, r.own>>20, others()*100)
	return r
}

// loaded is a server in a process of its own, and somebody who is signed in to its console.
type loaded struct {
	t                         *testing.T
	path, public, staff, pass string
	draft                     string // its address on the console
	pid                       int
}

// startLoaded starts a server with the shipped report. With alone, it has one core.
func startLoaded(t *testing.T, alone bool) *loaded {
	t.Helper()
	s := &loaded{t: t, path: seeded(t)}
	key := strings.Repeat("k", keyLength)
	put(t, keyBeside(s.path), key)
	s.pass = enrol(t, s.path, []byte(key), "anna")[0]
	c := child(t, os.Args[0], "serve", "--db", s.path, "--addr", "127.0.0.1:0", "--staff-addr", "127.0.0.1:0", "--drain", "0")
	stderr, err := c.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	start := c.Start
	if alone {
		start = func() error { return onOneCore(first, c.Start) }
	}
	if err := start(); err != nil {
		t.Fatal(err)
	}
	s.pid = c.Process.Pid
	t.Cleanup(func() { _ = errors.Join(c.Process.Kill(), c.Wait()) })
	lines := bufio.NewScanner(stderr)
	for s.public == "" || s.staff == "" {
		if !lines.Scan() {
			t.Fatal("the server ended before it listened")
		}
		var l struct{ Msg, Site, Address string }
		if json.Unmarshal(lines.Bytes(), &l) != nil || l.Msg != "listening" {
			continue
		}
		if l.Site == "public site" {
			s.public = l.Address
		} else {
			s.staff = strings.Replace(l.Address, "127.0.0.1", "localhost", 1)
		}
	}
	go func() {
		for lines.Scan() {
			if !strings.Contains(lines.Text(), `"level":"INFO"`) {
				t.Log(lines.Text())
			}
		}
	}()
	return s
}

// schedule schedules the next half-year and returns its time, in full seconds, when the console names its draft.
func (s *loaded) schedule(in time.Duration) time.Time {
	s.t.Helper()
	at := scheduleNext(s.t, s.path, in)
	home, err := s.ask(http.DefaultClient, s.staff+"/", s.pass)
	if err != nil {
		s.t.Fatal(err)
	}
	if s.draft = regexp.MustCompile(`/drafts/[\w-]+`).FindString(string(home)); s.draft == "" {
		s.t.Fatal("the console names no draft")
	}
	return at
}

// pages lists the addresses that readers ask for.
var pages = []string{"/", "/2019-H1", "/2019-H1/de", "/2018-H2/europe", "/countries/us", "/trends", "/data", "/data.csv", "/revisions", "/2019-H1/au.csv"}

// read requests pages at the pace of readers until ctx ends, each without waiting for those before, and returns how
// long the answers took, sorted.
func (s *loaded) read(ctx context.Context, interval time.Duration) (all []time.Duration) {
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 100}}
	defer client.CloseIdleConnections()
	took := make(chan time.Duration, 10000)
	ticker, begun := time.NewTicker(interval), time.Now()
	defer ticker.Stop()
	var reading sync.WaitGroup
	for n := 0; ctx.Err() == nil; n++ {
		due := begun.Add(time.Duration(n) * interval)
		pause(ctx, time.Until(due))
		reading.Go(func() {
			if _, err := s.ask(client, s.public+pages[n%len(pages)], ""); err != nil {
				s.t.Errorf("a reader after %v: %v", time.Since(begun), err)
			}
			took <- time.Since(due)
		})
	}
	reading.Wait()
	close(took)
	for d := range took {
		all = append(all, d)
	}
	slices.Sort(all)
	return all
}

// work opens pages of the console, one after the other, until ctx ends, and returns how long they took, sorted.
func (s *loaded) work(ctx context.Context) (all []time.Duration) {
	client := &http.Client{}
	defer client.CloseIdleConnections()
	pages := []string{"/", "/upload", "/places", "/audit", "/accounts", "/account", s.draft, s.draft + "/preview/"}
	for n := 0; ctx.Err() == nil; n++ {
		begun := time.Now()
		if _, err := s.ask(client, s.staff+pages[n%len(pages)], s.pass); err != nil {
			s.t.Errorf("the console: %v", err)
		}
		all = append(all, time.Since(begun))
		pause(ctx, 500*time.Millisecond)
	}
	slices.Sort(all)
	return all
}

// watch returns how long after its time a release is shown.
func (s *loaded) watch(at time.Time) time.Duration {
	ctx, cancel := context.WithDeadline(s.t.Context(), at.Add(time.Minute))
	defer cancel()
	client := &http.Client{}
	defer client.CloseIdleConnections()
	pause(ctx, time.Until(at))
	for ctx.Err() == nil {
		if _, err := s.ask(client, s.public+"/2019-H2", ""); err == nil {
			return time.Since(at)
		}
		pause(ctx, 10*time.Millisecond)
	}
	s.t.Error("the release is not shown")
	return time.Hour
}

// ask returns a page, requested with a session if one is given, and fails unless it is there.
func (s *loaded) ask(client *http.Client, address, session string) (body []byte, err error) {
	r, err := http.NewRequest(http.MethodGet, address, nil)
	if err != nil {
		return nil, err
	}
	if session != "" {
		r.AddCookie(&http.Cookie{Name: "__Host-session", Value: session})
	}
	w, err := client.Do(r)
	if err != nil {
		return nil, err
	}
	defer w.Body.Close()
	if body, err = io.ReadAll(w.Body); err == nil && (w.StatusCode != http.StatusOK || w.Request.URL.String() != address) {
		err = fmt.Errorf("%s: got status %d at %s", address, w.StatusCode, w.Request.URL)
	}
	return body, err
}

// resident returns the largest size of the process in memory so far, in bytes.
func (s *loaded) resident() int64 {
	s.t.Helper()
	return s.status("VmHWM")
}

// status returns a size in /proc/PID/status, in bytes.
func (s *loaded) status(name string) int64 {
	s.t.Helper()
	for line := range strings.Lines(read(s.t, fmt.Sprintf("/proc/%d/status", s.pid))) {
		if fields := strings.Fields(line); len(fields) > 1 && fields[0] == name+":" {
			n, err := strconv.ParseInt(fields[1], 10, 64)
			if err != nil {
				s.t.Error(err)
			}
			return n << 10
		}
	}
	s.t.Errorf("/proc has no %s", name)
	return 0
}

// busyElsewhere returns a function that says how much of a core other programs than the server, this one and its children
// took since: the limits hold on a machine that does nothing else.
func busyElsewhere(pid int) func() float64 {
	sum := func(fields []string) (ticks float64) {
		for _, f := range fields {
			n, _ := strconv.ParseFloat(f, 64)
			ticks += n
		}
		return ticks
	}
	ticks := func() float64 {
		stat, _ := os.ReadFile("/proc/stat")
		line, _, _ := strings.Cut(string(stat), "\n")
		all := strings.Fields(line)
		busy := sum(append(slices.Clone(all[1:4]), all[6:]...))
		for _, file := range []string{fmt.Sprintf("/proc/%d/stat", pid), "/proc/self/stat"} {
			own, _ := os.ReadFile(file)
			_, after, _ := strings.Cut(string(own), ") ")
			if f := strings.Fields(after); len(f) > 14 {
				busy -= sum(f[11:13])
				if file == "/proc/self/stat" {
					busy -= sum(f[13:15]) // of the attackers, once they have ended
				}
			}
		}
		return busy
	}
	begun, before := time.Now(), ticks()
	return func() float64 { return (ticks() - before) / 100 / time.Since(begun).Seconds() }
}
