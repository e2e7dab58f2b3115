package main

import (
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"lerr/handlers/web"
	"lerr/internal/publish"
	"lerr/internal/sitetest"
)

// The metrics tell of releases that are paused, overdue or late.
func TestReleaseGauges_AreAmongTheMetrics(t *testing.T) {
	c := sitetest.NewConsole(t)
	now := c.Now()
	clock := publish.Clock{Wall: func() time.Time { return now }, Elapsed: func() time.Duration { return 0 }}
	scheduler := publish.NewScheduler(c.Publisher, clock, c.Public.Public, slog.New(slog.DiscardHandler))
	metrics := func() string {
		w := httptest.NewRecorder()
		web.Metrics(releaseGauges(scheduler)).ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/metrics", nil))
		return w.Body.String()
	}
	for _, want := range []string{"lerr_releases_paused 0", "lerr_releases_paused 1"} {
		if err := scheduler.Step(t.Context()); err != nil {
			t.Fatal(err)
		}
		text := metrics()
		for _, line := range []string{want, "lerr_releases_failing 0", "lerr_release_late_seconds 0"} {
			if !strings.Contains(text, "\n"+line+"\n") {
				t.Errorf("no line %q", line)
			}
		}
		now = now.Add(time.Hour) // the wall clock alone
	}
}
