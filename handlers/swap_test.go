package handlers_test

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"lerr/internal/publish"
	"lerr/internal/report"
	"lerr/internal/sitetest"
)

// publications returns how many corrections are published while readers read.
func publications() int { return sitetest.Count(5, 100) }

var (
	shownRevision = regexp.MustCompile(`Figures: <span class="unbroken">2019 \(Jan-Jun\)</span>, revision (\d+)`)
	shownNote     = regexp.MustCompile(`swap-(\d+)\.`)
)

// Readers read without a pause while corrections are published by another process, as fast as that
// goes. Each answer must be whole, of one revision, and never of an earlier one than before.
func TestPublic_NeverShowsTornOrMixedPagesThroughManyPublications(t *testing.T) {
	d := sitetest.NewConsole(t)
	// The site and its scheduler as they are outside of tests: pages are rendered ahead.
	site := sitetest.New(t, sitetest.Ahead)
	scheduler := publish.NewScheduler(d.Publisher, publish.SystemClock(), site.Public, slog.New(slog.DiscardHandler))
	ctx, stop := context.WithCancel(t.Context())
	var running sync.WaitGroup
	running.Go(func() { scheduler.Run(ctx) })

	readers := []*reader{{path: "/"}, {path: "/2019-H1"}, {path: "/2019-H1/europe"}, {path: "/2019-H1/au"}}
	for _, r := range readers {
		running.Go(func() { r.readOn(ctx, t, site.URL) })
	}

	// A service of its own and no scheduler, as another process has, such as lerr publish.
	other := *d
	other.Publisher = publish.NewService(publish.ServiceOptions{Store: d.DB, Now: d.Now})
	period := report.Period{Year: 2019, Half: 1}
	for n := range publications() {
		draft := other.Corrected(period, fmt.Sprintf("swap-%d.", n), fmt.Sprintf("swap-%d.", n))
		revision, err := other.Publisher.Publish(ctx, sitetest.By("bob", draft), nil)
		if err != nil {
			t.Fatal(err)
		}
		// Until it is shown and each reader has read once more, or the test's time limit ends it.
		behind := func(r *reader) bool { return int(r.reads.Load()) <= n && !t.Failed() }
		for !shows(t, site.URL+"/", revision.Number) || slices.ContainsFunc(readers, behind) {
		}
	}
	stop()
	running.Wait()
}

// reader reads one page.
type reader struct {
	path  string
	reads atomic.Int64
}

// readOn reads the page until ctx ends.
func (r *reader) readOn(ctx context.Context, t *testing.T, server string) {
	address, last := server+r.path, 0
	for ended := false; !ended; {
		ended = ctx.Err() != nil // and once more after the end
		text, err := readPage(address)
		if err != nil {
			t.Errorf("%s: %v", address, err)
			return
		}
		revision := number(shownRevision, text)
		if revision < last || revision == 0 {
			t.Errorf("%s: shows revision %d after %d", address, revision, last)
			return
		}
		// The first revision has no note; the nth was noted with n-2, and no page has two.
		for _, note := range shownNote.FindAllStringSubmatch(text, -1) {
			if want := strconv.Itoa(revision - 2); note[1] != want {
				t.Errorf("%s: revision %d shows the note of another: got %s, want %s", address, revision, note[1], want)
				return
			}
		}
		last = revision
		r.reads.Add(1)
	}
	if read := r.reads.Load(); last != publications()+1 || int(read) < publications() {
		t.Errorf("%s: read %d times, last revision %d, want %d", address, read, last, publications()+1)
	}
}

func shows(t *testing.T, address string, revision int) bool {
	t.Helper()
	text, err := readPage(address)
	if err != nil {
		t.Fatal(err)
	}
	return number(shownRevision, text) >= revision
}

// readPage reads a page that must be there, and all of it.
func readPage(address string) (string, error) {
	w, err := http.Get(address)
	if err != nil {
		return "", err
	}
	defer w.Body.Close()
	body, err := io.ReadAll(w.Body)
	if err == nil && w.StatusCode != http.StatusOK {
		err = fmt.Errorf("answered %d", w.StatusCode)
	}
	return string(body), err
}

func number(pattern *regexp.Regexp, text string) int {
	m := pattern.FindStringSubmatch(text)
	if m == nil {
		return 0
	}
	n, _ := strconv.Atoi(m[1])
	return n
}

// A page that cannot be finished delays neither the release nor any other page.
func TestPrerender_WaitsForNoPage(t *testing.T) {
	t.Parallel()
	s := sitetest.New(t, sitetest.Ahead)
	until := make(chan struct{})
	defer close(until)
	s.Public.Block("/blocked", until)
	r, err := s.Archive.Revision(s.Archive.NewestPublished())
	if err != nil {
		t.Fatal(err)
	}
	r.Number, r.Note = 2, "Published while a page blocks."
	next, err := s.Archive.With(r)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Millisecond)
	defer cancel()
	start := time.Now()
	s.Public.Prerender(ctx, next)(nil)
	if took := time.Since(start); took > 5*time.Second {
		t.Errorf("the release waited %s for a page", took)
	}
	if a := s.Get("/2019-H1"); a.Status != http.StatusOK || !strings.Contains(a.Body, "Published while a page blocks.") {
		t.Errorf("the release is not shown: %d", a.Status)
	}
}
