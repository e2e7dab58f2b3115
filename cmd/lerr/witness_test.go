package main

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/tlog"

	"lerr/handlers/web"
	"lerr/internal/report"
	"lerr/internal/sitetest"
	"lerr/internal/sitetest/dbtest"
	"lerr/internal/translog"
)

// witness is a server of C2SP tlog-witness that verifies what it cosigns.
type witness struct {
	name    string
	private ed25519.PrivateKey
	hash    []byte // of its key
	key     string

	mu    sync.Mutex
	log   string // public key of the log
	size  int64  // that it cosigned last
	root  tlog.Hash
	asked []int64 // sizes
}

func newWitness(t *testing.T, name string) *witness {
	t.Helper()
	public, private, err := ed25519.GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	const cosignatures = 4
	raw := append([]byte{cosignatures}, public...)
	sum := sha256.Sum256(append([]byte(name+"\n"), raw...))
	return &witness{name: name, private: private, hash: sum[:4], key: fmt.Sprintf("%s+%x+%s", name, sum[:4], base64.StdEncoding.EncodeToString(raw))}
}

func (w *witness) ServeHTTP(out http.ResponseWriter, r *http.Request) {
	w.mu.Lock()
	defer w.mu.Unlock()
	body, _ := io.ReadAll(r.Body)
	head, signed, _ := strings.Cut(string(body), "\n\n")
	lines := strings.Split(head, "\n")
	old, err := strconv.ParseInt(strings.TrimPrefix(lines[0], "old "), 10, 64)
	c, bad := translog.ParseCheckpoint(w.log, signed)
	if r.URL.Path != "/add-checkpoint" || err != nil || bad != nil {
		http.Error(out, fmt.Sprint(r.URL.Path, err, bad), http.StatusForbidden)
		return
	}
	w.asked = append(w.asked, c.Size)
	if old != w.size {
		out.WriteHeader(http.StatusConflict)
		fmt.Fprintf(out, "%d\n", w.size)
		return
	}
	var proof tlog.TreeProof
	for _, line := range lines[1:] {
		h, err := tlog.ParseHash(line)
		if err != nil {
			http.Error(out, err.Error(), http.StatusBadRequest)
			return
		}
		proof = append(proof, h)
	}
	if old > 0 {
		if err := tlog.CheckTree(proof, c.Size, c.Root, old, w.root); err != nil {
			http.Error(out, err.Error(), http.StatusUnprocessableEntity)
			return
		}
	}
	w.size, w.root = c.Size, c.Root
	at := uint64(sitetest.Now.Unix())
	text := fmt.Sprintf("cosignature/v1\ntime %d\n%s", at, c)
	signature := binary.BigEndian.AppendUint64(bytes.Clone(w.hash), at)
	signature = append(signature, ed25519.Sign(w.private, []byte(text))...)
	fmt.Fprintf(out, "— %s %s\n", w.name, base64.StdEncoding.EncodeToString(signature))
}

func (w *witness) sizes() []int64 {
	w.mu.Lock()
	defer w.mu.Unlock()
	return append([]int64(nil), w.asked...)
}

// eventually waits until something holds, or the test's time limit ends it.
func eventually(t *testing.T, holds func() bool) {
	t.Helper()
	for !holds() {
		if t.Context().Err() != nil {
			t.Fatal("the test ended first")
		}
		time.Sleep(2 * time.Millisecond)
	}
}

