package main

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"lerr/internal/audit"
	"lerr/internal/publish"
	"lerr/internal/report"
	"lerr/internal/sitetest"
	"lerr/internal/sitetest/dbtest"
)

// machines returns the paths of the address of one database on several machines, each with its own copy of the keys.
func machines(t *testing.T, path string, n int) (paths []string) {
	t.Helper()
	for range n {
		other := filepath.Join(t.TempDir(), "lerr.db")
		put(t, other, read(t, path))
		if _, err := copyKeys(location{db: path}, location{db: other}); err != nil {
			t.Fatal(err)
		}
		paths = append(paths, other)
	}
	return paths
}

// watcher asks a site for pages again and again, as readers do.
type watcher struct {
	site          string
	asked, failed atomic.Int64
	shown         atomic.Int64 // when the new half-year was shown first, in Unix microseconds
	wrong         atomic.Value // text of the first wrong answer
}

// watch asks until stop is closed. A page of the half-year before its time is wrong, and so is anything else than the
// pages that are public.
func (w *watcher) watch(stop <-chan struct{}, at time.Time) {
	client := &http.Client{Timeout: 5 * time.Second, Transport: &http.Transport{}}
	status := func(path string) int {
		response, err := client.Get(w.site + path)
		if err != nil {
			w.wrong.CompareAndSwap(nil, path+": "+err.Error())
			w.failed.Add(1)
			return 0
		}
		response.Body.Close()
		return response.StatusCode
	}
	for {
		select {
		case <-stop:
			return
		case <-time.After(10 * time.Millisecond):
		}
		w.asked.Add(2)
		if got := status("/"); got != http.StatusOK {
			w.failed.Add(1)
			w.wrong.CompareAndSwap(nil, fmt.Sprintf("/: %d", got))
		}
		began := time.Now()
		switch got := status("/2019-H2"); {
		case got == http.StatusOK && began.Before(at) && time.Now().Before(at):
			w.failed.Add(1)
			w.wrong.CompareAndSwap(nil, "the half-year was shown early")
		case got == http.StatusOK:
			w.shown.CompareAndSwap(0, time.Now().UnixMicro())
		case got == http.StatusNotFound && w.shown.Load() == 0:
		default:
			w.failed.Add(1)
			w.wrong.CompareAndSwap(nil, fmt.Sprintf("/2019-H2: %d", got))
		}
	}
}

// await waits until every watcher has seen the half-year, and returns how late the first and the last were.
func await(t *testing.T, all []*watcher, at time.Time, limit time.Duration) (first, last time.Duration) {
	t.Helper()
	for deadline := at.Add(limit); ; time.Sleep(5 * time.Millisecond) {
		var late []time.Duration
		for _, w := range all {
			if shown := w.shown.Load(); shown != 0 {
				late = append(late, time.UnixMicro(shown).Sub(at))
			}
		}
		if len(late) == len(all) {
			return slices.Min(late), slices.Max(late)
		}
		if time.Now().After(deadline) {
			t.Fatalf("%d of %d sites show the half-year %s after its time", len(late), len(all), limit)
		}
	}
}

// checkWatchers wants no wrong answer.
func checkWatchers(t *testing.T, all []*watcher) {
	t.Helper()
	asked := int64(0)
	for n, w := range all {
		asked += w.asked.Load()
		if w.failed.Load() > 0 {
			t.Errorf("site %d: %d answers of %d were wrong, the first: %v", n, w.failed.Load(), w.asked.Load(), w.wrong.Load())
		}
	}
	t.Logf("%d answers", asked)
}

