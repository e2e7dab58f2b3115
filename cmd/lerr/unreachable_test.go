package main

import (
	"bytes"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"lerr/internal/sitetest/dbtest"
	"lerr/internal/store"
)

// freeAddress returns an address at which nobody listens.
func freeAddress(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// A process whose database is gone serves what it has, and tells readers of its health since when; it shows no release
// that it cannot confirm, and shows it as soon as it can.
func TestServe_ServesWhatItHasWithoutItsDatabase(t *testing.T) {
	relay, address := dbtest.NewRelay(t)
	path := filepath.Join(t.TempDir(), "lerr.db")
	put(t, path, address)
	seedAt(t, path, sized(t))
	metrics := freeAddress(t)
	p := start(t, path, "--metrics-addr", metrics)
	unconfirmed := func() string {
		_, body := get(t, "http://"+metrics+"/metrics")
		return regexp.MustCompile(`(?m)^lerr_unconfirmed_seconds .*`).FindString(body)
	}
	_, home := get(t, p.public+"/")
	at := scheduleNext(t, path, 3*time.Second)
	relay.Cut()
	eventually(t, func() bool {
		status, body := get(t, p.public+"/readyz")
		return status == http.StatusOK && strings.HasPrefix(body, "ready, but the database has not confirmed what is shown since 20")
	})
	time.Sleep(time.Until(at.Add(time.Second)))
	for _, path := range []string{"/2019-H2", "/2019-H2.csv", "/download/2019-H2.xlsx"} {
		if status, _ := get(t, p.public+path); status != http.StatusNotFound {
			t.Errorf("%s: got %d, want 404 of what nobody can confirm", path, status)
		}
	}
	if status, body := get(t, p.public+"/"); status != http.StatusOK || body != home {
		t.Errorf("got %d and %d bytes, want the page as it was", status, len(body))
	}
	if got := unconfirmed(); strings.HasSuffix(got, " 0") || got == "" {
		t.Errorf("metrics: %q, want some seconds", got)
	}
	if status, body := get(t, p.staff+"/sign-in"); status != http.StatusServiceUnavailable && status != http.StatusOK {
		t.Errorf("staff: got %d: %s", status, body)
	}
	relay.Mend()
	eventually(t, func() bool {
		status, _ := get(t, p.public+"/2019-H2")
		return status == http.StatusOK
	})
	eventually(t, func() bool {
		_, body := get(t, p.public+"/readyz")
		return body == "ready\n" && strings.HasSuffix(unconfirmed(), " 0")
	})
	if code, lines := p.stop(); code != exitOK {
		t.Errorf("exit code %d: %q", code, lines)
	}
	releasedOnce(t, path)
}

// A start tells what a failure of the server would lose, and is refused if the server's clock is another.
func TestCheckServer_TellsWhatAFailureWouldLose(t *testing.T) {
	path := filepath.Join(t.TempDir(), "lerr.db")
	address := dbtest.Schema(t)
	put(t, path, address)
	if err := store.Create(t.Context(), path, nil, nil); err != nil {
		t.Fatal(err)
	}
	check := func(parameters string) (string, error) {
		put(t, path, address+parameters)
		db, err := store.Open(t.Context(), path, nil)
		if err != nil {
			t.Fatal(err)
		}
		defer db.Close()
		var lines bytes.Buffer
		err = checkServer(t.Context(), db, slog.New(slog.NewTextHandler(&lines, nil)))
		return lines.String(), err
	}
	if lines, err := check(""); err != nil || !strings.Contains(lines, "synchronous_commit or fsync is off") { // as the kit's server is
		t.Errorf("got %v: %s", err, lines)
	}
	schema := regexp.MustCompile(`search_path=(\w+)`).FindStringSubmatch(address)[1]
	alter(t, path, `CREATE FUNCTION `+schema+`.clock_timestamp() RETURNS timestamptz LANGUAGE sql AS 'SELECT pg_catalog.clock_timestamp() - interval ''1 hour'''`)
	_, err := check(",pg_catalog")
	if _, usage := errors.AsType[usageError](err); !usage || !strings.Contains(err.Error(), "differs from this machine's by -") {
		t.Errorf("another clock: got %v", err)
	}
	for name, tt := range map[string]struct {
		state store.ServerState
		want  string
	}{
		"a standby and a spare": {store.ServerState{Durable: true, Standbys: 2}, ""},
		"a standby by name":     {store.ServerState{Durable: true, Standbys: 1, WaitsForOne: true}, "hang while it is away"},
		"no standby":            {store.ServerState{Durable: true}, "no synchronous standby"},
		"no commit on the disk": {store.ServerState{Standbys: 2}, "turn both on"},
	} {
		if got := riskOf(tt.state); (got == "") != (tt.want == "") || !strings.Contains(got, tt.want) {
			t.Errorf("%s: got %q", name, got)
		}
	}
}