// Each witness is asked by itself: one that hangs and one that refuses delay neither the others nor a release.
func TestWitnesses_CosignWhatIsPublished(t *testing.T) {
	c := sitetest.NewConsole(t)
	site := c.Public.Public
	good := newWitness(t, "example.org/good")
	good.log = site.Signed().Key
	good.size = 3 // as it was seen by an earlier program, which has forgotten it
	var err error
	if good.root, err = site.Signed().Log.RootAt(3); err != nil {
		t.Fatal(err)
	}
	hang := make(chan struct{})
	defer close(hang)
	hung := make(chan struct{}, 10)
	servers := map[*witness]http.Handler{
		good: good,
		newWitness(t, "example.org/hanging"): http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
			_, _ = io.Copy(io.Discard, r.Body) // else the server does not notice that the client leaves
			hung <- struct{}{}
			select {
			case <-hang:
			case <-r.Context().Done():
			}
		}),
		newWitness(t, "example.org/ahead"): http.HandlerFunc(func(out http.ResponseWriter, _ *http.Request) {
			out.WriteHeader(http.StatusConflict)
			fmt.Fprintln(out, 1000)
		}),
	}
	var values []string
	for w, handler := range servers {
		server := httptest.NewServer(handler)
		defer server.Close()
		values = append(values, w.key+" "+server.URL)
	}
	list, err := parseWitnesses(values)
	if err != nil {
		t.Fatal(err)
	}
	var lines sitetest.Log
	cosigners := &cosigning{
		witnesses: list, shown: site.Signed, keep: c.DB.Cosign, show: site.ShowLog, log: slog.New(slog.NewJSONHandler(&lines, nil)), poll: time.Millisecond, wait: time.Minute,
	}
	ctx, stop := context.WithCancel(t.Context())
	var running sync.WaitGroup
	running.Go(func() { cosigners.run(ctx) })
	defer running.Wait()
	defer stop()

	<-hung
	cosigned := func() bool { return strings.Contains(c.Public.Get("/log/checkpoint").Body, "\n— example.org/good ") }
	eventually(t, cosigned)
	release := c.Publish(c.Corrected(report.Period{Year: 2018, Half: 1}, "One note.", "One note more."))
	eventually(t, cosigned)
	if _, checkpoint, err := c.DB.Log(t.Context()); err != nil || checkpoint != c.Public.Get("/log/checkpoint").Body {
		t.Errorf("stored is another head than shown: %v\n%s", err, checkpoint)
	}
	if text := c.Public.Get("/2018-H1").Body; release.Number != 2 || !strings.Contains(text, "One note more.") {
		t.Error("the release is not shown")
	}
	if got := good.sizes(); fmt.Sprint(got) != "[14 14 15]" { // the first time it answers with its size
		t.Errorf("the witness was asked for the sizes %v", got)
	}
	eventually(t, func() bool { return strings.Contains(lines.String(), "example.org/ahead") })
	if text := metricsOf(cosigners.gauge()); !strings.Contains(text, "lerr_witness_waiting_seconds ") || strings.Contains(text, "lerr_witness_waiting_seconds 0\n") {
		t.Errorf("the metric does not say that witnesses are waited for:\n%s", text)
	}

	// Another program that starts with the stored head asks only for what is missing.
	before := len(good.sizes())
	again := &cosigning{witnesses: list, shown: site.Signed, keep: c.DB.Cosign, show: site.ShowLog, log: slog.New(slog.DiscardHandler), poll: time.Millisecond, wait: time.Minute}
	restarted, end := context.WithCancel(t.Context())
	running.Go(func() { again.run(restarted) })
	<-hung
	end()
	if after := len(good.sizes()); after != before {
		t.Error("a witness is asked again for what it has cosigned")
	}
}

func metricsOf(gauges ...web.Gauge) string {
	w := httptest.NewRecorder()
	web.Metrics(gauges).ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/metrics", nil))
	return w.Body.String()
}

func TestWitnesses_AreLoggedOnceWhileTheyFail(t *testing.T) {
	site := sitetest.New(t).Public
	w := newWitness(t, "example.org/off")
	server := httptest.NewServer(http.NotFoundHandler())
	defer server.Close()
	list, err := parseWitnesses([]string{w.key + " " + server.URL})
	if err != nil {
		t.Fatal(err)
	}
	var lines sitetest.Log
	asked := make(chan struct{}, 100)
	cosigners := &cosigning{
		witnesses: list, log: slog.New(slog.NewJSONHandler(&lines, nil)), poll: time.Millisecond, wait: time.Millisecond,
		shown: func() *translog.Signed { return site.Signed() },
	}
	server.Config.Handler = http.HandlerFunc(func(out http.ResponseWriter, _ *http.Request) {
		asked <- struct{}{}
		http.Error(out, "off", http.StatusServiceUnavailable)
	})
	ctx, stop := context.WithCancel(t.Context())
	var running sync.WaitGroup
	running.Go(func() { cosigners.run(ctx) })
	for range 4 {
		<-asked
	}
	stop()
	running.Wait()
	if got := strings.Count(lines.String(), "did not cosign"); got != 1 {
		t.Errorf("it is logged %d times:\n%s", got, &lines)
	}
}

func TestServe_RefusesAWitnessThatIsNone(t *testing.T) {
	w := newWitness(t, "example.org/witness")
	db := dbtest.Path(t)
	for _, value := range []string{"https://witness.example.org", w.key, w.key + " witness.example.org", strings.Replace(w.key, "example", "instance", 1) + " https://witness.example.org"} {
		if code, _, errs := execute(t, "serve", "--db", db, "--witness", value); code != exitUsage || !strings.Contains(errs, "--witness") {
			t.Errorf("%q: got %d, %s", value, code, errs)
		}
	}
}