// releasedOnce wants the half-year once in the audit log, and the whole database proved.
func releasedOnce(t *testing.T, path string) {
	t.Helper()
	db := opened(t, path)
	defer db.Close()
	events, err := db.Events(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	released := 0
	for _, e := range events {
		if e.Period == (report.Period{Year: 2019, Half: 2}) && e.Revision == 1 && slices.Contains([]string{"publish", publish.ActionPublishDirectly}, e.Action) {
			released++
		}
	}
	if released != 1 {
		t.Errorf("the half-year is %d times in the audit log, want once", released)
	}
	if _, err := verify(t.Context(), db); err != nil {
		t.Error(err)
	}
}

// samePages wants sites to show the same to the byte.
func samePages(t *testing.T, all []*program) {
	t.Helper()
	for _, path := range []string{"/", "/2019-H2", "/2019-H2.csv", "/data.csv", "/revisions.csv"} {
		_, want := get(t, all[0].public+path)
		for n, p := range all {
			if _, got := get(t, p.public+path); got != want {
				t.Errorf("site %d shows something else than site 0 at %s", n, path)
			}
		}
	}
}

// Many processes release a half-year once, at its time, and all show it. At full count there are ten, which have time to
// make their pages ahead on one machine, and the last one is at most a second late.
func TestServe_ReleasesOnceOnManyMachines(t *testing.T) {
	dbtest.SameOnBoth(t, "machines on a server")
	path := filepath.Join(t.TempDir(), "lerr.db")
	put(t, path, dbtest.Schema(t))
	seedAt(t, path, sized(t))
	var programs []*program
	var watchers []*watcher
	for _, machine := range machines(t, path, sitetest.Count(3, 10)) {
		p := start(t, machine)
		programs, watchers = append(programs, p), append(watchers, &watcher{site: p.public})
	}
	at := scheduleNext(t, path, time.Duration(sitetest.Count(6, 55))*time.Second)
	stop := make(chan struct{})
	var running sync.WaitGroup
	for _, w := range watchers {
		running.Go(func() { w.watch(stop, at) })
	}
	first, last := await(t, watchers, at, 20*time.Second)
	close(stop)
	running.Wait()
	t.Logf("shown %s to %s after the time", first.Round(time.Millisecond), last.Round(time.Millisecond))
	if !testing.Short() && last > time.Second {
		t.Errorf("the last site showed it %s late, want at most 1 s", last)
	}
	checkWatchers(t, watchers)
	samePages(t, programs)
	for _, p := range programs {
		if code, lines := p.stop(); code != exitOK {
			t.Errorf("exit code %d: %q", code, lines)
		}
	}
	releasedOnce(t, path)
}

// The primary of the database dies in the second of a release. The standby has all that was acknowledged, the release
// happens once, readers notice nothing, and the old primary follows the new one.
func TestServe_ReleasesWhenItsDatabaseDies(t *testing.T) {
	dbtest.SameOnBoth(t, "servers of its own")
	for range sitetest.Count(1, 20) {
		dieInRelease(t)
	}
}

func dieInRelease(t *testing.T) {
	must := func(what string, err error) {
		t.Helper()
		if err != nil {
			t.Fatalf("%s: %v", what, err)
		}
	}
	primary, err := dbtest.NewServer()
	must("initdb", err)
	must("start the primary", primary.Start("synchronous_commit=on"))
	standby, err := dbtest.NewStandby(primary)
	must("make a standby", err)
	must("start the standby", standby.Start("synchronous_commit=on"))
	must("wait for the standby", primary.AwaitStandby())

	path := filepath.Join(t.TempDir(), "lerr.db")
	put(t, path, dbtest.AddressOf(primary, standby))
	seedAt(t, path, sized(t))
	var programs []*program
	var watchers []*watcher
	for _, machine := range machines(t, path, 3) {
		p := start(t, machine)
		programs, watchers = append(programs, p), append(watchers, &watcher{site: p.public})
	}
	staff := opened(t, path)
	defer staff.Close()
	at := scheduleNext(t, path, 6*time.Second)
	stop := make(chan struct{})
	var running sync.WaitGroup
	for _, w := range watchers {
		running.Go(func() { w.watch(stop, at) })
	}
	var acknowledged []string
	var stopped time.Duration // the longest time without an acknowledged change
	running.Go(func() {
		last := time.Now()
		for n := 0; ; n++ {
			select {
			case <-stop:
				return
			case <-time.After(5 * time.Millisecond):
			}
			text := fmt.Sprintf("change %d", n)
			err := staff.Record(t.Context(), audit.Event{At: time.Now().UTC(), Actor: "ann", Action: "note", Text: text})
			if err == nil {
				acknowledged = append(acknowledged, text)
				stopped, last = max(stopped, time.Since(last)), time.Now()
			} else if !errors.Is(err, report.ErrUnreachable) && !errors.Is(err, report.ErrBusy) {
				t.Errorf("%s: got %v, want that the database cannot be reached", text, err)
			}
		}
	})
	time.Sleep(time.Until(at.Add(-500*time.Millisecond + time.Duration(rand.IntN(1000))*time.Millisecond)))
	must("kill the primary", primary.Kill())
	killed := time.Since(at)
	time.Sleep(200 * time.Millisecond) // whoever promotes needs some time to be sure
	must("promote the standby", standby.Promote())
	first, last := await(t, watchers, at, 15*time.Second)
	time.Sleep(time.Second)
	close(stop)
	running.Wait()
	t.Logf("killed %s after the time; shown %s to %s after it; %d changes acknowledged, none for %s", killed.Round(time.Millisecond),
		first.Round(time.Millisecond), last.Round(time.Millisecond), len(acknowledged), stopped.Round(time.Millisecond))
	if !testing.Short() && last > 5*time.Second {
		t.Errorf("the last site showed the release %s late, want at most 5 s", last)
	}
	checkWatchers(t, watchers)
	samePages(t, programs)
	lost := slices.Clone(acknowledged)
	events, err := staff.Events(t.Context())
	must("read the audit log", err)
	for _, e := range events {
		if n := slices.Index(lost, e.Text); n >= 0 {
			lost = slices.Delete(lost, n, n+1)
		}
	}
	if len(lost) > 0 || len(acknowledged) < 20 {
		t.Errorf("%d of %d acknowledged changes are lost: %s", len(lost), len(acknowledged), strings.Join(lost, ", "))
	}

	must("make the old primary a standby", primary.Follow(standby))
	must("start the old primary", primary.Start("synchronous_commit=on"))
	must("wait for the old primary", standby.AwaitStandby())
	must("write", staff.Record(t.Context(), audit.Event{At: time.Now().UTC(), Actor: "ann", Action: "note", Text: "after all"}))
	for _, p := range programs {
		if status, body := get(t, p.public+"/readyz"); status != http.StatusOK || body != "ready\n" {
			t.Errorf("readyz: got %d, %q", status, body)
		}
		if code, lines := p.stop(); code != exitOK {
			t.Errorf("exit code %d: %q", code, lines)
		}
	}
	releasedOnce(t, path)
}
